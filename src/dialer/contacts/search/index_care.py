"""Taking many contacts out of the full-text indexes at once.

The indexes forget a contact at once (``secure-delete``), which costs them a hundred times what it costs to
note that it is gone. For many at once it is noted, in the same transaction as the rest, and the indexes are
merged afterwards: then nothing is left of it there either. If the program ends before that, it is made good
by whoever takes many out next.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import apsw

    from dialer.core.database import Database

MANY = 20
"""From how many in one transaction on it is worth while."""

# How much is merged in one transaction: the store answers others in between.
_PAGES = 200


@contextmanager
def many(connection: apsw.Connection) -> Iterator[None]:
    """Take out quickly what is taken out meanwhile; runs inside a transaction, and `merge` has to follow."""
    connection.execute("INSERT OR IGNORE INTO contact_unmerged(one) VALUES(1)")
    _set(connection, "secure-delete", 0)
    try:
        yield
    finally:
        _set(connection, "secure-delete", 1)


async def merge(database: Database) -> None:
    """Forget in the indexes what was taken out of them quickly.

    Raises:
        StorageError: it is not done; the next call does it.
    """
    if await database.read(_is_pending):
        await database.write(lambda connection: _set(connection, "merge", -_PAGES))
        while await database.write(_merge_some):
            pass


def _is_pending(connection: apsw.Connection) -> bool:
    return connection.execute("SELECT 1 FROM contact_unmerged").fetchone() is not None


def _merge_some(connection: apsw.Connection) -> bool:
    """Merge a piece; return whether there is more."""
    before = connection.total_changes()
    tables = _set(connection, "merge", _PAGES)
    # A merge that finds nothing to do counts as one change.
    if connection.total_changes() - before > tables:
        return True
    connection.execute("DELETE FROM contact_unmerged")
    return False


def _set(connection: apsw.Connection, what: str, value: int) -> int:
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE name LIKE 'contact%' AND sql LIKE '%USING fts5%'"
        )
    ]
    for name in tables:
        connection.execute(f"INSERT INTO {name}({name}, rank) VALUES(?,?)", (what, value))
    return len(tables)
