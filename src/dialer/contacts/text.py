"""Folding of names for comparison: no accents, no capitals, words apart; and back to the original."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"(?<![^\W_])[^\W_]++(?:['’.\-&][^\W_]++)+")
# Letters that are letters of their own to Unicode, but an accent to whoever types on another keyboard.
_BASE = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "\u0131": "i",
        "ŋ": "n",
    }
)
_PARTICLE = 3
_LONGEST_RUN = 4
PART = 3


def fold(text: str) -> str:
    """Return the text in lower case without accents: ``Müller`` and ``MULLER`` become ``muller``."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.casefold().translate(_BASE)


def words(text: str) -> list[str]:
    """Return the folded words of a text."""
    return _WORD.findall(fold(text))


def compounds(text: str) -> Iterator[str]:
    """Yield the spellings in one word of what is written apart.

    ``van der Meer`` is looked for as ``vandermeer``, ``O'Brien`` as ``obrien``.
    """
    folded = fold(text)
    for joined in _JOINED.findall(folded):
        yield "".join(_WORD.findall(joined))
    found = _WORD.findall(folded)
    for index, word in enumerate(found):
        run = word
        following = index + 1
        end = min(len(found), index + _LONGEST_RUN)
        while following < end and len(found[following - 1]) <= _PARTICLE:
            run += found[following]
            following += 1
        if run != word:
            yield run


def parts(tokens: Iterable[str]) -> str:
    """Return every three letters in a row of each word, and its last two and last one, to index."""
    return " ".join([word[at : at + PART] for word in tokens for at in range(len(word))])


def spans(text: str, wanted: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where the wanted folded words occur in the text, at the beginning of a word if possible."""
    folded, origin = _fold_with_origin(text)
    marked = bytearray(len(text))
    found = False
    for word in wanted:
        at = _find(folded, word)
        if at >= 0:
            start, end = origin[at], origin[at + len(word) - 1] + 1
            marked[start:end] = b"\x01" * (end - start)
            found = True
    if not found:
        return ()
    return tuple((run.start(), run.end()) for run in re.finditer(rb"\x01+", bytes(marked)))


def _find(folded: str, word: str) -> int:
    anywhere = folded.find(word)
    if anywhere <= 0:
        return anywhere
    for found in _WORD.finditer(folded):
        if found.group().startswith(word):
            return found.start()
    return anywhere


def _fold_with_origin(text: str) -> tuple[str, Sequence[int]]:
    if text.isascii():
        return text.lower(), range(len(text))
    pieces: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        piece = fold(char)
        pieces.append(piece)
        origin.extend([index] * len(piece))
    return "".join(pieces), origin
