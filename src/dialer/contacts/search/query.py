"""What somebody typed into the search box, as something the indexes can answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialer.contacts import text

_TRUNK = re.compile(r"(?<=\d)\s*\(0\)\s*(?=\d)")
_GROUPED = re.compile(r"(?<![^\W_])\+?\(?[0-9](?:[0-9 ()./\-]*[0-9])?(?![^\W_])")
_TOO_LONG = 200
_MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be there: in one of these ways, each a set of words of which all must be there."""

    ways: tuple[tuple[str, ...], ...]

    def begins_words(self) -> str:
        """Return the expression for the words index: words that begin so."""
        return _either([" AND ".join(f'"{word}" *' for word in way) for way in self.ways])

    def inside_words(self) -> str:
        """Return the expression for the parts index: words that contain it."""
        return _either([" AND ".join(_inside(word) for word in way) for way in self.ways])


@dataclass(frozen=True, slots=True)
class Query:
    """A search text, read.

    Attributes:
        terms: all of them must match.
        phrase: the whole, folded, to compare with a whole name.
        words: every word of every way, longest first, for highlighting.
        is_nothing: whether something was typed, but no letter nor digit.
    """

    terms: tuple[Term, ...]
    phrase: str
    words: tuple[str, ...]
    is_nothing: bool

    @property
    def is_one_letter(self) -> bool:
        """Whether looking inside words would find nearly everybody."""
        return all(len(word) == 1 and word.isascii() for word in self.words)

    def begins_words(self) -> str:
        """Return the whole as an expression for the words indexes."""
        return " AND ".join(term.begins_words() for term in self.terms)

    def inside_words(self) -> str:
        """Return the whole as an expression for the parts index."""
        return " AND ".join(term.inside_words() for term in self.terms)


def parse(typed: str) -> Query:
    """Read a search text: its words, and each number in it both as one number and as its groups of digits."""
    typed = typed[:_TOO_LONG]
    rest = _TRUNK.sub(" ", typed)
    terms = [_number_term(found.group()) for found in _GROUPED.finditer(rest)]
    remaining = _GROUPED.sub(" ", rest)
    terms.extend(Term(((word,),)) for word in text.words(remaining))
    kept = tuple(dict.fromkeys(terms))[:_MOST_TERMS]
    found = {word for term in kept for way in term.ways for word in way}
    return Query(
        terms=kept,
        phrase=" ".join(text.words(typed)),
        words=tuple(sorted(found, key=lambda word: (-len(word), word))),
        is_nothing=bool(typed.strip()) and not kept,
    )


def _number_term(written: str) -> Term:
    groups = re.findall("[0-9]+", written)
    whole = "".join(groups)
    ways = [(whole,)]
    if whole.startswith("00") and len(whole) > len("00"):
        ways.append((whole[2:],))
    if len(groups) > 1:
        ways.append(tuple(groups))
    return Term(tuple(ways))


def _either(ways: list[str]) -> str:
    return "(" + " OR ".join(f"({way})" for way in ways) + ")" if len(ways) > 1 else f"({ways[0]})"


def _inside(word: str) -> str:
    if len(word) < text.PART:
        return f'"{word}" *'
    pieces = " ".join(word[at : at + text.PART] for at in range(len(word) - text.PART + 1))
    return f'"{pieces}"'
