"""What tests of meetings do again and again: press Create meeting, and look what became of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dialer.meetings.model import Meeting, MeetingState
from dialer.meetings.provider import MeetingPerson
from dialer.meetings.requests import MeetingRequest
from dialer.testing.uses import ANNE

if TYPE_CHECKING:
    from dialer.testing import Bench

NOW, PLANNED, UPDATE = "conference/create/reservationless", "conference/create", "conference/update"
BEN = MeetingPerson(name="Ben", email="ben@example.com")
# Noon in Amsterdam, always after now and before the clocks change.
LATER = datetime(2030, 1, 15, 11, tzinfo=UTC)


async def press(bench: Bench, options: dict[str, Any] | None = None, **changed: Any) -> Meeting:
    entry = bench.hub.entries.all[0] if bench.hub.entries.all else await bench.add()
    wanted = {"subject": "Advice", "people": (ANNE,), "options": options or {}, **changed}
    meeting = await bench.app.meetings.create(MeetingRequest(entry_id=entry.id, **wanted))
    return await bench.app.meetings.finished(meeting.id)


async def made(bench: Bench, options: dict[str, Any] | None = None, **changed: Any) -> Meeting:
    meeting = await press(bench, options, **changed)
    assert meeting.state is MeetingState.READY, meeting.error_key
    return meeting
