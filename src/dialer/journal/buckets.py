"""The days of the statistics as a chart shows them: each day, or weeks or months where they are too many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from dialer.journal.statistics import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_DAYS = 45
"""How many days are shown one by one; from there on they are weeks."""

MOST_WEEKS = 45
"""How many weeks are shown one by one; from there on they are months."""

_WEEK = 7
_DECEMBER = 12


class Span(StrEnum):
    """How much time one bar stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Bucket:
    """The calls of some days.

    Attributes:
        first: the first of the days.
        span: how many days they are: a week begins on Monday (ISO 8601), a month on its first.
    """

    first: date
    span: Span
    tally: Tally


def buckets(per_day: Sequence[tuple[date, Tally]]) -> list[Bucket]:
    """Return the days from the first with a call to the last, those without any too: time has no gaps."""
    if not per_day:
        return []
    first, last = per_day[0][0], per_day[-1][0]
    days = (last - first).days + 1
    weeks = (_beginning(last, Span.WEEK) - _beginning(first, Span.WEEK)).days // _WEEK + 1
    span = Span.DAY if days <= MOST_DAYS else Span.WEEK if weeks <= MOST_WEEKS else Span.MONTH
    found: dict[date, Tally] = {}
    at = _beginning(first, span)
    while at <= last:
        found[at] = Tally()
        at = _next(at, span)
    for day, tally in per_day:
        found[_beginning(day, span)] += tally
    return [Bucket(first, span, tally) for first, tally in found.items()]


def _beginning(day: date, span: Span) -> date:
    if span is Span.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if span is Span.MONTH else day


def _next(first: date, span: Span) -> date:
    if span is Span.MONTH:
        year, month = divmod(first.month, _DECEMBER)
        return date(first.year + year, month + 1, 1)
    return first + timedelta(days=_WEEK if span is Span.WEEK else 1)
