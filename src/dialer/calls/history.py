"""The history: one row for each press of Call, written before anything is sent."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dialer.calls.callback_store import withdraw
from dialer.calls.model import Call, CallState, EndedBy, EndReason, LegState
from dialer.calls.schema import MIGRATIONS, words_of
from dialer.calls.wiping import WIPED
from dialer.contacts.last_called import take_back
from dialer.core.places import next_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from dialer.core.database import Database

__all__ = ["MIGRATIONS", "History"]

# Whoever was merged into somebody has the calls there; the records keep whom they were made to.
_OF_CONTACT = (
    "contact_id IN (SELECT ?1 UNION ALL"
    " SELECT 'c' || old FROM contact_successor WHERE contact = CAST(substr(?1, 2) AS INTEGER))"
)
# What only matters while the call is watched is not kept.
_FLEETING = {"stale", "stale_since", "hanging_up", "found_again", "followed"}
# Written once, or by people alone: what a running call tells later must not bring back what was wiped.
_NOT_TOLD = {"id", "number", "name", "contact_id", "note", "outcome", "tags", "private"}
_COLUMNS = tuple(field.name for field in fields(Call) if field.name not in _FLEETING)
_TIMES = {"started_at", "accepted_at", "rang_at", "connected_at", "ended_at"}
_FLAGS = {"both_at_once", "both_connected", "hang_up_failed", "private"}
_ENUMS = {
    "state": CallState,
    "reason": EndReason,
    "ended_by": EndedBy,
    "source_leg": LegState,
    "destination_leg": LegState,
}


class History:
    """The call records of one home."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database, whose schema has ``MIGRATIONS``."""
        self._database = database

    async def insert(self, call: Call) -> None:
        """Write a new record to the disk.

        Raises:
            StorageError: it could not be written, so nothing may be dialled.
        """
        await self._database.write(lambda connection: insert(connection, call))

    async def update(self, call: Call) -> None:
        """Write how a call goes now: not whom it was made to, nor what people say of it.

        Raises:
            StorageError: it could not be written.
        """
        columns = [name for name in _COLUMNS if name not in _NOT_TOLD]
        sql = f"UPDATE call SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?"  # noqa: S608  # our own column names
        values = dict(zip(_COLUMNS, _row(call), strict=True))
        await self._write(sql, [*(values[name] for name in columns), call.id])

    async def set_note(self, call_id: str, note: str) -> None:
        """Write the note about a call, unless it is private.

        Raises:
            StorageError: it could not be written.
        """
        await self._say("note = ?", "NOT private", note, call_id)

    async def set_outcome(self, call_id: str, outcome: str) -> None:
        """Write what a call came to.

        Raises:
            StorageError: it could not be written.
        """
        await self._say("outcome = ?", "1", outcome, call_id)

    async def set_tags(self, call_id: str, tags: Sequence[str]) -> None:
        """Write the tags of a call, unless it is private.

        Raises:
            StorageError: it could not be written.
        """
        await self._say("tags = ?", "NOT private", _stored(tuple(tags)), call_id)

    async def make_private(self, call_id: str) -> int:
        """Wipe whom a call was made to and what was noted of it, for good.

        Returns how many call-backs are this desk's alone by it.

        Raises:
            StorageError: it could not be written; all of it is there still.
        """
        wipe = f"UPDATE call SET private = 1, {WIPED} WHERE id = ?"  # noqa: S608  # constant

        def write(connection: apsw.Connection) -> int:
            _never_called(connection, call_id)
            connection.execute(wipe, (call_id,))
            return withdraw(connection, call_id)

        withdrawn = await self._database.write(write)
        await self._database.scrub()
        return withdrawn

    async def make_public(self, call_id: str, known: Call | None) -> None:
        """Let a record be as any other from now on, with whom it was made to where that is known still.

        Raises:
            StorageError: it could not be written.
        """
        who = (known.number, known.name, known.contact_id) if known is not None else ("", None, None)
        await self._say("private = 0, number = ?, name = ?, contact_id = ?", "private", *who, call_id)

    async def get(self, call_id: str) -> Call | None:
        """Return one record."""
        found = await self._read("WHERE id = ?", (call_id,))
        return found[0] if found else None

    async def recent(self, limit: int = 50) -> list[Call]:
        """Return the newest records first, in the order of the presses, whatever the clock said.

        Those that do not say any more whom they were made to are left out.
        """
        return await self._read("WHERE number <> '' ORDER BY row DESC LIMIT ?", (limit,))

    async def wiped(self, limit: int) -> list[str]:
        """Return the ids of the newest records that do not say any more whom they were made to."""
        sql = "SELECT id FROM call WHERE number = '' ORDER BY row DESC LIMIT ?"
        return await self._database.read(
            lambda connection: [str(id_) for (id_,) in connection.execute(sql, (limit,))]
        )

    async def of_contact(self, contact_id: str, limit: int = 10) -> list[Call]:
        """Return the newest records of one contact, and of those that were merged into it."""
        return await self._read(f"WHERE {_OF_CONTACT} ORDER BY row DESC LIMIT ?2", (contact_id, limit))

    async def last_of(self, contact_ids: Sequence[str]) -> dict[str, Call]:
        """Return the newest record of each of these contacts; who was never called is not there."""
        sql = f"SELECT {', '.join(_COLUMNS)} FROM call WHERE {_OF_CONTACT} ORDER BY row DESC LIMIT 1"  # noqa: S608  # our own column names

        def read(connection: apsw.Connection) -> dict[str, Call]:
            found = {contact: connection.execute(sql, (contact,)).fetchone() for contact in contact_ids}
            return {contact: _call(row) for contact, row in found.items() if row is not None}

        return await self._database.read(read)

    async def times_called(self, contact_id: str) -> dict[str, int]:
        """Return how often each number of a contact was called and both ends were connected."""
        sql = f"SELECT number, count(*) FROM call WHERE {_OF_CONTACT} AND both_connected GROUP BY number"  # noqa: S608  # constant
        return await self._database.read(lambda connection: dict(connection.execute(sql, (contact_id,))))

    async def open_calls(self) -> list[Call]:
        """Return the records that no end was written for."""
        return await self._read("WHERE state <> 'ended' ORDER BY row", ())

    async def last_of_account(self, entry_id: str) -> Call | None:
        """Return the newest record of an account."""
        found = await self._read("WHERE entry_id = ? ORDER BY row DESC LIMIT 1", (entry_id,))
        return found[0] if found else None

    async def _say(self, what: str, where: str, *values: object) -> None:
        """Write what people say of a call, and by which words it is found from now on."""
        sql = f"UPDATE call SET {what} WHERE id = ? AND {where}"  # noqa: S608  # our own column names

        def write(connection: apsw.Connection) -> None:
            connection.execute(sql, values)
            _find_by_new_words(connection, str(values[-1]))

        await self._database.write(write)

    async def _write(self, sql: str, values: Sequence[Any]) -> None:
        def write(connection: apsw.Connection) -> None:
            connection.execute(sql, values)

        await self._database.write(write)

    async def _read(self, where: str, values: Sequence[Any]) -> list[Call]:
        sql = f"SELECT {', '.join(_COLUMNS)} FROM call {where}"  # noqa: S608  # our own column names

        def read(connection: apsw.Connection) -> list[Call]:
            return [_call(row) for row in connection.execute(sql, values)]

        return await self._database.read(read)


