"""Spans of time as people call them."""

from __future__ import annotations

from datetime import date

import pytest

from dialer.journal.periods import Period, days_of

WEDNESDAY, MONDAY, NEW_YEAR = date(2026, 11, 25), date(2026, 11, 23), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (Period.ANY, WEDNESDAY, None, None),
        (Period.TODAY, WEDNESDAY, WEDNESDAY, WEDNESDAY),
        (Period.YESTERDAY, NEW_YEAR, date(2025, 12, 31), date(2025, 12, 31)),
        (Period.THIS_WEEK, WEDNESDAY, MONDAY, None),
        (Period.THIS_WEEK, MONDAY, MONDAY, None),
        (Period.LAST_WEEK, WEDNESDAY, date(2026, 11, 16), date(2026, 11, 22)),
        (Period.LAST_WEEK, NEW_YEAR, date(2025, 12, 22), date(2025, 12, 28)),
        (Period.THIRTY_DAYS, NEW_YEAR, date(2025, 12, 3), None),
        (Period.THIS_YEAR, WEDNESDAY, NEW_YEAR, None),
    ],
)
def test_a_span_has_its_days(period: Period, today: date, first: date | None, last: date | None) -> None:
    assert days_of(period, today) == (first, last)
