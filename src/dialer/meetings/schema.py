"""The meetings' table, and the one question that every start asks of it.

Apart from the rest of the room, which is loaded when somebody meets.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dialer.contacts.search.found_by import found_by
from dialer.core.database import Migration
from dialer.core.places import lift, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import apsw

    from dialer.core.database import Database


def words_of(subject: str, people: Iterable[str]) -> str:
    """Return what a meeting is looked for in."""
    return found_by([subject, *people])


def _fill_in(connection: apsw.Connection) -> None:
    """Give the rows that are there a place, in the order of the presses, and what they are found by."""
    connection.execute("ALTER TABLE meeting ADD COLUMN place INTEGER NOT NULL DEFAULT 0")
    connection.execute("ALTER TABLE meeting ADD COLUMN found_by TEXT NOT NULL DEFAULT ''")
    last = 0
    found = []
    for row, at, subject, people in connection.execute(
        "SELECT row, requested_at, subject, people FROM meeting ORDER BY row"
    ):
        last = max(last + 1, place_of(datetime.fromisoformat(at)))
        names = [str(person.get("name", "")) for person in json.loads(people)]
        found.append((last, words_of(subject, names), row))
    connection.executemany("UPDATE meeting SET place = ?, found_by = ? WHERE row = ?", found)
    lift(connection, last)
    connection.execute("CREATE INDEX meeting_place ON meeting(place)")


MIGRATIONS = (
    Migration(
        "meetings-1",
        """
        CREATE TABLE meeting(
            row INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            entry_id TEXT NOT NULL,
            domain TEXT NOT NULL,
            account TEXT NOT NULL,
            subject TEXT NOT NULL,
            start TEXT NOT NULL,
            minutes INTEGER NOT NULL,
            ends_utc TEXT NOT NULL,
            requested_at TEXT NOT NULL,
            immediate INTEGER NOT NULL,
            people TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT,
            provider_id TEXT,
            error_key TEXT,
            private INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX meeting_end ON meeting(ends_utc);
        CREATE INDEX meeting_open ON meeting(row) WHERE state IN ('requested', 'unknown');
        """,
    ),
    Migration(
        "meetings-2",
        """
        ALTER TABLE meeting ADD COLUMN recurrence TEXT NOT NULL DEFAULT '';
        ALTER TABLE meeting ADD COLUMN zone TEXT NOT NULL DEFAULT '';
        CREATE TABLE meeting_revision(
            meeting TEXT PRIMARY KEY,
            sequence INTEGER NOT NULL,
            told TEXT NOT NULL,
            link TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    ),
    Migration(
        "meetings-3",
        """
        CREATE TABLE meeting_phoned(
            row INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            meeting TEXT NOT NULL,
            entry_id TEXT NOT NULL,
            number TEXT NOT NULL,
            name TEXT NOT NULL,
            contact_id TEXT,
            at TEXT NOT NULL,
            at_utc TEXT NOT NULL,
            state TEXT NOT NULL
        ) STRICT;
        CREATE INDEX meeting_phoned_meeting ON meeting_phoned(meeting);
        CREATE INDEX meeting_phoned_account ON meeting_phoned(entry_id, at_utc);
        """,
    ),
    Migration("meetings-4", _fill_in),
)

LINKS_KEPT = timedelta(days=1)
"""How long after its end the links of a meeting are kept."""

UNFINISHED = "state IN ('requested', 'unknown') OR (state IN ('ready', 'incomplete') AND ends_utc < ?)"
"""Rows that are not settled, or were over at a moment and are not closed."""


async def has_unfinished(database: Database, over_before: datetime) -> bool:
    """Whether an earlier run left rows for this one to settle or to close."""

    def ask(connection: apsw.Connection) -> bool:
        sql = f"SELECT 1 FROM meeting WHERE {UNFINISHED} LIMIT 1"  # noqa: S608  # our own condition
        return connection.execute(sql, (utc(over_before),)).fetchone() is not None

    return await database.read(ask)


def utc(moment: datetime) -> str:
    """Return a moment in the form in which rows are compared."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
