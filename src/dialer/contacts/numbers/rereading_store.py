"""The statements of reading numbers again: all run in the database's thread, inside its transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.contacts import store

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from dialer.contacts.model import Contact
    from dialer.contacts.record import Record

_CHANGED = (
    " FROM contact_reread AS was JOIN contact_number AS number USING(contact, raw)"
    " JOIN contact AS person ON person.id=was.contact WHERE was.e164 IS NOT number.e164"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What numbers were read by.

    Attributes:
        library: the version of the numbering plans.
        own: the number of our own rules.
        region: the home's country.
        company: its company's rules, as text; empty where there are none.
    """

    library: str
    own: int
    region: str
    company: str


@dataclass(frozen=True, slots=True)
class Change:
    """A number that is read differently.

    Attributes:
        contact_id: whose it is.
        name: the contact's name.
        raw: the number as written, which is unchanged.
        before: how it was read, None where it could not be called.
        now: how it is read.
    """

    contact_id: str
    name: str
    raw: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Reread:
    """A contact as it was loaded, and the record with its numbers read again."""

    contact: Contact
    record: Record


def rules(connection: apsw.Connection) -> Rules | None:
    """Return what the stored numbers were read by; None where nobody wrote it down yet."""
    found = connection.execute("SELECT library, own, region, company FROM contact_rules").fetchone()
    return None if found is None else Rules(*found)


def set_rules(connection: apsw.Connection, rules: Rules) -> None:
    """Write down what the stored numbers are read by now."""
    connection.execute(
        "INSERT OR REPLACE INTO contact_rules(one, library, own, region, company) VALUES(1,?,?,?,?)",
        (rules.library, rules.own, rules.region, rules.company),
    )


def replace(connection: apsw.Connection, reread: Sequence[Reread]) -> None:
    """Write contacts whose numbers are read differently; the first reading of each is remembered."""
    for each in reread:
        row = store.row_of(each.contact.id) or 0
        if store.load(connection, [row]) != [each.contact]:
            continue  # changed meanwhile, and so read by the new rules
        for was, now in zip(each.contact.numbers, each.record.contact.numbers, strict=True):
            if was.e164 != now.e164:
                connection.execute(
                    "INSERT OR IGNORE INTO contact_reread(contact, raw, e164, display) VALUES(?,?,?,?)",
                    (row, was.raw, was.e164, was.display),
                )
        store.replace(connection, row, each.record)


def count(connection: apsw.Connection) -> tuple[int, int]:
    """Return how many numbers are read differently, and how many of them could be called before."""
    numbers, called = connection.execute("SELECT count(*), count(was.e164)" + _CHANGED).fetchone() or (0, 0)
    return int(numbers), int(called)


def changes(connection: apsw.Connection, limit: int) -> list[Change]:
    """Return the numbers that are read differently, by name."""
    found = connection.execute(
        "SELECT was.contact, person.name, was.raw, iif(was.e164 IS NULL, NULL, was.display),"
        " iif(number.e164 IS NULL, NULL, number.display)"
        + _CHANGED
        + " ORDER BY person.sort_name, was.contact, number.position LIMIT ?",
        (limit,),
    )
    return [Change(store.id_of(row), name, raw, before, now) for row, name, raw, before, now in found]


def forget(connection: apsw.Connection) -> None:
    """Remember no earlier readings."""
    connection.execute("DELETE FROM contact_reread")
