"""The statements of finding people twice, merging them and taking that back: in the database's thread."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dialer.contacts import kept_rows, store
from dialer.contacts.model import LOCAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import apsw

    from dialer.contacts.record import Record

Key = tuple[str | int, ...]


def numbers_after(connection: apsw.Connection, after: Key, limit: int) -> list[tuple[str, int, int]]:
    """Return (number, row, position) of the next numbers in their order."""
    return [
        (e164, row, position)
        for e164, row, position in connection.execute(
            "SELECT e164, contact, position FROM contact_number WHERE e164 IS NOT NULL"
            " AND (e164, contact, position) > (?,?,?) ORDER BY e164, contact, position LIMIT ?",
            (*after, limit),
        )
    ]


def emails_after(connection: apsw.Connection, after: Key, limit: int) -> list[tuple[str, int, int]]:
    """Return (address in small letters, row, position) of the next addresses in their order."""
    return [
        (address, row, position)
        for address, row, position in connection.execute(
            # The first condition is what the index can look for; it does not know rows of values.
            "SELECT lower(address), contact, position FROM contact_email WHERE address >= ?1 COLLATE NOCASE"
            " AND (address COLLATE NOCASE, contact, position) > (?1,?2,?3)"
            " ORDER BY address COLLATE NOCASE, contact, position LIMIT ?4",
            (*after, limit),
        )
    ]


def names_after(connection: apsw.Connection, after: Key, limit: int) -> list[tuple[str, int, int]]:
    """Return (folded name, row, 0) of the next names in their order."""
    return [
        (name, row, 0)
        for name, row in connection.execute(
            "SELECT sort_name, id FROM contact WHERE (sort_name, id) > (?,?) ORDER BY sort_name, id LIMIT ?",
            (*after[:2], limit),
        )
    ]


def people(connection: apsw.Connection, rows: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return folded name and organisation of these contacts, by row."""
    return {
        row: (name, organisation)
        for row, name, organisation in connection.execute(
            "SELECT id, sort_name, organisation FROM contact WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rows)),),
        )
    }


def known_pairs(connection: apsw.Connection) -> set[tuple[int, int]]:
    """Return the pairs, the lower row first, that somebody has decided about: other people, or linked."""
    pairs = set(connection.execute("SELECT one, other FROM contact_distinct"))
    pairs.update(
        connection.execute(
            "SELECT a.contact, b.contact FROM contact_link AS a JOIN contact_link AS b USING(person)"
            " WHERE a.contact < b.contact"
        )
    )
    return pairs


def dismiss(connection: apsw.Connection, rows: Sequence[int]) -> None:
    """Remember that all of these are different people."""
    ordered = sorted(set(rows))
    connection.executemany(
        "INSERT OR IGNORE INTO contact_distinct(one, other) VALUES(?,?)",
        [(one, other) for place, one in enumerate(ordered) for other in ordered[place + 1 :]],
    )


def digits_of(connection: apsw.Connection, row: int) -> list[str]:
    """Return the digits by which each of a contact's numbers is found."""
    rows = connection.execute("SELECT digits FROM contact_number WHERE contact=? ORDER BY position", (row,))
    return [digits for (digits,) in rows]


def linked(connection: apsw.Connection, row: int) -> list[int]:
    """Return the others that are the same person in another source."""
    rows = connection.execute(
        "SELECT b.contact FROM contact_link AS a JOIN contact_link AS b USING(person)"
        " WHERE a.contact=?1 AND b.contact<>?1 ORDER BY b.contact",
        (row,),
    )
    return [other for (other,) in rows]


