"""The history: one row for each press of Call, written before anything is sent."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dialer.calls.model import Call, CallState, EndedBy, EndReason, LegState
from dialer.core.database import Migration

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from dialer.core.database import Database

MIGRATIONS = (
    Migration(
        "calls-1",
        """
        CREATE TABLE call(
            row INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            entry_id TEXT NOT NULL,
            account TEXT NOT NULL,
            number TEXT NOT NULL,
            started_at TEXT NOT NULL,
            source TEXT,
            both_at_once INTEGER NOT NULL,
            contact_id TEXT,
            name TEXT,
            state TEXT NOT NULL,
            reason TEXT,
            ended_by TEXT,
            code INTEGER,
            error_key TEXT,
            source_leg TEXT NOT NULL,
            destination_leg TEXT NOT NULL,
            both_connected INTEGER NOT NULL,
            accepted_at TEXT,
            connected_at TEXT,
            ended_at TEXT,
            talk_seconds REAL,
            note TEXT NOT NULL,
            hang_up_failed INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX call_contact ON call(contact_id, row);
        CREATE INDEX call_live ON call(row) WHERE state <> 'ended';
        """,
    ),
    Migration(
        # What people say of a call; the tags as a JSON list.
        "calls-2",
        """
        ALTER TABLE call ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
        ALTER TABLE call ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE call ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
        """,
    ),
)

# Whoever was merged into somebody has the calls there; the records keep whom they were made to.
_OF_CONTACT = (
    "contact_id IN (SELECT ?1 UNION ALL"
    " SELECT 'c' || old FROM contact_successor WHERE contact = CAST(substr(?1, 2) AS INTEGER))"
)
# What there is no more of a call that is private or forgotten.
_WIPED = "number = '', name = NULL, contact_id = NULL, note = '', tags = '[]'"
# What only matters while the call is watched is not kept.
_FLEETING = {"stale", "stale_since", "hanging_up", "found_again", "followed"}
# Written once, or by people alone: what a running call tells later must not bring back what was wiped.
_NOT_TOLD = {"id", "number", "name", "contact_id", "note", "outcome", "tags", "private"}
_COLUMNS = tuple(field.name for field in fields(Call) if field.name not in _FLEETING)
_TIMES = {"started_at", "accepted_at", "connected_at", "ended_at"}
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
        marks = ", ".join("?" * len(_COLUMNS))
        sql = f"INSERT INTO call({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608  # our own column names
        await self._write(sql, _row(call))

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
        await self._write("UPDATE call SET note = ? WHERE id = ? AND NOT private", (note, call_id))

    async def set_outcome(self, call_id: str, outcome: str) -> None:
        """Write what a call came to.

        Raises:
            StorageError: it could not be written.
        """
        await self._write("UPDATE call SET outcome = ? WHERE id = ?", (outcome, call_id))

    async def set_tags(self, call_id: str, tags: Sequence[str]) -> None:
        """Write the tags of a call, unless it is private.

        Raises:
            StorageError: it could not be written.
        """
        await self._write(
            "UPDATE call SET tags = ? WHERE id = ? AND NOT private", (_stored(tuple(tags)), call_id)
        )

    async def make_private(self, call_id: str) -> None:
        """Wipe whom a call was made to and what was noted of it, for good.

        Raises:
            StorageError: it could not be written; all of it is there still.
        """
        await self._write(f"UPDATE call SET private = 1, {_WIPED} WHERE id = ?", (call_id,))  # noqa: S608  # constant

    async def make_public(self, call_id: str, known: Call | None) -> None:
        """Let a record be as any other from now on, with whom it was made to where that is known still.

        Raises:
            StorageError: it could not be written.
        """
        who = (known.number, known.name, known.contact_id) if known is not None else ("", None, None)
        await self._write(
            "UPDATE call SET private = 0, number = ?, name = ?, contact_id = ? WHERE id = ? AND private",
            (*who, call_id),
        )

    async def get(self, call_id: str) -> Call | None:
        """Return one record."""
        found = await self._read("WHERE id = ?", (call_id,))
        return found[0] if found else None

    async def recent(self, limit: int = 50) -> list[Call]:
        """Return the newest records first, in the order of the presses, whatever the clock said.

        Those that do not say any more whom they were made to are left out.
        """
        return await self._read("WHERE number <> '' ORDER BY row DESC LIMIT ?", (limit,))

    async def of_contact(self, contact_id: str, limit: int = 10) -> list[Call]:
        """Return the newest records of one contact, and of those that were merged into it."""
        return await self._read(f"WHERE {_OF_CONTACT} ORDER BY row DESC LIMIT ?2", (contact_id, limit))

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

    async def _write(self, sql: str, values: Sequence[Any]) -> None:
        def write(connection: apsw.Connection) -> None:
            connection.execute(sql, values)

        await self._database.write(write)

    async def _read(self, where: str, values: Sequence[Any]) -> list[Call]:
        sql = f"SELECT {', '.join(_COLUMNS)} FROM call {where}"  # noqa: S608  # our own column names

        def read(connection: apsw.Connection) -> list[Call]:
            return [_call(row) for row in connection.execute(sql, values)]

        return await self._database.read(read)


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
