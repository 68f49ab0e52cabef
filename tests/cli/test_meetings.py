"""``dialer meet`` and ``dialer meetings``: the documents, the exit codes, the sentences."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dialer.cli.exitcodes import Exit
from dialer.cli.wishes import UsageError
from dialer.contacts.model import ContactDraft
from dialer.core.errors import ApiError, EntryNotReady, ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.core.fields import Choice, Integer, Text
from dialer.meetings.provider import MeetingFeature, ProviderMeeting
from tests.cli.conftest import Shell, Typed
from tests.fakes import START, integrate, settle
from tests.meetings.conftest import Desk
from tests.meetings.fakes import BASE_URL, CANARY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from tests.meetings.fakes import FakeMeetings

HOST, GUEST = f"{BASE_URL}host/{CANARY}-m1", f"{BASE_URL}guest/m1"
MEET = ("--json", "meet", "Meet", "--with", "Anne Vermeer", "--subject", "Mortgage")


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path / "home")
    integrate(monkeypatch, "scripted", desk.integration, kinds=("meetings",))
    await desk.start()
    await desk.app.contacts.add(ContactDraft(name="Anne Vermeer", emails=("anne@example.com",)))
    yield desk
    await desk.stop()


@pytest.fixture
def provider(desk: Desk) -> FakeMeetings:
    return desk.provider


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links that were opened."""
    links: list[str] = []

    def note(link: str) -> bool:
        links.append(link)
        return True

    monkeypatch.setattr("dialer.cli.commands.meet.open_in_browser", note)
    return links


