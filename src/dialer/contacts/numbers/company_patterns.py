r"""The patterns by which a company rewrites numbers: regular expressions that cannot hold anybody up.

A pattern sees the digits of one number, with a plus in front if it has one, and must fit all of them. It is
written ``NAME: PATTERN => REPLACEMENT``; the replacement holds digits, a plus in front, and ``\1`` or ``$1``
for what the first bracket matched. This file loads the library of regular expressions with a time limit:
import it only where there are patterns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex

from dialer.core.errors import InputError

_LONGEST_NAME, _LONGEST_PATTERN = 60, 200
_SECONDS = 0.1
_REPLACEMENT = re.compile(r"\+?(?:[0-9]|[\\$][1-9])+")
_GROUP = re.compile(r"[\\$]([1-9])")
# What says in so many words that it is about numbers with their country: it begins with a plus or two zeros.
_GLOBAL = re.compile(r"\^?(?:\((?:\?:)?)*(?:\\\+|\[\+|00|0\{2\})")
# Digits that keep a careless expression busy.
_PROBES = ("1" * 40, "0" * 40, "+" + "31" * 20, "0123456789" * 4, "00" + "12" * 19, "9" * 15)


@dataclass(frozen=True, slots=True)
class PatternText:
    """A pattern as people write it: its name, the regular expression, and what takes the number's place."""

    name: str
    pattern: str
    replacement: str

    @classmethod
    def parse(cls, line: str) -> PatternText:
        """Read a line of the settings; what is missing is empty."""
        name, _, rest = line.partition(":")
        pattern, _, replacement = rest.rpartition("=>")
        return cls(name.strip(), pattern.strip(), replacement.strip())

    def line(self) -> str:
        """Return it as a line of the settings."""
        return f"{self.name}: {self.pattern} => {self.replacement}"


class Pattern:
    """A pattern that works.

    Attributes:
        name: what people call it.
    """

    def __init__(self, text: PatternText) -> None:
        """Make it ready.

        Raises:
            InputError: it is none; the sentence says what is wrong with it.
        """
        if not text.name or ":" in text.name or len(text.name) > _LONGEST_NAME:
            raise InputError("number_rules.error.name")
        if not text.pattern or len(text.pattern) > _LONGEST_PATTERN:
            raise InputError("number_rules.error.no_pattern", limit=_LONGEST_PATTERN)
        try:
            self._pattern = regex.compile(text.pattern)
        except (regex.error, OverflowError, RecursionError):
            raise InputError("number_rules.error.pattern") from None
        if not _REPLACEMENT.fullmatch(text.replacement):
            raise InputError("number_rules.error.replacement")
        if any(int(group) > self._pattern.groups for group in _GROUP.findall(text.replacement)):
            raise InputError("number_rules.error.group")
        self.name = text.name
        self._replacement = text.replacement
        self._is_global = _GLOBAL.match(text.pattern) is not None
        self._is_slow = False
        self._probe()

    def rewrite(self, digits: str) -> str | None:
        """Return what takes the place of a number; None where it does not fit.

        Raises:
            TimeoutError: it was not matched in time, now or before.
        """
        if digits.startswith(("+", "00")) and not self._is_global:
            return None
        if self._is_slow:
            raise TimeoutError
        try:
            found = self._pattern.fullmatch(digits, timeout=_SECONDS)
        except TimeoutError:
            self._is_slow = True  # nobody waits for it again
            raise
        if found is None:
            return None
        groups = ("", *found.groups(""))
        return _GROUP.sub(lambda wanted: groups[int(wanted[1])], self._replacement)

    def _probe(self) -> None:
        try:
            for probe in _PROBES:
                self.rewrite(probe)
        except TimeoutError:
            raise InputError("number_rules.error.slow") from None
