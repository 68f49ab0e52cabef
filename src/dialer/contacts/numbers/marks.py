"""Characters that have no place in a number, and why each refuses it."""

from __future__ import annotations

import re
import unicodedata

# Spaces and dashes as typographers write them in numbers.
_SPACES = dict.fromkeys([*map(ord, "\t\u00a0\u1680\u202f\u205f\u3000"), *range(0x2000, 0x200B)], " ")
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63, 0xFF0D], "-")
# Marks that only say "left to right", which digits are anyway: programs copy them along with a number.
_LEFT_TO_RIGHT = dict.fromkeys(map(ord, "\u200e\u202a\u202c\u2066\u2068\u2069\u200b\u2060\ufeff\u00ad"), None)
_TIDY = {**_SPACES, **_DASHES, **_LEFT_TO_RIGHT}

_MIDDLE_DOT = re.compile("(?<=[0-9)])[\u00b7\u2027\u2219\u22c5](?=[(0-9])")

_POST_DIAL = re.compile(r"[0-9][\s().\-/]*(?:[,;]|[pwPW](?=[0-9 ,;pwPW]*[0-9*#]))")


def tidy(text: str) -> str:
    """Return the text with plain spaces, dashes and dots, and without marks that change nothing."""
    return text if text.isascii() and "\t" not in text else _MIDDLE_DOT.sub(".", text.translate(_TIDY))


def hidden_reason(text: str) -> str | None:
    """Return the reason to refuse a text in which what is read is not what is there."""
    for char in text:
        if char.isascii():
            continue
        if unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "RLI", "FSI", "LRE", "LRI", "PDF", "PDI"}:
            return "hidden"
        if char == "\u200f" or unicodedata.category(char) == "Cf":
            return "hidden"
        if is_lookalike(char):
            return "lookalike"
    return None


def is_lookalike(char: str) -> bool:
    """Whether a character looks like a digit and is none: only 0 to 9 are."""
    return not char.isascii() and unicodedata.category(char) in {"Nd", "No"}


def refusal_of(number: str) -> str | None:
    """Return the reason to refuse what should be one number, or None if its characters may be."""
    if reason := hidden_reason(number):
        return reason
    if any(unicodedata.category(char) == "Cc" for char in number):
        return "control"
    if "*" in number or ("#" in number and not _POST_DIAL.search(number)):
        return "code"
    if _POST_DIAL.search(number):
        return "post_dial"
    if any(char.isalpha() for char in number):
        return "letters"
    return None
