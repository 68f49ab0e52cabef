"""The statements about people who were copied from directories: they run in the database's thread."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace as replace_fields
from typing import TYPE_CHECKING

from dialer.contacts import store
from dialer.contacts.search import index_care

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from dialer.contacts.model import Contact
    from dialer.contacts.record import Record


def renew(connection: apsw.Connection, row: int, record: Record) -> None:
    """Write what a directory says of somebody now; what was added at this desk stays as it is."""
    (here,) = store.load(connection, [row])
    source_note = connection.execute("SELECT source_note FROM contact WHERE id=?", (row,)).get
    theirs = record.contact.note
    has_own = source_note is not None
    contact = replace_fields(
        record.contact,
        favourite=here.favourite,
        note=here.note if has_own else theirs,
        instructions=here.instructions,
    )
    store.replace(connection, row, replace_fields(record, contact=contact))
    if has_own:
        connection.execute("UPDATE contact SET source_note=? WHERE id=?", (theirs, row))


def keep_own(connection: apsw.Connection, row: int, record: Record) -> None:
    """Write what was added at this desk to somebody of a directory: star, note and instructions.

    A note of one's own takes the place of the directory's until it is emptied.
    """
    note, source_note = connection.execute("SELECT note, source_note FROM contact WHERE id=?", (row,)).get
    theirs = note if source_note is None else source_note
    if record.contact.note in {"", theirs}:
        record = replace_fields(record, contact=replace_fields(record.contact, note=theirs))
    store.replace(connection, row, record)
    own = record.contact.note != theirs
    connection.execute("UPDATE contact SET source_note=? WHERE id=?", (theirs if own else None, row))


def of_source(connection: apsw.Connection, source: str, uids: Sequence[str]) -> list[Contact]:
    """Return those of a source's people who have one of these keys."""
    rows = connection.execute(
        "SELECT id FROM contact WHERE source=? AND uid IN (SELECT value FROM json_each(?))",
        (source, json.dumps(uids)),
    )
    return store.load(connection, [row for (row,) in rows])


def copied_sources(connection: apsw.Connection) -> list[str]:
    """Return every directory that people were copied from."""
    return [source for (source,) in connection.execute("SELECT source FROM contact_source")]


def token_of(connection: apsw.Connection, source: str) -> str:
    """Return where the last complete round of a source ended; empty before the first."""
    found = connection.execute("SELECT token FROM contact_source WHERE source=?", (source,)).fetchone()
    return str(found[0]) if found is not None else ""


def existing(connection: apsw.Connection, source: str) -> dict[str, tuple[int, bytes | None]]:
    """Return row and digest of everybody of a source, by their keys."""
    return {
        uid: (row, digest)
        for uid, row, digest in connection.execute(
            "SELECT uid, id, digest FROM contact WHERE source=?", (source,)
        )
    }


def versions(connection: apsw.Connection, source: str) -> dict[str, str]:
    """Return in which version everybody of a source was copied, by their keys; empty where it has none."""
    rows = connection.execute(
        "SELECT uid, '' FROM contact WHERE source=?1"
        " UNION ALL SELECT uid, version FROM contact_remote WHERE source=?1",
        (source,),
    )
    return dict(rows)


def keep_versions(connection: apsw.Connection, source: str, versions: Sequence[tuple[str, str]]) -> None:
    """Note in which version people were copied."""
    connection.executemany(
        "INSERT INTO contact_remote(source, uid, version) VALUES(?1, ?2, ?3)"
        " ON CONFLICT(source, uid) DO UPDATE SET version=?3",
        ((source, uid, version) for uid, version in versions),
    )


def drop_versions(connection: apsw.Connection, source: str, uids: Sequence[str]) -> None:
    """Forget the versions of people who are gone."""
    connection.execute(
        "DELETE FROM contact_remote WHERE source=? AND uid IN (SELECT value FROM json_each(?))",
        (source, json.dumps(uids)),
    )


def version_of(connection: apsw.Connection, source: str, uid: str) -> str:
    """Return in which version somebody was copied; empty where there is none."""
    found = connection.execute(
        "SELECT version FROM contact_remote WHERE source=? AND uid=?", (source, uid)
    ).fetchone()
    return str(found[0]) if found is not None else ""


def source_note(connection: apsw.Connection, contact_id: str) -> str | None:
    """Return a directory's own note, where one of this desk has taken its place; None where it has not."""
    found = connection.execute(
        "SELECT source_note FROM contact WHERE id=?", (store.row_of(contact_id),)
    ).fetchone()
    return found[0] if found is not None else None


def write_back(connection: apsw.Connection, record: Record, uid: str, version: str) -> None:
    """Write somebody as the directory has him now, and in which version."""
    source = record.contact.source
    row = _row_of(connection, source, uid)
    write_people(connection, [(row, record)])
    note_source(connection, source)
    keep_versions(connection, source, [(uid, version)])


def remove(connection: apsw.Connection, source: str, uid: str) -> None:
    """Remove somebody who is gone from a directory."""
    row = _row_of(connection, source, uid)
    if row is not None:
        store.delete(connection, row)
    drop_versions(connection, source, [uid])


def counts(connection: apsw.Connection) -> dict[str, int]:
    """Return how many contacts there are of each source, also of those of which nobody is left."""
    rows = connection.execute(
        "SELECT source, 0 FROM contact_source UNION ALL SELECT source, count(*) FROM contact GROUP BY source"
    )
    return dict(rows)


def has_conflicts(connection: apsw.Connection) -> bool:
    """Whether somebody has to choose between two versions of a person."""
    return bool(connection.execute("SELECT EXISTS(SELECT 1 FROM contact_conflict)").get)


def _row_of(connection: apsw.Connection, source: str, uid: str) -> int | None:
    found = connection.execute("SELECT id FROM contact WHERE source=? AND uid=?", (source, uid)).fetchone()
    return None if found is None else int(found[0])


def write_people(connection: apsw.Connection, people: Sequence[tuple[int | None, Record]]) -> None:
    """Write people whose row is known anew, and the others as new ones."""
    for row, record in people:
        if row is None:
            store.insert(connection, record)
        else:
            renew(connection, row, record)


def delete(connection: apsw.Connection, rows: Sequence[int]) -> None:
    """Remove these people; `index_care.merge` has to follow where they are many."""
    with index_care.many(connection) if len(rows) >= index_care.MANY else nullcontext():
        for row in rows:
            store.delete(connection, row)


def rows_of(connection: apsw.Connection, source: str, limit: int) -> list[int]:
    """Return the rows of so many people of a source."""
    rows = connection.execute("SELECT id FROM contact WHERE source=? LIMIT ?", (source, limit))
    return [row for (row,) in rows]


def note_source(connection: apsw.Connection, source: str) -> None:
    """Note a source that is about to be copied from."""
    connection.execute("INSERT OR IGNORE INTO contact_source(source, token) VALUES(?, '')", (source,))


def keep_token(connection: apsw.Connection, source: str, token: str) -> None:
    """Keep where the next round goes on."""
    connection.execute("UPDATE contact_source SET token=? WHERE source=?", (token, source))


def drop_source(connection: apsw.Connection, source: str) -> None:
    """Forget that a source was ever copied from."""
    connection.execute("DELETE FROM contact_source WHERE source=?", (source,))
    for table in ("contact_remote", "contact_conflict"):
        connection.execute(f"DELETE FROM {table} WHERE source=?", (source,))  # noqa: S608  # constant
