"""What was called today counts for today, also where a copy from before takes the database's place."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import apsw
import pytest

from dialer.app import migrations
from dialer.calls.carried import carry_over
from dialer.calls.history import History
from dialer.calls.model import CallState, EndReason
from dialer.core.database import Database, Migration
from dialer.core.home import Home
from dialer.core.restoring import list_copies, restore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dialer.core.restoring import Restored

CALL = """
    INSERT INTO call(id, entry_id, account, number, started_at, contact_id, both_at_once, state, reason,
        source_leg, destination_leg, both_connected, note, hang_up_failed)
    VALUES (?, 'e1', 'Telephone', '+41315551234', ?, 'c7', 0, ?, ?, 'idle', 'idle', 0, '', 0)
"""
PHONED = "INSERT INTO meeting_phoned VALUES (?, 'p1', 'm1', 'e2', '+4315551234', 'Anna', 'c8', ?, ?, 'sent')"
FUTURE = Migration("calls-99", "ALTER TABLE call ADD COLUMN mood TEXT NOT NULL DEFAULT 'good'")
LATE = 1 << 60
KNOWN = {step.name for step in migrations()}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path)


def _call(name: str, days: int = 0, *, state: str = "ended", reason: str = "busy") -> tuple[str, ...]:
    return name, (datetime.now(UTC) - timedelta(days=days)).isoformat(), state, reason


async def _write(home: Home, steps: Sequence[Migration], *rows: tuple[object, ...], sql: str = CALL) -> None:
    database = await Database.open(home.database_file, steps)
    await database.write(lambda connection: connection.executemany(sql, rows).get)
    await database.close()


async def _back(home: Home) -> Restored:
    """Go back to the first copy there was."""
    copy = min(list_copies(home, KNOWN), key=lambda copy: copy.made)
    done = await asyncio.to_thread(restore, home, copy, carry_over)
    assert {file.suffix for file in home.path.glob("dialer.before-*")} == {".bak"}
    return done


async def test_todays_calls_go_along_and_older_ones_do_not(home: Home) -> None:
    """From a Dialer that has more columns and more words than this one; one call is in the copy already."""
    await _write(home, migrations(), _call("both"))
    await _write(
        home, [*migrations(), FUTURE],
        _call("old", 2), _call("new"), _call("odd", reason="bored", state="on_hold"),
    )  # fmt: skip
    await _write(home, [*migrations(), FUTURE], (LATE,), sql="UPDATE call SET place = ? WHERE id = 'new'")
    done = await _back(home)
    assert (done.missing, done.carried) == (1, 2)
    database = await Database.open(home.database_file, migrations())
    found = await History(database).recent()
    places = await database.read(lambda connection: connection.execute("SELECT last FROM history_place").get)
    await database.close()
    assert [(call.id, call.contact_id) for call in found] == [("odd", None), ("new", None), ("both", "c7")]
    assert [(call.state, call.reason) for call in found[:2]] == [
        (CallState.ENDED, EndReason.UNKNOWN), (CallState.ENDED, EndReason.BUSY),
    ]  # fmt: skip
    assert places == LATE  # the next one comes after them


async def test_a_copy_of_the_first_schema_gets_them_too(home: Home) -> None:
    """It knows neither private calls nor who was phoned into a meeting."""
    first = [step for step in migrations() if step.name in {"contacts-1", "calls-1"}]
    await _write(home, first, _call("first", 3))
    now = datetime.now(UTC).isoformat()
    await _write(home, migrations(), _call("today"))
    await _write(home, migrations(), (1, now, now), sql=PHONED)
    assert (await _back(home)).carried == 1
    database = await Database.open(home.database_file, migrations())
    assert [call.id for call in await History(database).recent()] == ["today", "first"]
    await database.close()


async def test_whoever_was_phoned_into_a_meeting_goes_along(home: Home) -> None:
    await _write(home, migrations(), _call("before"))
    now = datetime.now(UTC).isoformat()
    await _write(home, [*migrations(), FUTURE], (5, now, now), sql=PHONED)
    assert (await _back(home)).carried == 0
    database = await Database.open(home.database_file, migrations())
    sql = "SELECT number, contact_id FROM meeting_phoned"
    assert await database.read(lambda connection: connection.execute(sql).fetchall()) == [
        ("+4315551234", None)
    ]
    await database.close()


async def test_what_is_damaged_gives_way_all_the_same(home: Home) -> None:
    await _write(home, migrations(), _call("before"))
    await _write(home, [*migrations(), FUTURE], *(_call(f"call {number}") for number in range(200)))
    whole = home.database_file.read_bytes()
    connection = apsw.Connection(str(home.database_file))
    page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'call'").get
    size = connection.pragma("page_size")
    connection.close()
    home.database_file.write_bytes(whole[: (page - 1) * size] + b"\xa5" * size + whole[page * size :])
    done = await _back(home)
    assert done.carried == 0
    database = await Database.open(home.database_file, migrations())
    assert [call.id for call in await History(database).recent()] == ["before"]
    await database.close()
