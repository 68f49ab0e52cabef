"""A company's rules for numbers: its outside line, its internal numbers, its patterns.

They hold for numbers of the home's country. First the patterns are tried in their order, then the lengths of
internal numbers, then the outside line, and only the first that fits is used; what comes out is read as if it
had been written so, and checked as strictly. What begins with ``+`` or ``00`` is left to patterns that say
so, and no rule makes an emergency number or hides one.
"""

from __future__ import annotations

import contextlib
import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialer.contacts.numbers.reading import Candidate, Fired, NumberType, RuleKind
from dialer.core.errors import InputError
from dialer.core.home_region import HomeRegion

if TYPE_CHECKING:
    from dialer.contacts.numbers.company_patterns import Pattern
    from dialer.core.home_region import CompanyLines

_INTERNAL = re.compile(r"\s*([0-9]+)\s*(?:=\s*(.*))?")
_BASE = re.compile(r"\+[1-9][0-9 ().\-/]{0,20}")
_LENGTHS = range(2, 7)
_SEPARATORS = " .-/"
_NO_DIGITS = re.compile("[^0-9]+")


@dataclass(frozen=True, slots=True)
class InternalText:
    """Internal numbers as people write them down.

    Attributes:
        length: how many digits they have.
        base: what comes before them, such as ``+31 20 555``; empty where they cannot be called from outside.
    """

    length: str
    base: str = ""

    @classmethod
    def parse(cls, line: str) -> InternalText:
        """Read a line of the settings."""
        found = _INTERNAL.fullmatch(line)
        return cls(found[1], (found[2] or "").strip()) if found else cls(line)

    def line(self) -> str:
        """Return it as a line of the settings."""
        return f"{self.length} = {self.base}" if self.base else self.length


class Internal:
    """The internal numbers of one length.

    Attributes:
        length: how many digits they have.
        base: the digits before them, with the plus; empty where they cannot be called from outside.
    """

    def __init__(self, text: InternalText) -> None:
        """Make it ready.

        Raises:
            InputError: it cannot be right; the sentence says why.
        """
        if not re.fullmatch("[0-9]", text.length) or int(text.length) not in _LENGTHS:
            raise InputError("number_rules.error.length", least=_LENGTHS[0], most=_LENGTHS[-1])
        self.length = int(text.length)
        self.base = ""
        if text.base:
            from dialer.contacts.numbers import numbering

            self.base = "+" + _NO_DIGITS.sub("", text.base)
            if not _BASE.fullmatch(text.base) or not numbering.may_begin(self.base, self.length):
                raise InputError("number_rules.error.base", length=self.length)


@dataclass(frozen=True, slots=True)
class _Number:
    """What is being read."""

    written: str
    country: str
    raw: str
    extension: str | None

    @property
    def digits(self) -> str:
        return "+" * self.written.startswith("+") + _NO_DIGITS.sub("", self.written)

    @property
    def is_global(self) -> bool:
        return self.written.startswith(("+", "00"))

    @property
    def is_moment(self) -> bool:
        """Whether it is rather a day or a time: a few digits with dashes or dots between them."""
        return len(self.digits) <= _LENGTHS[-1] and not set(self.written) <= set("0123456789 ")

    def read(self, written: str, rule: Fired | None = None) -> Candidate:
        from dialer.contacts.numbers.numbering import classify  # heavy

        candidate = classify(written, self.country, raw=self.raw, extension=self.extension)
        return candidate if rule is None else replace(candidate, rule=rule)

    def refused(self, reason: str, rule: Fired | None, kind: NumberType = NumberType.UNKNOWN) -> Candidate:
        return Candidate(
            raw=self.raw,
            e164=None,
            national=None,
            international=None,
            region=None,
            type=kind,
            callable=False,
            extension=self.extension,
            reason=reason,
            rule=rule,
        )


class CompanyRules:
    """The rules of a company, ready for use; what in them does not hold is left out."""

    def __init__(self, lines: CompanyLines) -> None:
        """Make the rules ready."""
        self._outside_line = lines.outside_line
        self._patterns: list[Pattern] = []
        self._internal: dict[int, Internal] = {}
        for line in lines.internal:
            with contextlib.suppress(InputError):
                internal = Internal(InternalText.parse(line))
                self._internal.setdefault(internal.length, internal)
        if lines.patterns:
            from dialer.contacts.numbers.company_patterns import (  # its library is for it only
                Pattern,
                PatternText,
            )

            for line in lines.patterns:
                with contextlib.suppress(InputError):
                    pattern = Pattern(PatternText.parse(line))
                    if pattern.name not in {other.name for other in self._patterns}:
                        self._patterns.append(pattern)

    def classify(self, written: str, country: str, *, raw: str, extension: str | None = None) -> Candidate:
        """Say what a number is, as `numbering.classify` does, by these rules."""
        number = _Number(written, country, raw, extension)
        as_is = number.read(written)
        if as_is.type is NumberType.EMERGENCY:
            return as_is
        behind = self._behind_outside_line(number, as_is)
        if behind is not None and behind.type is NumberType.EMERGENCY and not as_is.callable:
            return behind
        if number.is_moment:
            return as_is
        found = (
            self._by_pattern(number, number.digits)
            or self._by_length(number)
            or (behind if behind is not None and behind.callable else as_is)
        )
        # What is read from the outcome, when it is dialled, must be the outcome.
        settled = self._once_more(number, found)
        if self._once_more(number, settled) is settled:
            return settled
        return number.refused("number_rules.reason.loop", settled.rule)

    def has_internal(self, length: int) -> bool:
        """Whether the company has internal numbers of so many digits."""
        return length in self._internal

    def _by_pattern(self, number: _Number, digits: str) -> Candidate | None:
        for pattern in self._patterns:
            fired = Fired(RuleKind.PATTERN, pattern.name)
            try:
                rewritten = pattern.rewrite(digits)
            except TimeoutError:
                return number.refused("number_rules.reason.slow", fired)
            if rewritten is not None:
                return number.read(rewritten, fired)
        return None

    def _once_more(self, number: _Number, found: Candidate) -> Candidate:
        again = None if found.e164 is None else self._by_pattern(number, found.e164)
        return found if again is None or again.e164 == found.e164 else again

    def _by_length(self, number: _Number) -> Candidate | None:
        internal = None if number.is_global else self._internal.get(len(number.digits))
        if internal is None:
            return None
        fired = Fired(RuleKind.INTERNAL, str(internal.length))
        if internal.base:
            return number.read(internal.base + number.digits, fired)
        return number.refused("number_rules.reason.internal", fired, NumberType.SHORT)

    def _behind_outside_line(self, number: _Number, as_is: Candidate) -> Candidate | None:
        """Return what stands behind the outside line; None if the whole is a number by itself.

        0-020 555 01 42 could be one in Egypt: there the gap behind the first digit tells.
        """
        line = self._outside_line
        if not line or number.is_global or not number.written.startswith(line):
            return None
        rest = number.written[len(line) :]
        behind = rest.lstrip(_SEPARATORS)
        has_gap = behind != rest and behind.startswith(("0", "(0"))
        if not behind or (as_is.callable and not has_gap):
            return None
        return number.read(behind, Fired(RuleKind.OUTSIDE_LINE, line))


def rules_of(region: str) -> CompanyRules | None:
    """Return the rules that hold in a home's country; None where there are none."""
    if not isinstance(region, HomeRegion) or not region.company:
        return None
    return _ready(region.company)


@functools.lru_cache(maxsize=4)
def _ready(lines: CompanyLines) -> CompanyRules:
    return CompanyRules(lines)
