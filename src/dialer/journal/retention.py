"""How long the history is kept: what is older than the setting says is deleted, at the start and once a day.

A few rows at a time, each time in one transaction, so that a search never waits for it, and a crash leaves
whole rows. A clock that went back deletes nothing until the next look, and one that went far ahead nothing
for a week, however often Dialer is started with it (SAFETY F22): whoever set the wrong year notices before.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dialer.calls import wiping as calls
from dialer.calls.call_back import CallBacksChanged
from dialer.calls.events import HistoryChanged
from dialer.core.errors import StorageError
from dialer.meetings import wiping as meetings
from dialer.meetings.events import MeetingsWiped

if TYPE_CHECKING:
    import apsw

    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)

SETTING = "history_days"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 24 * 3600.0
_AT_ONCE = 200
_LONGEST_PAUSE = timedelta(days=366)
_BELIEVED_AFTER = timedelta(days=7)


async def keep_clean(hub: Hub, *, at_once: bool = True) -> None:
    """Delete what is too old, each day, for the first time now or tomorrow."""
    if not at_once:
        await hub.clock.sleep(_DAY)
    while True:
        try:
            await delete_old(hub)
        except StorageError as error:
            _LOGGER.warning("what is too old could not be deleted: %s", error.key)
        await hub.clock.sleep(_DAY)


async def delete_old(hub: Hub) -> int:
    """Delete what is too old by now; return how many rows.

    Raises:
        StorageError: not all could be deleted; the next time goes on.
    """
    days, now = hub.settings.get(SETTING), hub.clock.now()
    if not isinstance(days, int) or days <= 0:
        return 0
    if not await hub.database.write(lambda connection: _is_plausible(connection, now)):
        return 0
    before = now - timedelta(days=days)
    wiped: set[str] = set()

    def drop(connection: apsw.Connection) -> int:
        gone = meetings.drop_old(connection, before, _AT_ONCE)
        wiped.update(gone)
        return len(gone) + calls.drop_old(connection, before, _AT_ONCE)

    done = await hub.database.write(lambda connection: calls.drop_done(connection, before))
    deleted = 0
    while dropped := await hub.database.write(drop):
        deleted += dropped
    if done or deleted:
        await hub.database.scrub()
    if deleted:
        hub.bus.fire(HistoryChanged(""))
    if done:
        hub.bus.fire(CallBacksChanged())
    if wiped:
        hub.bus.fire(MeetingsWiped(frozenset(wiped)))
    return deleted


def _is_plausible(connection: apsw.Connection, now: datetime) -> bool:
    """Whether the clock goes on from where it was the last time; remember where it is now."""
    row: Any = connection.execute("SELECT looked_at, believed_from FROM history_care").fetchone()
    if row is not None:
        before, believed_from = datetime.fromisoformat(row[0]), row[1] and datetime.fromisoformat(row[1])
    else:  # the first time: it goes on from what was written last
        newest: Any = connection.execute("SELECT max(place) FROM call").get
        before = now if newest is None else _EPOCH + timedelta(microseconds=newest)
        believed_from = None
    if now < before:
        believed_from = None
    elif now - before > _LONGEST_PAUSE:
        believed_from = now + _BELIEVED_AFTER
    is_plausible = before <= now and (believed_from is None or believed_from <= now)
    connection.execute(
        "INSERT INTO history_care VALUES (1, ?1, ?2)"
        " ON CONFLICT(one) DO UPDATE SET looked_at = ?1, believed_from = ?2",
        (now.isoformat(), None if is_plausible or believed_from is None else believed_from.isoformat()),
    )
    return is_plausible
