"""A code as it is read out over the phone: in groups, its letters by the spelling alphabet of a language."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.core.strings import Strings

_BREAKS = re.compile(r"[\s\-–—.·]+")
_SHORT = 4


@dataclass(frozen=True)
class ReadAloud:
    """A code to be read out.

    Attributes:
        shown: in its groups, such as ``8F2K 77Q``.
        words: a line for each group, as it is said.
    """

    shown: str = field(repr=False)
    words: tuple[str, ...] = field(repr=False)


def read_aloud(code: str, strings: Strings) -> ReadAloud:
    """Return how a code is read out in the language of these strings."""
    groups = _groups(code)
    letters = "".join(groups)
    # Where capitals and small letters are both there, the difference may count.
    mixed = letters != letters.upper() and letters != letters.lower()
    words = [" – ".join(_word(each, strings, mixed=mixed) for each in group) for group in groups]
    return ReadAloud(" ".join(groups), tuple(words))


def _groups(code: str) -> list[str]:
    parts = [part for part in _BREAKS.split(code.strip("# \t")) if part]
    if len(parts) > 1:
        return [piece for part in parts for piece in _cut(part)]
    return _cut("".join(parts))


def _cut(text: str) -> list[str]:
    """Cut what is long into threes and fours: people remember no more at once."""
    if len(text) <= _SHORT:
        return [text] if text else []
    size = 4 if len(text) % 4 == 0 and len(text) % 3 else 3
    pieces = [text[place : place + size] for place in range(0, len(text), size)]
    if len(pieces[-1]) == 1:  # one alone is lost: 3 3 1 becomes 3 4
        pieces[-2:] = ["".join(pieces[-2:])]
    return pieces


def _word(character: str, strings: Strings, *, mixed: bool) -> str:
    plain = character.lower()
    if plain in string.ascii_lowercase:
        name = strings.text("read_aloud.alphabet").split()[ord(plain) - ord("a")]
        if mixed:
            key = "read_aloud.capital" if character.isupper() else "read_aloud.small"
            return strings.text(key, letter=name)
        return name
    named = {"_": "underscore", "#": "hash", "*": "star", "/": "slash", "@": "at", "+": "plus", "=": "equals"}
    return strings.text(f"read_aloud.sign.{named[character]}") if character in named else character
