"""Patterns for a word whose accents somebody left out, where a server minds each.

A letter that may have an accent becomes a gap that anything fits in. Where too few letters would be left to
look for, the rarest of them is spelled out with each accent it can have instead. Who answers to a gap only by
chance is for the caller to leave out.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING

from dialer.contacts.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Pattern = tuple[str, ...]
"""Pieces that follow each other in a value, with anything in between."""

_LONG = 6
_LEAST, _LEAST_OF_LONG = 3, 4
"""So many letters that are no gaps make a pattern that few others meet."""
_MOST_SPELLED = 12
"""Of one family."""
_GAP = "\0"
_JOINED = {"ae": "æ", "oe": "œ"}


def _family(accented: str) -> Mapping[str, str]:
    letters: dict[str, str] = {}
    for letter in accented:
        bare = fold(letter)
        letters[bare] = letters.get(bare, "") + letter
    return letters


_FAMILIES = (
    _family("äáàâãåçéèêëíìîïñöóòôõøüúùûýÿß"),  # from Portuguese to Swedish
    _family("âăçğîıöşșţțü"),  # Turkish, Romanian
    _family("ąćęłńóśźż"),  # Polish
    _family("áčćďđðéěíľňóöőřšťúůüýž"),  # from Czech to Croatian and Hungarian; Icelandic
)
"""A word is of one language: its accents are of one family."""


def patterns(text: str, most: int) -> list[Pattern]:
    """Return what finds a word with any of its accents, without the word itself.

    Args:
        text: the word, folded.
        most: how many patterns at most.
    """
    first, *others = (list(_of_family(text, family)) for family in _FAMILIES)
    joined: list[list[Pattern]] = [[(text.replace(two, one),)] for two, one in _JOINED.items() if two in text]
    # A family that needs few takes no place from the others.
    families = (first, *sorted((*joined, *others), key=len))
    every = dict.fromkeys(pattern for family in families for pattern in family if pattern != (text,))
    needed = (one for one in every if not any(_holds(wide, one) for wide in every if wide != one))
    return list(islice(needed, most))


def _of_family(text: str, family: Mapping[str, str]) -> Iterator[Pattern]:
    letters = re.findall("ss|." if "ss" in family else ".", text, re.DOTALL)
    open_ = [at for at, letter in enumerate(letters) if letter in family]
    least = min(_LEAST_OF_LONG if len(letters) >= _LONG else _LEAST, len(letters))
    missing = max(0, least - (len(letters) - len(open_)))
    spelled = sorted(open_, key=lambda at: len(family[letters[at]]))[:missing]
    gaps = set(open_) - set(spelled)
    choices = [
        ("",) if at in gaps else (letter, *family[letter]) if at in spelled else (letter,)
        for at, letter in enumerate(letters)
    ]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    # Of too many, those with one accent: who has two in a word this short is found by a longer one.
    every = product(*choices) if ways <= _MOST_SPELLED else _with_one(choices)
    for way in every:
        yield tuple(filter(None, "".join(part or _GAP for part in way).split(_GAP)))


def _with_one(choices: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    first = tuple(choice[0] for choice in choices)
    yield first
    for at, choice in enumerate(choices):
        yield from ((*first[:at], other, *first[at + 1 :]) for other in choice[1:])


def _holds(wide: Pattern, narrow: Pattern) -> bool:
    """Whether whatever meets the narrow one meets the wide one, too."""
    text, at = _GAP.join(narrow), 0
    for piece in wide:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
