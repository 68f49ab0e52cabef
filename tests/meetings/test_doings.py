"""Messages, who was there, and documents that are shared: asked once, told as it is."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import ErrorKind, InputError, NotSent, OutcomeUnknown, Refused
from dialer.meetings.in_and_after import Attendee, Presence
from dialer.meetings.provider import MeetingFeature
from dialer.meetings.requests import PressDropped
from tests.fakes import START, settle
from tests.meetings.fakes import CANARY

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.meetings.model import Meeting
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings


@pytest.fixture
async def meeting(desk: Desk) -> Meeting:
    return await desk.made()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Plan.pdf"
    path.write_bytes(b"%PDF plan")
    return path


def _of(provider: FakeMeetings, what: str) -> list[str]:
    return [line for line in provider.log if line.startswith(f"{what} ")]


async def test_a_message_is_shown_once(desk: Desk, provider: FakeMeetings, meeting: Meeting) -> None:
    await desk.meetings.doings.message(meeting.id, "  We begin at ten  ")
    with pytest.raises(PressDropped):
        await desk.meetings.doings.message(meeting.id, "We begin at ten")
    await desk.meetings.doings.message(meeting.id, "Now")
    assert _of(provider, "message") == ["message m1 We begin at ten", "message m1 Now"]


@pytest.mark.parametrize("text", ["", "  \n", "a" * 1001])
async def test_nothing_and_too_much_are_not_sent(
    desk: Desk, provider: FakeMeetings, meeting: Meeting, text: str
) -> None:
    with pytest.raises(InputError):
        await desk.meetings.doings.message(meeting.id, text)
    assert _of(provider, "message") == []


async def test_a_lost_answer_to_a_message_is_told_and_not_repeated(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    provider.trouble = OutcomeUnknown("core.net.no_answer")
    with pytest.raises(OutcomeUnknown, match=r"meetings\.error\.doubt"):
        await desk.meetings.doings.message(meeting.id, "Now")
    with pytest.raises(PressDropped):
        await desk.meetings.doings.message(meeting.id, "Now")
    provider.trouble = NotSent("core.net.dns")
    with pytest.raises(NotSent):
        await desk.meetings.doings.message(meeting.id, "Then")
    provider.trouble = None
    await desk.meetings.doings.message(meeting.id, "Then")
    assert _of(provider, "message") == ["message m1 Now", "message m1 Then", "message m1 Then"]


async def test_who_was_there_is_told_by_coming_and_kept_nowhere(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    def was(name: str, *times: tuple[int, int | None]) -> Attendee:
        return Attendee(
            name=f"{name} {CANARY}",
            times=tuple(
                Presence(
                    since=START + timedelta(minutes=begin),
                    until=None if end is None else START + timedelta(minutes=end, seconds=30),
                )
                for begin, end in times
            ),
        )

    provider.attended = (
        was("Never"),
        was("Late", (9, 20)),
        was("Twice", (0, 4), (6, 9)),
        was("Still", (3, None)),
    )
    await desk.meetings.end(meeting.id)
    told = await desk.meetings.doings.attendance(meeting.id)
    assert [(one.name.split()[0], one.minutes) for one in told] == [
        ("Twice", 8),
        ("Still", None),
        ("Late", 12),
        ("Never", None),
    ]
    await desk.stop()
    assert CANARY.encode() not in desk.written()
    await desk.start()


async def test_a_document_is_shared_with_progress(
    desk: Desk, provider: FakeMeetings, meeting: Meeting, file: Path
) -> None:
    heard: list[tuple[int, int]] = []
    await desk.meetings.doings.upload(meeting.id, file, lambda sent, size: heard.append((sent, size)))
    assert heard == [(0, 9), (9, 9)]
    assert _of(provider, "upload") == ["upload m1 Plan.pdf"]


async def test_an_upload_can_be_stopped_and_begun_again_but_not_twice_at_once(
    desk: Desk, provider: FakeMeetings, meeting: Meeting, file: Path
) -> None:
    provider.gate = asyncio.Event()
    first = asyncio.ensure_future(desk.meetings.doings.upload(meeting.id, file))
    while not _of(provider, "upload"):
        await settle()
    with pytest.raises(PressDropped):
        await desk.meetings.doings.upload(meeting.id, file)
    first.cancel()
    await asyncio.wait({first})
    provider.gate = None
    await desk.meetings.doings.upload(meeting.id, file)
    assert len(_of(provider, "upload")) == 2


async def test_what_is_no_readable_file_is_not_sent(
    desk: Desk, provider: FakeMeetings, meeting: Meeting, tmp_path: Path
) -> None:
    (tmp_path / "empty").touch()
    for name in ("", "empty", "nowhere"):
        with pytest.raises(InputError):
            await desk.meetings.doings.upload(meeting.id, tmp_path / name)
    assert _of(provider, "upload") == []


async def test_a_lost_upload_is_told_as_that(
    desk: Desk, provider: FakeMeetings, meeting: Meeting, file: Path
) -> None:
    provider.trouble = OutcomeUnknown("core.net.no_answer")
    with pytest.raises(OutcomeUnknown, match=r"upload\.doubt"):
        await desk.meetings.doings.upload(meeting.id, file)
    assert len(_of(provider, "upload")) == 1


async def test_who_cannot_is_not_asked_and_a_refused_sign_in_silences(
    desk: Desk, provider: FakeMeetings, meeting: Meeting, file: Path
) -> None:
    everything = provider.features
    provider.features = everything & ~(
        MeetingFeature.MESSAGE | MeetingFeature.ATTENDANCE | MeetingFeature.UPLOAD
    )
    doings = desk.meetings.doings
    for work in (
        doings.message(meeting.id, "Now"),
        doings.attendance(meeting.id),
        doings.upload(meeting.id, file),
    ):
        with pytest.raises(InputError, match="cannot"):
            await work
    provider.features = everything
    provider.trouble = Refused("answers.sign_in_refused", ErrorKind.AUTH)
    with pytest.raises(Refused):
        await doings.attendance(meeting.id)
    with pytest.raises(Refused, match="account_not_ready"):
        await doings.message(meeting.id, "Now")
    assert _of(provider, "message") == []
