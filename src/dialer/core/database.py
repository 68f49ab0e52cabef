"""The embedded store: one SQLite connection on one thread of its own.

The SQLite inside apsw is used, whatever Python was built with. Every commit reaches the disk before it is
acknowledged (``synchronous=FULL``), deleted rows leave no bytes behind (``secure_delete``, and a log that is
emptied at the end), and no error of SQLite crosses this file's edge: callers see `StorageError`.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import apsw

from dialer.core.database_errors import storage_errors
from dialer.core.database_file import APPLICATION_ID, damaged, is_sound, prepare_file, write_marker
from dialer.core.errors import StorageError
from dialer.core.schema_steps import Migration, bring_up_to_date, take_steps, transaction
from dialer.core.worker import Worker

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

__all__ = ["Database", "Migration"]

_BUSY_MILLISECONDS = 1000

T = TypeVar("T")


class Database:
    """Contacts, history and what else must survive a power failure.

    ``read`` and ``write`` hand the connection to a function that runs in the database's thread, one at a time
    and in the order asked for. The function must not keep the connection, nor a cursor of it.
    """

    def __init__(self, path: Path, connection: apsw.Connection, worker: Worker) -> None:
        """Use `Database.open`."""
        self._path = path
        self._connection = connection
        self._worker = worker
        self._closed = False

    @classmethod
    async def open(cls, path: Path, migrations: Sequence[Migration], *, vfs: str | None = None) -> Database:
        """Open the database, or create it, and bring its schema up to date.

        Args:
            path: the database file; its folder exists.
            migrations: the steps of all rooms, in the order in which they build on each other.
            vfs: SQLite's file layer, where it is not the usual one.

        Raises:
            StorageError: it cannot be opened; the key says why, and nothing was created, changed or lost.
        """
        worker = Worker("dialer-database")
        try:
            connection = await worker.run(lambda: _open(path, migrations, vfs))
        except BaseException:
            worker.stop()
            raise
        return cls(path, connection, worker)

    @classmethod
    async def in_memory(cls, migrations: Sequence[Migration]) -> Database:
        """Return a database that is never written to a disk, and gone when it is closed."""
        worker = Worker("dialer-memory")
        return cls(Path(":memory:"), await worker.run(lambda: _open_in_memory(migrations)), worker)

    @property
    def path(self) -> Path:
        """The database file."""
        return self._path

    async def read(self, function: Callable[[apsw.Connection], T]) -> T:
        """Return what the function reads; it cannot write.

        Raises:
            StorageError: the database could not be read.
        """
        return await self.begin_read(function)

    def begin_read(self, function: Callable[[apsw.Connection], T]) -> asyncio.Future[T]:
        """Begin to read at once, whatever else the loop has to do, and return what will have it.

        Raises:
            StorageError: the database is closed.
        """
        self._check_open()
        return self._worker.begin(lambda: self._read(function), keep=False)

    async def write(self, function: Callable[[apsw.Connection], T]) -> T:
        """Run the function in one transaction; when this returns, its changes are on the disk.

        If the function raises, nothing of it remains. If whoever waits is cancelled, it is written all the
        same.

        Raises:
            StorageError: nothing was written.
        """
        return await self.begin_write(function)

    def begin_write(self, function: Callable[[apsw.Connection], T]) -> asyncio.Future[T]:
        """Begin to write at once, and return what will have the outcome; else it is as `write`.

        Raises:
            StorageError: the database is closed.
        """
        self._check_open()
        return self._worker.begin(lambda: self._write(function))

    async def scrub(self) -> None:
        """Empty the log into the database: until then, what was deleted lives on in it.

        Where the disk is full that waits until the database is closed.

        Raises:
            StorageError: the database is closed.
        """
        self._check_open()
        await self._worker.run(self._empty_log)

    async def close(self) -> None:
        """Finish what was asked for, empty the log into the database, and let go of the file."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._worker.run(self._close)
        finally:
            self._worker.stop()

    def _check_open(self) -> None:
        if self._closed:
            raise StorageError("core.database.closed", path=str(self._path))

    def _read(self, function: Callable[[apsw.Connection], T]) -> T:
        with storage_errors(self._path, self._connection):
            return function(self._connection)

    def _write(self, function: Callable[[apsw.Connection], T]) -> T:
        with storage_errors(self._path, self._connection):
            self._connection.pragma("query_only", False)
            try:
                return transaction(self._connection, "IMMEDIATE", function)
            finally:
                self._connection.pragma("query_only", True)

    def _close(self) -> None:
        with storage_errors(self._path, self._connection):
            try:
                self._empty_log()  # a full disk must not keep it open
            finally:
                self._connection.close()

    def _empty_log(self) -> None:
        with suppress(apsw.Error):
            self._connection.pragma("wal_checkpoint", "TRUNCATE")


def _open(path: Path, migrations: Sequence[Migration], vfs: str | None) -> apsw.Connection:
    with storage_errors(path):
        fresh = prepare_file(path)
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=vfs)
    try:
        with storage_errors(path, connection):
            _configure(connection, fresh=fresh)
            bring_up_to_date(connection, path, migrations, fresh=fresh)
            write_marker(path)
            # What was deleted just before the program was killed lives on in the log.
            with suppress(apsw.Error):
                connection.pragma("wal_checkpoint", "TRUNCATE")
            connection.pragma("query_only", True)
    except BaseException as error:
        connection.close()
        if isinstance(error, StorageError) and error.key == "core.database.corrupt":
            with storage_errors(path):
                raise damaged(path) from None
        raise
    return connection


def _open_in_memory(migrations: Sequence[Migration]) -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    # Without this, sorting much would write what is sorted to a temporary file.
    connection.pragma("temp_store", "MEMORY")
    connection.pragma("trusted_schema", False)
    transaction(connection, "EXCLUSIVE", lambda database: take_steps(database, migrations))
    connection.pragma("foreign_keys", True)
    connection.pragma("query_only", True)
    return connection


def _configure(connection: apsw.Connection, *, fresh: bool) -> None:
    if connection.readonly("main"):  # SQLite opens a file it may not write for reading only
        raise apsw.ReadOnlyError
    connection.set_busy_timeout(_BUSY_MILLISECONDS)
    # Until the file has proved sound, closing it must not fold the log into it.
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.pragma("trusted_schema", False)
    connection.pragma("cell_size_check", True)
    connection.pragma("mmap_size", 0)
    connection.pragma("temp_store", "MEMORY")
    connection.pragma("locking_mode", "EXCLUSIVE")
    connection.pragma("synchronous", "FULL")
    connection.pragma("fullfsync", True)  # on macOS fsync alone leaves the data in the drive's cache
    connection.pragma("secure_delete", True)
    if fresh:
        # Before the log exists, so that the file itself, never empty again, says whose it is.
        connection.pragma("application_id", APPLICATION_ID)
    elif not is_sound(connection):
        raise apsw.CorruptError
    connection.pragma("journal_mode", "WAL")
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
