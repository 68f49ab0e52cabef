"""Accounts that the organisation presets: theirs to decide, the user's to sign in to and to switch off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.core.errors import InputError, SecretsUnavailable
from dialer.core.hub import Hub
from dialer.core.policy import Policy
from dialer.core.policy_account import PolicyAccount, PolicyProblem
from dialer.core.secrets import MemorySecrets, Secret
from tests.core.conftest import RIGHT, ExampleIntegration
from tests.core.test_flow import add
from tests.fakes import FakeClock, settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from dialer.core.home import Home

ACCOUNT = PolicyAccount(id="desk", domain="example", data={"login": "reception"}, options={"format": "plus"})
PASSWORD = "policy-desk/password"


@pytest.fixture
async def start(home: Home, integration: ExampleIntegration) -> AsyncIterator[Callable[[Policy], Hub]]:
    """Starts Dialer again, on the same home and key ring, under a policy."""
    secrets, hubs = MemorySecrets(), []

    def start(policy: Policy) -> Hub:
        hubs.append(Hub(home, lambda: secrets, clock=FakeClock(), policy=policy))
        return hubs[-1]

    yield start
    for hub in hubs:
        await hub.stop()


@pytest.fixture
async def desk(start: Callable[[Policy], Hub]) -> Hub:
    """A desk with one preset account that was signed in to."""
    hub = start(Policy(accounts=(ACCOUNT,)))
    (entry,) = hub.entries.all
    await hub.entries.setup(entry)
    assert entry.error is not None
    assert entry.error.key == "core.entry.no_secret"
    assert await hub.flows.start("example", FlowKind.REAUTH, entry).submit({"password": RIGHT}) is entry
    assert entry.state is EntryState.LOADED
    return hub


async def test_a_preset_account_is_read_as_if_it_had_been_typed(desk: Hub) -> None:
    (entry,) = desk.entries.all
    assert (entry.id, entry.managed, entry.title) == ("policy-desk", True, "Example (reception)")
    assert entry.data == {"base_url": "https://pbx.example/", "login": "reception"}
    assert entry.options == {"format": "plus"}


async def test_what_a_person_did_with_it_is_kept_and_what_is_preset_is_not(
    desk: Hub, start: Callable[[Policy], Hub]
) -> None:
    (entry,) = desk.entries.all
    await desk.entries.set_disabled(entry, True)
    content = json.loads(desk.home.accounts_file.read_text())
    assert content["accounts"] == []
    assert "login" not in desk.home.accounts_file.read_text()
    changed = PolicyAccount(id="desk", domain="example", title="Desk", data={"login": "desk 2"})
    (later,) = start(Policy(accounts=(changed,))).entries.all
    assert (later.disabled, later.title, later.data) == (True, "Desk", {"login": "desk 2"})
    assert later.secret_keys == ["password"]


async def test_a_preset_account_comes_before_the_users_own(desk: Hub, start: Callable[[Policy], Hub]) -> None:
    own = await add(desk, login="own")
    later = start(Policy(accounts=(ACCOUNT,)))
    assert [entry.id for entry in later.entries.all] == ["policy-desk", own.id]


async def test_it_cannot_be_changed_or_removed(desk: Hub) -> None:
    (entry,) = desk.entries.all
    with pytest.raises(InputError, match=r"core\.entry\.managed"):
        await desk.entries.remove(entry)
    for data, options in (({**entry.data, "login": "x"}, entry.options), (entry.data, {"format": "plain"})):
        with pytest.raises(InputError, match=r"core\.entry\.managed"):
            await desk.entries.change(entry, data=data, options=options, title="x", secrets={})
    assert entry.state is EntryState.LOADED


async def test_what_a_sign_in_finds_out_is_kept(desk: Hub, start: Callable[[Policy], Hub]) -> None:
    (entry,) = desk.entries.all
    await desk.entries.change(
        entry,
        data={**entry.data, "company": "7"},
        options=entry.options,
        title="Acme",
        secrets={},
        unique_id="7",
    )
    (later,) = start(Policy(accounts=(ACCOUNT,))).entries.all
    assert (later.data["company"], later.title, later.unique_id) == ("7", "Acme", "7")


async def test_what_is_preset_no_more_is_forgotten_with_its_secret(
    desk: Hub, start: Callable[[Policy], Hub]
) -> None:
    later = start(Policy())
    assert later.entries.all == []
    await later.entries.setup_all()
    await settle()
    assert await later.secrets.get(PASSWORD) is None
    assert "policy-desk" not in later.home.accounts_file.read_text()


async def test_nothing_is_forgotten_while_the_policy_cannot_be_read(
    desk: Hub, start: Callable[[Policy], Hub]
) -> None:
    later = start(Policy(problems=(PolicyProblem(key="policy.problem.more", placeholders={}),)))
    await later.entries.setup_all()
    await add(later, login="own")
    await settle()
    assert await later.secrets.get(PASSWORD) == Secret(RIGHT)
    assert "policy-desk" in later.home.accounts_file.read_text()


async def test_a_secret_that_cannot_be_deleted_now_is_deleted_at_a_later_start(
    desk: Hub, start: Callable[[Policy], Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = start(Policy())
    with monkeypatch.context() as locked:

        async def unavailable(_ref: str) -> None:
            raise SecretsUnavailable("core.secrets.locked")

        locked.setattr(later.secrets, "delete", unavailable)
        await later.entries.setup_all()
        await settle()
    again = start(Policy())
    await again.entries.setup_all()
    await settle()
    assert await again.secrets.get(PASSWORD) is None


async def test_options_may_stand_among_the_rest(start: Callable[[Policy], Hub]) -> None:
    together = PolicyAccount(id="desk", domain="example", data={"login": "a", "format": "plus"})
    hub = start(Policy(accounts=(together,)))
    (entry,) = hub.entries.all
    await hub.entries.setup(entry)
    assert (entry.data["login"], entry.options) == ("a", {"format": "plus"})
    assert "format" not in entry.data


@pytest.mark.parametrize(("field", "value"), [("base_url", "http://pbx.example"), ("password", RIGHT)])
async def test_what_does_not_fit_is_told(start: Callable[[Policy], Hub], field: str, value: str) -> None:
    wrong = PolicyAccount(id="desk", domain="example", data={"login": "a", field: value})
    hub = start(Policy(accounts=(wrong,)))
    (entry,) = hub.entries.all
    await hub.entries.setup(entry)
    assert entry.state is EntryState.FAILED
    assert entry.error is not None
    assert (entry.error.key, entry.error.placeholders) == ("core.entry.preset_wrong", {"field": field})
