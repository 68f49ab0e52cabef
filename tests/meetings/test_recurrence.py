"""Meetings that come again: what is taken, what is refused, when they are, and how that is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dialer.core.fields import FieldError
from dialer.core.strings import Strings
from dialer.meetings.recurrence import (
    Frequency,
    Recurrence,
    RecurrenceField,
    RuleError,
    dates,
    next_dates,
    parse,
)
from dialer.meetings.recurrence_words import words

# Every rule that the document gives as an example.
DOCUMENTED = {
    "FREQ=DAILY;INTERVAL=2": Recurrence(frequency=Frequency.DAILY, interval=2),
    "FREQ=DAILY;UNTIL=20211231": Recurrence(frequency=Frequency.DAILY, until=date(2021, 12, 31)),
    "FREQ=WEEKLY;COUNT=10;BYDAY=MO,WE": Recurrence(frequency=Frequency.WEEKLY, count=10, weekdays=(0, 2)),
    "FREQ=MONTHLY;COUNT=10;INTERVAL=2;BYDAY=2WE": Recurrence(
        frequency=Frequency.MONTHLY, count=10, interval=2, weekdays=(2,), week=2
    ),
    "FREQ=MONTHLY;COUNT=10;INTERVAL=1;BYDAY=-1FR": Recurrence(
        frequency=Frequency.MONTHLY, count=10, weekdays=(4,), week=-1
    ),
    "FREQ=MONTHLY;COUNT=10;INTERVAL=1;BYMONTHDAY=10": Recurrence(
        frequency=Frequency.MONTHLY, count=10, month_day=10
    ),
    "FREQ=MONTHLY;BYMONTHDAY=-3": Recurrence(frequency=Frequency.MONTHLY, month_day=-3),
}


@pytest.mark.parametrize("text", DOCUMENTED)
def test_a_documented_rule_is_read(text: str) -> None:
    assert parse(text) == DOCUMENTED[text]
    assert parse(DOCUMENTED[text].rule) == DOCUMENTED[text]


@pytest.mark.parametrize(
    "text", ["RRULE:FREQ=DAILY", " freq=daily ", "FREQ=DAILY;", "rrule:FREQ=DAILY;INTERVAL=1"]
)
def test_a_rule_may_be_written_as_calendars_do(text: str) -> None:
    assert parse(text) == Recurrence(frequency=Frequency.DAILY)


@pytest.mark.parametrize("text", ["FREQ=DAILY;UNTIL=20261231T225959Z", "FREQ=DAILY;UNTIL=20261231T000000"])
def test_of_a_last_moment_its_day_counts(text: str) -> None:
    assert parse(text).until == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "unreadable"),
        ("every monday", "unreadable"),
        ("FREQ=DAILY;FREQ=DAILY", "unreadable"),
        ("FREQ=DAILY;INTERVAL=", "unreadable"),
        ("FREQ=DAILY;INTERVAL=-1", "unreadable"),
        ("FREQ=DAILY;COUNT=ten", "unreadable"),
        ("INTERVAL=2", "frequency"),
        ("FREQ=YEARLY", "frequency"),
        ("FREQ=HOURLY;INTERVAL=2", "frequency"),
        ("FREQ=WEEKLY;BYDAY=MO;WKST=SU", "unsupported"),
        ("FREQ=MONTHLY;BYDAY=2WE;BYSETPOS=1", "unsupported"),
        ("FREQ=DAILY;INTERVAL=0", "interval"),
        ("FREQ=DAILY;INTERVAL=100", "interval"),
        ("FREQ=DAILY;COUNT=0", "count"),
        ("FREQ=DAILY;COUNT=1000", "count"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20261231", "two_ends"),
        ("FREQ=DAILY;UNTIL=20260231", "until"),
        ("FREQ=DAILY;UNTIL=tomorrow", "until"),
        ("FREQ=DAILY;BYDAY=MO", "days_of_daily"),
        ("FREQ=DAILY;BYMONTHDAY=1", "month_day_elsewhere"),
        ("FREQ=WEEKLY", "weekly_days"),
        ("FREQ=WEEKLY;BYDAY=MO,XX", "weekday"),
        ("FREQ=WEEKLY;BYDAY=2MO", "numbered_week"),
        ("FREQ=WEEKLY;BYDAY=2MO,WE", "numbered_week"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "month_day_elsewhere"),
        ("FREQ=MONTHLY", "monthly_day"),
        ("FREQ=MONTHLY;BYDAY=WE", "monthly_number"),
        ("FREQ=MONTHLY;BYDAY=0WE", "monthly_number"),
        ("FREQ=MONTHLY;BYDAY=6WE", "monthly_number"),
        ("FREQ=MONTHLY;BYDAY=2WE,3WE", "monthly_one"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "monthly_one"),
        ("FREQ=MONTHLY;BYDAY=2WE;BYMONTHDAY=3", "monthly_both"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "month_day"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "month_day"),
        ("FREQ=MONTHLY;BYMONTHDAY=x", "month_day"),
    ],
)
def test_what_the_provider_does_not_take_is_refused_with_a_reason(text: str, key: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text)
    assert caught.value.key == f"recurrence.error.{key}"
    sentence = Strings("en").text(caught.value.key)
    assert sentence != caught.value.key
    assert "{" not in sentence, "a field's error has nothing to fill it in with"


def test_a_field_keeps_the_rule_as_it_was_typed() -> None:
    field = RecurrenceField(key="schedule", required=False)
    assert field.parse(" rrule:freq=weekly;count=10;byday=we,mo ") == "FREQ=WEEKLY;COUNT=10;BYDAY=WE,MO"
    assert field.parse("") is None
    with pytest.raises(FieldError) as caught:
        field.parse("FREQ=WEEKLY")
    assert caught.value.key == "recurrence.error.weekly_days"


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=2", "2026-02-26", ["2026-02-26", "2026-02-28", "2026-03-02"]),
        ("FREQ=DAILY;UNTIL=20260227", "2026-02-26", ["2026-02-26", "2026-02-27"]),
        ("FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE", "2026-11-23", ["2026-11-23", "2026-11-25", "2026-11-30"]),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE", "2026-01-14", ["2026-01-14", "2026-03-11", "2026-05-13"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "2026-01-29", ["2026-01-29", "2026-02-26", "2026-03-29"]),
        ("FREQ=MONTHLY;BYDAY=5MO", "2026-03-30", ["2026-03-30", "2026-06-29", "2026-08-31"]),
    ],
)
def test_the_dates_are_those_of_the_calendar(rule: str, start: str, expected: list[str]) -> None:
    first = datetime.fromisoformat(f"{start}T10:00").replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
    found = next_dates(parse(rule), first, 3)
    assert [moment.date().isoformat() for moment in found] == expected
    assert {moment.time() for moment in found} == {first.time()}


def test_the_last_day_is_one_of_them_at_any_time_of_day() -> None:
    first = datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("Europe/Brussels"))
    assert len(next_dates(parse("FREQ=DAILY;UNTIL=20261124"), first, 10)) == 3


def test_the_wall_clock_counts_when_the_clocks_change() -> None:
    first = datetime(2026, 3, 27, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
    found = next_dates(parse("FREQ=DAILY"), first, 4)
    assert [moment.hour for moment in found] == [10] * 4
    assert [moment.astimezone(UTC).hour for moment in found] == [9, 9, 8, 8]


def test_an_hour_that_is_left_out_in_spring_is_an_hour_later() -> None:
    first = datetime(2026, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    found = next_dates(parse("FREQ=DAILY"), first, 3)
    assert [moment.strftime("%d %H:%M %z") for moment in found] == [
        "28 02:30 +0100",
        "29 03:30 +0200",
        "30 02:30 +0200",
    ]


def test_a_series_without_an_end_is_not_counted_to_its_end() -> None:
    endless = dates(parse("FREQ=DAILY"), datetime(2026, 1, 1, tzinfo=UTC))
    assert next(endless) + timedelta(days=1) == next(endless)


@pytest.mark.parametrize(
    ("rule", "language", "expected"),
    [
        ("FREQ=DAILY", "en", "every day"),
        ("FREQ=DAILY;INTERVAL=2;COUNT=1", "en", "every 2 days, once"),
        ("FREQ=WEEKLY;COUNT=10;BYDAY=WE,MO,FR", "en", "every week on Monday, Wednesday and Friday, 10 times"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE", "en", "every 2 months on the second Wednesday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "nl", "elke maand op de laatste vrijdag"),
        ("FREQ=DAILY;UNTIL=20261231", "nl", "elke dag, tot en met 31 december 2026"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "fr", "tous les mois le 1er"),
        ("FREQ=MONTHLY;BYMONTHDAY=10", "de", "jeden Monat am 10."),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "nl", "elke maand op de laatste dag"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "en", "every month on the day before the last"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "de", "jeden Monat 2 Tage vor dem letzten Tag"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "nl", "om de 2 weken op dinsdag"),
    ],
)  # fmt: skip
def test_a_rule_is_said_in_words(rule: str, language: str, expected: str) -> None:
    assert words(parse(rule), Strings(language)) == expected


@pytest.mark.parametrize("week", [*range(1, 6), *range(-5, 0)])
@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_every_week_of_a_month_has_a_word(week: int, language: str) -> None:
    rule = Recurrence(frequency=Frequency.MONTHLY, weekdays=(1,), week=week)
    assert "recurrence." not in words(rule, Strings(language))
