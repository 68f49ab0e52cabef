"""The language that somebody is written to in, as far as a card tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dialer.core.strings import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.contacts.book import ContactBook

_LANGUAGE = re.compile(
    r"(?:[\w-]+\.)?LANG(?P<parameters>(?:;[^:]*)?):(?P<tag>[A-Z]{2})(?:[-_]\w+)*\s*", re.IGNORECASE
)
_PREF = re.compile(r";PREF=(\d+)", re.IGNORECASE)
_LEAST_PREFERRED = 100


async def language_for(book: ContactBook, contact_id: str | None, otherwise: str) -> str:
    """Return the language of a contact, where the card names one that Dialer speaks."""
    if contact_id is None:
        return otherwise
    language = language_of((await book.extras(contact_id)).lines)
    return language if language in LANGUAGES else otherwise


def language_of(lines: Iterable[str]) -> str | None:
    """Return the language that somebody's card asks for, as two letters (RFC 6350, 6.4.4); None without one.

    Args:
        lines: the other properties of the card, see `Extras`.
    """
    found = []
    for line in lines:
        if (match := _LANGUAGE.fullmatch(line)) is not None:
            preference = _PREF.search(match["parameters"])
            found.append((int(preference[1]) if preference else _LEAST_PREFERRED, match["tag"].lower()))
    return min(found, key=lambda pair: pair[0])[1] if found else None
