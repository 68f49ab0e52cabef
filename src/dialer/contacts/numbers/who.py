"""Whose number it is: the same number of the same country, and nothing looser.

Most numbers have an E.164 form, which decides. One that exists in no numbering plan has none: of it, country
and national digits have to be the same, as far as it was written as nothing but a number.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.contacts import store
from dialer.contacts.numbers.marks import tidy

if TYPE_CHECKING:
    import apsw

    from dialer.contacts.model import Contact

_PLAIN = re.compile(r"\(?\+?[0-9][0-9 ().\-/]*")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number that somebody is looked up by.

    Attributes:
        e164: the number with its plus; None where it is in no numbering plan.
        identity: its country code and its national digits; None where it is no plain number.
        region: the country in which numbers without one are read.
    """

    e164: str | None
    identity: tuple[int, str] | None
    region: str


def wanted(number: str, region: str) -> Wanted:
    """Read a number to look somebody up by; its libraries are heavy: not in the event loop's thread."""
    from dialer.contacts.numbers import numbers

    e164 = numbers.check(number, region).e164
    return Wanted(e164, _identity(e164 or number, region), str(region))


def find(connection: apsw.Connection, wanted: Wanted) -> list[Contact]:
    """Return everybody who has the number: by its E.164 form, then by its national digits."""
    found = [] if wanted.e164 is None else store.with_number(connection, wanted.e164)
    known = {contact.id for contact in found}
    rows = [row for row in _unread(connection, wanted) if store.id_of(row) not in known]
    return found + store.load(connection, rows)


def _unread(connection: apsw.Connection, wanted: Wanted) -> list[int]:
    if wanted.identity is None:
        return []
    code, national = wanted.identity
    global_ways = (f"{code}{national}", f"{code}0{national}")
    ways = [national, f"0{national}", f"1{national}", *global_ways, *(f"00{way}" for way in global_ways)]
    candidates = connection.execute(
        "SELECT contact, raw FROM contact_number WHERE e164 IS NULL"
        " AND digits IN (SELECT value FROM json_each(?)) ORDER BY contact",
        (json.dumps(ways),),
    )
    rows = [row for row, raw in candidates if _identity(raw, wanted.region) == wanted.identity]
    return list(dict.fromkeys(rows))


def _identity(written: str, region: str) -> tuple[int, str] | None:
    """Return country code and national digits of what is nothing but a number, valid or not."""
    plain = tidy(written).strip()
    if len(plain) > _LONGEST or not _PLAIN.fullmatch(plain):
        return None
    from dialer.contacts.numbers import numbering

    return numbering.parse(plain, str(region))
