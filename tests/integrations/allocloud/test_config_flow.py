"""Adding and changing an account: the key is proved, the organiser picked, the join page confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.core.errors import ErrorKind
from dialer.integrations.allocloud.join_page import join_link, trouble
from dialer.testing import TOKEN, Answer, Request
from dialer.testing.bench import Bench
from tests.integrations.allocloud.recipe import ACCOUNT, OTHER_USER, USER, AllocloudRecipe, admin, good, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class Recipe(AllocloudRecipe):
    """The provider, whose next answers a test may replace, and which notes what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.instead: Answer | None = None
        self.seen: list[Request] = []

    def answer(self, request: Request) -> Answer:
        self.seen.append(request)
        return self.instead or super().answer(request)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.open(Recipe(), tmp_path) as bench:
        yield bench


def _recipe(bench: Bench) -> Recipe:
    assert isinstance(bench.recipe, Recipe)
    return bench.recipe


def _pages(bench: Bench) -> list[tuple[str, str | None]]:
    return [(issue.key, issue.fix) for issue in bench.hub.issues.all if "join-page" in issue.id]


async def test_the_only_organiser_is_picked(bench: Bench) -> None:
    entry = await bench.add()
    assert (entry.title, entry.data["user_id"]) == ("ALLOcloud (test-user@example.com)", USER)
    assert TOKEN not in repr(entry.data)
    assert {(seen.method, seen.path) for seen in _recipe(bench).seen} == {
        ("GET", f"/api/v6/account/admin/{ACCOUNT}")
    }
    assert [seen.headers.get("x-user-id") for seen in _recipe(bench).seen] == [None, None]


async def test_of_several_organisers_one_is_chosen(bench: Bench) -> None:
    _recipe(bench).admins = [admin(), admin(OTHER_USER, "second@example.com")]
    flow = bench.hub.flows.start("allocloud")
    values = bench.values()
    assert await flow.submit(values) is None
    [choice] = flow.fields
    labels: Any = choice
    assert labels.labels == {
        USER: "Test User (test-user@example.com)",
        OTHER_USER: "Test User (second@example.com)",
    }
    entry = await flow.submit({"user_id": OTHER_USER})
    assert entry is not None
    assert (entry.data["user_id"], entry.title) == (OTHER_USER, "ALLOcloud (second@example.com)")


async def test_an_organiser_that_is_given_is_taken(bench: Bench) -> None:
    entry = await bench.add(user_id=f" {OTHER_USER} ")
    assert (entry.data["user_id"], entry.title) == (OTHER_USER, f"ALLOcloud ({OTHER_USER})")


async def test_a_name_of_the_servers_is_shown_on_one_line(bench: Bench) -> None:
    _recipe(bench).admins = [admin(email="a\u202e\r\n\x1b[31m@b.example" + "x" * 300)]
    entry = await bench.add()
    assert entry.title.isprintable()
    assert entry.title.startswith("ALLOcloud (a [31m@b.example")
    assert len(entry.title) < 120


@pytest.mark.parametrize("admins", [[], [{**admin(), "id": "a\r\nb"}]], ids=["none", "hostile"])
async def test_an_account_without_an_organiser_is_told(bench: Bench, admins: list[Any]) -> None:
    _recipe(bench).admins = admins
    entry, flow = await bench.submit(bench.values())
    assert (entry, flow.errors) == (None, {"account_id": "allocloud.error.no_admin"})


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer.text("no", 401), ErrorKind.AUTH),
        (Answer.text("no", 403), ErrorKind.AUTH),
        (said(-3), ErrorKind.AUTH),
        (said("-2"), ErrorKind.AUTH),
        (said(-99), ErrorKind.PROVIDER),
        (Answer.text("no", 404), ErrorKind.NOT_FOUND),
        (Answer.text("no", 500), ErrorKind.PROVIDER),
        (Answer.text("<html>", kind="text/html"), ErrorKind.PROTOCOL),
    ],
    ids=lambda value: str(getattr(value, "status", value)),
)
async def test_what_a_check_is_answered_is_told_as_what_it_is(
    bench: Bench, answer: Answer, kind: ErrorKind
) -> None:
    _recipe(bench).instead = answer
    entry, flow = await bench.submit(bench.values())
    assert (entry, getattr(flow.error, "kind", None)) == (None, kind)
    assert bench.hub.entries.all == []


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("api_key", "ab\u00e9", "allocloud.error.api_key"),
        ("api_key", "a\u2028b", "allocloud.error.api_key"),
        ("api_key", "a\nb", "core.field.not_text"),
        ("user_id", "\u00e9", "allocloud.error.user_id"),
        ("account_id", "..", "allocloud.error.account_id"),
        ("join_url_template", "https://meeting.example.com/m/", "allocloud.error.no_place"),
        ("join_url_template", "https://elsewhere.example.com/{meetingId}", "allocloud.error.not_own_page"),
        ("base_url", "http://meeting.example.com/", "core.field.not_https"),
    ],
)
async def test_what_cannot_be_is_refused_before_anything_is_sent(
    bench: Bench, field: str, value: str, key: str
) -> None:
    entry, flow = await bench.submit({**bench.values(), field: value})
    assert (entry, flow.errors) == (None, {field: key})
    assert _recipe(bench).seen == []


