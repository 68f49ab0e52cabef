"""What somebody typed, as a filter of RFC 4515 that means these characters and nothing else.

Whether an accent matters is the server's own affair: to Active Directory none does, to OpenLDAP each does. A
receptionist who hears a name does not know them, so that words are looked for with any of them or none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.contacts.text import fold
from dialer.integrations.ldap.accents import patterns
from dialer.integrations.ldap.people import TECHNICAL, texts

if TYPE_CHECKING:
    from dialer.integrations.ldap.accents import Pattern
    from dialer.integrations.ldap.session import Entry

INSIDE, BEGIN = "inside", "begin"
MATCHES = (INSIDE, BEGIN)

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_NUMBER = re.compile(r"(?<!\S)\+?\(?[0-9](?:[0-9 ()./\-]*[0-9])?(?!\S)")
_TRUNK_ZERO = re.compile(r"(?<=[0-9 ])\(0\)")
_LEAST_DIGITS = 3
"""Fewer are in nearly every number."""
_MOST_WORDS = 12
_MOST_PATTERNS, _MOST_OF_WORD, _MOST_OF_SHORT = 16, 12, 6
"""A server looks at each for everybody: so many more are bearable for those without an index."""
_MOST_OF_DETAIL = 4
_SHORT = 3
_PUNCTUATION = ",;"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that must be there: this text, or these digits in a number.

    Attributes:
        text: as it was typed.
        digits: in how many ways the number can be written, without what separates its digits.
    """

    text: str
    digits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed, read.

    Attributes:
        wanted: all of it must be there.
        phrase: the whole, folded, to compare with a name.
    """

    wanted: tuple[Wanted, ...]
    phrase: str

    def has(self, entry: Entry, scope: Scope) -> bool:
        """Whether an entry has what is wanted: the server was asked for it with anything in between."""
        written = [_digits(text) for name in scope.numbers for text in texts(entry, name)]
        searched = {name.lower() for name in scope.searched}
        aside = {name.lower() for name in (*scope.numbers, *TECHNICAL)} - searched
        # Under which name a server answers is its own affair: what is looked for as surname comes as sn.
        looked_at = [fold(text) for name in entry.values if name not in aside for text in texts(entry, name)]
        return all(
            any(digits in number for digits in one.digits for number in written)
            or any(fold(one.text) in text for text in looked_at)
            for one in self.wanted
            if one.digits or scope.match == INSIDE
        )


def read(typed: str, region: str) -> Words:
    """Read a search text; a number of another country than the region's has its country code."""
    found = [match.group() for match in _NUMBER.finditer(typed)]
    wanted = [Wanted(number, _ways(number, region)) for number in found]
    wanted += [Wanted(word.strip(_PUNCTUATION) or word) for word in _NUMBER.sub(" ", typed).split()]
    return Words(tuple(dict.fromkeys(wanted))[:_MOST_WORDS], fold(" ".join(typed.split())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where is looked.

    Attributes:
        classes: the object classes of people.
        searched: the attributes in which texts are looked for.
        names: those of them that can be names, in which accents of every language may be left out.
        details: those in which the common ones may be: a server with many people takes its time for each.
        numbers: those in which digits are looked for, too.
        match: ``inside`` a value, or at its ``begin``, which a server with very many people finds sooner.
    """

    classes: tuple[str, ...]
    searched: tuple[str, ...]
    names: tuple[str, ...]
    details: tuple[str, ...]
    numbers: tuple[str, ...]
    match: str


def build(words: Words, scope: Scope, *, wide: bool = True) -> str:
    """Return the filter: one of the classes, and each thing that is wanted in one of the attributes.

    Nothing wanted stands for everybody.

    Args:
        words: what is wanted.
        scope: where.
        wide: also find words that have other accents, and more, which :meth:`Words.has` sorts out.
    """
    people = _either([f"(objectClass={escape(name)})" for name in scope.classes])
    start = "" if scope.match == BEGIN else "*"
    parts = [people]
    left = _MOST_PATTERNS if wide and scope.match == INSIDE else 0
    for at, one in enumerate(words.wanted):
        ways = [f"({name}={start}{escape(one.text)}*)" for name in scope.searched]
        most = _MOST_OF_WORD if len(one.text) > _SHORT else _MOST_OF_SHORT
        spellings = _spellings(one.text, min(most, left // (len(words.wanted) - at)))
        left -= len(spellings)
        gaps = [text for pieces in spellings if (text := "*".join(filter(None, map(escape, pieces))))]
        ways += [f"({name}=*{text}*)" for text in gaps for name in scope.names]
        ways += [f"({name}=*{text}*)" for text in gaps[:_MOST_OF_DETAIL] for name in scope.details]
        ways += [f"({name}=*{'*'.join(digits)}*)" for digits in one.digits for name in scope.numbers]
        parts.append(_either(ways))
    return f"(&{''.join(parts)})" if len(parts) > 1 else people


def escape(text: str) -> str:
    r"""Return a value as a filter holds it: every byte that is no letter or digit as ``\xx``.

    RFC 4515 wants that for ``*``, ``(``, ``)``, ``\`` and NUL, and allows it for all.
    """
    octets = text.encode("utf-8", "ignore")  # half a character is in no directory
    return "".join(chr(octet) if octet in _PLAIN else f"\\{octet:02x}" for octet in octets)


def _spellings(text: str, most: int) -> list[Pattern]:
    """Return how else a word may stand there: without accents, with some, or with others."""
    bare = fold(text)
    plain = [] if bare == text.lower() else [(bare,)]
    return [*plain, *patterns(bare, most)] if most else []


def _either(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"(|{''.join(parts)})"


def _digits(text: str) -> str:
    return "".join(char for char in _TRUNK_ZERO.sub("", text) if char in "0123456789")


def _ways(number: str, region: str) -> tuple[str, ...]:
    """Return the digits of a number as it may stand in a directory: with its country, or without."""
    digits = _digits(number)
    if len(digits) < _LEAST_DIGITS:
        return ()
    bare = digits.lstrip("0")  # +31 20 is 020, too
    ways = [bare if len(bare) >= _LEAST_DIGITS else digits]
    if number.startswith("+") or digits.startswith("00"):
        ways.append(_national(number, region))
    return tuple(dict.fromkeys(filter(None, ways)))


def _national(number: str, region: str) -> str:
    from dialer.contacts.numbers.numbering import national_digits
    from dialer.contacts.numbers.numbers import check  # the numbering plans are heavy

    e164 = check(number, str(region)).e164  # as it is written there, not by the company's rules
    return "" if e164 is None else national_digits(e164).lstrip("0")
