"""The call records' table."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from dialer.contacts.search.found_by import found_by
from dialer.core.database import Migration
from dialer.core.places import lift, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw


def words_of(name: str | None, number: str, note: str, tags: Sequence[str]) -> str:
    """Return what a record is looked for in."""
    return found_by([name or "", note, *tags], [number])


def _fill_in(connection: apsw.Connection) -> None:
    """Give the records that are there a place, in the order of the presses, and what they are found by."""
    connection.execute("ALTER TABLE call ADD COLUMN place INTEGER NOT NULL DEFAULT 0")
    connection.execute("ALTER TABLE call ADD COLUMN found_by TEXT NOT NULL DEFAULT ''")
    last = 0
    found = []
    sql = "SELECT row, started_at, name, number, note, tags FROM call ORDER BY row"
    for row, at, name, number, note, tags in connection.execute(sql):
        last = max(last + 1, place_of(datetime.fromisoformat(at)))
        found.append((last, words_of(name, number, note, json.loads(tags)), row))
    connection.executemany("UPDATE call SET place = ?, found_by = ? WHERE row = ?", found)
    lift(connection, last)
    connection.execute("CREATE INDEX call_place ON call(place, found_by)")
    connection.execute("CREATE INDEX call_number ON call(number)")


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
    Migration("calls-3", _fill_in),
    # How long the user's own phone takes to ring.
    Migration("calls-4", "ALTER TABLE call ADD COLUMN rang_at TEXT"),
    Migration(
        # When it was looked last for what is too old to be kept.
        "calls-5",
        """
        CREATE TABLE history_care(
            one INTEGER PRIMARY KEY CHECK(one = 1),
            looked_at TEXT NOT NULL
        ) STRICT;
        """,
    ),
    # From when on a clock that jumped far ahead is believed.
    Migration("calls-6", "ALTER TABLE history_care ADD COLUMN believed_from TEXT"),
)
