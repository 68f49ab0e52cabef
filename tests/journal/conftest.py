"""A history that a test fills in, without anything that calls or meets."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.app import migrations
from dialer.calls.callbacks import CallBacks
from dialer.calls.history import History
from dialer.calls.model import Call, CallState, EndReason
from dialer.contacts.book import ContactBook
from dialer.core.home import Home
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from dialer.journal.journal import Journal
from dialer.meetings.history import MeetingHistory
from dialer.meetings.model import Meeting, MeetingState
from dialer.meetings.provider import MeetingPerson
from tests.fakes import START, FakeClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from typing import Any

JANSEN = "+31205550142"
BAKKER = "+31205550199"


class Room:
    """One home's history."""

    def __init__(self, home: Home) -> None:
        self.clock = FakeClock()
        self.home = home
        self._ids = itertools.count()

    async def open(self) -> None:
        """Open the home, as a start does."""
        self.hub = Hub(self.home, MemorySecrets, clock=self.clock)
        await self.hub.open(migrations())
        self.contacts = ContactBook(self.hub.database, self.hub.bus, lambda: "NL")
        self.calls = History(self.hub.database)
        self.meetings = MeetingHistory(self.hub.database)
        self.call_backs = CallBacks(self.hub)
        self.journal = Journal(self.hub)

    async def close(self) -> None:
        """Close it."""
        await self.hub.stop()

    async def call(self, number: str = JANSEN, at: datetime | None = None, **facts: Any) -> Call:
        """Write a call that is over, unless the facts say otherwise."""
        at = at or START.astimezone(UTC) + timedelta(minutes=next(self._ids))
        known: dict[str, Any] = {
            "state": CallState.ENDED,
            "reason": EndReason.NO_ANSWER,
            "account": "Scripted",
            "entry_id": "e1",
            "id": f"{next(self._ids):032x}",
            **facts,
        }
        call = Call(number=number, started_at=at, **known)
        await self.calls.insert(call)
        return call

    async def meeting(self, at: datetime | None = None, **facts: Any) -> Meeting:
        """Write a meeting that is over, unless the facts say otherwise."""
        at = at or START.astimezone(UTC) + timedelta(minutes=next(self._ids))
        known: dict[str, Any] = {
            "id": f"m{next(self._ids):031x}",
            "entry_id": "m1",
            "domain": "scripted",
            "account": "Meetings",
            "subject": "Advice",
            "start": at,
            "minutes": 30,
            "state": MeetingState.ENDED,
            "people": (MeetingPerson(name="Sanne Jansen", contact_id="c1"),),
            **facts,
        }
        meeting = Meeting(requested_at=at, **known)
        await self.meetings.insert(meeting)
        return meeting

    async def ids(self, *args: Any, **options: Any) -> list[str]:
        """Return the ids of one page."""
        page = await self.journal.page(*args, **options)
        return [row.id for row in page.rows]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """An empty history."""
    room = Room(Home.open(tmp_path / "home"))
    await room.open()
    yield room
    await room.close()
