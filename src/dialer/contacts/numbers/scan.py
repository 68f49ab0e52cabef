"""Finding the numbers in a text that people wrote, and leaving alone what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.contacts.numbers import noise

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXTENSION = re.compile(
    r"[\s,]*(?:;ext=|#|(?P<bracket>[(\[]\s*)?"
    r"\b(?:x|ext(?:n|ension)?|tst|toestel(?:n(?:umme)?r)?|doorkies(?:n(?:umme)?r)?|interne?|int|poste"
    r"|durchwahl|dw|nebenst(?:elle)?|nst|app(?:arat)?|klappe)\b[.:]?\s*(?:n(?:[°o]|r)[.:]?)?)"
    r"\s*(?P<digits>[0-9]{1,7})(?![0-9A-Za-z*#])(?(bracket)\s*[)\]])",
    re.IGNORECASE,
)
_EXTENSION_ATTACHED = re.compile(r"\s*(?:x|ext\.?)(?P<digits>[0-9]{1,7})(?![0-9A-Za-z*#])", re.IGNORECASE)
# What belongs to a number that is refused as a whole: codes, pauses, digits sent after the answer.
_REFUSED = re.compile(
    r"[0-9 ().\-/]*[*#][0-9*#+ ]*|[0-9][0-9 ().\-/]*(?:[,;]{1,2}|[pPwW])[0-9]+[0-9#*,;pPwW]*(?![A-Za-z])"
)
_PHONELIKE = re.compile(r"(?<![\w+.,:/\-])(?:\+\s?\(?[1-9]|\(?0)[0-9 ().\-/]{5,}[0-9](?![\w,:]?[0-9A-Za-z])")
# What may be a number that leaves out the area code of the one before it.
_FURTHER = re.compile(
    r"(?:[ ]*/[ ]*|[,;][ ]+)([1-9][0-9 .\-]{4,14}[0-9])(?![0-9A-Za-z+]|[ ]*[*#]|[.,;:/\-][0-9A-Za-z])"
)
_LEAST_DIGITS, _MOST_DIGITS = 8, 40
# A country code, and what may stand between it and the number: +49 (0) 1357 528320 is no number of Britain.
_ABROAD = re.compile(r"(?:\+|(?<![0-9])00)[ (]?[0-9]{1,4}[ ().\-/]*(?:\(0\)[ ]*)?\(?$")
_NORTH_AMERICAN = re.compile(r"(?<![0-9])1[ .\-]?$")
_LONGEST_BEGINNING = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of text that may be a number.

    Attributes:
        raw: the stretch.
        written: the number in it, without its extension.
        extension: the extension's digits.
        refused: whether it holds a code, a pause or other digits that must not be dialled.
        further: whether it is only a number with the area code of the one before it.
    """

    raw: str
    written: str
    extension: str | None = None
    refused: bool = False
    further: bool = False


def numbers_in(text: str, region: str) -> Iterator[Found]:
    """Yield what looks like a number in a text that is already tidy, in its order."""
    from dialer.contacts.numbers import numbering

    masked = noise.without_noise(text)
    found: dict[int, tuple[int, Found]] = {}
    for match in _REFUSED.finditer(masked):
        if sum(char.isdigit() for char in match.group()) > 1:
            raw = text[match.start() : match.end()].strip()
            masked = _blank(masked, match.start(), match.end())
            found[match.start()] = (match.end(), Found(raw, raw, refused=True))
    for start, end in [*numbering.matches(masked, region), *_phonelike(masked)]:
        if any(start < taken_end and taken < end for taken, (taken_end, _) in found.items()):
            continue
        if _touches_blank(masked, start, end) or _goes_on_from(masked, start):
            continue
        found[start] = _with_extension(text, start, end)
    for start in sorted(found):
        end, each = found[start]
        yield each
        while not each.refused and each.extension is None and (behind := _FURTHER.match(masked, end)):
            if any(end < other < behind.end() for other in found):
                break
            end = behind.end()
            yield Found(behind[1], behind[1], further=True)


def split_extension(text: str) -> tuple[str, str | None]:
    """Return the number and the extension behind it, if that is all there is."""
    for pattern in (_EXTENSION, _EXTENSION_ATTACHED):
        match = pattern.search(text)
        if (
            match
            and match.end() == len(text.rstrip())
            and any(char.isdigit() for char in text[: match.start()])
        ):
            return text[: match.start()], match["digits"]
    return text, None


def _phonelike(masked: str) -> Iterator[tuple[int, int]]:
    for match in _PHONELIKE.finditer(masked):
        if _LEAST_DIGITS <= sum(char.isdigit() for char in match.group()) <= _MOST_DIGITS:
            yield match.start(), match.end()


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + noise.BLANK * (end - start) + text[end:]


def _touches_blank(masked: str, start: int, end: int) -> bool:
    return bool(re.search(r"q[().+\-/]*$", masked[:start]) or re.match(r"[().\-/]*q", masked[end:]))


def _goes_on_from(masked: str, start: int) -> bool:
    """Whether what stands before a stretch is the beginning of it, in another country's way of writing."""
    before = masked[max(0, start - _LONGEST_BEGINNING) : start]
    if masked[start] == "+":
        return before[-1:].isalnum()
    if masked[start] == "(" and _NORTH_AMERICAN.search(before):
        return True
    return _ABROAD.search(before) is not None


def _with_extension(text: str, start: int, end: int) -> tuple[int, Found]:
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    written, extension = split_extension(text[start:end])
    if extension is None:
        for pattern in (_EXTENSION, _EXTENSION_ATTACHED):
            if behind := pattern.match(text, end):
                end, extension = behind.end(), behind["digits"]
                break
    return end, Found(text[start:end], written, extension)
