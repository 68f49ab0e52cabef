"""The result of reading a number: what every room knows about it.

Reading itself is in ``numbers``; these types import nothing, so that any room can name them at no cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

RULES = 3
"""Raised when the same text is read differently than before: stored numbers are then read again."""


class NumberType(StrEnum):
    """What sort of line a number belongs to."""

    FIXED_LINE = "fixed_line"
    MOBILE = "mobile"
    FIXED_LINE_OR_MOBILE = "fixed_line_or_mobile"
    TOLL_FREE = "toll_free"
    PREMIUM_RATE = "premium_rate"
    SHARED_COST = "shared_cost"
    VOIP = "voip"
    PERSONAL = "personal"
    PAGER = "pager"
    UAN = "uan"
    VOICEMAIL = "voicemail"
    SHORT = "short"
    EMERGENCY = "emergency"
    UNKNOWN = "unknown"


class RuleKind(StrEnum):
    """What sort of a company's rule it is."""

    OUTSIDE_LINE = "outside_line"
    INTERNAL = "internal"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Fired:
    """The company's rule by which a number was read.

    Attributes:
        kind: what sort of rule it is.
        what: the digits of the outside line, the length of internal numbers, or the pattern's name.
    """

    kind: RuleKind
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One number found in a text.

    Attributes:
        raw: the characters of the text it was read from.
        e164: the number with its plus sign; None unless it is callable.
        national: the number as written inside its country.
        international: the number as written abroad.
        region: its country, such as "NL"; None for numbers of no country.
        callable: True only for a valid number that is no emergency number.
        confirm: True where a second, deliberate step is due before it is dialled (it is expensive).
        extension: the digits of an extension, never part of ``e164``.
        reason: the key of the sentence that says why it is not callable, or why it wants a confirmation.
        rule: the company's rule by which it was read; None where none was needed.
    """

    raw: str
    e164: str | None
    national: str | None
    international: str | None
    region: str | None
    type: NumberType
    callable: bool
    confirm: bool = False
    extension: str | None = None
    reason: str | None = None
    rule: Fired | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a text or a link was read; without a candidate, ``reason`` is the key that says why."""

    input: str
    candidates: tuple[Candidate, ...] = ()
    reason: str | None = None
