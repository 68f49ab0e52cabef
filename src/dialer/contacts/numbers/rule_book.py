"""A company's rules for numbers, as people look at them and change them: checked before they hold."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from dialer.contacts.numbers.company_rules import Internal, InternalText
from dialer.core.errors import InputError
from dialer.core.home_region import INTERNAL_NUMBERS, NUMBER_RULES, OUTSIDE_LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.contacts.numbers.company_patterns import PatternText
    from dialer.contacts.numbers.reading import Reading
    from dialer.core.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """A rule as it stands in the settings.

    Attributes:
        text: what it says.
        problem: why it does not hold; None where it does.
    """

    text: T
    problem: InputError | None = None


class RuleBook:
    """The number rules of a home. Its methods load heavy libraries: call them off the event loop's thread.

    Only those that change something run in the loop.
    """

    def __init__(self, settings: Settings) -> None:
        """Look at these settings."""
        self._settings = settings

    @property
    def outside_line(self) -> str:
        """The digits before numbers outside the company; empty where there are none."""
        return self._settings.region.company.outside_line

    def internal(self) -> list[Row[InternalText]]:
        """Return the rules for internal numbers."""
        rows: list[Row[InternalText]] = []
        for line in self._settings.region.company.internal:
            text = InternalText.parse(line)
            rows.append(Row(text, _problem_of_internal(text, [row.text for row in rows])))
        return rows

    def patterns(self) -> list[Row[PatternText]]:
        """Return the patterns, in the order in which they are tried."""
        lines = self._settings.region.company.patterns
        if not lines:
            return []
        from dialer.contacts.numbers.company_patterns import PatternText  # its library is for patterns only

        rows: list[Row[PatternText]] = []
        for line in lines:
            text = PatternText.parse(line)
            rows.append(Row(text, _problem_of_pattern(text, [row.text for row in rows])))
        return rows

    def broken(self) -> list[str]:
        """Return the rules that do not hold: by name, or as they stand in the settings."""
        internal = [row.text.line() for row in self.internal() if row.problem]
        return internal + [row.text.name or row.text.line() for row in self.patterns() if row.problem]

    def read(self, text: str) -> Reading:
        """Return how a text is read by the rules as they are."""
        from dialer.contacts.numbers.numbers import read  # heavy

        return read(text, self._settings.region)

    async def set_outside_line(self, digits: str) -> None:
        """Change the outside line.

        Raises:
            FieldError: these are not one or two digits.
            InputError: the organisation decides about it.
            StorageError: it could not be written.
        """
        await self._settings.set(OUTSIDE_LINE, digits)

    async def keep_internal(self, text: InternalText, at: int | None = None) -> None:
        """Add a rule for internal numbers, or replace the one that stands there.

        Raises:
            InputError: it cannot be right, and why; or the organisation decides about it.
            FieldError: there are too many.
            StorageError: it could not be written.
        """
        texts = [row.text for row in await asyncio.to_thread(self.internal)]
        others = [each for index, each in enumerate(texts) if index != at]
        if problem := await asyncio.to_thread(_problem_of_internal, text, others):
            raise problem
        await self._settings.set(INTERNAL_NUMBERS, [each.line() for each in _placed(texts, text, at)])

    async def remove_internal(self, at: int) -> None:
        """Remove a rule for internal numbers; raises what `keep_internal` does."""
        lines = self._settings.region.company.internal
        await self._settings.set(INTERNAL_NUMBERS, [*lines[:at], *lines[at + 1 :]])

    async def keep_pattern(self, text: PatternText, at: int | None = None) -> None:
        """Add a pattern as the last one, or replace the one that stands there.

        Raises:
            InputError: it cannot be right, and why; or the organisation decides about it.
            FieldError: there are too many, or it is too long.
            StorageError: it could not be written.
        """
        texts = [row.text for row in await asyncio.to_thread(self.patterns)]
        others = [each for index, each in enumerate(texts) if index != at]
        if problem := await asyncio.to_thread(_problem_of_pattern, text, others):
            raise problem
        await self._settings.set(NUMBER_RULES, [each.line() for each in _placed(texts, text, at)])

    async def remove_pattern(self, at: int) -> None:
        """Remove a pattern; raises what `keep_pattern` does."""
        lines = self._settings.region.company.patterns
        await self._settings.set(NUMBER_RULES, [*lines[:at], *lines[at + 1 :]])

    async def move_pattern(self, at: int, to: int) -> None:
        """Have a pattern tried earlier or later; raises what `keep_pattern` does."""
        lines = list(self._settings.region.company.patterns)
        lines.insert(to, lines.pop(at))
        await self._settings.set(NUMBER_RULES, lines)


def _placed(texts: Sequence[T], text: T, at: int | None) -> list[T]:
    return [*texts, text] if at is None else [*texts[:at], text, *texts[at + 1 :]]


def _problem_of_internal(text: InternalText, others: Sequence[InternalText]) -> InputError | None:
    try:
        length = Internal(text).length
    except InputError as error:
        return error
    if text.length in {other.length for other in others}:
        return InputError("number_rules.error.length_taken", length=length)
    return None


def _problem_of_pattern(text: PatternText, others: Sequence[PatternText]) -> InputError | None:
    from dialer.contacts.numbers.company_patterns import Pattern

    try:
        Pattern(text)
    except InputError as error:
        return error
    if text.name in {other.name for other in others}:
        return InputError("number_rules.error.name_taken")
    return None


def problem_of(key: str, value: object) -> InputError | None:
    """Return why a setting with number rules cannot hold, None where it can or is no such setting.

    Args:
        key: the setting.
        value: its lines.
    """
    lines = [str(line) for line in value] if isinstance(value, list) else []
    problems: list[InputError | None] = []
    if key == INTERNAL_NUMBERS:
        lengths = [InternalText.parse(line) for line in lines]
        problems = [_problem_of_internal(text, lengths[:at]) for at, text in enumerate(lengths)]
    elif key == NUMBER_RULES and lines:
        from dialer.contacts.numbers.company_patterns import PatternText

        patterns = [PatternText.parse(line) for line in lines]
        problems = [_problem_of_pattern(text, patterns[:at]) for at, text in enumerate(patterns)]
    return next((problem for problem in problems if problem is not None), None)
