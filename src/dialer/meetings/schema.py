"""The meetings' table, and the one question that every start asks of it.

Apart from the rest of the room, which is loaded when somebody meets.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dialer.core.database import Migration

if TYPE_CHECKING:
    import apsw

    from dialer.core.database import Database

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
