"""Between two versions nothing is lost: the older one reads its data again, or says what to do."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import apsw
import pytest

from dialer import __version__
from dialer.app import migrations
from dialer.core.bus import EventBus
from dialer.core.database import Database, Migration
from dialer.core.database_file import MOST_COPIES, copies_of, drop_old_copies
from dialer.core.errors import InputError, StorageError
from dialer.core.home import Home
from dialer.core.restoring import list_copies, missing_after, restore
from dialer.core.settings import Settings
from dialer.core.storage import JsonStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CALL = """
    INSERT INTO call(id, entry_id, account, number, started_at, both_at_once, state, source_leg,
        destination_leg, both_connected, note, hang_up_failed)
    VALUES (?, 'e1', 'Telephone', '+31205550142', '2026-03-02T09:30:00+00:00', 0, 'ended', 'idle',
        'idle', 0, '', 0)
"""
FUTURE = Migration("calls-99", "ALTER TABLE call ADD COLUMN mood TEXT NOT NULL DEFAULT 'good'")
KNOWN = {step.name for step in migrations()}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path / 'Zoë O\'Neil "é漢"')


_fresh: dict[int, bytes] = {}
"""A database that is new, as it was made once: by how many steps it has."""


async def _used(home: Home, steps: Sequence[Migration], *calls: str) -> None:
    """Have a Dialer with these steps write calls, and end."""
    if not home.database_file.exists() and len(steps) in _fresh:
        home.database_file.write_bytes(_fresh[len(steps)])
    elif not home.database_file.exists():
        await (await Database.open(home.database_file, steps)).close()
        _fresh[len(steps)] = home.database_file.read_bytes()
    database = await Database.open(home.database_file, steps)
    for call in calls:
        await database.write(lambda connection, call=call: connection.execute(CALL, (call,)).get)  # type: ignore[misc]
    await database.close()


async def _calls(home: Home, steps: Sequence[Migration]) -> list[str]:
    database = await Database.open(home.database_file, steps)
    rows = await database.read(
        lambda connection: [row for (row,) in connection.execute("SELECT id FROM call ORDER BY row")]
    )
    await database.close()
    return rows


async def test_a_database_of_each_earlier_step_is_brought_up_to_date_with_a_copy(home: Home) -> None:
    """The first and the last but one of the calls' steps: each was the newest once."""
    calls = [step.name for step in migrations() if step.name.startswith("calls-")]
    for name in (calls[0], calls[-2]):
        for file in home.path.glob("dialer.*"):
            file.unlink()
        later = calls[calls.index(name) + 1 :]
        older = [step for step in migrations() if step.name not in later]
        await _used(home, older, "before")
        assert await _calls(home, migrations()) == ["before"], name
        (copy,) = copies_of(home.database_file)
        assert copy.name == f"dialer.before-{__version__}.{datetime.now(UTC):%Y-%m-%d}.bak"
        assert copy.stat().st_mode & 0o777 == 0o600
        restore(home, list_copies(home, KNOWN)[0])
        assert await _calls(home, older) == ["before"], name


async def test_a_database_of_the_future_says_which_dialer_reads_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _used(home, migrations(), "before")
    monkeypatch.setattr("dialer.core.schema_steps.__version__", "0.10.0")
    await _used(home, [*migrations(), FUTURE], "after")
    bytes_before = home.database_file.read_bytes()
    with pytest.raises(StorageError) as refused:
        await Database.open(home.database_file, migrations())
    assert (refused.value.key, refused.value.placeholders["version"]) == ("core.database.newer_by", "0.10.0")
    assert home.database_file.read_bytes() == bytes_before


