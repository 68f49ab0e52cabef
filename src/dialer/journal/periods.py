"""The spans of time that people look for something in, as they call them."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

_WEEK, _MONTH = 7, 30


class Period(StrEnum):
    """A span of time up to today; a week begins on Monday (ISO 8601)."""

    ANY = "any"
    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIRTY_DAYS = "thirty_days"
    THIS_YEAR = "this_year"


def days_of(period: Period, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day; None where there is no bound."""
    day, monday = timedelta(days=1), today - timedelta(days=today.weekday())
    spans: dict[Period, tuple[date | None, date | None]] = {
        Period.ANY: (None, None),
        Period.TODAY: (today, today),
        Period.YESTERDAY: (today - day, today - day),
        Period.THIS_WEEK: (monday, None),
        Period.LAST_WEEK: (monday - _WEEK * day, monday - day),
        Period.THIRTY_DAYS: (today - (_MONTH - 1) * day, None),
        Period.THIS_YEAR: (today.replace(month=1, day=1), None),
    }
    return spans[period]
