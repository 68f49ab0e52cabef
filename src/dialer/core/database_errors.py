"""SQLite's and the file system's errors, told in our own keys."""

from __future__ import annotations

import errno
import logging
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import apsw

from dialer.core.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOGGER = logging.getLogger(__name__)

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_KEYS: dict[type[apsw.Error], str] = {
    apsw.FullError: "core.database.full",
    apsw.ReadOnlyError: "core.database.read_only",
    apsw.PermissionsError: "core.database.read_only",
    apsw.CorruptError: "core.database.corrupt",
    apsw.NotADBError: "core.database.corrupt",
    apsw.BusyError: "core.database.busy",
    apsw.LockedError: "core.database.busy",
}


@contextmanager
def storage_errors(path: Path, connection: apsw.Connection | None = None) -> Iterator[None]:
    """Turn what SQLite or the file system raises inside into a `StorageError` about this database."""
    try:
        yield
    except (apsw.Error, OSError) as error:
        key = _key(error, path, connection)
        _LOGGER.error("database: %s (%s: %s)", key, type(error).__name__, error)
        raise StorageError(key, path=str(path)) from None


def _key(error: Exception, path: Path, connection: apsw.Connection | None) -> str:
    if isinstance(error, OSError):
        return _key_of_errno(error.errno)
    if isinstance(error, apsw.IOError):
        return _key_of_errno(connection.system_errno if connection is not None else None)
    if isinstance(error, apsw.CantOpenError):
        writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
        return "core.database.io" if writable else "core.database.read_only"
    # What is left over, such as wrong SQL, is a fault of the program.
    return next((key for kind, key in _KEYS.items() if isinstance(error, kind)), "core.database.fault")


def _key_of_errno(number: int | None) -> str:
    if number in _FULL:
        return "core.database.full"
    if number in _READ_ONLY:
        return "core.database.read_only"
    return "core.database.io"
