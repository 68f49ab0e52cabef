"""The starred contacts, which are the speed dial: in an order of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.store import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from dialer.contacts.model import Contact


def favourites(connection: apsw.Connection) -> list[Contact]:
    """Return the starred contacts in the order they were put in, then the others by name."""
    rows = connection.execute(
        "SELECT id FROM contact LEFT JOIN contact_favourite_place ON contact = id WHERE favourite"
        " ORDER BY place IS NULL, place, sort_name"
    )
    return load(connection, [row for (row,) in rows])


def order_favourites(connection: apsw.Connection, rows: Sequence[int]) -> None:
    """Put the starred contacts in this order; one that is gone has no place."""
    connection.execute("DELETE FROM contact_favourite_place")
    connection.executemany(
        "INSERT INTO contact_favourite_place SELECT id, ?2 FROM contact WHERE id = ?1",
        [(row, place) for place, row in enumerate(rows)],
    )
