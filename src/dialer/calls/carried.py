"""What a day's records keep of it when a copy from before takes the place of the database.

The limit of calls abroad counts records (`contacts.numbers.abroad`): without those of today a copy that is
put back would be a way around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.calls.model import CallState, EndedBy, EndReason, LegState
from dialer.contacts.numbers.abroad import is_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from enum import StrEnum

    import apsw

# A meeting's call is the other thing that costs money; the tables by the column that has their moment.
_COUNTED = {"call": "started_at", "meeting_phoned": "at"}
_MOST_ROWS = 5000
# What a newer Dialer may have more words for than this one, and what is written in place of those.
_WORDS: Mapping[str, tuple[type[StrEnum], str | None]] = {
    "state": (CallState, CallState.ENDED),
    "reason": (EndReason, EndReason.UNKNOWN),
    "ended_by": (EndedBy, None),
    "source_leg": (LegState, LegState.UNKNOWN),
    "destination_leg": (LegState, LegState.UNKNOWN),
}


def carry_over(old: apsw.Connection, new: apsw.Connection, now: datetime) -> int:
    """Write the calls of this day that another database lacks into that one.

    Args:
        old: the database that has them.
        new: the one that lacks them, of this Dialer or an earlier one.
        now: this moment, in the user's zone.

    Returns:
        How many calls there were; those into meetings come with them.

    Raises:
        apsw.Error: they cannot be written.
    """
    written = 0
    for table, moment in _COUNTED.items():
        columns = [name for name in _columns(old, table) if name in _columns(new, table)]
        rows = [
            _as_known(dict(zip(columns, row, strict=True)), table)
            for row in _newest(old, table, columns)
            if is_of_day(str(row[columns.index(moment)]), now)
        ]
        names = [name for name in columns if name != "row"]  # they come after what is there
        sql = f"INSERT OR IGNORE INTO {table}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608  # the schema's own names
        for row in reversed(rows):
            new.execute(sql, [row[name] for name in names])
            written += new.changes() if table == "call" else 0
    if new.table_exists("main", "history_place"):
        new.execute("UPDATE history_place SET last = max(last, (SELECT ifnull(max(place), 0) FROM call))")
    return written


def _columns(connection: apsw.Connection, table: str) -> list[str]:
    return [str(column[1]) for column in connection.execute(f"PRAGMA table_info({table})")]


def _newest(connection: apsw.Connection, table: str, columns: list[str]) -> Iterable[tuple[Any, ...]]:
    if not columns:  # a copy from before there was such a table
        return []
    sql = f"SELECT {', '.join(columns)} FROM {table} ORDER BY row DESC LIMIT {_MOST_ROWS}"  # noqa: S608  # the schema's own names
    return connection.execute(sql).fetchall()


def _as_known(row: dict[str, Any], table: str) -> dict[str, Any]:
    """Return a row as this Dialer can read it, about nobody of the contacts: they are the copy's own now."""
    known = {name: _WORDS[name] for name in _WORDS.keys() & row.keys()} if table == "call" else {}
    for name, (words, instead) in known.items():
        if row[name] is not None and row[name] not in set(words):
            row[name] = instead
    return row | {"contact_id": None}
