"""A check that asks for more: one page after the other, what was answered is kept, nothing is left behind."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.core import loader
from dialer.core.config_flow import Account, FieldErrors, FlowKind
from dialer.core.errors import ApiError, ErrorKind, InputError
from dialer.core.flow import Flow, FlowChanged
from dialer.core.policy import Policy
from dialer.core.policy_account import PolicyAccount
from dialer.core.secrets import Secret
from tests.core.asking import LINK, AskingFlow
from tests.core.conftest import RIGHT
from tests.fakes import until

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow_check import Check
    from dialer.core.hub import Hub

FIRST = {"login": "reception", "password": RIGHT}
CODE = "314159"


@pytest.fixture
def asking(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> AskingFlow:
    """The integration's flow, whose check asks for more."""
    config = AskingFlow()
    monkeypatch.setattr(loader, "load_flow", lambda _domain: config)
    return config


@pytest.fixture
def flow(hub: Hub, asking: AskingFlow) -> Flow:
    """A flow for a new account."""
    return hub.flows.start("example")


async def add(hub: Hub) -> ConfigEntry:
    flow = hub.flows.start("example")
    for raw in (FIRST, {"company": "7"}, {"code": CODE}):
        entry = await flow.submit(raw)
    assert entry is not None
    return entry


def keys(flow: Flow) -> list[str]:
    return [field.key for field in flow.fields]


async def test_pages_follow_each_other_and_the_account_has_all_of_it(hub: Hub, flow: Flow) -> None:
    assert await flow.submit(FIRST) is None
    assert (flow.errors, flow.page.step, keys(flow)) == ({}, "company", ["company", "desk"])
    assert flow.fields[0].labels == {"7": "Acme", "9": "Beta & Sons"}  # type: ignore[attr-defined]  # a Choice
    assert await flow.submit({"company": "7", "desk": " 3 "}) is None
    assert (flow.errors, keys(flow)) == ({}, ["code", "format"])
    entry = await flow.submit({"code": CODE, "format": "plus"})
    assert entry is not None
    assert entry.data == {
        "base_url": "https://pbx.example/", "login": "reception", "company": "7", "desk": "3", "region": "eu",
    }  # fmt: skip
    assert entry.options == {"format": "plus"}
    assert (entry.title, entry.unique_id) == ("Acme", "reception 7")
    assert await hub.entries.secret(entry, "password") == Secret(RIGHT)
    assert await hub.entries.secret(entry, "token") == Secret("a token of the provider")
    assert await hub.entries.secret(entry, "code") is None, "a code that works once is not kept"


async def test_what_a_further_page_gets_wrong_stays_there(flow: Flow, asking: AskingFlow) -> None:
    await flow.submit(FIRST)
    assert await flow.submit({"company": "", "desk": "3"}) is None
    assert flow.errors == {"company": "core.field.required"}
    assert await flow.submit({"company": "9", "desk": "3"}) is None
    assert (flow.errors, flow.page.step) == ({"company": "core.field.not_a_choice"}, "company")
    assert flow.values == {"company": "9", "desk": "3"}
    assert asking.running == 0
    assert await flow.submit({"company": "7"}) is None
    assert (flow.errors, keys(flow)) == ({}, ["code", "format"])
    assert asking.seen[-1] == {"company": "7", "desk": "3"}


async def test_an_error_of_an_earlier_page_leads_back_to_it(flow: Flow) -> None:
    await flow.submit({**FIRST, "login": "other"})
    assert await flow.submit({"company": "8"}) is None
    assert (flow.errors, flow.page) == ({"login": "core.field.required"}, flow.first)
    assert flow.values["login"] == "other"


async def test_another_error_stands_where_it_happened_and_trying_again_asks_nothing_twice(
    hub: Hub, flow: Flow, asking: AskingFlow
) -> None:
    asking.refusals = [ApiError("core.entry.slow", ErrorKind.NETWORK)]
    await flow.submit(FIRST)
    await flow.submit({"company": "7"})
    assert await flow.submit({"code": "1", "format": "plus"}) is None
    assert (flow.errors, keys(flow)) == ({Flow.BASE: "core.entry.slow"}, ["code", "format"])
    assert flow.values == {"format": "plus"}
    assert hub.entries.all == []
    assert await flow.submit({"code": "2"}) is not None
    assert asking.codes == ["1", "2"]


async def test_a_bug_of_the_integration_is_told_and_not_spread(
    flow: Flow, asking: AskingFlow, caplog: pytest.LogCaptureFixture
) -> None:
    asking.refusals = [ZeroDivisionError("division by zero")]
    await flow.submit(FIRST)
    await flow.submit({"company": "7"})
    assert await flow.submit({"code": "1"}) is None
    assert flow.errors == {Flow.BASE: "core.flow.bug"}
    assert "ZeroDivisionError" in caplog.text
    assert await flow.submit({"code": "1"}) is not None


