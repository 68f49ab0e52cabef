"""The steps by which a database's tables came to be, and what is done where Dialer knows more or fewer.

All steps that are new are taken in one transaction, after a copy of what was there (SAFETY D09): whoever is
killed meanwhile, or meets a full disk, has the old tables, and the older Dialer reads them still. Each step
is noted with the version that took it, so that an older Dialer can say which one is needed (SAFETY D08).
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import apsw

from dialer import __version__
from dialer.core.database_file import FORMAT, back_up, copy_before, keep_newest, newer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

_LOGGER = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of a room's schema; it is applied once and never changed after a release.

    Attributes:
        name: the room and its step, such as ``contacts-1``.
        sql: statements without BEGIN or COMMIT, or a function that executes them.
    """

    name: str
    sql: str | Callable[[apsw.Connection], None]


def bring_up_to_date(
    connection: apsw.Connection, path: Path, migrations: Sequence[Migration], *, fresh: bool
) -> None:
    """Take the steps that are missing, after a copy of what was there.

    Raises:
        StorageError: a newer Dialer has taken steps that are not among these; nothing was changed.
    """
    applied = set() if fresh else steps_of(connection)
    unknown = applied - {step.name for step in migrations}
    if connection.pragma("user_version") > FORMAT or unknown:
        raise newer(path, _taken_by(connection, unknown))
    pending = [step for step in migrations if step.name not in applied]
    if pending or fresh:
        if applied:
            copy = copy_before(path, __version__, datetime.now(UTC))
            back_up(connection, path, copy)
            keep_newest(path, copy)
        # Off, so that a step can rebuild a table; what it leaves is checked before it is committed.
        connection.pragma("foreign_keys", False)
        transaction(connection, "EXCLUSIVE", lambda database: take_steps(database, pending))
        _LOGGER.info("database brought up to date: %s", ", ".join(step.name for step in pending))
    connection.pragma("foreign_keys", True)


def steps_of(connection: apsw.Connection) -> set[str]:
    """Return the names of the steps that a database has taken."""
    if not connection.table_exists("main", "migration"):
        return set()
    names: Iterable[tuple[str]] = connection.execute("SELECT name FROM migration")
    return {name for (name,) in names}


def take_steps(connection: apsw.Connection, pending: Sequence[Migration]) -> None:
    """Take steps within a transaction, and note each.

    Raises:
        apsw.Error: one cannot be taken.
    """
    connection.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
    if not _notes_versions(connection):
        # One that an earlier Dialer reads as well: it asks for the names only.
        connection.execute("ALTER TABLE migration ADD COLUMN version TEXT NOT NULL DEFAULT ''")
    for step in pending:
        if callable(step.sql):
            step.sql(connection)
        else:
            connection.execute(step.sql)
        connection.execute("INSERT INTO migration (name, version) VALUES (?, ?)", (step.name, __version__))
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise apsw.ConstraintError("a migration leaves rows that refer to nothing")
    connection.pragma("user_version", FORMAT)


def transaction(connection: apsw.Connection, kind: str, function: Callable[[apsw.Connection], T]) -> T:
    """Return what the function returns; if it raises, nothing of what it did remains."""
    connection.execute(f"BEGIN {kind}")
    try:
        result = function(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has already rolled back after some errors
            with suppress(apsw.Error):
                connection.execute("ROLLBACK")
        raise
    return result


def _taken_by(connection: apsw.Connection, unknown: set[str]) -> str:
    """Return the version that took steps that this Dialer does not know; empty where it did not say."""
    if not unknown or not _notes_versions(connection):
        return ""
    versions: Iterable[tuple[str, str]] = connection.execute("SELECT name, version FROM migration")
    taken = {version for name, version in versions if name in unknown}
    return max(taken, key=_in_order)


def _notes_versions(connection: apsw.Connection) -> bool:
    return any(row[1] == "version" for row in connection.execute("PRAGMA table_info(migration)"))


def _in_order(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]
