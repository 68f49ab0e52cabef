"""Whether two names may be one person's."""

from __future__ import annotations

from difflib import SequenceMatcher

_LEAST_RATIO = 0.8
_LEAST_LETTERS = 4  # a shorter word with another letter is another word


def are_alike(one: str, other: str) -> bool:
    """Whether two folded names may be one person's.

    All words of the shorter must be in the longer: in any order, as an initial, or with a slip of the pen. So
    ``j meer`` and ``jan van der meer`` are alike, ``anna jansen`` and ``jan jansen`` are not, and neither are
    initials alone.
    """
    few, many = sorted((one.split(), other.split()), key=len)
    if not few:
        return False
    left, whole = list(many), 0
    for word in sorted(few, key=len, reverse=True):
        found = _find(word, left)
        if found is None:
            return False
        whole += len(word) > 1 and len(found) > 1
        left.remove(found)
    return whole > 0


def _find(word: str, among: list[str]) -> str | None:
    if word in among:
        return word
    for each in among:
        if (len(word) == 1 or len(each) == 1) and word[0] == each[0]:
            return each
    for each in among:
        if min(len(word), len(each)) >= _LEAST_LETTERS and _slipped(word, each):
            return each
    return None


def _slipped(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= _LEAST_RATIO and matcher.ratio() >= _LEAST_RATIO
