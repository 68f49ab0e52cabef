"""The order of what was done here, calls and meetings in one: that of the presses, whatever the clock said.

A row's place is the moment of its press in microseconds, or one more than the last place where the clock
shows no later moment: it went back meanwhile. So places never go back, and none is given twice. (A hybrid
logical clock: Kulkarni and others, "Logical Physical Clocks", 2014.)
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import apsw

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def place_of(moment: datetime) -> int:
    """Return the place that belongs to a moment."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def next_place(connection: apsw.Connection, moment: datetime) -> int:
    """Return the next place, for a row that is written in the same transaction."""
    sql = "UPDATE history_place SET last = max(last + 1, ?) RETURNING last"
    return int(connection.execute(sql, (place_of(moment),)).get)


def lift(connection: apsw.Connection, place: int) -> None:
    """Give no place up to this one any more: a table that is new to the order has it; for migrations."""
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS history_place(
            one INTEGER PRIMARY KEY CHECK(one = 1),
            last INTEGER NOT NULL
        ) STRICT;
        INSERT OR IGNORE INTO history_place VALUES (1, 0);
        """
    )
    connection.execute("UPDATE history_place SET last = max(last, ?)", (place,))