def insert(connection: apsw.Connection, call: Call) -> None:
    """Write a new record, at the next place of the history."""
    marks = ", ".join("?" * (len(_COLUMNS) + 1))
    sql = f"INSERT INTO call({', '.join(_COLUMNS)}, place) VALUES ({marks})"  # noqa: S608  # our own column names
    connection.execute(sql, [*_row(call), next_place(connection, call.started_at)])
    _find_by_new_words(connection, call.id)


def newest(
    connection: apsw.Connection, where: str, values: Sequence[Any], below: int, limit: int
) -> list[tuple[int, Call]]:
    """Return the newest records of which a condition holds, each with its place, which is below this one."""
    sql = f"SELECT place, {', '.join(_COLUMNS)} FROM call WHERE ({where}) AND place < ?"  # noqa: S608  # our own conditions
    rows = connection.execute(f"{sql} ORDER BY place DESC LIMIT ?", (*values, below, limit))
    return [(place, _call(row)) for place, *row in rows]


def _find_by_new_words(connection: apsw.Connection, call_id: str) -> None:
    sql = "SELECT name, number, note, tags FROM call WHERE id = ?"
    rows: list[Any] = connection.execute(sql, (call_id,)).fetchall()
    for name, number, note, tags in rows:
        words = words_of(name, number, note, json.loads(tags))
        connection.execute("UPDATE call SET found_by = ? WHERE id = ?", (words, call_id))


def _never_called(connection: apsw.Connection, call_id: str) -> None:
    """Let the contact of a call have been called last before it."""
    sql = "SELECT contact_id, started_at FROM call WHERE id = ? AND contact_id IS NOT NULL"
    calls: list[Any] = connection.execute(sql, (call_id,)).fetchall()
    for contact_id, at in calls:
        sql = "SELECT started_at FROM call WHERE contact_id = ? AND id <> ? ORDER BY row DESC LIMIT 1"
        before: Any = connection.execute(sql, (contact_id, call_id)).get
        take_back(
            connection, contact_id, datetime.fromisoformat(at), before and datetime.fromisoformat(before)
        )


def _row(call: Call) -> list[Any]:
    if call.private:
        call = replace(call, number="", name=None, contact_id=None, note="", tags=())
    return [_stored(getattr(call, name)) for name in _COLUMNS]


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def _call(row: Sequence[Any]) -> Call:
    return Call(**{name: _loaded(name, value) for name, value in zip(_COLUMNS, row, strict=True)})


def _loaded(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return datetime.fromisoformat(value)
    if name == "tags":
        return tuple(json.loads(value))
    if name in _FLAGS:
        return bool(value)
    return _ENUMS[name](value) if name in _ENUMS else value
