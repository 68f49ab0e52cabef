"""By what a row of the history is found: folded words, and digits in whatever way a number is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dialer.contacts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"[+(]*[0-9][0-9 ()./+\-\u00a0]*")
_TRUNK_ZERO = re.compile(r"\(0\)")


def found_by(texts: Iterable[str], numbers: Iterable[str] = ()) -> str:
    """Return what a row is looked for in: the words of its texts, then its numbers' digits."""
    words = [word for each in texts for word in text.words(each)]
    return " ".join([*words, *filter(None, map(_digits, numbers))])


def matches(query: str) -> tuple[str, list[str]]:
    """Return the condition that a query puts to the column ``found_by``, and its values.

    Each word must occur, anywhere in a word. What is typed like a number is found in a number by any part of
    its digits too, the last ones for instance; zeros at its beginning are those of a country's own way.
    """
    words = text.words(query)
    if not words:
        return "0", []
    condition = " AND ".join(["instr(found_by, ?)"] * len(words))
    bare = query.strip()
    if not _NUMBER.fullmatch(bare):
        return condition, words
    digits = _digits(_TRUNK_ZERO.sub("", bare))
    return f"({condition} OR instr(found_by, ?))", [*words, digits.lstrip("0") or digits]


def _digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))