async def test_back_leads_to_the_first_page_with_what_was_typed(flow: Flow, asking: AskingFlow) -> None:
    await flow.submit(FIRST)
    await flow.submit({"company": "7", "desk": "3"})
    flow.back()
    await until(lambda: asking.running == 0)
    assert flow.page == flow.first
    assert (flow.values["login"], "password" in flow.values) == ("reception", False)
    assert await flow.submit({**FIRST, "login": "other"}) is None
    assert flow.page.step == "company", "an answer to another login's question is not an answer"
    assert flow.values == {"company": "7", "desk": "3"}


async def test_answers_in_advance_need_no_page(flow: Flow) -> None:
    assert await flow.submit({**FIRST, "company": "7", "desk": "3", "format": "plus"}) is None
    assert keys(flow) == ["code", "format"], "a secret is never given in advance"
    entry = await flow.submit({"code": CODE})
    assert entry is not None
    assert (entry.data["desk"], entry.options["format"]) == ("3", "plus")


async def test_an_answer_in_advance_that_does_not_fit_is_asked_for(flow: Flow) -> None:
    assert await flow.submit({**FIRST, "company": "Acme", "desk": "3"}) is None
    assert (flow.errors, flow.page.step) == ({"company": "core.field.not_a_choice"}, "company")
    assert flow.values == {"company": "Acme", "desk": "3"}
    assert await flow.submit({"company": "7"}) is None
    assert flow.errors == {}


async def test_an_answer_that_nobody_asked_for_is_an_error_and_nothing_is_kept(hub: Hub, flow: Flow) -> None:
    await flow.submit({**FIRST, "colour": "red"})
    await flow.submit({"company": "7"})
    assert await flow.submit({"code": CODE}) is None
    assert isinstance(flow.error, InputError)
    assert flow.error.key == "flow.no_field"
    assert flow.error.placeholders == {
        "field": "colour", "fields": "base_url, code, company, desk, format, login, password"
    }  # fmt: skip
    assert hub.entries.all == []


async def test_the_same_account_is_not_added_twice(hub: Hub, flow: Flow) -> None:
    await add(hub)
    await flow.submit(FIRST)
    await flow.submit({"company": "7"})
    assert await flow.submit({"code": CODE}) is None
    assert flow.errors == {Flow.BASE: "core.flow.already_there"}


async def test_a_change_finds_its_pages_filled_in(hub: Hub, asking: AskingFlow) -> None:
    entry = await add(hub)
    flow = hub.flows.start("example", FlowKind.RECONFIGURE, entry)
    assert await flow.submit({}) is None
    assert (flow.page.step, flow.values) == ("company", {"company": "7", "desk": None})
    await flow.submit({"desk": "4"})
    assert await flow.submit({"code": CODE}) is entry
    assert entry.data["desk"] == "4"
    assert await hub.entries.secret(entry, "password") == Secret(RIGHT)


async def test_a_new_sign_in_asks_for_secrets_only(hub: Hub, asking: AskingFlow) -> None:
    entry = await add(hub)
    flow = hub.flows.start("example", FlowKind.REAUTH, entry)
    assert keys(flow) == ["password"]
    assert await flow.submit({"password": RIGHT}) is None
    assert keys(flow) == ["code", "format"]
    assert await flow.submit({"code": CODE}) is entry


async def test_a_check_tells_what_it_does_and_which_link_to_open(
    hub: Hub, flow: Flow, asking: AskingFlow
) -> None:
    told: list[object] = []
    hub.bus.listen(
        FlowChanged, lambda event: told.append(event.flow.progress and event.flow.progress.placeholders)
    )
    asking.sign_in = asyncio.Event()
    await flow.submit({**FIRST, "company": "7", "desk": ""})
    assert {"provider": "Example"} in told
    submitting = asyncio.create_task(flow.submit({"code": CODE}))
    await until(lambda: flow.browser is not None)
    assert flow.browser is not None
    assert (flow.browser.url, flow.browser.host, flow.browser.code) == (
        LINK, "login.example.com", "WDJB-MJHT",
    )  # fmt: skip
    asking.sign_in.set()
    assert await submitting is not None
    assert flow.browser is None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://login.example.com/", ""),
        ("file:///etc/passwd", ""),
        ("https://good.example\\@evil.example/", ""),
        ("https://user@login.example.com/", ""),
        ("https://login.example.com/\u202e", ""),
        ("https://login.example.com/" + "a" * 2048, ""),
        (LINK, "WDJB\n\x1b[2J"),
        (LINK, "W" * 65),
    ],
)
async def test_a_link_or_code_that_is_not_safe_is_not_shown(
    hub: Hub, flow: Flow, monkeypatch: pytest.MonkeyPatch, url: str, code: str
) -> None:
    shown: list[object] = []
    hub.bus.listen(FlowChanged, lambda event: shown.append(event.flow.browser))

    async def check(_self: object, check: object) -> object:
        check.open_browser(url, code=code)  # type: ignore[attr-defined]  # a Check
        raise AssertionError

    monkeypatch.setattr(AskingFlow, "async_check", check)
    assert await flow.submit(FIRST) is None
    assert flow.errors == {Flow.BASE: "flow.browser.unsafe"}
    assert not any(shown)


