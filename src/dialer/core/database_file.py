"""The database file itself: may it be opened at all, and copies that are kept of it.

What is not surely ours is never opened by SQLite, since opening alone may write; what is damaged is copied
aside and left where it is. A database that is gone or empty although there was one is not quietly begun anew:
the loss of all contacts would look like a first start.
"""

from __future__ import annotations

import glob
import os
import shutil
import struct
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import apsw

from dialer.core.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x4469616C  # "Dial"
FORMAT = 1

COPIES_KEPT = timedelta(days=30)
"""How long a copy from before a migration is kept."""

MOST_COPIES = 3
"""How many copies from before migrations are kept, however often Dialer is updated."""

_RESTORE = "restore"
_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_USER_VERSION_AT = 60
_APPLICATION_ID_AT = 68


def prepare_file(path: Path) -> bool:
    """Make sure that SQLite may open this file; create it where there was none. Return whether it is new.

    Raises:
        StorageError: the file is another program's, damaged, from a newer Dialer, or gone.
    """
    if not path.exists() or path.stat().st_size == 0:
        if _had_data(path):
            raise StorageError("core.database.missing", path=str(path), marker=str(marker_of(path)))
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        return True
    # What others may do is taken back; what its owner may not do stays forbidden.
    path.chmod(path.stat().st_mode & 0o600)
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        if marker_of(path).exists():
            raise damaged(path)
        raise StorageError("core.database.foreign", path=str(path))
    if _number(header, _APPLICATION_ID_AT) != APPLICATION_ID:
        raise StorageError("core.database.foreign", path=str(path))
    if _number(header, _USER_VERSION_AT) > FORMAT:
        raise newer(path)
    return False


def marker_of(path: Path) -> Path:
    """Return the small file that says that there has been a database here."""
    return path.with_name(path.name + ".marker")


def write_marker(path: Path) -> None:
    """Remember that there is a database with data here."""
    marker = marker_of(path)
    if not marker.exists():
        descriptor = os.open(marker, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"Dialer keeps contacts and history in {path.name}, next to this file.\n")
            file.flush()
            os.fsync(file.fileno())


def newer(path: Path, version: str = "") -> StorageError:
    """Return the error that says that a newer Dialer wrote this database, and which one if it said so."""
    if version:
        return StorageError("core.database.newer_by", path=str(path), version=version)
    return StorageError("core.database.newer", path=str(path))


def damaged(path: Path) -> StorageError:
    """Copy a damaged database aside, leave it where it is, and return the error that says so."""
    # Named after the file's own time, so that each start with the same damage finds the copy it made before.
    stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y%m%d-%H%M%S")
    copy = path.with_name(f"{path.name}.corrupt-{stamp}")
    for suffix in ("", "-wal"):
        source = path.with_name(path.name + suffix)
        target = copy.with_name(copy.name + suffix)
        if source.exists() and source.stat().st_size and not target.exists():
            copy_raw(source, target)
    return StorageError("core.database.corrupt", path=str(path), copy=str(copy))


def back_up(connection: apsw.Connection, path: Path, target: Path) -> None:
    """Write a checked copy of an open database; the target appears only when it is complete and sound."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
        check = apsw.Connection(str(part), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            if not is_sound(check):
                raise damaged(path)
        finally:
            check.close()
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def copy_before(path: Path, version: str, now: datetime) -> Path:
    """Return where the copy is that is kept of a file before a version of Dialer changes how it is laid out.

    A second one on the same day takes the place of the first: a change that failed has changed nothing.
    """
    return path.with_name(f"{path.stem}.before-{version}.{now:%Y-%m-%d}.bak")


def copies_of(path: Path) -> list[Path]:
    """Return the copies that are kept of a file, the newest first."""
    found = path.parent.glob(f"{glob.escape(path.stem)}.before-*.bak")
    return sorted(found, key=lambda copy: copy.stat().st_mtime, reverse=True)


def keep_newest(path: Path, made: Path) -> None:
    """Let go of the oldest copies where there are too many; what somebody set aside is not counted."""
    older = [copy for copy in copies_of(path) if copy != made and not is_set_aside(copy)]
    for copy in older[MOST_COPIES - 1 :]:
        with suppress(OSError):
            copy.unlink()


def set_aside(path: Path, now: datetime) -> Path:
    """Return where a file goes when a copy takes its place."""
    return path.with_name(f"{path.stem}.before-{_RESTORE}.{now:%Y-%m-%d-%H%M%S}.bak")


def is_set_aside(copy: Path) -> bool:
    """Whether a copy is what another copy took the place of."""
    return f".before-{_RESTORE}." in copy.name


def drop_old_copies(path: Path, now: datetime) -> int:
    """Delete the copies from before migrations that are too old, and what is left of unfinished ones.

    Whoever was forgotten since is in them still, so that none may stay for ever (SAFETY T54). What the
    system does not let go of is tried again the next time.

    Returns:
        How many were deleted.
    """
    dropped = 0
    for copy in path.parent.glob(f"{glob.escape(path.stem)}.before-*.bak*"):
        with suppress(OSError):
            age = now - datetime.fromtimestamp(copy.stat().st_mtime, UTC)
            if age > COPIES_KEPT or copy.suffix == ".part":
                copy.unlink()
                dropped += 1
    return dropped


_PAGES_WHILE_CHECKING = 32


def is_sound(connection: apsw.Connection) -> bool:
    """Return whether SQLite finds no damage."""
    # The check reads every page once: keeping them would only fill the memory.
    usual = connection.pragma("cache_size")
    connection.pragma("cache_size", _PAGES_WHILE_CHECKING)
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").get == "ok")
    finally:
        connection.pragma("cache_size", usual)


def _had_data(path: Path) -> bool:
    journal = path.with_name(path.name + "-wal")
    return marker_of(path).exists() or (journal.exists() and journal.stat().st_size > 0)


def _number(header: bytes, offset: int) -> int:
    number: int = struct.unpack_from(">i", header, offset)[0]
    return number


def copy_raw(source: Path, target: Path) -> None:
    """Copy a file that nobody writes, for its owner only, to where there is none, and flush it to the disk.

    Raises:
        OSError: it cannot be copied.
    """
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out, source.open("rb") as original:
        shutil.copyfileobj(original, out)
        out.flush()
        os.fsync(out.fileno())