async def test_going_back_keeps_what_was_made_since_and_says_how_much(home: Home) -> None:
    await _used(home, migrations(), "1", "2")
    await _used(home, [*migrations(), FUTURE], "3", "4", "5")
    (copy,) = list_copies(home, KNOWN)
    assert (copy.kind, copy.readable, copy.aside, copy.rows) == ("database", True, False, 2)
    assert missing_after(home, copy) == 3
    done = restore(home, copy)
    assert done.missing == 3
    assert timedelta(days=29) < done.until - datetime.now(UTC) <= timedelta(days=30)
    assert await _calls(home, migrations()) == ["1", "2"]
    assert done.aside is not None
    assert done.aside.stat().st_mode & 0o777 == 0o600

    aside = next(each for each in list_copies(home, KNOWN) if each.aside)
    assert (aside.path, aside.readable) == (done.aside, False)
    assert {file.suffix for file in home.path.glob("*.before-*")} == {".bak"}
    with pytest.raises(InputError, match="unreadable"):
        restore(home, aside)
    # The newer Dialer is installed again: it takes its own back.
    newer = {*KNOWN, FUTURE.name}
    restore(home, next(each for each in list_copies(home, newer) if each.path == done.aside))
    assert await _calls(home, [*migrations(), FUTURE]) == ["1", "2", "3", "4", "5"]


async def test_what_is_still_in_the_log_is_set_aside_too_and_gets_into_no_other_database(home: Home) -> None:
    await _used(home, migrations(), "1")
    await _used(home, [*migrations(), FUTURE])
    code = """
import apsw, os, sys
connection = apsw.Connection(sys.argv[1])
connection.pragma("journal_mode", "WAL")
connection.execute(sys.argv[2], ("in the log",))
os._exit(0)
"""
    await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code, str(home.database_file), CALL], check=True
    )
    assert home.database_file.with_name("dialer.db-wal").stat().st_size
    (copy,) = list_copies(home, KNOWN)
    done = restore(home, copy)
    assert done.missing == 1
    assert await _calls(home, migrations()) == ["1"]
    assert done.aside is not None
    set_aside = apsw.Connection(str(done.aside))
    assert set_aside.execute("SELECT count(*) FROM call").get == 2
    set_aside.close()


@pytest.mark.parametrize("trouble", ["damaged", "gone", "empty"])
async def test_a_damaged_database_gives_way_to_a_copy_and_is_kept(home: Home, trouble: str) -> None:
    await _used(home, migrations(), "1")
    await _used(home, [*migrations(), FUTURE])
    if trouble == "gone":
        home.database_file.unlink()
    else:
        home.database_file.write_bytes(b"\xa5" * 9000 if trouble == "damaged" else b"")
    (copy,) = list_copies(home, KNOWN)
    done = restore(home, copy)
    assert done.missing in {None, 0}
    assert await _calls(home, migrations()) == ["1"]
    assert (done.aside is None) == (trouble == "gone")
    assert trouble != "damaged" or (done.aside and done.aside.read_bytes() == b"\xa5" * 9000)