OWN = "https://meeting.example.com/"


@pytest.mark.parametrize(
    ("template", "key"),
    [
        ("https://meeting.example.com/{meetingId}", None),
        ("https://meeting.example.com/a/b/{meetingId}?culture=nl&participantName=Desk", None),
        ("https://meeting.example.com/join?id={meetingId}", None),
        ("http://meeting.example.com/{meetingId}", "allocloud.error.not_own_page"),
        ("https://{meetingId}.example.com/", "allocloud.error.not_own_page"),
        ("https://{meetingId}@meeting.example.com/", "allocloud.error.not_own_page"),
        ("https://meeting.example.com@evil.example/{meetingId}", "allocloud.error.not_own_page"),
        ("https://meeting.example.com.evil.example/{meetingId}", "allocloud.error.not_own_page"),
        ("https://meeting.example.com:{meetingId}/", "allocloud.error.not_own_page"),
        ("javascript:alert('{meetingId}')", "allocloud.error.not_own_page"),
        ("https://meeting.example.com/\\{meetingId}", "allocloud.error.not_own_page"),
        ("https://meeting.example.com/{meetingId}/{name}", "allocloud.error.other_place"),
        ("https://meeting.example.com/{meetingid}", "allocloud.error.no_place"),
    ],
)
def test_a_join_page_is_https_on_the_accounts_own_host(template: str, key: str | None) -> None:
    assert trouble(template, OWN) == key


@pytest.mark.parametrize(
    ("public_id", "link"),
    [
        ("9974-7653-8886-0485", f"{OWN}m/9974-7653-8886-0485"),
        ("12", f"{OWN}m/12"),
        (None, None),
        ("", None),
        ("..", None),
        ("a/b", None),
        ("1?x=2", None),
        ("1-", None),
        ("9" * 65, None),
        ("\u0664\u0662", None),
    ],
)
def test_a_link_is_made_of_a_plain_public_id_only(public_id: str | None, link: str | None) -> None:
    assert join_link(f"{OWN}m/{{meetingId}}", public_id) == link
    assert join_link(None, public_id) is None


async def test_the_join_page_is_unconfirmed_until_a_person_confirms_it(bench: Bench) -> None:
    entry = await bench.add()
    assert _pages(bench) == [("allocloud.issue.unconfirmed", "change_account")]
    await bench.submit({**bench.values(), "join_url_confirmed": True}, FlowKind.RECONFIGURE, entry)
    assert (_pages(bench), entry.data["join_url_confirmed"]) == ([], True)
    await bench.hub.entries.reload(entry)
    assert _pages(bench) == []


async def test_another_join_page_has_to_be_confirmed_anew(bench: Bench) -> None:
    entry = await bench.add(join_url_confirmed=True)
    assert _pages(bench) == []
    other = {"join_url_template": f"{bench.server.base_url}other/{{meetingId}}"}
    kept = {**bench.values(), "join_url_confirmed": True}
    await bench.submit({**kept, **other}, FlowKind.RECONFIGURE, entry)
    assert entry.data["join_url_confirmed"] is False
    assert _pages(bench) == [("allocloud.issue.unconfirmed", "change_account")]


async def test_without_a_join_page_that_is_said(bench: Bench) -> None:
    entry = await bench.add(join_url_template="")
    assert _pages(bench) == [("allocloud.issue.no_page", "change_account")]
    await bench.hub.entries.set_disabled(entry, True)
    assert _pages(bench) == []


@pytest.mark.parametrize("answer", [Answer.text("no", 403), said(-3)], ids=["403", "-3"])
async def test_a_key_that_was_withdrawn_asks_for_a_new_one(bench: Bench, answer: Answer) -> None:
    entry = await bench.add()
    _recipe(bench).instead = answer
    await bench.hub.entries.reload(entry)
    assert entry.state is EntryState.AUTH_NEEDED
    sent = len(_recipe(bench).seen)
    await bench.hub.entries.reload(entry)
    assert len(_recipe(bench).seen) == sent
    _recipe(bench).instead = good([admin()])
    await bench.sign_in_again(entry)
    [again] = bench.hub.entries.all
    assert again.state is EntryState.LOADED
