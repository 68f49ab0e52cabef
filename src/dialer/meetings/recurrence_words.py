"""A rule for meetings that come again, in words: "every 2 weeks on Monday and Wednesday, 10 times"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.meetings.recurrence import Frequency, Recurrence

if TYPE_CHECKING:
    from datetime import date

    from dialer.core.strings import Strings


def words(recurrence: Recurrence, strings: Strings) -> str:
    """Return a rule in the user's language, as the middle of a sentence."""
    parts = [_how_often(recurrence, strings), place_words(recurrence, strings)]
    said = " ".join(part for part in parts if part)
    if recurrence.count is not None:
        end = "once" if recurrence.count == 1 else "count"
        return strings.text(f"recurrence.{end}", rule=said, count=recurrence.count)
    if recurrence.until is not None:
        return strings.text("recurrence.until", rule=said, day=day_words(recurrence.until, strings))
    return said


def day_words(day: date, strings: Strings) -> str:
    """Return a day with its year as people of the user's language write it."""
    month = strings.text(f"recurrence.month.{day.month}")
    return strings.text("recurrence.date", day=day.day, month=month, year=day.year)


def _how_often(recurrence: Recurrence, strings: Strings) -> str:
    number = "one" if recurrence.interval == 1 else "many"
    key = f"recurrence.every.{recurrence.frequency.value.lower()}.{number}"
    return strings.text(key, interval=recurrence.interval)


def place_words(recurrence: Recurrence, strings: Strings) -> str:
    """Return on which days of its weeks or months it is, such as "on the third Wednesday"; empty for days."""
    names = [strings.text(f"recurrence.weekday.{day}") for day in recurrence.weekdays]
    if recurrence.week is not None:
        ordinal = strings.text(f"recurrence.week.{_name(recurrence.week)}")
        return strings.text("recurrence.on.week", ordinal=ordinal, day=names[0])
    if recurrence.frequency is Frequency.WEEKLY:
        return strings.text("recurrence.on.weekdays", days=_enumeration(names, strings))
    if recurrence.month_day is None:
        return ""
    return strings.text(_month_day_key(recurrence.month_day), day=_counted(recurrence.month_day))


def _month_day_key(day: int) -> str:
    known = {1: "first", -1: "last", -2: "before_last"}
    return f"recurrence.on.month_day.{known.get(day, 'day' if day > 0 else 'days_before_last')}"


def _counted(day: int) -> int:
    return day if day > 0 else -day - 1


def _name(week: int) -> str:
    return str(week) if week > 0 else f"last_{-week}"


def _enumeration(names: list[str], strings: Strings) -> str:
    if len(names) == 1:
        return names[0]
    return strings.text("recurrence.and", before=", ".join(names[:-1]), last=names[-1])
