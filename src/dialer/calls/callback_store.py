"""Where the call-backs are: one row each, removed ones too, so that no other desk brings them back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dialer.calls.call_back import CallBack, merged
from dialer.core.database import Migration
from dialer.core.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import apsw

    from dialer.core.database import Database

MIGRATIONS = (
    Migration(
        "callbacks-1",
        """
        CREATE TABLE call_back(
            row INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            number TEXT NOT NULL,
            due_at TEXT NOT NULL,
            created_at TEXT NOT NULL,
            name TEXT NOT NULL,
            contact_id TEXT,
            owner TEXT NOT NULL,
            note TEXT NOT NULL,
            done_at TEXT,
            done_by TEXT NOT NULL,
            call_id TEXT,
            private INTEGER NOT NULL,
            removed INTEGER NOT NULL,
            stamps TEXT NOT NULL,
            told TEXT,
            unsent INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        CREATE INDEX call_back_open ON call_back(due_at) WHERE done_at IS NULL AND NOT removed;
        CREATE INDEX call_back_number ON call_back(number);
        CREATE INDEX call_back_unsent ON call_back(row) WHERE unsent;
        CREATE TABLE desk(id TEXT NOT NULL) STRICT;
        INSERT INTO desk SELECT lower(hex(randomblob(8)));
        """,
    ),
)

_COLUMNS = (
    "id", "number", "due_at", "created_at", "name", "contact_id", "owner", "note", "done_at", "done_by",
    "call_id", "private", "removed", "stamps",
)  # fmt: skip
_TIMES = {"due_at", "created_at", "done_at"}
_FLAGS = {"private", "removed"}
_OPEN = "done_at IS NULL AND NOT removed"
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM call_back"  # noqa: S608  # our own column names
_REPLACE = (
    f"INSERT INTO call_back({', '.join(_COLUMNS)}, unsent) VALUES ({', '.join('?' * len(_COLUMNS))}, ?)"  # noqa: S608  # our own column names
    f" ON CONFLICT(id) DO UPDATE SET unsent = excluded.unsent,"
    f" {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS if name != 'id')}"
)


class CallBackStore:
    """The call-backs of one home."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database, whose schema has ``MIGRATIONS``."""
        self._database = database

    async def desk(self) -> str:
        """Return the id of this home among the desks of a team."""
        return await self._database.read(
            lambda connection: str(connection.execute("SELECT id FROM desk").get)
        )

    async def get(self, call_back_id: str) -> CallBack | None:
        """Return one that is not removed; a beginning of its id does, where it is the only one."""
        if not call_back_id.isalnum():
            return None
        found = await self._read("WHERE id GLOB ? AND NOT removed LIMIT 2", (f"{call_back_id}*",))
        return found[0] if len(found) == 1 else None

    async def listed(self, *, done: bool, owner: str | None = None, limit: int = -1) -> list[CallBack]:
        """Return the open ones, the soonest first, or those that are done, the last first."""
        which = "done_at IS NOT NULL AND NOT removed" if done else _OPEN
        order = "done_at DESC" if done else "due_at"
        whose = "" if owner is None else "AND owner = ?2"
        values = (limit,) if owner is None else (limit, owner)
        return await self._read(f"WHERE {which} {whose} ORDER BY {order}, row LIMIT ?1", values)

    async def of_number(self, number: str) -> list[CallBack]:
        """Return the open ones for a number, the soonest first."""
        return await self._read(f"WHERE number = ? AND {_OPEN} ORDER BY due_at, row", (number,))

    async def owners(self) -> list[str]:
        """Return whoever took one on."""
        sql = "SELECT DISTINCT owner FROM call_back WHERE owner <> '' AND NOT removed ORDER BY owner"
        return await self._database.read(lambda connection: [owner for (owner,) in connection.execute(sql)])

    async def untold(self) -> list[CallBack]:
        """Return the open ones whose due time nobody was told of, the soonest first."""
        return await self._read(f"WHERE {_OPEN} AND told IS NOT due_at ORDER BY due_at, row", ())

    async def unsent(self) -> list[CallBack]:
        """Return what colleagues were not told yet."""
        return await self._read("WHERE unsent AND NOT private ORDER BY row", ())

    async def keep(self, call_back: CallBack) -> None:
        """Write one, new or changed; colleagues are to be told.

        Raises:
            StorageError: it could not be written.
        """
        await self._database.write(lambda connection: _keep(connection, call_back, unsent=True))

    async def change(self, call_back_id: str, change: Callable[[CallBack], CallBack]) -> CallBack | None:
        """Change one as it is now, in one step; return it, or None where there is none.

        Raises:
            StorageError: it could not be written.
        """

        def write(connection: apsw.Connection) -> CallBack | None:
            before = _get(connection, call_back_id)
            if before is None or before.removed:
                return None
            after = change(before)
            _keep(connection, after, unsent=True)
            return after

        return await self._database.write(write)

    async def take_in(self, versions: Iterable[CallBack]) -> int:
        """Join what colleagues say with what is here; return how many changed by it.

        Raises:
            StorageError: it could not be written.
        """

        def write(connection: apsw.Connection) -> int:
            changed = 0
            for version in versions:
                mine = _get(connection, version.id)
                after = version if mine is None else merged(mine, version)
                if mine is not None and (mine.private or after == mine):
                    continue
                _keep(connection, after, unsent=_is_unsent(connection, version.id))
                changed += 1
            return changed

        return await self._database.write(write)

    async def mark_told(self, call_back: CallBack) -> None:
        """Remember that its due time was told."""
        values = (_utc(call_back.due_at), call_back.id)
        await self._write("UPDATE call_back SET told = ? WHERE id = ?", values)

    async def mark_sent(self, call_back: CallBack) -> None:
        """Remember that colleagues were told, unless it changed since."""
        sql = "UPDATE call_back SET unsent = 0 WHERE id = ? AND stamps = ? AND removed = ?"
        await self._write(sql, (call_back.id, _stamps(call_back), int(call_back.removed)))

    async def _write(self, sql: str, values: Sequence[Any]) -> None:
        def write(connection: apsw.Connection) -> None:
            connection.execute(sql, values)

        await self._database.write(write)

    async def _read(self, where: str, values: Sequence[Any]) -> list[CallBack]:
        def read(connection: apsw.Connection) -> list[CallBack]:
            return [_call_back(row) for row in connection.execute(f"{_SELECT} {where}", values)]

        return await self._database.read(read)


def withdraw(connection: apsw.Connection, call_id: str) -> int:
    """Take back what colleagues were told of a call's call-backs, as it is private now; return how many.

    Each stays on this desk's own list under another id, which colleagues never hear of, and does not lead to
    the record any more. Under the old one they hear that it was removed.

    Args:
        connection: in a transaction.
        call_id: the call record that they were made from.
    """
    where = f"{_SELECT} WHERE call_id = ? AND NOT private AND NOT removed"
    shared = [_call_back(row) for row in connection.execute(where, (call_id,)).fetchall()]
    for call_back in shared:
        mine = replace(call_back, id=new_id(), private=True, call_id=None)
        _keep(connection, mine, unsent=False)
        told = "UPDATE call_back SET told = (SELECT told FROM call_back WHERE id = ?) WHERE id = ?"
        connection.execute(told, (call_back.id, mine.id))
        _keep(connection, call_back.without(), unsent=True)
    return len(shared)


def _get(connection: apsw.Connection, call_back_id: str) -> CallBack | None:
    row = connection.execute(f"{_SELECT} WHERE id = ?", (call_back_id,)).fetchone()
    return None if row is None else _call_back(row)


def _is_unsent(connection: apsw.Connection, call_back_id: str) -> bool:
    return bool(connection.execute("SELECT unsent FROM call_back WHERE id = ?", (call_back_id,)).get)


def _keep(connection: apsw.Connection, call_back: CallBack, *, unsent: bool) -> None:
    connection.execute(_REPLACE, [*(_stored(call_back, name) for name in _COLUMNS), int(unsent)])


def _stored(call_back: CallBack, name: str) -> Any:
    value = _stamps(call_back) if name == "stamps" else getattr(call_back, name)
    if isinstance(value, datetime):
        return _utc(value)
    return int(value) if name in _FLAGS else value


def _stamps(call_back: CallBack) -> str:
    return json.dumps(call_back.stamps, sort_keys=True)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()  # in one zone, so that the database can order it


def _call_back(row: Sequence[Any]) -> CallBack:
    return CallBack(**{name: _loaded(name, value) for name, value in zip(_COLUMNS, row, strict=True)})


def _loaded(name: str, value: Any) -> Any:
    if name in _TIMES and value is not None:
        return datetime.fromisoformat(value).astimezone()
    if name in _FLAGS:
        return bool(value)
    if name == "stamps":
        return {group: tuple(stamp) for group, stamp in json.loads(value).items()}
    return value
