"""The address book's statements: everything here runs in the database's thread, inside its transaction."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from dialer.contacts import text
from dialer.contacts.model import NO_EXTRAS, Contact, Extras, Instructions, PhoneNumber

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from dialer.contacts.record import Record

_PREFIX = "c"
_COLUMNS = (
    "id, source, uid, name, organisation, department, title, note, favourite, tags,"
    " never_put_through, ask_for, best_time"
)


def row_of(contact_id: str) -> int | None:
    """Return the row of a contact's id, or None if the text is no id."""
    digits = contact_id.removeprefix(_PREFIX)
    if digits == contact_id or not (digits.isascii() and digits.isdigit()) or len(digits) > len("9" * 15):
        return None
    return int(digits)


def id_of(row: int) -> str:
    """Return the contact id of a row."""
    return f"{_PREFIX}{row}"


def load(connection: apsw.Connection, rows: Sequence[int]) -> list[Contact]:
    """Return these contacts in this order; those that are gone are left out."""
    wanted = json.dumps(rows)
    numbers, emails = _numbers_of(connection, wanted), _emails_of(connection, wanted)
    found = {}
    for row, *values, favourite, tags, never_put_through, ask_for, best_time in connection.execute(
        f"SELECT {_COLUMNS} FROM contact WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608  # constant
        (wanted,),
    ):
        source, uid, name, organisation, department, title, note = values
        found[row] = Contact(
            id=id_of(row),
            name=name,
            organisation=organisation,
            department=department,
            title=title,
            numbers=tuple(numbers.get(row, ())),
            emails=tuple(emails.get(row, ())),
            note=note,
            uid=uid,
            source=source,
            favourite=bool(favourite),
            tags=tuple(json.loads(tags)),
            instructions=Instructions(
                never_put_through=bool(never_put_through), ask_for=ask_for, best_time=best_time
            ),
        )
    return [found[row] for row in rows if row in found]


def _numbers_of(connection: apsw.Connection, wanted: str) -> dict[int, list[PhoneNumber]]:
    """Return the numbers of contacts, whose rows are a JSON list."""
    numbers: defaultdict[int, list[PhoneNumber]] = defaultdict(list)
    for row, raw, label, e164, callable_, confirm, display, reason in connection.execute(
        "SELECT contact, raw, label, e164, callable, confirm, display, reason FROM contact_number"
        " WHERE contact IN (SELECT value FROM json_each(?)) ORDER BY contact, position",
        (wanted,),
    ):
        numbers[row].append(
            PhoneNumber(
                raw=raw,
                label=label,
                e164=e164,
                callable=bool(callable_),
                confirm=bool(confirm),
                display=display,
                reason=reason,
            )
        )
    return numbers


def _emails_of(connection: apsw.Connection, wanted: str) -> dict[int, list[str]]:
    """Return the e-mail addresses of contacts, whose rows are a JSON list."""
    emails: defaultdict[int, list[str]] = defaultdict(list)
    for row, address in connection.execute(
        "SELECT contact, address FROM contact_email"
        " WHERE contact IN (SELECT value FROM json_each(?)) ORDER BY contact, position",
        (wanted,),
    ):
        emails[row].append(address)
    return emails


def insert(connection: apsw.Connection, record: Record, *, run: int | None = None) -> int:
    """Write a new contact; return its row."""
    contact, name_words, rest_words = record.contact, record.name_words(), record.rest_words()
    connection.execute(
        "INSERT INTO contact(source, uid, name, organisation, department, title, note, favourite, tags,"
        " never_put_through, ask_for, best_time, sort_name, name_words, rest_words, digest, import_run)"
        " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (contact.source, *_values(contact), name_words, rest_words, record.digest, run),
    )
    row = connection.last_insert_rowid()
    _insert_parts(connection, row, record)
    _index(connection, row, name_words, rest_words)
    return row


def replace(connection: apsw.Connection, row: int, record: Record) -> None:
    """Write what changed; a digest of None keeps the one of the last import: somebody edits it here."""
    unindex(connection, row)
    # From now on it is another contact than the one that was merged.
    connection.execute("DELETE FROM contact_merge WHERE contact=?", (row,))
    contact, name_words, rest_words = record.contact, record.name_words(), record.rest_words()
    connection.execute(
        "UPDATE contact SET uid=?, name=?, organisation=?, department=?, title=?, note=?, favourite=?,"
        " tags=?, never_put_through=?, ask_for=?, best_time=?, sort_name=?, name_words=?, rest_words=?,"
        " digest=coalesce(?, digest), edited=? WHERE id=?",
        (*_values(contact), name_words, rest_words, record.digest, int(record.digest is None), row),
    )
    connection.execute("DELETE FROM contact_number WHERE contact=?", (row,))
    connection.execute("DELETE FROM contact_email WHERE contact=?", (row,))
    _insert_parts(connection, row, record)
    _index(connection, row, name_words, rest_words)


def delete(connection: apsw.Connection, row: int) -> bool:
    """Remove a contact and every trace of it in the indexes; return whether there was one."""
    if not unindex(connection, row):
        return False
    for table in ("contact_number", "contact_email", "contact_extra"):
        connection.execute(f"DELETE FROM {table} WHERE contact=?", (row,))  # noqa: S608  # constant
    connection.execute("DELETE FROM contact WHERE id=?", (row,))
    return True