class Line(Shell):
    """A shell in which time passes while a command runs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.app, desk.home.path)
        self.desk = desk

    async def __call__(self, *argv: str, answers: list[str] | None = None, lines: Sequence[str] = ()) -> int:
        typed = Typed(Shell(self.desk.app, self.cwd), self.desk.clock, *argv, answers=answers, lines=lines)
        code = await typed.ended()
        self.link = typed.shell.link
        return code


@pytest.fixture
def line(desk: Desk) -> Line:
    return Line(desk)


async def test_meet_prints_the_document(line: Line) -> None:
    assert await line(*MEET) == Exit.DONE
    document = line.link.document
    assert document == {
        "id": document["id"],
        "provider": "scripted",
        "account": "Meet",
        "subject": "Mortgage",
        "start": "2026-03-02T09:30:00+00:00",
        "end": "2026-03-02T10:00:00+00:00",
        "host_url": HOST,
        "guest_url": GUEST,
        "details": {"dial_in": "+31205550199"},
    }
    assert line.link.errors == []


async def test_meet_prints_both_links_for_people(line: Line) -> None:
    assert await line("meet", "scripted", "--with", "anne@example.com") == Exit.DONE
    text = "\n".join(line.link.shown)
    assert "Meeting with Anne Vermeer" in text
    assert f"Host link, for you only: {HOST}" in text
    assert f"Guest link: {GUEST}" in text
    assert "Phone number: +31205550199" in text


async def test_what_was_typed_reaches_the_provider(line: Line, provider: FakeMeetings) -> None:
    provider.options = (Text(key="security_pin", required=False),)
    provider.open_options = (Text(key="value"),)
    code = await line(
        *MEET, "--start", "2026-03-05T14:00:00+01:00", "--minutes", "45",
        "--set", "security_pin=012345", "--set", "value.NAME=a=b",
    )  # fmt: skip
    assert code == Exit.DONE
    [order] = provider.orders
    assert order.start == datetime(2026, 3, 5, 13, tzinfo=UTC)
    assert (order.minutes, order.subject) == (45, "Mortgage")
    assert order.options == {"security_pin": "012345", "value.NAME": "a=b"}
    [person] = order.people
    assert (person.name, person.email) == ("Anne Vermeer", "anne@example.com")


async def test_a_time_without_an_offset_is_the_computers(
    line: Line, provider: FakeMeetings, local_amsterdam: None
) -> None:
    assert await line(*MEET, "--start", "2026-07-05T14:00") == Exit.DONE
    assert provider.orders[0].start == datetime(2026, 7, 5, 12, tzinfo=UTC)
    with pytest.raises(UsageError):
        await line(*MEET, "--start", "2026-03-29T02:30")  # the clocks skip it
    assert len(provider.orders) == 1


@pytest.fixture
def local_amsterdam(monkeypatch: pytest.MonkeyPatch) -> Any:
    import time

    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "argv",
    [
        ("meet", "Meet"),
        ("meet", "Meet", "--with", "Nobody"),
        ("meet", "Nowhere", "--with", "Anne Vermeer"),
        (*MEET, "--start", "tomorrow"),
        (*MEET, "--start", "2026-03-05"),
        (*MEET, "--start", "2020-01-01T10:00Z"),
        (*MEET, "--minutes", "soon"),
        (*MEET, "--minutes", "0"),
        (*MEET, "--set", "unheard=1"),
        (*MEET, "--set", "seats=many"),
        ("meetings", "show", "no-such-id"),
        ("meetings", "cancel", "no-such-id"),
        ("meetings", "change", "no-such-id", "--subject", "x"),
        ("meetings", "dance"),
    ],
)
async def test_wrong_input_sends_nothing(line: Line, provider: FakeMeetings, argv: tuple[str, ...]) -> None:
    provider.options = (Integer(key="seats", required=False),)
    with suppress(UsageError):  # which the program turns into the same code
        assert await line(*argv) == Exit.INPUT
    assert "create" not in provider.log
    assert line.link.shown == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused("core.error.outcome_unknown", ErrorKind.VALIDATION, code=422), Exit.NOT_REACHED),
        (Refused("core.error.outcome_unknown", ErrorKind.PERMISSION, code=403), Exit.NOT_REACHED),
        (Refused("core.entry.auth_refused", ErrorKind.AUTH), Exit.REFUSED),
        (NotSent("core.net.dns"), Exit.NOT_SENT),
        (OutcomeUnknown(), Exit.NOT_REACHED),  # the list says that it was not made
    ],
)
async def test_failures_have_codes_and_one_sentence(
    line: Line, provider: FakeMeetings, error: Exception, code: Exit
) -> None:
    provider.creates = [(error, False)]
    assert await line(*MEET) == code
    assert line.link.shown == []
    assert len(line.link.errors) == 1
    assert provider.log.count("create") == 1


async def test_a_lost_answer_is_settled_before_the_command_ends(line: Line, provider: FakeMeetings) -> None:
    provider.creates = [(OutcomeUnknown(), True)]
    assert await line(*MEET) == Exit.DONE
    assert (line.link.document["host_url"], line.link.document["guest_url"]) == (HOST, GUEST)
    assert await line("--json", "meetings") == Exit.DONE
    assert len(line.link.document) == 1


async def test_what_cannot_be_settled_is_unknown_and_stays_in_the_list(
    line: Line, provider: FakeMeetings
) -> None:
    provider.features &= ~MeetingFeature.LIST
    provider.creates = [(OutcomeUnknown(), True)]
    assert await line(*MEET) == Exit.UNKNOWN
    id_ = line.link.document["id"]
    assert await line("--json", "meetings", "list") == Exit.DONE
    assert [(one["id"], one["state"]) for one in line.link.document] == [(id_, "unknown")]


async def test_ctrl_c_gives_up_and_the_list_settles_it(
    desk: Desk, line: Line, provider: FakeMeetings
) -> None:
    provider.gate = asyncio.Event()
    typed = Typed(Shell(desk.app, desk.home.path), desk.clock, *MEET)
    await settle()
    provider.there["m1"] = provider.meeting("m1", provider.orders[0])  # it arrived
    typed.shell.link.interrupted.set()
    assert await typed.ended() == Exit.INTERRUPTED
    assert await line("--json", "meetings", "list") == Exit.DONE
    assert [one["state"] for one in line.link.document] == ["ready"]
    assert provider.log.count("create") == 1


@pytest.mark.parametrize("places", [("https://evil.example.com/", f"{BASE_URL}guest/"), ("file:///", "x:")])
async def test_links_elsewhere_are_null_not_opened_and_named(
    line: Line, provider: FakeMeetings, opened: list[str], places: tuple[str, str]
) -> None:
    provider.places = places
    assert await line(*MEET, "--open") == Exit.DONE
    assert line.link.document["host_url"] is None
    assert opened == []
    assert len(line.link.errors) == 2
    assert "another place" in line.link.errors[0]
    assert line.link.errors[1] == "There is no link to open."
    assert "evil" not in "".join(line.link.errors)


async def test_show_names_links_elsewhere_each_time(desk: Desk, line: Line, provider: FakeMeetings) -> None:
    provider.features &= ~MeetingFeature.FETCH
    provider.places = ("https://evil.example.com/", f"{BASE_URL}guest/")
    await line(*MEET)
    id_ = line.link.document["id"]
    for _ in range(2):
        await desk.again()
        line.desk = desk
        assert await line("--json", "meetings", "show", id_) == Exit.DONE
        assert (line.link.document["host_url"], line.link.document["guest_url"]) == (None, GUEST)
        (said,) = line.link.errors
        assert "another place" in said
    provider.places = (f"{BASE_URL}host/{CANARY}-", f"{BASE_URL}guest/")
    assert await line("meetings", "change", id_, "--subject", "Mended") == Exit.DONE
    await desk.again()
    line.desk = desk
    assert await line("--json", "meetings", "show", id_) == Exit.DONE
    assert (line.link.document["host_url"], line.link.errors) == (HOST, [])


async def test_of_a_removed_account_nothing_is_offered_and_that_is_said(
    desk: Desk, line: Line, provider: FakeMeetings
) -> None:
    provider.features &= ~MeetingFeature.FETCH
    provider.options = (Text(key="pin", required=False),)
    await line(*MEET, "--set", "pin=0123")
    id_ = line.link.document["id"]
    assert await line("accounts", "remove", "Meet") == Exit.DONE
    await settle()
    assert [name for name in desk.secrets._secrets if "meeting" in name] == []  # noqa: SLF001  # the whole key ring
    for _ in range(2):
        assert await line("--json", "meetings", "show", id_) == Exit.DONE
        shown = line.link.document
        assert (shown["host_url"], shown["guest_url"], shown["details"]) == (None, None, {})
        assert "The account Meet was removed" in shown["text"]
        for words in (("list",), ("show", id_)):
            assert await line("meetings", *words) == Exit.DONE
            (shown_line,) = line.link.shown
            assert "The account Meet was removed" in shown_line
        for argv in (("cancel", id_), ("end", id_), ("change", id_, "--subject", "x")):
            assert await line("meetings", *argv) == Exit.INPUT
            assert "The account Meet was removed" in line.link.errors[0]
        await desk.again()
        line.desk = desk
    assert provider.log == ["create"]


async def test_open_opens_the_host_link_only(line: Line, opened: list[str]) -> None:
    assert await line(*MEET, "--open") == Exit.DONE
    assert opened == [HOST]


async def test_show_reads_the_links_again(desk: Desk, line: Line) -> None:
    await line(*MEET)
    id_ = line.link.document["id"]
    await desk.again()
    line.desk = desk
    assert await line("--json", "meetings", "show", id_) == Exit.DONE
    shown = line.link.document
    assert (shown["host_url"], shown["state"], shown["people"]) == (HOST, "ready", ["Anne Vermeer"])


async def test_show_tells_what_is_known_when_the_provider_does_not_answer(
    line: Line, provider: FakeMeetings
) -> None:
    await line(*MEET)
    provider.trouble = NotSent("core.net.dns")
    assert await line("--json", "meetings", "show", line.link.document["id"]) == Exit.NOT_SENT
    assert line.link.document["subject"] == "Mortgage"
    assert await line("--json", "meetings") == Exit.DONE
    assert len(line.link.document) == 1
    assert "Meet did not tell its meetings" in line.link.errors[0]


async def test_change_cancel_and_end(line: Line, provider: FakeMeetings) -> None:
    await line(*MEET)
    id_ = line.link.document["id"]
    assert await line("--json", "meetings", "change", id_, "--subject", "New", "--minutes", "20") == Exit.DONE
    changed = line.link.document
    assert (changed["subject"], changed["end"]) == ("New", "2026-03-02T09:50:00+00:00")
    assert await line("meetings", "change", id_) == Exit.INPUT
    assert await line("--json", "meetings", "end", id_) == Exit.DONE
    assert line.link.document["state"] == "ended"
    assert await line("meetings", "cancel", id_) == Exit.DONE  # over already
    assert provider.log == ["create", "change m1", "end m1"]


@pytest.mark.parametrize("act", ["cancel", "end"])
async def test_what_is_gone_already_is_called_off_and_ended(
    line: Line, provider: FakeMeetings, act: str
) -> None:
    await line(*MEET)
    id_ = line.link.document["id"]
    provider.there.clear()
    assert await line("meetings", act, id_) == Exit.DONE
    assert await line("meetings", act, id_) == Exit.DONE
    assert provider.log == ["create", f"{act} m1"]


async def test_a_wrong_choice_names_the_values_that_are_taken(line: Line, provider: FakeMeetings) -> None:
    labels = {"a": "Standard", "b": "Video"}
    provider.options = (Choice(key="layout", options=("a", "b"), labels=labels, default="a"),)
    assert await line(*MEET, "--set", "layout=c") == Exit.INPUT
    (said,) = line.link.errors
    assert said.startswith("layout: ")
    assert "a (Standard), b (Video)" in said
    await line(*MEET)
    assert await line("meetings", "change", line.link.document["id"], "--set", "layout=c") == Exit.INPUT
    assert "a (Standard), b (Video)" in line.link.errors[0]
    assert provider.log == ["create"]


async def test_what_the_interface_cannot_do_is_wrong_input(line: Line, provider: FakeMeetings) -> None:
    provider.features = MeetingFeature.SCHEDULE
    await line(*MEET)
    id_ = line.link.document["id"]
    for argv in (("cancel", id_), ("end", id_), ("change", id_, "--subject", "x")):
        assert await line("meetings", *argv) == Exit.INPUT
        (said,) = line.link.errors
        assert "Meet cannot" in said
    assert provider.log == ["create"]


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (NotSent("core.net.dns"), Exit.NOT_SENT),
        (OutcomeUnknown(), Exit.UNKNOWN),
        (ApiError("core.net.dns", ErrorKind.PERMISSION), Exit.NOT_REACHED),
        (ApiError("core.net.dns", ErrorKind.AUTH), Exit.REFUSED),
    ],
)
async def test_a_cancel_that_is_not_confirmed(
    line: Line, provider: FakeMeetings, trouble: Exception, code: Exit
) -> None:
    await line(*MEET)
    provider.trouble = trouble
    assert await line("meetings", "cancel", line.link.document["id"]) == code
    assert len(line.link.errors) == 1


async def test_meetings_made_elsewhere_have_ids_that_stay(
    desk: Desk, line: Line, provider: FakeMeetings
) -> None:
    start = START + timedelta(hours=3)
    provider.there["x1"] = ProviderMeeting(provider_id="x1", subject="Board", start=start)
    assert await line("--json", "meetings") == Exit.DONE
    [listed] = line.link.document
    await desk.again()
    line = Line(desk)
    assert await line("--json", "meetings", "show", listed["id"]) == Exit.DONE
    assert line.link.document["subject"] == "Board"
    provider.there["x1"] = replace(provider.there["x1"], subject="Board of directors")
    assert await line("meetings") == Exit.DONE
    assert "Board of directors" in line.link.shown[0]


async def test_an_account_that_is_not_there_to_be_asked_is_named_and_nothing_is_denied(
    desk: Desk, line: Line
) -> None:
    desk.integration.failure = EntryNotReady("core.net.refused")
    await desk.again()
    assert await line("meetings") == Exit.DONE
    assert line.link.shown == ["No meetings today or later are known."]
    [warning] = line.link.errors
    assert "Meet did not tell its meetings" in warning
    assert "does not accept connections now" in warning
    assert await line(*MEET) == Exit.NOT_SENT
    assert "does not accept connections now" in line.link.errors[0]
    entry = desk.app.hub.entries.find("Meet")
    await desk.app.hub.entries.set_disabled(entry, True)
    assert await line("meetings") == Exit.DONE
    assert line.link.errors == []  # it is off because somebody wants it so


async def test_no_meetings_is_said(line: Line) -> None:
    assert await line("meetings") == Exit.DONE
    assert line.link.shown == ["There are no meetings today or later."]
