"""Due times as people say them, in local time, over clock changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dialer.core.errors import InputError

HOUR = "hour"
AFTERNOON = "afternoon"
TOMORROW = "tomorrow"
MONDAY = "monday"
CHOICES = (HOUR, AFTERNOON, TOMORROW, MONDAY)

_MORNING = time(9)
_AFTERNOON = time(14)
_LAST_AFTERNOON = time(13)
_STEP = 300
_MONDAY = 0
_IN = re.compile(r"(?:in\s+)?([1-9][0-9]{0,2})\s*(m|min|h|d)")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_UNITS = {"m": 60, "min": 60, "h": 3600}


@dataclass(frozen=True)
class Choice:
    """A due time to choose with one press; its words are ``callbacks.due.<name>``."""

    name: str
    at: datetime


def quick_choices(now: datetime) -> tuple[Choice, ...]:
    """Return what can be chosen with one press, the soonest first; what makes no sense by now is left out."""
    today, found = now.astimezone().date(), [Choice(HOUR, _rounded(now + timedelta(hours=1)))]
    if now.astimezone().time() < _LAST_AFTERNOON:
        found.append(Choice(AFTERNOON, local(today, _AFTERNOON)))
    tomorrow, monday = today + timedelta(days=1), _next_monday(today)
    found.append(Choice(TOMORROW, local(tomorrow, _MORNING)))
    if monday != tomorrow:
        found.append(Choice(MONDAY, local(monday, _MORNING)))
    return tuple(sorted(found, key=lambda each: each.at))


def read_due(text: str, now: datetime) -> datetime:
    """Read a due time: a quick choice's name, ``30m``, ``2h``, ``3d``, ``14:30``, or a date and time.

    A time alone is the next one to come; a date alone is its morning.

    Raises:
        InputError: it is none, or it is over.
    """
    found = _read(text.strip().casefold(), now)
    if found is None:
        raise InputError("callbacks.error.not_a_time")
    if found <= now:
        raise InputError("callbacks.error.over")
    return found


def local(day: date, at: time) -> datetime:
    """Return a local date and time with its offset; one that the clocks leap over comes after the leap."""
    return _local(datetime.combine(day, at))


def _local(written: datetime) -> datetime:
    try:
        found = written.astimezone()
        if written.tzinfo is None and found.replace(tzinfo=None) != written:
            found = max(found, written.replace(fold=1).astimezone())
        return found
    except (OverflowError, OSError, ValueError):  # the system's calendar ends somewhere
        raise InputError("callbacks.error.not_a_time") from None


def _read(text: str, now: datetime) -> datetime | None:
    today = now.astimezone().date()
    if text == AFTERNOON:  # asked for by name, it is the next one
        found = local(today, _AFTERNOON)
        return found if found > now else local(today + timedelta(days=1), _AFTERNOON)
    chosen = {HOUR: _rounded(now + timedelta(hours=1)), TOMORROW: local(today + timedelta(days=1), _MORNING)}
    chosen[MONDAY] = local(_next_monday(today), _MORNING)
    if text in chosen:
        return chosen[text]
    if (span := _IN.fullmatch(text)) is not None:
        count, unit = int(span[1]), span[2]
        if unit == "d":
            return local(today + timedelta(days=count), _MORNING)
        return (now + timedelta(seconds=count * _UNITS[unit])).astimezone()
    if (clock := _CLOCK.fullmatch(text)) is not None:
        at = time(int(clock[1]), int(clock[2]))
        found = local(today, at)
        return found if found > now else local(today + timedelta(days=1), at)
    return _read_iso(text)


def _read_iso(text: str) -> datetime | None:
    try:
        if len(text) == len("2026-12-01"):
            return local(date.fromisoformat(text), _MORNING)
        return _local(datetime.fromisoformat(text.upper()))
    except ValueError:
        return None


def _next_monday(today: date) -> date:
    return today + timedelta(days=(_MONDAY - today.weekday() - 1) % 7 + 1)


def _rounded(moment: datetime) -> datetime:
    """Return the next five minutes, as people say times."""
    seconds = moment.timestamp()
    return datetime.fromtimestamp(-(-seconds // _STEP) * _STEP).astimezone()
