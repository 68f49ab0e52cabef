"""The journal of one home: what the History page and ``dialer history`` ask, and what they do to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.journal.filter import Filter, of_calls, of_meetings
from dialer.journal.rows import Page, read_one, read_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import apsw

    from dialer.core.hub import Hub
    from dialer.core.strings import Strings
    from dialer.journal.forgetting import Forgotten
    from dialer.journal.rows import JournalRow
    from dialer.journal.statistics import Statistics

EVERYTHING = Filter()
TOP = 10


class Journal:
    """Calls and meetings in one list. Everything is asked of the database's own thread."""

    def __init__(self, hub: Hub) -> None:
        """Belong to a hub whose database is open."""
        self._hub = hub

    async def page(self, which: Filter = EVERYTHING, after: str | None = None, limit: int = 100) -> Page:
        """Return the newest rows that are meant.

        Args:
            which: which rows are meant.
            after: the page before's ``next``; None for the first page.
            limit: how many rows at most.

        Raises:
            StorageError: they could not be read.
        """
        return await self._hub.database.read(lambda connection: read_page(connection, which, after, limit))

    async def count(self, which: Filter = EVERYTHING) -> int:
        """Return how many rows are meant.

        Raises:
            StorageError: they could not be read.
        """
        return await self._hub.database.read(lambda connection: _count(connection, which))

    async def statistics(self, which: Filter = EVERYTHING, top: int = TOP) -> Statistics:
        """Return what the calls that are meant add up to, with the numbers that were called most.

        Raises:
            StorageError: they could not be read.
        """
        from dialer.journal.statistics import added_up, read_hours, read_top  # seldom looked at

        # One after the other: whoever types a name meanwhile must not wait for both.
        hours = await self._hub.database.read(lambda connection: read_hours(connection, which))
        most = await self._hub.database.read(lambda connection: read_top(connection, which, top))
        return added_up(hours, most)

    async def find(self, beginning: str) -> JournalRow | None:
        """Return the row with this id, or the only one whose id begins so.

        Raises:
            StorageError: it could not be read.
        """
        if not beginning:
            return None
        found = await self._hub.database.read(lambda connection: read_one(connection, beginning))
        return found[0] if len(found) == 1 else None

    async def export(
        self,
        which: Filter,
        path: Path,
        strings: Strings | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        """Write the rows that are meant to a CSV file, private calls excepted; return how many.

        The file is there when it is complete; one of this name that was there before is replaced then.

        Args:
            which: which rows are meant.
            path: the file.
            strings: the language of its words; None for the user's.
            progress: called in the event loop with how many rows are written, and of how many.

        Raises:
            InputError: the file cannot be written.
            StorageError: the rows cannot be read.
        """
        from dialer.core.strings import Strings as Words
        from dialer.journal.export import export

        return await export(self, which, path, strings or Words(self._hub.settings.language), progress)

    async def forget(self, *, number: str | None = None, contact_id: str | None = None) -> Forgotten:
        """Wipe who somebody is from all that is over, and from the call-backs; return how much it was.

        The rows stay with their times: number, name, note, tags and subject are gone for good. Meetings that
        are still to come are left as they are. The contact itself is left too.

        Args:
            number: in E.164 form; all calls to it.
            contact_id: all calls to a contact, and to its numbers where they are nobody else's.

        Raises:
            StorageError: it could not be written; everything is there still.
        """
        from dialer.journal.forgetting import forget

        return await forget(self._hub, number=number, contact_id=contact_id)


def _count(connection: apsw.Connection, which: Filter) -> int:
    found = 0
    for table, asked in (("call", of_calls(which)), ("meeting", of_meetings(which))):
        if asked is not None:
            sql = f"SELECT count(*) FROM {table} WHERE {asked.sql}"  # noqa: S608  # our own conditions
            found += int(connection.execute(sql, asked.values).get)
    return found
