"""Which meeting begins soon: told five minutes before, once."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.core.errors import StorageError
from dialer.core.power import ComputerWoke
from dialer.meetings.model import THERE, MeetingChanged
from dialer.meetings.schema import utc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import apsw

    from dialer.core.database import Database
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)

AHEAD = timedelta(minutes=5)
"""How long before its start a meeting is told of."""

_LONGEST_SLEEP = 600.0
"""Seconds: a clock may be set, and a computer that slept has lost its count of them."""


@dataclass(frozen=True)
class Soon:
    """A meeting that begins soon.

    Attributes:
        id: the meeting.
        subject: what it is about; empty where that may not be kept.
        start: when it begins.
    """

    id: str
    subject: str
    start: datetime


class SoonWatch:
    """Tells of each meeting that Dialer knows of, shortly before it begins."""

    def __init__(self, hub: Hub, tell: Callable[[Soon], None]) -> None:
        """Listen; `run` tells."""
        self._hub, self._tell = hub, tell
        self._told: set[tuple[str, datetime]] = set()
        self._changed = asyncio.Event()
        bus = hub.bus
        self._unsubscribe = [
            bus.listen(MeetingChanged, lambda _event: self._changed.set()),
            bus.listen(ComputerWoke, lambda _event: self._changed.set()),
        ]

    def stop(self) -> None:
        """Listen no more."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    async def run(self) -> None:
        """Tell, for ever."""
        while True:
            self._changed.clear()
            now = self._hub.clock.now()
            try:
                coming = await next_ones(self._hub.database, now)
            except StorageError as error:
                _LOGGER.warning("the next meetings could not be read: %s", error.key)
                coming = []
            for meeting in coming:
                if meeting.start - now <= AHEAD and (meeting.id, meeting.start) not in self._told:
                    self._told.add((meeting.id, meeting.start))
                    self._tell(meeting)
            later = [each.start - now - AHEAD for each in coming if each.start - now > AHEAD]
            seconds = min((wait.total_seconds() for wait in later), default=_LONGEST_SLEEP)
            await self._sleep(min(seconds, _LONGEST_SLEEP))

    async def _sleep(self, seconds: float) -> None:
        await self._hub.scope.first_of(
            (self._changed.wait(), "wait for meetings to change"),
            (self._hub.clock.sleep(seconds), "wait for the next meeting"),
        )


async def next_ones(database: Database, now: datetime) -> list[Soon]:
    """Return the meetings that are there and begin from now on; of one that comes again, the next time."""

    def has_some(connection: apsw.Connection) -> bool:
        sql = "SELECT 1 FROM meeting WHERE ends_utc > ? LIMIT 1"
        return connection.execute(sql, (utc(now),)).fetchone() is not None

    if not await database.read(has_some):  # most desks: nothing else is loaded for them
        return []
    from dialer.meetings.history import MeetingHistory
    from dialer.meetings.repeats import next_start

    meetings = await MeetingHistory(database).ending_after(now)
    found = [
        Soon(meeting.id, meeting.subject, next_start(meeting, now))
        for meeting in meetings
        if meeting.state in THERE and not meeting.immediate
    ]
    return [each for each in found if each.start > now]
