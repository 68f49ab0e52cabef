"""The statements of an import: they run in the database's thread.

What an import writes is noted in the same transaction: whom it added, and how those that it changed were
before. So an import that is cut off can be taken back like a whole one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialer.contacts import store
from dialer.contacts.exchange import undo_store
from dialer.contacts.merging import duplicates_store
from dialer.contacts.merging.merging import Part, merged
from dialer.contacts.model import LOCAL, NO_EXTRAS, ImportRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import apsw

    from dialer.contacts.model import Contact, Extras
    from dialer.contacts.record import Record

KEPT_RUNS = 10
"""How many imports can be taken back, one after the other; what is noted of older ones is forgotten."""

_PRUNED = 2000
_HAS_STEPS = "EXISTS(SELECT 1 FROM contact_import_step WHERE import=contact_import.id)"


@dataclass(frozen=True, slots=True)
class Stored:
    """Somebody as the store has them."""

    row: int
    contact: Contact
    extras: Extras
    digest: bytes | None


def begin(connection: apsw.Connection, at: str, files: Sequence[str]) -> int:
    """Note that an import begins; return its id."""
    connection.execute(f"DELETE FROM contact_import WHERE NOT {_HAS_STEPS}")  # noqa: S608  # constant
    connection.execute("INSERT INTO contact_import(at, files) VALUES(?,?)", (at, json.dumps(files)))
    return connection.last_insert_rowid()


def prune(connection: apsw.Connection) -> bool:
    """Forget a piece of what is noted of imports that are too old; return whether there is more of it."""
    oldest = connection.execute(
        "SELECT id FROM contact_import ORDER BY id DESC LIMIT 1 OFFSET ?", (KEPT_RUNS,)
    ).get
    if oldest is None:
        return False
    connection.execute(
        "DELETE FROM contact_import_step WHERE (import, contact) IN"
        " (SELECT import, contact FROM contact_import_step WHERE import<=? LIMIT ?)",
        (oldest, _PRUNED),
    )
    if connection.changes() == _PRUNED:
        return True
    connection.execute("DELETE FROM contact_import WHERE id<=?", (oldest,))
    return False


def mark_of(run: int, place: int) -> int:
    """Return the mark of one file of an import, by which two of its contacts with one key are told apart."""
    return (run << 24) + place


def known(connection: apsw.Connection, uids: Iterable[str]) -> dict[str, tuple[int, bytes | None]]:
    """Return row and digest of those of these keys that are there."""
    rows = connection.execute(
        "SELECT uid, id, digest FROM contact WHERE source=? AND uid IN (SELECT value FROM json_each(?))",
        (LOCAL, json.dumps(list(uids))),
    )
    return {uid: (row, digest) for uid, row, digest in rows}


def copied(connection: apsw.Connection, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of these (source, key) that were copied from a directory."""
    query = "SELECT 1 FROM contact WHERE source=? AND uid=? AND source<>?"
    return {key for key in keys if connection.execute(query, (*key, LOCAL)).fetchone() is not None}


def stored(connection: apsw.Connection, rows: Sequence[int]) -> list[Stored]:
    """Return these contacts with all that is kept of them."""
    digests = dict(
        connection.execute(
            "SELECT id, digest FROM contact WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(rows),)
        )
    )
    found = []
    for contact in store.load(connection, rows):
        row = int(contact.id[1:])
        found.append(Stored(row, contact, store.extras_of(connection, row), digests[row]))
    return found


def find(connection: apsw.Connection, uid: str) -> tuple[int, bytes | None, int | None] | None:
    """Return row, digest and the mark of the last file of the contact with this key."""
    found = connection.execute(
        "SELECT id, digest, import_run FROM contact WHERE source=? AND uid=?", (LOCAL, uid)
    ).fetchone()
    return None if found is None else (found[0], found[1], found[2])


def key_of(digest: bytes) -> str:
    """Return the key of a card without one, by its content."""
    return f"content:{digest.hex()}"


def key_of_row(digest: bytes) -> str:
    """Return the key of a row of a list, by its cells."""
    return f"row:{digest.hex()}"