@pytest.mark.parametrize("hostile", ["foreign", "newer", "cut", "text", "empty"])
async def test_what_is_no_copy_of_ours_is_not_put_back(home: Home, hostile: str) -> None:
    await _used(home, migrations(), "1")
    before = home.database_file.read_bytes()
    fake = home.path / "dialer.before-0.0.1.2026-01-01.bak"
    fake.write_bytes({"cut": before[: len(before) // 2], "text": b"dear diary"}.get(hostile, b""))
    if hostile in {"foreign", "newer"}:
        connection = apsw.Connection(str(fake))
        connection.pragma("application_id", 7 if hostile == "foreign" else 0x4469616C)
        connection.pragma("user_version", 2)
        connection.close()
    (copy,) = list_copies(home, KNOWN)
    assert not copy.readable
    with pytest.raises(InputError, match="unreadable"):
        restore(home, copy)
    assert home.database_file.read_bytes() == before


async def test_a_disk_that_is_full_while_a_copy_is_put_back_changes_nothing(home: Home) -> None:
    await _used(home, migrations(), "1")
    await _used(home, [*migrations(), FUTURE], "2")
    code = """
import resource, signal, sys
from pathlib import Path
from dialer.core.errors import StorageError
from dialer.core.home import Home
from dialer.core.restoring import list_copies, restore
home = Home(Path(sys.argv[1]))
(copy,) = list_copies(home, sys.argv[2:])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
try:
    restore(home, copy)
except StorageError as error:
    print(error.key)
"""
    there = set(copies_of(home.database_file))
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", code, str(home.path), *KNOWN],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "core.database.full\n"
    assert set(home.path.glob("*.bak*")) == there
    assert await _calls(home, [*migrations(), FUTURE]) == ["1", "2"]


@pytest.mark.parametrize("at", ["step", "copy", "swap"])
async def test_killed_in_between_there_is_the_old_state_or_the_new(home: Home, at: str) -> None:
    """SIGKILL in the middle of an update, of the copy before it, and of putting a copy back."""
    await _used(home, migrations(), "1", "2")
    if at == "swap":
        await _used(home, [*migrations(), FUTURE], "3")
    code = """
import asyncio, os, signal, sys
from pathlib import Path
from dialer.core import database_file, restoring
from dialer.core.database import Database, Migration
from dialer.core.home import Home
home, at, names = Home(Path(sys.argv[1])), sys.argv[2], sys.argv[3:]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def half(connection):
    connection.execute("ALTER TABLE call ADD COLUMN mood TEXT")
    connection.execute("DELETE FROM call")
    die()
if at == "swap":
    restoring._flush_folder = die
    (copy,) = restoring.list_copies(home, names)
    restoring.restore(home, copy)
if at == "copy":
    database_file.is_sound = lambda connection: die() if connection.readonly("main") else True
steps = [*(Migration(name, "") for name in names), Migration("calls-99", half)]
asyncio.run(Database.open(home.database_file, steps))
"""
    argv = [sys.executable, "-c", code, str(home.path), at, *(step.name for step in migrations())]
    done = await asyncio.to_thread(subprocess.run, argv, check=False)
    assert done.returncode == -signal.SIGKILL
    assert await _calls(home, migrations()) == ["1", "2"]
    drop_old_copies(home.database_file, datetime.now(UTC))
    assert not list(home.path.glob("*.part"))
    assert len(copies_of(home.database_file)) == {"step": 1, "copy": 0, "swap": 2}[at]


async def test_few_copies_are_kept_however_often_one_updates(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [migrations()[0]]
    await _used(home, steps)
    for number in range(5):
        monkeypatch.setattr("dialer.core.schema_steps.__version__", f"0.{number}")
        steps.append(Migration(f"calls-9{number}", ""))
        await _used(home, steps)
    names = [copy.name.split(".before-")[1][:3] for copy in copies_of(home.database_file)]
    assert names == ["0.4", "0.3", "0.2"]
    assert len(names) == MOST_COPIES


# --- settings and accounts ---


async def test_what_a_newer_dialer_has_set_is_kept_for_it(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    newer = {"version": 1, "theme": "sepia", "quiet": "at night", "ring_tone": "bell", "region": "BE"}
    file.write_text(json.dumps(newer))
    older = Settings(file, EventBus())
    assert (older.get("theme"), older.get("quiet"), older.get("region")) == ("system", False, "BE")
    await older.set("text_size", "150")
    assert json.loads(file.read_text()) == newer | {"text_size": "150"}
    await older.set("theme", "dark")
    assert json.loads(file.read_text())["theme"] == "dark"


def test_a_file_of_an_older_layout_is_copied_before_it_is_replaced(home: Home) -> None:
    file = home.accounts_file
    old = b'{"version": 1, "accounts": []}'
    file.write_bytes(old)
    store = JsonStore(file, 2)
    store.load()
    store.save({"accounts": [1]})
    store.save({"accounts": [1, 2]})
    (copy,) = list_copies(home, KNOWN)
    assert (copy.kind, copy.readable, copy.path.read_bytes()) == ("accounts", True, old)
    assert copy.path.stat().st_mode & 0o777 == 0o600
    done = restore(home, copy)
    assert file.read_bytes() == old
    assert done.aside is not None
    assert json.loads(done.aside.read_text())["accounts"] == [1, 2]


def test_settings_of_the_future_are_refused_and_the_copy_is_put_back(home: Home) -> None:
    home.settings_file.write_text('{"version": 1, "region": "BE"}')
    newer = JsonStore(home.settings_file, 2)
    newer.load()
    newer.save({"region": "DE"})
    with pytest.raises(StorageError, match=r"core\.storage\.newer"):
        Settings(home.settings_file, EventBus())
    (copy,) = list_copies(home, KNOWN)
    restore(home, copy)
    assert Settings(home.settings_file, EventBus()).get("region") == "BE"
