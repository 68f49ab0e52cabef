"""Putting a copy from before an update back: for whoever goes back to an older Dialer, or has a damaged file.

Nobody may have the home open meanwhile. What stood there is set aside first, whole, and listed among the
copies from then on; only then does the copy take its place, in one step (SAFETY D12). Whoever is killed in
between has the old file or the new one.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import apsw

from dialer.core import entry_store, settings
from dialer.core.database_errors import storage_errors
from dialer.core.database_file import (
    APPLICATION_ID,
    COPIES_KEPT,
    FORMAT,
    copies_of,
    copy_raw,
    is_set_aside,
    is_sound,
    set_aside,
    write_marker,
)
from dialer.core.errors import InputError, StorageError
from dialer.core.replacing import replace_file
from dialer.core.schema_steps import steps_of, transaction
from dialer.core.storage import JsonStore

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from dialer.core.home import Home

    Carry = Callable[[apsw.Connection, apsw.Connection, datetime], int]

DATABASE, SETTINGS, ACCOUNTS = "database", "settings", "accounts"
_LAYOUTS = {SETTINGS: settings.VERSION, ACCOUNTS: entry_store.VERSION}
_ROWS = ("call", "meeting")
# A copy that nobody writes: reading it leaves no log beside it ("immutable" in sqlite.org/uri.html).
_UNCHANGING = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy that can be put back.

    Attributes:
        path: where it is.
        kind: what it is a copy of: ``database``, ``settings`` or ``accounts``.
        made: when.
        aside: whether it is what another copy took the place of.
        readable: whether this Dialer can read it.
        rows: how many calls and meetings are in it; None where that is not known.
    """

    path: Path
    kind: str
    made: datetime
    aside: bool
    readable: bool
    rows: int | None = None


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What became of the file that a copy took the place of.

    Attributes:
        aside: where it is now; None where there was none.
        until: when it goes, with whoever is in it.
        missing: how many calls and meetings are only there; None where that is not known.
        carried: how many calls were taken over from there.
    """

    aside: Path | None
    until: datetime
    missing: int | None
    carried: int = 0


def list_copies(home: Home, steps: Collection[str]) -> list[Copy]:
    """Return the copies in a home, the newest first.

    Args:
        home: the home; nobody has it open.
        steps: the names of the schema's steps that this Dialer knows.
    """
    found = [_look(path, kind, steps) for kind, file in _files(home).items() for path in copies_of(file)]
    return sorted(found, key=lambda copy: copy.made, reverse=True)


def missing_after(home: Home, copy: Copy) -> int | None:
    """Return how many calls and meetings would be shown no more; None where nobody can tell."""
    if copy.kind != DATABASE:
        return 0
    try:
        now, then = _ids(home.database_file, apsw.SQLITE_OPEN_READONLY), _ids(copy.path, _UNCHANGING)
    except (apsw.Error, OSError):
        return None
    return len(now - then)


def restore(home: Home, copy: Copy, carry: Carry | None = None) -> Restored:
    """Put a copy back, and set aside what stood there.

    Args:
        home: the home; nobody has it open.
        copy: what is put back.
        carry: writes what must not be lost from what stood there into a copy of the database, before that
            takes its place, and returns how many calls those were.

    Raises:
        InputError: this Dialer cannot read the copy.
        StorageError: it could not be done; what stood there is there still.
    """
    if not copy.readable:
        raise InputError("restore.error.unreadable", name=copy.path.name)
    now = datetime.now(UTC)
    missing = missing_after(home, copy)
    target, carried = _files(home)[copy.kind], 0
    aside = set_aside(target, now) if target.exists() else None
    with storage_errors(target):
        if copy.kind == DATABASE:
            carried = _restore_database(target, copy.path, aside, carry)
        else:
            if aside is not None:
                replace_file(aside, target.read_bytes())
            replace_file(target, copy.path.read_bytes())
    if missing is not None:
        missing -= carried
    return Restored(aside=aside, until=now + COPIES_KEPT, missing=missing, carried=carried)


def _files(home: Home) -> dict[str, Path]:
    return {DATABASE: home.database_file, SETTINGS: home.settings_file, ACCOUNTS: home.accounts_file}


def _look(path: Path, kind: str, steps: Collection[str]) -> Copy:
    made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    rows: int | None = None
    if kind == DATABASE:
        readable = _is_readable(path, steps)
        if readable:
            with suppress(apsw.Error):
                rows = len(_ids(path, _UNCHANGING))
    else:
        readable = _has_layout(path, _LAYOUTS[kind])
    return Copy(path=path, kind=kind, made=made, aside=is_set_aside(path), readable=readable, rows=rows)


def _has_layout(path: Path, layout: int) -> bool:
    try:
        JsonStore(path, layout).load()
    except StorageError:
        return False
    return True


def _is_readable(path: Path, steps: Collection[str]) -> bool:
    """Whether a copy is one of ours, whole, and of no newer Dialer (SAFETY T59)."""
    try:
        connection = _open(path, _UNCHANGING)
    except apsw.Error:
        return False
    try:
        return (
            connection.pragma("application_id") == APPLICATION_ID
            and connection.pragma("user_version") <= FORMAT
            and is_sound(connection)
            and steps_of(connection) <= set(steps)
        )
    except apsw.Error:
        return False
    finally:
        connection.close()


def _open(path: Path, flags: int) -> apsw.Connection:
    name = f"{path.absolute().as_uri()}?immutable=1" if flags == _UNCHANGING else str(path)
    connection = apsw.Connection(name, flags=flags)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.pragma("trusted_schema", False)
    connection.pragma("cell_size_check", True)
    connection.pragma("mmap_size", 0)
    return connection


def _ids(path: Path, flags: int) -> set[tuple[str, Any]]:
    """Return what tells the calls and meetings of a database apart."""
    connection = _open(path, flags)
    try:
        found: set[tuple[str, Any]] = set()
        for table in _ROWS:
            if connection.table_exists("main", table):
                rows: Iterable[tuple[Any]] = connection.execute(f"SELECT id FROM {table}")  # noqa: S608  # ours
                found |= {(table, row) for (row,) in rows}
        return found
    finally:
        connection.close()


def _restore_database(target: Path, source: Path, aside: Path | None, carry: Carry | None) -> int:
    """Set the database aside, and put another one in its place; return how many calls were carried over.

    The log beside it belongs to the old one: it is emptied into that before, and gone before the new one is
    there, else SQLite would write its pages into the new one.
    """
    part = target.with_name(f"{target.stem}.before-restore.bak.part")
    _drop(part)
    carried = 0
    try:
        copy_raw(source, part)
        if aside is not None:
            _set_aside(target, aside)
            if carry is not None:
                carried = _carry_over(aside, part, carry)
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        part.replace(target)
        _flush_folder(target.parent)
    finally:
        _drop(part)
    write_marker(target)
    return carried


def _carry_over(aside: Path, part: Path, carry: Carry) -> int:
    """Have what must not be lost written into a copy that is not in place yet, as far as it can be read."""
    try:
        old = _open(aside, _UNCHANGING)
    except apsw.Error:
        return 0
    new = _open(part, apsw.SQLITE_OPEN_READWRITE)
    try:
        if not old.table_exists("main", "migration"):  # an empty file
            return 0
        return transaction(
            new, "EXCLUSIVE", lambda database: carry(old, database, datetime.now().astimezone())
        )
    except (apsw.CorruptError, apsw.NotADBError):  # what stood there is damaged: the copy was checked
        return 0
    finally:
        old.close()
        new.close()  # which empties its log into it


def _drop(part: Path) -> None:
    """Delete what is unfinished, with its logs: they must not get into another one of its name."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)


def _set_aside(target: Path, aside: Path) -> None:
    """Copy the database whole, whichever Dialer wrote it; what is damaged as it is, with its log."""
    part = aside.with_name(f"{aside.name}.part")
    part.unlink(missing_ok=True)
    log = target.with_name(target.name + "-wal")
    try:
        connection = _open(target, apsw.SQLITE_OPEN_READWRITE)
        try:
            connection.pragma("wal_checkpoint", "TRUNCATE")
            connection.execute("BEGIN EXCLUSIVE")  # nobody changes the file while it is copied
            copy_raw(target, part)
        finally:
            connection.close()
    except (apsw.CorruptError, apsw.NotADBError):
        part.unlink(missing_ok=True)
        copy_raw(target, part)
        if log.exists() and log.stat().st_size:
            copy_raw(log, aside.with_name(f"{aside.name}-wal"))
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(aside)


def _flush_folder(folder: Path) -> None:
    """Have the new name reach the disk, where folders can be flushed."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