@pytest.mark.parametrize("waits", ["page", "browser"])
async def test_a_flow_that_is_cancelled_leaves_nothing_running(
    hub: Hub, flow: Flow, asking: AskingFlow, waits: str
) -> None:
    asking.sign_in = asyncio.Event()
    await flow.submit({**FIRST, "company": "7", "desk": ""})
    submitting = [asyncio.create_task(flow.submit({"code": CODE})) for _ in range(waits == "browser")]
    await until(lambda: (flow.browser is not None) is (waits == "browser"))
    before = hub.bus.listener_count()
    flow.cancel()
    ended = await asyncio.gather(*submitting, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ended)
    await until(lambda: not hub.scope.tasks)
    assert (asking.running, flow.browser, hub.bus.listener_count()) == (0, None, before)
    assert hub.entries.all == []


async def test_whoever_waits_no_more_ends_the_check_and_may_go_on(
    hub: Hub, flow: Flow, asking: AskingFlow
) -> None:
    asking.sign_in = asyncio.Event()
    await flow.submit({**FIRST, "company": "7", "desk": ""})
    submitting = asyncio.create_task(flow.submit({"code": CODE}))
    await until(lambda: flow.browser is not None)
    submitting.cancel()
    await asyncio.wait({submitting})
    assert submitting.cancelled()
    assert (asking.running, keys(flow), flow.browser) == (0, ["code", "format"], None)
    asking.sign_in.set()
    assert await flow.submit({"code": CODE}) is not None


async def test_a_check_that_does_not_let_itself_be_cancelled_keeps_nothing(
    hub: Hub, flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = asyncio.Event()

    async def stubborn(self: AskingFlow, check: object) -> object:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await go_on.wait()
        check.progress("flow.checking")  # type: ignore[attr-defined]  # a Check
        return await checked(self, check)  # type: ignore[arg-type]  # a Check

    checked = AskingFlow.ask_and_check
    monkeypatch.setattr(AskingFlow, "async_check", stubborn)
    submitting = asyncio.create_task(flow.submit(FIRST))
    await until(lambda: bool(hub.scope.tasks))
    flow.cancel()
    await asyncio.wait({submitting})
    go_on.set()
    await until(lambda: not hub.scope.tasks)
    assert (hub.entries.all, flow.progress, flow.page) == ([], None, flow.first)


async def test_an_account_that_went_meanwhile_is_not_changed(hub: Hub, asking: AskingFlow) -> None:
    entry = await add(hub)
    flow = hub.flows.start("example", FlowKind.RECONFIGURE, entry)
    await flow.submit({})
    await hub.entries.remove(entry)
    await flow.submit({})
    assert await flow.submit({"code": CODE}) is None
    assert flow.errors == {Flow.BASE: "core.entry.not_found"}
    assert await hub.entries.secret(entry, "password") is None


async def test_options_are_kept_without_a_check(hub: Hub, asking: AskingFlow) -> None:
    entry = await add(hub)
    flow = hub.flows.start("example", FlowKind.OPTIONS, entry)
    asking.refusals = [FieldErrors({"format": "core.field.required"})]
    assert keys(flow) == ["format"]
    assert await flow.submit({"format": "plus"}) is entry
    assert (entry.options, len(asking.codes)) == ({"format": "plus"}, 1)


@pytest.mark.parametrize("kind", [FlowKind.RECONFIGURE, FlowKind.OPTIONS])
async def test_a_managed_account_is_only_signed_in_to(hub: Hub, asking: AskingFlow, kind: FlowKind) -> None:
    hub.policy = Policy(accounts=(PolicyAccount(id="desk", domain="example", data={"login": "reception"}),))
    (entry,) = hub.entries.all
    await hub.entries.setup(entry)
    with pytest.raises(InputError, match=r"core\.entry\.managed"):
        hub.flows.start("example", kind, entry)
    preset = dict(entry.options)
    flow = hub.flows.start("example", FlowKind.REAUTH, entry)
    await flow.submit({"password": RIGHT})
    await flow.submit({"company": "7"})
    assert await flow.submit({"code": CODE, "format": "plus"}) is entry
    assert (entry.data["company"], entry.options) == ("7", preset)


async def test_a_token_of_the_server_before_is_not_taken_to_another_one(
    hub: Hub, asking: AskingFlow, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await add(hub)
    seen: list[set[str]] = []

    async def check(_self: AskingFlow, check: Check) -> Account:
        seen.append(set(check.secrets))
        return Account(unique_id="moved", title="Moved")

    monkeypatch.setattr(AskingFlow, "async_check", check)
    flow = hub.flows.start("example", FlowKind.RECONFIGURE, entry)
    assert await flow.submit({}) is entry
    flow = hub.flows.start("example", FlowKind.RECONFIGURE, entry)
    assert await flow.submit({"base_url": "https://other.example/", "password": "another"}) is entry
    assert seen[-2:] == [{"password", "token"}, {"password"}]
    assert await hub.entries.secret(entry, "token") is None
    assert await hub.entries.secret(entry, "password") == Secret("another")