def merge(
    connection: apsw.Connection,
    keep: int,
    record: Record | None,
    others: Sequence[int],
    links: Sequence[int],
    at: str,
) -> None:
    """Make one of several: `keep` becomes `record`, `others` go into it, and `links` stay beside it.

    Args:
        connection: of the database.
        keep: the row that stays.
        record: what it is from now on; None leaves it as it is.
        others: rows of this store that go.
        links: rows of directories that are the same person.
        at: when.
    """
    # Whoever was linked with one of them is the same person, too.
    also = {other for row in (keep, *others, *links) for other in linked(connection, row)}
    links = sorted({*links, *also} - {keep, *others})
    before = [kept_rows.of(connection, row) for row in (keep, *others, *links)]
    followed = [
        old
        for (old,) in connection.execute(
            "SELECT old FROM contact_successor WHERE contact IN (SELECT value FROM json_each(?))",
            (json.dumps(others),),
        )
    ]
    last_called = connection.execute(
        "SELECT max(last_called) FROM contact WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([keep, *others]),),
    ).get
    distinct = _distinct_from(connection, others) - {keep, *others}
    if record is not None:
        store.replace(connection, keep, record)
    for row in others:
        connection.execute("UPDATE contact_successor SET contact=? WHERE contact=?", (keep, row))
        connection.execute(
            "INSERT INTO contact_successor(old, contact, uid, digest) SELECT id, ?, uid, digest FROM contact"
            " WHERE id=?",
            (keep, row),
        )
        store.delete(connection, row)
    connection.execute("UPDATE contact SET last_called=? WHERE id=?", (last_called, keep))
    _link(connection, [keep, *links] if links else [])
    added = [
        other for other in sorted(distinct) if _set_apart(connection, min(keep, other), max(keep, other))
    ]
    connection.execute(
        "INSERT INTO contact_merge(contact, at, before) VALUES(?,?,?)",
        (
            keep,
            at,
            json.dumps({"rows": before, "others": others, "followed": followed, "distinct": added}),
        ),
    )


def last_merge(connection: apsw.Connection) -> tuple[int, int, list[int]] | None:
    """Return id, kept row and the other rows of the last merge that can be taken back."""
    found = connection.execute(
        "SELECT id, contact, before FROM contact_merge ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if found is None:
        return None
    merge_id, keep, before = found
    return merge_id, keep, json.loads(before)["others"]


def undo(connection: apsw.Connection, merge_id: int) -> list[int]:
    """Take a merge back; return the rows that are as they were again."""
    found = connection.execute("SELECT contact, before FROM contact_merge WHERE id=?", (merge_id,)).fetchone()
    if found is None:
        return []
    keep, noted = found[0], json.loads(found[1])
    connection.execute("DELETE FROM contact_merge WHERE id=?", (merge_id,))
    for other in noted["distinct"]:
        connection.execute(
            "DELETE FROM contact_distinct WHERE one=? AND other=?", (min(keep, other), max(keep, other))
        )
    restored = [rows["contact"][0]["id"] for rows in noted["rows"] if kept_rows.restore(connection, rows)]
    for row in noted["others"]:
        connection.execute("DELETE FROM contact_successor WHERE old=?", (row,))
    for rows in noted["rows"]:
        for successor in rows["contact_successor"]:
            kept_rows.put_successor(connection, successor)
        for pair in rows["contact_distinct"]:
            connection.execute(
                "INSERT OR IGNORE INTO contact_distinct(one, other) SELECT a.id, b.id"
                " FROM contact AS a, contact AS b WHERE a.id=? AND b.id=?",
                (pair["one"], pair["other"]),
            )
    return restored


def undo_into(connection: apsw.Connection, row: int) -> None:
    """Take back those merges into this contact that can be: who went into it is there again."""
    merges: list[tuple[int, str]] = [
        (merge_id, before)
        for merge_id, before in connection.execute(
            "SELECT id, before FROM contact_merge WHERE contact=? ORDER BY id DESC", (row,)
        )
    ]
    # A mere link with a directory's people is nobody's loss.
    if any(json.loads(before)["others"] for _, before in merges):
        for merge_id, _ in merges:
            undo(connection, merge_id)


def sources(connection: apsw.Connection, rows: Sequence[int]) -> dict[int, bool]:
    """Return for each of these rows that are there whether it is this store's own."""
    return {
        row: source == LOCAL
        for row, source in connection.execute(
            "SELECT id, source FROM contact WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(rows),)
        )
    }


def _link(connection: apsw.Connection, rows: Sequence[int]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO contact_link(contact, person) VALUES(?,?)", [(row, min(rows)) for row in rows]
    )


def _distinct_from(connection: apsw.Connection, rows: Sequence[int]) -> set[int]:
    wanted = json.dumps(rows)
    return {
        other
        for (other,) in connection.execute(
            "SELECT other FROM contact_distinct WHERE one IN (SELECT value FROM json_each(?1))"
            " UNION SELECT one FROM contact_distinct WHERE other IN (SELECT value FROM json_each(?1))",
            (wanted,),
        )
    }


def _set_apart(connection: apsw.Connection, one: int, other: int) -> bool:
    connection.execute("INSERT OR IGNORE INTO contact_distinct(one, other) VALUES(?,?)", (one, other))
    return connection.changes() > 0
