"""The days of a chart: none is lost, none is counted twice, and they are never too many."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dialer.journal.buckets import MOST_DAYS, MOST_WEEKS, Span, buckets
from dialer.journal.statistics import Tally

MONDAY = date(2026, 3, 23)


def one(day: date) -> tuple[date, Tally]:
    return day, Tally(calls=1, reached=1)


def test_a_day_without_calls_has_its_place() -> None:
    found = buckets([one(MONDAY), one(MONDAY + timedelta(days=2))])
    assert [(bucket.first.day, bucket.tally.calls) for bucket in found] == [(23, 1), (24, 0), (25, 1)]


def test_many_days_are_weeks_that_begin_on_monday() -> None:
    found = buckets([one(MONDAY + timedelta(days=3)), one(MONDAY + timedelta(days=3 + MOST_DAYS))])
    assert {bucket.span for bucket in found} == {Span.WEEK}
    assert found[0].first == MONDAY
    assert all(bucket.first.weekday() == 0 for bucket in found)


def test_years_are_months() -> None:
    found = buckets([one(date(2024, 11, 30)), one(date(2026, 2, 1))])
    assert [bucket.first for bucket in found][:3] == [date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1)]
    assert found[-1].first == date(2026, 2, 1)
    assert len(found) == 16


def test_nothing_is_no_bar() -> None:
    assert buckets([]) == []


@given(st.sets(st.dates(date(2015, 1, 1), date(2030, 12, 31)), min_size=1, max_size=40))
def test_every_call_is_in_one_bar(days: set[date]) -> None:
    per_day = [one(day) for day in sorted(days)]
    found = buckets(per_day)
    assert sum(bucket.tally.calls for bucket in found) == len(days)
    firsts = [bucket.first for bucket in found]
    assert firsts == sorted(set(firsts))
    assert found[0].first <= min(days)
    assert found[-1].first <= max(days)
    assert len(found) <= max(MOST_DAYS, MOST_WEEKS) or found[0].span is Span.MONTH
