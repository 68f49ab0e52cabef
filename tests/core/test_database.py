"""The embedded store keeps what it acknowledged, and never begins anew over data that is in trouble."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import apsw
import pytest

from dialer import __version__
from dialer.core.database import Database, Migration
from dialer.core.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PEOPLE = Migration(
    "people-1", "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT"
)
NOTES = Migration(
    "notes-1",
    """
    CREATE TABLE note (person INTEGER NOT NULL REFERENCES person(id), text TEXT NOT NULL) STRICT;
    INSERT INTO note SELECT id, 'hello' FROM person;
    """,
)


def _add(name: str) -> Callable[[apsw.Connection], None]:
    def add(connection: apsw.Connection) -> None:
        connection.execute("INSERT INTO person (name) VALUES (?)", (name,))

    return add


def _names(connection: apsw.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM person ORDER BY id")]


async def _filled(path: Path, *names: str) -> None:
    database = await Database.open(path, [PEOPLE])
    for name in names:
        await database.write(_add(name))
    await database.close()


def _start(code: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / 'Zoë O\'Neil "é漢"'
    folder.mkdir()
    return folder / "database.sqlite3"


async def test_what_was_written_is_there_after_opening_again(path: Path) -> None:
    await _filled(path, "Anna", "Béa")
    database = await Database.open(path, [PEOPLE])
    assert await database.read(_names) == ["Anna", "Béa"]
    await database.close()


async def test_the_files_are_for_their_owner_only(path: Path) -> None:
    before = os.umask(0)
    try:
        database = await Database.open(path, [PEOPLE])
        await database.write(_add("Anna"))
        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
        await database.close()
    finally:
        os.umask(before)
    assert modes == {
        "database.sqlite3": 0o600,
        "database.sqlite3-wal": 0o600,
        "database.sqlite3.marker": 0o600,
    }


async def test_the_safe_settings_are_in_force(path: Path) -> None:
    database = await Database.open(path, [PEOPLE])
    pragmas = {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "locking_mode": "exclusive",
    }
    found = await database.read(lambda connection: {name: connection.pragma(name) for name in pragmas})
    await database.close()
    assert found == pragmas


async def test_a_write_that_raises_leaves_nothing(path: Path) -> None:
    database = await Database.open(path, [PEOPLE])

    def half(connection: apsw.Connection) -> None:
        _add("Anna")(connection)
        raise ValueError("no further")

    with pytest.raises(ValueError, match="no further"):
        await database.write(half)
    assert await database.read(_names) == []
    await database.close()


async def test_reading_cannot_write(path: Path) -> None:
    database = await Database.open(path, [PEOPLE])
    with pytest.raises(StorageError):
        await database.read(_add("Anna"))
    await database.write(_add("Béa"))
    assert await database.read(_names) == ["Béa"]
    await database.close()


async def test_errors_of_sqlite_do_not_cross_the_edge(path: Path) -> None:
    database = await Database.open(path, [PEOPLE])
    await database.write(_add("Anna"))
    with pytest.raises(StorageError) as twice:
        await database.write(_add("Anna"))
    with pytest.raises(StorageError) as nonsense:
        await database.read(lambda connection: connection.execute("SELECT nothing"))
    await database.close()
    assert [twice.value.key, nonsense.value.key] == ["core.database.fault"] * 2
    assert twice.value.__cause__ is None


async def test_a_function_that_runs_out_of_rows_does_not_hang_its_caller(path: Path) -> None:
    database = await Database.open(path, [PEOPLE])
    with pytest.raises(RuntimeError):
        await database.read(lambda connection: next(connection.execute("SELECT 1 WHERE 0")))
    await database.close()


async def test_cancelling_whoever_waits_does_not_lose_the_write(path: Path) -> None:
    database = await Database.open(path, [PEOPLE])
    begun, go_on = threading.Event(), threading.Event()

    def slow(connection: apsw.Connection) -> None:
        begun.set()
        go_on.wait(10)
        _add("Anna")(connection)

    running = asyncio.create_task(database.write(slow))
    waiting = asyncio.create_task(database.write(_add("Béa")))
    await asyncio.to_thread(begun.wait, 10)
    running.cancel()
    waiting.cancel()
    await asyncio.gather(running, waiting, return_exceptions=True)
    assert running.cancelled()
    assert waiting.cancelled()
    go_on.set()
    assert await database.read(_names) == ["Anna", "Béa"]
    await database.close()


async def test_closing_finishes_what_was_asked_for(path: Path) -> None:
    database = await Database.open(path, [PEOPLE])
    writes = [asyncio.create_task(database.write(_add(str(number)))) for number in range(20)]
    await asyncio.sleep(0)
    await database.close()
    await database.close()
    await asyncio.gather(*writes)
    with pytest.raises(StorageError, match="closed"):
        await database.read(_names)
    again = await Database.open(path, [PEOPLE])
    assert len(await again.read(_names)) == 20
    await again.close()


async def test_deleted_data_leaves_no_bytes(path: Path) -> None:
    database = await Database.open(path, [PEOPLE])
    for number in range(50):
        await database.write(_add(f"Forgettable {number} {'x' * 300}"))
    await database.write(lambda connection: connection.execute("DELETE FROM person").get)
    await database.close()
    for file in path.parent.iterdir():
        assert b"Forgettable" not in file.read_bytes()


# --- migrations ---


async def test_new_steps_are_applied_after_a_copy_was_kept(path: Path) -> None:
    await _filled(path, "Anna")
    database = await Database.open(path, [PEOPLE, NOTES])
    assert await database.read(lambda connection: connection.execute("SELECT text FROM note").get) == "hello"
    await database.close()

    (copy,) = path.parent.glob(f"database.before-{__version__}.20??-??-??.bak")
    assert copy.stat().st_mode & 0o777 == 0o600
    restored = path.parent / "restored"
    restored.mkdir()
    shutil.copy(copy, restored / path.name)
    older = await Database.open(restored / path.name, [PEOPLE])
    assert await older.read(_names) == ["Anna"]
    await older.close()


async def test_a_step_can_be_a_function(path: Path) -> None:
    database = await Database.open(path, [PEOPLE, Migration("people-2", _add("Anna"))])
    assert await database.read(_names) == ["Anna"]
    await database.close()


@pytest.mark.parametrize(
    "bad",
    [
        "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)",
        "INSERT INTO note VALUES (99, 'nobody')",
    ],
)
async def test_a_step_that_fails_changes_nothing(path: Path, bad: str) -> None:
    await _filled(path, "Anna")
    with pytest.raises(StorageError):
        await Database.open(path, [PEOPLE, NOTES, Migration("bad-1", bad)])
    database = await Database.open(path, [PEOPLE])
    tables = await database.read(
        lambda connection: {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    )
    assert await database.read(_names) == ["Anna"]
    await database.close()
    assert not {"half", "note"} & tables


async def test_a_step_can_rebuild_a_table_that_others_refer_to(path: Path) -> None:
    await _filled(path, "Anna")
    rebuild = Migration(
        "people-2",
        """
        CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT DEFAULT '') STRICT;
        INSERT INTO people (id, name) SELECT id, name FROM person;
        DROP TABLE person;
        ALTER TABLE people RENAME TO person;
        """,
    )
    database = await Database.open(path, [PEOPLE, NOTES, rebuild])
    assert await database.read(lambda connection: connection.execute("SELECT count(*) FROM note").get) == 1
    with pytest.raises(StorageError):
        await database.write(lambda connection: connection.execute("DELETE FROM person").get)
    await database.close()


# --- files that may not be opened ---


async def test_a_newer_database_is_refused_and_left_alone(path: Path) -> None:
    database = await Database.open(path, [PEOPLE, NOTES])
    await database.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="newer"):
        await Database.open(path, [PEOPLE])
    assert path.read_bytes() == before


async def test_a_newer_file_format_is_refused(path: Path) -> None:
    await _filled(path, "Anna")
    with apsw.Connection(str(path)) as connection:
        connection.pragma("user_version", 2)
    connection.close()
    with pytest.raises(StorageError, match="newer"):
        await Database.open(path, [PEOPLE])


@pytest.mark.parametrize("trouble", ["empty", "gone"])
async def test_lost_data_does_not_look_like_a_first_start(path: Path, trouble: str) -> None:
    await _filled(path, "Anna")
    path.unlink()
    if trouble == "empty":
        path.touch()
    with pytest.raises(StorageError) as refused:
        await Database.open(path, [PEOPLE])
    assert refused.value.key == "core.database.missing"
    assert path.exists() == (trouble == "empty")
    assert not path.exists() or path.stat().st_size == 0


async def test_an_empty_file_without_a_past_is_a_first_start(path: Path) -> None:
    path.touch()
    database = await Database.open(path, [PEOPLE])
    assert await database.read(_names) == []
    await database.close()


async def test_a_foreign_database_is_refused_untouched(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA application_id = 7; CREATE TABLE theirs (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="foreign"):
        await Database.open(path, [PEOPLE])
    assert path.read_bytes() == before


async def test_a_file_that_is_no_database_is_refused_untouched(path: Path) -> None:
    path.write_bytes(b"dear diary " * 100)
    with pytest.raises(StorageError, match="foreign"):
        await Database.open(path, [PEOPLE])
    assert path.read_bytes() == b"dear diary " * 100


@pytest.mark.parametrize("place", ["header", "first page", "leaf"])
async def test_a_damaged_database_is_kept_and_copied_aside_once(path: Path, place: str) -> None:
    await _filled(path, *(f"Person {number} {'x' * 200}" for number in range(300)))
    data = bytearray(path.read_bytes())
    start, end = {
        "header": (0, 40),
        "first page": (100, 1200),
        "leaf": (len(data) // 2, len(data) // 2 + 4096),
    }[place]
    data[start:end] = b"\xa5" * (end - start)
    path.write_bytes(data)
    copies = set()
    for _ in range(2):
        with pytest.raises(StorageError) as refused:
            await Database.open(path, [PEOPLE])
        assert refused.value.key == "core.database.corrupt"
        assert path.read_bytes() == data
        copies |= set(path.parent.glob("*.corrupt-*"))
    assert [copy.read_bytes() for copy in copies] == [data]


async def test_a_database_held_by_another_program_is_reported_within_two_seconds(path: Path) -> None:
    await _filled(path, "Anna")
    code = (
        "import apsw, sys; c = apsw.Connection(sys.argv[1]); c.pragma('locking_mode', 'EXCLUSIVE');"
        "c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()"
    )
    with _start(code, path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        async with asyncio.timeout(2):
            with pytest.raises(StorageError, match="busy"):
                await Database.open(path, [PEOPLE])
        assert other.stdin is not None
        other.stdin.close()


# --- a disk that fails ---


class _Disk(apsw.VFS):
    """A file layer that counts how often data is pushed to the disk, and fails on request."""

    def __init__(self) -> None:
        self.syncs = 0
        self.fault: Exception | None = None
        self.name = f"disk-{id(self)}"
        super().__init__(self.name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  # apsw's name
        return _File(self, name, flags)


class _File(apsw.VFSFile):
    def __init__(self, disk: _Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._disk = disk
        super().__init__("", name, flags)

    def xSync(self, flags: int) -> None:  # noqa: N802  # apsw's name
        self._disk.syncs += 1
        super().xSync(flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  # apsw's name
        if self._disk.fault is not None:
            raise self._disk.fault
        super().xWrite(data, offset)


@pytest.fixture
def disk() -> Iterator[_Disk]:
    disk = _Disk()
    yield disk
    disk.unregister()


async def test_each_commit_is_pushed_to_the_disk(path: Path, disk: _Disk) -> None:
    database = await Database.open(path, [PEOPLE], vfs=disk.name)

    async def syncs_of_fifty_commits(prefix: str) -> int:
        before = disk.syncs
        for number in range(50):
            await database.write(_add(f"{prefix} {number}"))
        return disk.syncs - before

    assert await syncs_of_fifty_commits("as set") >= 50
    # The weaker setting shows that this test would notice.
    await database.read(lambda connection: connection.pragma("synchronous", "NORMAL"))
    assert await syncs_of_fifty_commits("weaker") < 50
    await database.close()


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (apsw.FullError, "core.database.full"),
        (apsw.ReadOnlyError, "core.database.read_only"),
        (apsw.IOError, "core.database.io"),
    ],
)
async def test_a_failing_disk_is_told_and_what_was_there_stays(
    path: Path, disk: _Disk, fault: type[Exception], key: str
) -> None:
    database = await Database.open(path, [PEOPLE], vfs=disk.name)
    await database.write(_add("Anna"))
    disk.fault = fault("told by the disk")
    with pytest.raises(StorageError) as failed:
        await database.write(_add("Béa"))
    assert failed.value.key == key
    assert await database.read(_names) == ["Anna"]
    disk.fault = None
    await database.write(_add("Cem"))
    await database.close()
    again = await Database.open(path, [PEOPLE])
    assert await again.read(_names) == ["Anna", "Cem"]
    await again.close()


async def test_a_disk_that_is_full_at_the_first_start_is_told(path: Path, disk: _Disk) -> None:
    disk.fault = apsw.FullError("told by the disk")
    with pytest.raises(StorageError, match="full"):
        await Database.open(path, [PEOPLE], vfs=disk.name)
    disk.fault = None
    database = await Database.open(path, [PEOPLE], vfs=disk.name)
    assert await database.read(_names) == []
    await database.close()


async def test_a_disk_that_is_full_at_an_update_leaves_the_old_state(path: Path, disk: _Disk) -> None:
    await _filled(path, "Anna")
    disk.fault = apsw.FullError("told by the disk")
    with pytest.raises(StorageError, match="full"):
        await Database.open(path, [PEOPLE, NOTES], vfs=disk.name)
    assert not list(path.parent.glob("*.bak*"))
    disk.fault = None
    database = await Database.open(path, [PEOPLE], vfs=disk.name)
    assert await database.read(_names) == ["Anna"]
    await database.close()


async def test_a_file_size_limit_counts_as_a_full_disk(path: Path) -> None:
    await _filled(path, "Anna")
    code = """
