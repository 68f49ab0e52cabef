"""Birthdays in a list, as properties of a vCard (RFC 6350 6.2.5).

A date is read only where it can mean one day: ISO 8601, as Google writes it, and parts with columns of their
own, as Thunderbird's. ``3/4/1988`` is two days in two countries, and stays a text.
"""

from __future__ import annotations

import re
from datetime import date

from dialer.contacts.exchange.card_fields import escape

_ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
# Google leaves the year out that nobody told it.
_WITHOUT_YEAR = re.compile(r"--([0-9]{2})-?([0-9]{2})")
_LEAP_YEAR = 2000
_MOST_DIGITS = 4


def birthday(text: str) -> str:
    """Return what a cell says, as a date if it is one for certain."""
    if found := _ISO.fullmatch(text):
        return _line(*map(int, found.groups())) or _as_text(text)
    if found := _WITHOUT_YEAR.fullmatch(text):
        return _line(0, *map(int, found.groups())) or _as_text(text)
    return _as_text(text)


def birthday_of_parts(year: str, month: str, day: str) -> str:
    """Return what three cells say together, as a date if they are one; each may be empty."""
    parts = (year, month, day)
    if all(not part or (part.isdecimal() and len(part) <= _MOST_DIGITS) for part in parts):
        line = _line(*(int(part or 0) for part in parts))
        if line:
            return line
    return _as_text("-".join(filter(None, parts)))


def _line(year: int, month: int, day: int) -> str:
    """Return a date, of which parts that are 0 are not known, or nothing where there is no such day."""
    try:
        date(year or _LEAP_YEAR, month or 1, day or 1)
    except ValueError:
        return ""
    if year and month and day:
        return f"BDAY:{year:04}{month:02}{day:02}"
    if month and day:
        return f"BDAY:--{month:02}{day:02}"
    if year and not day:
        return f"BDAY:{year:04}-{month:02}" if month else f"BDAY:{year:04}"
    return ""


def _as_text(text: str) -> str:
    return f"BDAY;VALUE=text:{escape(text)}"
