"""Meetings that come again: the subset of RFC 5545's recurrence rules that a meeting provider takes.

It is Iotum's, whose document names each of the rules below: days, weeks or months, every so many of them,
until a date or so many times. A week needs its days; a month needs one day, by its number or as the second
Wednesday or the last Friday.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from dialer.core.errors import InputError
from dialer.core.fields import FieldError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The days' names in a rule; a day's place here is its number, as `date.weekday` counts."""

MOST_TIMES = 999
LONGEST_INTERVAL = 99
LAST_WEEK = 5
LAST_DAY = 31

_PREFIX = "RRULE:"
_NUMBER = re.compile(r"[0-9]{1,4}")
_SIGNED = re.compile(r"([+-]?)([0-9]{1,2})")
_NUMBERED_DAY = re.compile(r"([+-]?)([0-9]{1,2})([A-Z]{2})")
_UNTIL = re.compile(r"([0-9]{8})(T[0-9]{6}Z?)?")


class RuleError(InputError):
    """A rule that is none, or that the provider does not take; its sentence has no placeholders."""


class Frequency(StrEnum):
    """What is counted between two meetings."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """When a meeting comes again.

    Attributes:
        frequency: days, weeks or months.
        interval: 2 stands for every other one.
        weekdays: the days of the week, 0 for Monday; several for a week, at most one for a month.
        week: for a month, which of these weekdays: 1 to 5, or from the end -1 to -5.
        month_day: for a month, its day: 1 to 31, or from the end -1 to -31.
        until: the last day, which is one of them if it fits.
        count: how many there are in all; at most one of both is given.

    Raises:
        RuleError: these do not go together.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    week: int | None = None
    month_day: int | None = None
    until: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no provider takes."""
        if not 1 <= self.interval <= LONGEST_INTERVAL:
            raise RuleError("recurrence.error.interval")
        if self.count is not None and not 1 <= self.count <= MOST_TIMES:
            raise RuleError("recurrence.error.count")
        if self.count is not None and self.until is not None:
            raise RuleError("recurrence.error.two_ends")
        if not set(self.weekdays) <= set(range(len(WEEKDAYS))):
            raise RuleError("recurrence.error.unreadable")
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))
        _CHECKS[self.frequency](self)

    @property
    def rule(self) -> str:
        """The rule as it is sent, such as ``FREQ=WEEKLY;COUNT=10;BYDAY=MO,WE``."""
        parts = {"FREQ": self.frequency.value}
        if self.until is not None:
            parts["UNTIL"] = self.until.strftime("%Y%m%d")
        if self.count is not None:
            parts["COUNT"] = str(self.count)
        if self.interval > 1:
            parts["INTERVAL"] = str(self.interval)
        if self.weekdays:
            prefix = "" if self.week is None else str(self.week)
            parts["BYDAY"] = ",".join(f"{prefix}{WEEKDAYS[day]}" for day in self.weekdays)
        if self.month_day is not None:
            parts["BYMONTHDAY"] = str(self.month_day)
        return ";".join(f"{name}={value}" for name, value in parts.items())


class RecurrenceField(Text):
    """When a meeting comes again, as a rule; what is read is the text as it was typed, in capitals."""

    def _read(self, raw: object) -> object:
        try:
            parse(str(raw))
        except RuleError as error:
            raise FieldError(error.key) from None
        return _plain(str(raw))


def parse(text: str) -> Recurrence:
    """Read a rule, with or without ``RRULE:`` before it.

    Raises:
        RuleError: it is none, or one that is not supported; the key of the sentence says why.
    """
    parts: dict[str, str] = {}
    for part in _plain(text).removesuffix(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise RuleError("recurrence.error.unreadable")
        parts[name] = value
    if not parts.keys() <= {"FREQ", *_READERS}:
        raise RuleError("recurrence.error.unsupported")
    try:
        frequency = Frequency(parts.pop("FREQ"))
    except (KeyError, ValueError):
        raise RuleError("recurrence.error.frequency") from None
    _refuse_foreign(frequency, parts)
    values: dict[str, object] = {}
    for name, value in parts.items():
        values |= _READERS[name](value)
    return Recurrence(frequency=frequency, **values)  # type: ignore[arg-type]  # as its readers are typed


def dates(recurrence: Recurrence, start: datetime) -> Iterator[datetime]:
    """Yield when it is, from its beginning on, in the time zone of ``start``.

    The wall clock counts: a meeting at ten stays at ten when the clocks change. One that falls into the hour
    that is left out in spring is an hour later that day, as RFC 5545 has it.

    Args:
        recurrence: the rule.
        start: when it begins, with its zone; only a day that fits the rule is one of the dates.
    """
    from dateutil import rrule  # not needed to show a window

    count, until = recurrence.count, recurrence.until
    zone, wall = start.tzinfo, start.replace(tzinfo=None)
    days = [getattr(rrule, WEEKDAYS[day]) for day in recurrence.weekdays]
    if recurrence.week is not None:
        days = [day(recurrence.week) for day in days]
    rule = rrule.rrule(
        getattr(rrule, recurrence.frequency.value),
        dtstart=wall,
        interval=recurrence.interval,
        count=count,
        until=datetime.combine(until, time.max) if until is not None else None,
        byweekday=days or None,
        bymonthday=recurrence.month_day,
        wkst=rrule.MO,
    )
    for moment in rule:
        if zone is None:
            yield moment
        else:  # there and back: a time that is left out becomes the one that the clock shows instead
            yield moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def next_dates(recurrence: Recurrence, start: datetime, limit: int) -> list[datetime]:
    """Return the first dates of a meeting, at most so many; none where the rule never comes true."""
    return list(islice(dates(recurrence, start), limit))


def _plain(text: str) -> str:
    return text.strip().upper().removeprefix(_PREFIX)


def _check_daily(each: Recurrence) -> None:
    if each.weekdays or each.week is not None:
        raise RuleError("recurrence.error.days_of_daily")
    if each.month_day is not None:
        raise RuleError("recurrence.error.month_day_elsewhere")


def _check_weekly(each: Recurrence) -> None:
    if each.month_day is not None:
        raise RuleError("recurrence.error.month_day_elsewhere")
    if each.week is not None:
        raise RuleError("recurrence.error.numbered_week")
    if not each.weekdays:
        raise RuleError("recurrence.error.weekly_days")


def _check_monthly(each: Recurrence) -> None:
    if each.weekdays and each.month_day is not None:
        raise RuleError("recurrence.error.monthly_both")
    if each.month_day is not None:
        if not 1 <= abs(each.month_day) <= LAST_DAY:
            raise RuleError("recurrence.error.month_day")
        return
    if not each.weekdays:
        raise RuleError("recurrence.error.monthly_day")
    if len(each.weekdays) > 1:
        raise RuleError("recurrence.error.monthly_one")
    if each.week is None or not 1 <= abs(each.week) <= LAST_WEEK:
        raise RuleError("recurrence.error.monthly_number")


def _refuse_foreign(frequency: Frequency, parts: Mapping[str, str]) -> None:
    """Refuse lists of which a month takes one item only, before they are read as one."""
    if frequency is Frequency.MONTHLY and "," in parts.get("BYDAY", "") + parts.get("BYMONTHDAY", ""):
        raise RuleError("recurrence.error.monthly_one")


def _read_number(name: str, value: str) -> dict[str, object]:
    if not _NUMBER.fullmatch(value):
        raise RuleError("recurrence.error.unreadable")
    return {name: int(value)}


def _read_until(value: str) -> dict[str, object]:
    found = _UNTIL.fullmatch(value)
    try:
        return {"until": datetime.strptime(found[1] if found else "", "%Y%m%d").date()}  # noqa: DTZ007  # a day
    except ValueError:
        raise RuleError("recurrence.error.until") from None


def _read_month_day(value: str) -> dict[str, object]:
    found = _SIGNED.fullmatch(value)
    if found is None:
        raise RuleError("recurrence.error.month_day")
    return {"month_day": _signed(found)}


def _read_days(value: str) -> dict[str, object]:
    names = value.split(",")
    numbered = _NUMBERED_DAY.fullmatch(value)
    week: dict[str, object] = {}
    if numbered is not None:
        names, week = [numbered[3]], {"week": _signed(numbered)}
    elif any(_NUMBERED_DAY.fullmatch(name) for name in names):
        raise RuleError("recurrence.error.numbered_week")
    if not set(names) <= set(WEEKDAYS):
        raise RuleError("recurrence.error.weekday")
    return {"weekdays": tuple(WEEKDAYS.index(name) for name in names), **week}


def _signed(found: re.Match[str]) -> int:
    return -int(found[2]) if found[1] == "-" else int(found[2])


_CHECKS = {
    Frequency.DAILY: _check_daily,
    Frequency.WEEKLY: _check_weekly,
    Frequency.MONTHLY: _check_monthly,
}
_READERS = {
    "INTERVAL": lambda value: _read_number("interval", value),
    "COUNT": lambda value: _read_number("count", value),
    "UNTIL": _read_until,
    "BYDAY": _read_days,
    "BYMONTHDAY": _read_month_day,
}
