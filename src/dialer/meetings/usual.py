"""The account that a meeting is made with where nobody says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.meetings.history import MeetingHistory
from dialer.meetings.provider import meetings

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

_LOOK_BACK = 20


async def usual_account(hub: Hub) -> tuple[ConfigEntry | None, bool]:
    """Return the account to meet with, and whether there are others; None where none can meet now.

    It is the one of the last meeting, of those that are ready, or else the first.
    """
    ready = {entry.id: entry for entry, _ in meetings(hub)}
    usual = next(iter(ready.values()), None)
    if len(ready) > 1:
        rows = await MeetingHistory(hub.database).recent(_LOOK_BACK)
        usual = next((ready[row.entry_id] for row in rows if row.entry_id in ready), usual)
    return usual, len(ready) > 1