import asyncio, resource, signal, sys
from pathlib import Path
from dialer import __version__
from dialer.core.database import Database, Migration
from dialer.core.errors import StorageError
async def main():
    database = await Database.open(Path(sys.argv[1]), [Migration("people-1", "")])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
    try:
        await database.write(lambda c: c.execute("INSERT INTO person (name) VALUES (?)", ("x" * 90_000,)).get)
    except StorageError as error:
        print(error.key)
    print(await database.read(lambda c: c.execute("SELECT name FROM person").fetchall()))
    await database.close()
asyncio.run(main())
"""
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["core.database.full", "[('Anna',)]"]


async def test_killed_while_writing_no_acknowledged_row_is_lost(path: Path) -> None:
    code = """
import asyncio, sys
from pathlib import Path
from dialer import __version__
from dialer.core.database import Database, Migration
async def main():
    database = await Database.open(Path(sys.argv[1]), [Migration("people-1", "")])
    for number in range(100_000):
        await database.write(lambda c: c.execute("INSERT INTO person (name) VALUES (?)", (str(number),)).get)
        print(number, flush=True)
asyncio.run(main())
"""
    await _filled(path)
    with _start(code, path) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(40)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
    database = await Database.open(path, [PEOPLE])
    names = await database.read(_names)
    await database.close()
    assert len(acknowledged) >= 40
    assert names[: len(acknowledged)] == acknowledged


async def test_a_database_in_memory_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    database = await Database.in_memory([PEOPLE, NOTES])
    await database.write(_add("a patient"))
    assert await database.read(_names) == ["a patient"]
    with pytest.raises(StorageError):
        await database.read(_add("somebody"))
    assert sorted(tmp_path.rglob("*")) == before
    await database.close()
    again = await Database.in_memory([PEOPLE])
    assert await again.read(_names) == []
    await again.close()
