"""Due times as people say them, in local time, over clock changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dialer.calls.due_words import AFTERNOON, AT, HOUR, IN, NAMED, OCLOCK, TODAY, TOMORROW, UNITS, WEEKDAYS
from dialer.core.errors import InputError

MONDAY = "monday"
CHOICES = (HOUR, AFTERNOON, TOMORROW, MONDAY)

_MORNING = time(9)
_AFTERNOON = time(14)
_LAST_AFTERNOON = time(13)
_STEP = 300
_MONDAY = 0
_HALF_DAY, _DAY_SECONDS = 12, 86400
_IN = re.compile(rf"(?:(?:{'|'.join(IN)})\s+|\+)?([1-9][0-9]{{0,2}})\s*([a-z]+)")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.hu]([0-5][0-9])(?:\s*([ap])m)?")
_WHOLE_HOUR = re.compile(rf"([01]?[0-9]|2[0-3])\s*(?:([ap])m|{'|'.join(OCLOCK)})")
_DAY_AND_TIME = re.compile(rf"(.+?)\s+(?:(?:{'|'.join(AT)})\s+)?([0-9].*)")


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
    tomorrow, monday = today + timedelta(days=1), _next_weekday(today, _MONDAY)
    found.append(Choice(TOMORROW, local(tomorrow, _MORNING)))
    if monday != tomorrow:
        found.append(Choice(MONDAY, local(monday, _MORNING)))
    return tuple(sorted(found, key=lambda each: each.at))


def read_due(text: str, now: datetime) -> datetime:
    """Read a due time: ``30m``, ``+2h``, ``3d``, ``14:30``, ``2:30 pm``, an ISO 8601 date and time, or words.

    The words are those of all four languages: tomorrow, vanmiddag, lundi, ``morgen 9:30``, ``in 2 Stunden``.
    A time alone is the next one to come; a day alone is its morning. A day of the week is never today.

    Raises:
        InputError: it is none, or it is over.
    """
    found = _read(" ".join(text.replace("’", "'").casefold().split()), now)
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
    kinds = (_read_word, _read_span, _read_clock, _read_day_and_time)
    found = next(filter(None, (read(text, now) for read in kinds)), None)
    return _read_iso(text) if found is None else found


def _read_word(text: str, now: datetime) -> datetime | None:
    word = NAMED.get(text)
    if word == HOUR:
        return _rounded(now + timedelta(hours=1))
    if word == AFTERNOON:  # asked for by name, it is the next one
        return _next(now, _AFTERNOON)
    day = _day(text, now.astimezone().date())
    return None if day is None else local(day, _MORNING)


def _read_span(text: str, now: datetime) -> datetime | None:
    found = _IN.fullmatch(text)
    if found is None or found[2] not in UNITS:
        return None
    span = timedelta(seconds=int(found[1]) * UNITS[found[2]])
    if UNITS[found[2]] == _DAY_SECONDS:
        return local(now.astimezone().date() + span, _MORNING)
    return (now + span).astimezone()


def _read_clock(text: str, now: datetime) -> datetime | None:
    found = _clock(text)
    return None if found is None else _next(now, found)


def _read_day_and_time(text: str, now: datetime) -> datetime | None:
    found = _DAY_AND_TIME.fullmatch(text)
    if found is None:
        return None
    day, clock = _day(found[1], now.astimezone().date()), _clock(found[2])
    return None if day is None or clock is None else local(day, clock)


def _day(word: str, today: date) -> date | None:
    """Return the day that a word stands for."""
    if (named := NAMED.get(word)) in {TODAY, TOMORROW}:
        return today + timedelta(days=named == TOMORROW)
    return _next_weekday(today, WEEKDAYS[word]) if word in WEEKDAYS else None


def _clock(text: str) -> time | None:
    """Read a time of day; with am or pm the day has twice twelve hours."""
    found = _CLOCK.fullmatch(text) or _WHOLE_HOUR.fullmatch(text)
    if found is None:
        return None
    *minutes, half = found.groups()[1:]
    hour = int(found[1])
    if half is not None and hour <= _HALF_DAY:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    return time(hour, int(minutes[0]) if minutes else 0)


def _next(now: datetime, at: time) -> datetime:
    """Return the next moment at which it is so late."""
    today = now.astimezone().date()
    found = local(today, at)
    return found if found > now else local(today + timedelta(days=1), at)


def _read_iso(text: str) -> datetime | None:
    try:
        if len(text) == len("2026-12-01"):
            return local(date.fromisoformat(text), _MORNING)
        return _local(datetime.fromisoformat(text.upper()))
    except ValueError:
        return None


def _next_weekday(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _rounded(moment: datetime) -> datetime:
    """Return the next five minutes, as people say times."""
    seconds = moment.timestamp()
    return datetime.fromtimestamp(-(-seconds // _STEP) * _STEP).astimezone()
