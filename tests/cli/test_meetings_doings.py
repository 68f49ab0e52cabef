"""``dialer meetings dial``, ``message``, ``attendance`` and ``upload``: documents, exit codes, sentences."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.cli.exitcodes import Exit
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.errors import ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.meetings.in_and_after import Attendee, Presence
from dialer.meetings.provider import MeetingFeature
from tests.cli.conftest import Shell, Typed
from tests.cli.test_meetings import Line, desk, line, provider
from tests.fakes import START, settle

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.meetings.model import Meeting
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings

__all__ = ["desk", "line", "provider"]  # fixtures

JAN = "dial m1 +31205550142 Jan Jansen NL"


@pytest.fixture
async def meeting(desk: Desk) -> Meeting:
    numbers = (NumberDraft(raw="020 555 0142"),)
    await desk.app.contacts.add(ContactDraft(name="Jan Jansen", numbers=numbers))
    return await desk.made()


def _of(provider: FakeMeetings, what: str) -> list[str]:
    return [entry for entry in provider.log if entry.startswith(f"{what} ")]


async def test_a_contact_is_phoned_and_told_as_asked_for_only(
    line: Line, provider: FakeMeetings, meeting: Meeting
) -> None:
    assert await line("meetings", "dial", meeting.id, "Jan Jansen") == Exit.DONE
    assert _of(provider, "dial") == [JAN]
    [said] = line.link.shown
    assert "was asked to phone Jan Jansen" in said
    assert not {"ringing", "connected"} & set(said.lower().split())
    assert await line("meetings", "show", meeting.id) == Exit.DONE
    assert line.link.shown[-1].endswith("Jan Jansen  ·  the provider phones")
    assert await line("--json", "meetings", "show", meeting.id) == Exit.DONE
    [phoned] = line.link.document["phoned"]
    assert (phoned["number"], phoned["state"]) == ("+31205550142", "taken_on")


async def test_the_document_of_a_number(line: Line, provider: FakeMeetings, meeting: Meeting) -> None:
    assert (
        await line("--json", "meetings", "dial", meeting.id, "--region", "BE", "0470 12 34 56") == Exit.DONE
    )
    document = line.link.document
    assert _of(provider, "dial") == ["dial m1 +32470123456  BE"]
    assert (document["meeting"], document["number"], document["state"]) == (
        meeting.id,
        "+32470123456",
        "taken_on",
    )


async def test_emergency_numbers_never_and_expensive_ones_after_a_yes(
    line: Line, provider: FakeMeetings, meeting: Meeting
) -> None:
    dial = ("meetings", "dial", meeting.id)
    assert await line(*dial, "112", "--yes") == Exit.SAFETY
    assert await line(*dial, "0906 1234567") == Exit.SAFETY
    assert await line(*dial, "Nobody") == Exit.INPUT
    assert _of(provider, "dial") == []
    assert await line(*dial, "0906 1234567", "--yes") == Exit.DONE
    assert len(_of(provider, "dial")) == 1


@pytest.mark.parametrize(
    ("trouble", "code", "words"),
    [
        (
            OutcomeUnknown("core.net.no_answer"),
            Exit.UNKNOWN,
            "We do not know whether the phone is being rung",
        ),
        (Refused("answers.refused", ErrorKind.VALIDATION), Exit.NOT_REACHED, ""),
        (Refused("answers.sign_in_refused", ErrorKind.AUTH), Exit.REFUSED, ""),
        (NotSent("core.net.dns"), Exit.NOT_SENT, ""),
    ],
)
async def test_each_failure_has_its_code(  # fixtures
    line: Line, provider: FakeMeetings, meeting: Meeting, trouble: Exception, code: Exit, words: str
) -> None:
    provider.trouble = trouble
    assert await line("--json", "meetings", "dial", meeting.id, "Jan Jansen") == code
    assert line.link.shown == []
    assert words in line.link.errors[0]
    assert _of(provider, "dial") == [JAN]


async def test_ctrl_c_recalls_nothing(desk: Desk, provider: FakeMeetings, meeting: Meeting) -> None:
    provider.gate = asyncio.Event()
    typed = Typed(Shell(desk.app, desk.home.path), desk.clock, "meetings", "dial", meeting.id, "+31205550142")
    while not _of(provider, "dial"):
        await settle()
    typed.shell.link.interrupted.set()
    assert await typed.ended() == Exit.INTERRUPTED
    assert "may be rung all the same" in " ".join(typed.shell.link.errors)
    provider.gate.set()
    await settle()
    assert len(_of(provider, "dial")) == 1


async def test_a_message(line: Line, provider: FakeMeetings, meeting: Meeting) -> None:
    assert await line("meetings", "message", meeting.id, "We begin") == Exit.DONE
    assert line.link.shown == ["Shown to everybody in the meeting."]
    assert await line("meetings", "message", meeting.id, " ") == Exit.INPUT
    provider.features &= ~MeetingFeature.MESSAGE
    assert await line("meetings", "message", meeting.id, "Again") == Exit.INPUT
    assert _of(provider, "message") == ["message m1 We begin"]


async def test_who_was_there(line: Line, provider: FakeMeetings, meeting: Meeting) -> None:
    came = Presence(since=START, until=START + timedelta(minutes=12), by_phone=True)
    jan = Attendee(name="Jan", email="jan@example.com", leads=True, times=(came,))
    provider.attended = (Attendee(name="Piet"), jan)
    assert await line("--json", "meetings", "attendance", meeting.id) == Exit.DONE
    time = {"from": "2026-03-02T09:30:00+00:00", "to": "2026-03-02T09:42:00+00:00", "by_phone": True}
    assert line.link.document == {
        "id": meeting.id,
        "people": [
            {
                "name": "Jan",
                "email": "jan@example.com",
                "leads": True,
                "came": True,
                "minutes": 12,
                "times": [time],
            },
            {"name": "Piet", "email": None, "leads": False, "came": False, "minutes": None, "times": []},
        ],
    }
    assert await line("meetings", "attendance", meeting.id) == Exit.DONE
    first, second = line.link.shown
    assert "12 min" in first
    assert "by phone" in first
    assert second.endswith("not there")


async def test_times_are_as_the_languages_country_writes_them(
    line: Line, provider: FakeMeetings, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = Presence(since=START + timedelta(hours=5), until=None)
    provider.attended = (Attendee(name="Jan", times=(came,)),)
    for name, start in (("en_GB", "14:30"), ("en_US", "2:30 pm")):
        monkeypatch.setenv("LC_ALL", name)
        assert await line("meetings", "attendance", meeting.id) == Exit.DONE
        assert f"since {start}" in line.link.shown[-1]


async def test_a_document_is_shared(
    line: Line, provider: FakeMeetings, meeting: Meeting, tmp_path: Path
) -> None:
    (tmp_path / "Plan.pdf").write_bytes(b"%PDF plan")
    file = str(tmp_path / "Plan.pdf")
    assert await line("meetings", "upload", meeting.id, file) == Exit.DONE
    assert "host’s drive" in line.link.errors[0]
    assert line.link.errors[-1] == "100%"
    assert "is on the host’s drive" in line.link.shown[0]
    assert await line("--json", "meetings", "upload", meeting.id, file) == Exit.DONE
    assert line.link.document == {"id": meeting.id, "file": "Plan.pdf"}
    assert await line("meetings", "upload", meeting.id, str(tmp_path / "none.pdf")) == Exit.INPUT
    assert len(line.link.errors) == 1
    assert _of(provider, "upload") == ["upload m1 Plan.pdf"] * 2
