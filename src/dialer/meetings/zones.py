"""A zone's clock changes as a calendar file tells them (RFC 5545, 3.6.5).

Made here because icalendar's own have the beginning of summer time an hour late (in 7.3): an onset is written
in the time before it.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_YEARS = 10
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NEVER = timedelta(0)


@dataclass(frozen=True)
class _Onset:
    """The clocks are changed.

    Attributes:
        local: when, on the clocks as they are before it.
    """

    local: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def kind(self) -> tuple[object, ...]:
        """What all that are repeated by one rule have in common."""
        return self.is_summer, self.local.month, self.local.time(), self.before, self.after, self.name


def zone(name: str) -> ZoneInfo | None:
    """Return the zone of this name, None where there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def timezone_of(zone: ZoneInfo, around: datetime) -> Timezone:
    """Return a zone for a calendar file, right for some ten years from a moment on.

    Where the clocks change by the same rule every year, it is right as long as that rule is.
    """
    from icalendar import Timezone

    first = around.astimezone(zone).year - 1
    onsets = _onsets(zone, first, first + _YEARS)
    made = Timezone()
    made.add("tzid", zone.key)
    begin = datetime(first, 1, 1, tzinfo=UTC)
    made.add_component(_component([_first(zone, begin)], None))
    for _, group in groupby(sorted(onsets, key=_sorting), key=lambda onset: onset.kind):
        repeated = list(group)
        made.add_component(_component(repeated, _rule(repeated, first)))
    return made


def _sorting(onset: _Onset) -> tuple[object, ...]:
    return (*onset.kind, onset.local)


def _first(zone: ZoneInfo, moment: datetime) -> _Onset:
    local = moment.astimezone(zone)
    offset = local.utcoffset() or _NEVER
    summer = bool(local.dst())
    return _Onset(local.replace(tzinfo=None), offset, offset, local.tzname() or zone.key, is_summer=summer)


def _onsets(zone: ZoneInfo, first: int, last: int) -> list[_Onset]:
    found = []
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    while day < end:
        if _facts(zone, day) != _facts(zone, day + _DAY):
            found.append(_onset(zone, day, day + _DAY))
        day += _DAY
    return found


def _onset(zone: ZoneInfo, before: datetime, after: datetime) -> _Onset:
    """Return the change between two moments, to the second."""
    old = _facts(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if _facts(zone, middle) == old:
            before = middle
        else:
            after = middle
    new = after.astimezone(zone)
    offset = old[0]
    local = (after + offset).replace(tzinfo=None)
    return _Onset(local, offset, new.utcoffset() or _NEVER, new.tzname() or zone.key, bool(new.dst()))


def _facts(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset() or _NEVER, local.tzname()


def _rule(onsets: list[_Onset], first: int) -> dict[str, object] | None:
    """Return by which rule these are repeated, None where there is no plain one."""
    days = [onset.local.date() for onset in onsets]
    if [day.year for day in days] != list(range(first, first + _YEARS)):
        return None
    weekdays = {day.weekday() for day in days}
    if len(weekdays) != 1:
        return None
    weekday = _WEEKDAYS[weekdays.pop()]
    places = {(day.day - 1) // 7 + 1 for day in days}
    if all(_is_last(day) for day in days):
        place = -1
    elif len(places) == 1:
        place = places.pop()
    else:
        return None
    return {"FREQ": "YEARLY", "BYMONTH": days[0].month, "BYDAY": f"{place}{weekday}"}


def _is_last(day: date) -> bool:
    return day.day + 7 > calendar.monthrange(day.year, day.month)[1]


def _component(onsets: list[_Onset], rule: dict[str, object] | None) -> TimezoneDaylight | TimezoneStandard:
    from icalendar import TimezoneDaylight, TimezoneStandard

    one = onsets[0]
    made = TimezoneDaylight() if one.is_summer else TimezoneStandard()
    made.add("dtstart", one.local)
    if rule is not None:
        made.add("rrule", rule)
    elif len(onsets) > 1:
        made.add("rdate", [onset.local for onset in onsets[1:]])
    made.add("tzname", one.name)
    made.add("tzoffsetfrom", one.before)
    made.add("tzoffsetto", one.after)
    return made
