"""What somebody typed, as a filter of RFC 4515 that means these characters and nothing else.

Whether an accent matters is the server's own affair: to Active Directory none does, to OpenLDAP each does. A
receptionist who hears a name does not know them, so that names are looked for with and without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import TYPE_CHECKING

from dialer.contacts.text import fold
from dialer.integrations.ldap.people import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.integrations.ldap.session import Entry

INSIDE, BEGIN = "inside", "begin"
MATCHES = (INSIDE, BEGIN)

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_NUMBER = re.compile(r"(?<!\S)\+?\(?[0-9](?:[0-9 ()./\-]*[0-9])?(?!\S)")
_TRUNK_ZERO = re.compile(r"(?<=[0-9 ])\(0\)")
_LEAST_DIGITS = 3
"""Fewer are in nearly every number."""
_MOST_WORDS = 12
_MOST_SPELLINGS = 40
"""A server looks at each for everybody: so many more are bearable for those without an index."""
_PUNCTUATION = ",;"
_ACCENTED = {
    "a": "àáâäãå", "c": "çčć", "e": "éèêë", "i": "ìíîï", "l": "ł", "n": "ñń", "o": "òóôöõø", "s": "šś",
    "u": "ùúûü", "y": "ýÿ", "z": "žźż",
}  # fmt: skip
_ONE_LETTER = {"ss": "ß", "ae": "æ", "oe": "œ"}


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
        """Whether an entry really has the digits: the server was asked for them with anything in between."""
        written = [_digits(text) for name in scope.numbers for text in texts(entry, name)]
        return all(
            not one.digits
            or any(digits in number for digits in one.digits for number in written)
            or any(fold(one.text) in fold(text) for name in scope.searched for text in texts(entry, name))
            for one in self.wanted
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
        names: those that are names, in which accents may be left out.
        numbers: those in which digits are looked for, too.
        match: ``inside`` a value, or at its ``begin``, which a server with very many people finds sooner.
    """

    classes: tuple[str, ...]
    searched: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    match: str


def build(words: Words, scope: Scope) -> str:
    """Return the filter: one of the classes, and each thing that is wanted in one of the attributes.

    Nothing wanted stands for everybody.
    """
    people = _either([f"(objectClass={escape(name)})" for name in scope.classes])
    start = "" if scope.match == BEGIN else "*"
    parts = [people]
    left = _MOST_SPELLINGS if scope.match == INSIDE else 0
    for one in words.wanted:
        ways = [f"({name}={start}{escape(one.text)}*)" for name in scope.searched]
        spellings = list(islice(_spellings(one.text), left))
        left -= len(spellings)
        ways += [f"({name}=*{escape(text)}*)" for text in spellings for name in scope.names]
        ways += [f"({name}=*{'*'.join(digits)}*)" for digits in one.digits for name in scope.numbers]
        parts.append(_either(ways))
    return f"(&{''.join(parts)})" if len(parts) > 1 else people


def escape(text: str) -> str:
    r"""Return a value as a filter holds it: every byte that is no letter or digit as ``\xx``.

    RFC 4515 wants that for ``*``, ``(``, ``)``, ``\`` and NUL, and allows it for all.
    """
    octets = text.encode("utf-8", "ignore")  # half a character is in no directory
    return "".join(chr(octet) if octet in _PLAIN else f"\\{octet:02x}" for octet in octets)


def _spellings(text: str) -> Iterator[str]:
    """Yield a word as other keyboards write it: without accents where it has some, else with one of them.

    French names often have two, on the same vowel: Hélène, Thérèse, Frédéric.
    """
    bare = fold(text)
    if bare != text.lower():
        yield bare
        return
    for at, letter in enumerate(bare):
        yield from (f"{bare[:at]}{accented}{bare[at + 1 :]}" for accented in _ACCENTED.get(letter, ""))
    for two, one in _ONE_LETTER.items():
        if two in bare:
            yield bare.replace(two, one)
    vowels = [at for at, letter in enumerate(bare) if letter == "e"]
    for (first, second), (one, other) in product(combinations(vowels, 2), product("éè", repeat=2)):
        yield f"{bare[:first]}{one}{bare[first + 1 : second]}{other}{bare[second + 1 :]}"


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
    from dialer.contacts.numbering import national_digits
    from dialer.contacts.numbers import check  # the numbering plans are heavy

    e164 = check(number, str(region)).e164  # as it is written there, not by the company's rules
    return "" if e164 is None else national_digits(e164).lstrip("0")
