"""Forgetting somebody: the rows stay with their times, and nothing says any more who it was."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dialer.calls import wiping as calls
from dialer.calls.call_back import CallBacksChanged
from dialer.calls.events import HistoryChanged
from dialer.contacts import last_called
from dialer.core.database_file import COPIES_KEPT, copies_of
from dialer.meetings import wiping as meetings
from dialer.meetings.events import MeetingsWiped

if TYPE_CHECKING:
    from pathlib import Path

    import apsw

    from dialer.core.hub import Hub


@dataclass(frozen=True)
class Forgotten:
    """From how many rows somebody is gone.

    Attributes:
        copies_until: when the last copy from before an update goes, which may hold the person still; None
            where there is no copy.
    """

    calls: int
    meetings: int
    call_backs: int
    copies_until: datetime | None = None


async def forget(hub: Hub, *, number: str | None, contact_id: str | None) -> Forgotten:
    """Forget a number, or a contact and the numbers that are nobody else's, in one transaction.

    Raises:
        StorageError: it could not be written; everything is there still.
    """
    gone: list[str] = []
    called: list[str] = []

    def write(connection: apsw.Connection) -> Forgotten:
        ids = last_called.all_ids(connection, contact_id) if contact_id is not None else []
        numbers = last_called.own_numbers(connection, contact_id) if contact_id is not None else []
        if number:
            numbers.append(number)
        last_called.forget(connection, ids, numbers)
        called[:], back = calls.forget(connection, ids, numbers, others=number is not None)
        gone[:] = meetings.forget(connection, ids, numbers, hub.clock.now())
        return Forgotten(len(called), len(gone), back)

    forgotten = await hub.database.write(write)
    await hub.database.scrub()
    for call_id in called:
        hub.bus.fire(HistoryChanged(call_id))
    if forgotten.call_backs:
        hub.bus.fire(CallBacksChanged())
    if gone:
        hub.bus.fire(MeetingsWiped(frozenset(gone)))
    return replace(forgotten, copies_until=await asyncio.to_thread(_copies_until, hub.database.path))


def _copies_until(database: Path) -> datetime | None:
    """Return until when copies of the database are kept; each is left as it is, to be put back whole."""
    copies = copies_of(database)
    if not copies:
        return None
    return datetime.fromtimestamp(copies[0].stat().st_mtime, UTC) + COPIES_KEPT