def same(connection: apsw.Connection, digest: bytes, file: int) -> int | None:
    """Return a contact without a UID that was imported with this content, and that is not of this file."""
    found = connection.execute(
        # As the index has it.
        "SELECT id FROM contact WHERE (uid GLOB 'content:*' OR uid GLOB 'row:*') AND digest=? AND source=?"
        " AND import_run IS NOT ? ORDER BY id LIMIT 1",
        (digest, LOCAL, file),
    ).fetchone()
    return None if found is None else int(found[0])


def add(connection: apsw.Connection, record: Record, *, run: int, file: int) -> None:
    """Add a contact, and note it."""
    row = store.insert(connection, record, run=file)
    connection.execute("INSERT INTO contact_import_step(import, contact) VALUES(?,?)", (run, row))


def change(connection: apsw.Connection, row: int, record: Record, *, run: int) -> None:
    """Change a contact to what a file says, and note how it was; what this desk decided about it stays.

    Where others were merged into it, the file says nothing about what they brought: that stays, too.
    """
    (here,) = store.load(connection, [row])
    _note(connection, row, here, run)
    if connection.execute("SELECT 1 FROM contact_successor WHERE contact=?", (row,)).fetchone():
        parts = [_part_of(record), _part(connection, row, here)]
        record = replace(merged(parts), digest=record.digest)
    contact = replace(record.contact, favourite=here.favourite, instructions=here.instructions)
    store.replace(connection, row, replace(record, contact=contact))


def merged_away(connection: apsw.Connection, uid: str) -> tuple[int, bytes | None] | None:
    """Return into which row the contact with this key was merged, and the digest that it had."""
    found = connection.execute(
        "SELECT contact, digest FROM contact_successor WHERE uid=? ORDER BY old DESC LIMIT 1", (uid,)
    ).fetchone()
    return None if found is None else (found[0], found[1])


def change_merged(connection: apsw.Connection, row: int, record: Record, *, run: int) -> bool:
    """Add what a file says of somebody to the contact that he was merged into; return whether it is new."""
    (here,) = store.load(connection, [row])
    part = _part(connection, row, here)
    both = merged([part, _part_of(record)])
    contact = replace(both.contact, favourite=here.favourite, instructions=here.instructions)
    if contact == here and both.extras == part.extras:
        return False
    _note(connection, row, here, run)
    # Its own card says what it said before: the digest stays.
    digest = connection.execute("SELECT digest FROM contact WHERE id=?", (row,)).get
    store.replace(connection, row, replace(both, contact=contact, digest=digest or b""))
    return True


def _note(connection: apsw.Connection, row: int, here: Contact, run: int) -> None:
    text, photo = undo_store.noted(connection, row, here)
    connection.execute(
        # The second change of one import adds nothing to what is known of before it.
        "INSERT OR IGNORE INTO contact_import_step(import, contact, before, photo) VALUES(?,?,?,?)",
        (run, row, text, photo),
    )


def _part(connection: apsw.Connection, row: int, here: Contact) -> Part:
    return Part(here, tuple(duplicates_store.digits_of(connection, row)), store.extras_of(connection, row))


def _part_of(record: Record) -> Part:
    return Part(record.contact, record.digits, record.extras or NO_EXTRAS)


def mark(connection: apsw.Connection, row: int, file: int) -> None:
    """Note that a file has this contact."""
    connection.execute("UPDATE contact SET import_run=? WHERE id=?", (file, row))


def last(connection: apsw.Connection) -> ImportRun | None:
    """Return the last import that can be taken back."""
    found = connection.execute(
        f"SELECT id, at, files FROM contact_import WHERE {_HAS_STEPS} ORDER BY id DESC LIMIT 1"  # noqa: S608  # constant
    ).fetchone()
    if found is None:
        return None
    run, at, files = found
    new, changed, edited = connection.execute(
        "SELECT total(before IS NULL), total(before IS NOT NULL), total(edited)"
        " FROM contact_import_step JOIN contact ON contact.id=contact WHERE import=?",
        (run,),
    ).get
    return ImportRun(
        id=run, at=at, files=tuple(json.loads(files)), new=int(new), changed=int(changed), edited=int(edited)
    )