def extras_of(connection: apsw.Connection, row: int) -> Extras:
    """Return what else was said of a contact than its fields hold."""
    found = connection.execute(
        "SELECT lines, media_type, photo FROM contact_extra WHERE contact=?", (row,)
    ).fetchone()
    if found is None:
        return NO_EXTRAS
    lines, media_type, photo = found
    return Extras(lines=tuple(json.loads(lines)), media_type=media_type, photo=photo)


def load_current(connection: apsw.Connection, row: int) -> list[Contact]:
    """Return this contact, or the one that it was merged into."""
    found = connection.execute("SELECT contact FROM contact_successor WHERE old=?", (row,)).fetchone()
    return load(connection, [row if found is None else int(found[0])])


def count(connection: apsw.Connection, without: Sequence[str] = ()) -> int:
    """Return how many contacts there are in other sources than these."""
    statement = "SELECT count(*) FROM contact WHERE source NOT IN (SELECT value FROM json_each(?))"
    return int(connection.execute(statement, (json.dumps(without),)).get)


def rows_after(connection: apsw.Connection, row: int, limit: int) -> list[int]:
    """Return the next rows in the store's own order, to go through all contacts a batch at a time."""
    return [
        found
        for (found,) in connection.execute(
            "SELECT id FROM contact WHERE id>? ORDER BY id LIMIT ?", (row, limit)
        )
    ]


def named(connection: apsw.Connection, name_or_email: str) -> list[Contact]:
    """Return the contacts whose whole name or e-mail address this is."""
    rows = connection.execute(
        "SELECT id FROM contact WHERE sort_name=? UNION SELECT contact FROM contact_email"
        " WHERE address=? COLLATE NOCASE ORDER BY 1",
        (" ".join(text.words(name_or_email)) or None, name_or_email),
    )
    return load(connection, [row for (row,) in rows])


def with_number(connection: apsw.Connection, e164: str) -> list[Contact]:
    """Return everybody who has this number."""
    rows = connection.execute(
        "SELECT DISTINCT contact FROM contact_number WHERE e164=? ORDER BY contact", (e164,)
    )
    return load(connection, [row for (row,) in rows])


def touch(connection: apsw.Connection, row: int, when: str) -> None:
    """Remember when a contact was last called; an earlier moment changes nothing."""
    connection.execute(
        "UPDATE contact SET last_called=?2 WHERE id=?1 AND coalesce(last_called, '')<?2", (row, when)
    )


def _values(contact: Contact) -> tuple[str | int, ...]:
    """Return what the columns hold that both a new and a changed contact write, in their order."""
    instructions = contact.instructions
    return (
        contact.uid,
        contact.name,
        contact.organisation,
        contact.department,
        contact.title,
        contact.note,
        int(contact.favourite),
        json.dumps(contact.tags, ensure_ascii=False) if contact.tags else "[]",
        int(instructions.never_put_through),
        instructions.ask_for,
        instructions.best_time,
        _sort_name(contact),
    )


def _sort_name(contact: Contact) -> str:
    return " ".join(text.words(contact.name))


def _insert_parts(connection: apsw.Connection, row: int, record: Record) -> None:
    connection.executemany(
        "INSERT INTO contact_number VALUES(?,?,?,?,?,?,?,?,?,?)",
        [
            (
                row,
                position,
                number.raw,
                number.label,
                number.e164,
                int(number.callable),
                int(number.confirm),
                number.display,
                number.reason,
                digits,
            )
            for position, (number, digits) in enumerate(
                zip(record.contact.numbers, record.digits, strict=True)
            )
        ],
    )
    connection.executemany(
        "INSERT INTO contact_email VALUES(?,?,?)",
        [(row, position, address) for position, address in enumerate(record.contact.emails)],
    )
    if (extras := record.extras) is not None:
        connection.execute("DELETE FROM contact_extra WHERE contact=?", (row,))
        if extras:
            connection.execute(
                "INSERT INTO contact_extra VALUES(?,?,?,?)",
                (row, json.dumps(extras.lines, ensure_ascii=False), extras.media_type, extras.photo),
            )


def _index(connection: apsw.Connection, row: int, name_words: str, rest_words: str) -> None:
    words = f"{name_words} {rest_words}"
    connection.execute("INSERT INTO contact_names(rowid, words) VALUES(?,?)", (row, name_words))
    connection.execute("INSERT INTO contact_words(rowid, words) VALUES(?,?)", (row, words))
    connection.execute(
        "INSERT INTO contact_parts(rowid, parts) VALUES(?,?)", (row, text.parts(words.split()))
    )


def reindex(connection: apsw.Connection, row: int) -> None:
    """Put a contact that was taken out of the indexes into them again."""
    found = connection.execute("SELECT name_words, rest_words FROM contact WHERE id=?", (row,))
    _index(connection, row, *found.get)


def unindex(connection: apsw.Connection, row: int) -> bool:
    """Take a contact out of the indexes; return whether there is one."""
    found = connection.execute("SELECT name_words, rest_words FROM contact WHERE id=?", (row,)).fetchone()
    if found is None:
        return False
    name_words, words = found[0], " ".join(found)
    for table, column, indexed in (
        ("contact_names", "words", name_words),
        ("contact_words", "words", words),
        ("contact_parts", "parts", text.parts(words.split())),
    ):
        connection.execute(
            f"INSERT INTO {table}({table}, rowid, {column}) VALUES('delete',?,?)",
            (row, indexed),
        )
    return True
