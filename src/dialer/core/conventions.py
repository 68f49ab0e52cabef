"""How days and times are written, by language and country: for what has no Qt, and for both alike.

The few patterns that four languages need are from Unicode CLDR 46 (short date, hour cycle, first
day of the week); a library with all of CLDR weighs 30 MB and would slow every command.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from dialer.core.strings import system_territory

if TYPE_CHECKING:
    from datetime import date, datetime

MONDAY, SUNDAY = 0, 6
_NOON = 12


@dataclass(frozen=True)
class Conventions:
    """What is usual somewhere.

    Attributes:
        day: a day in figures, with ``d``, ``m`` and ``y`` in braces.
        twelve: whether the day has twice twelve hours.
        first_day: the first day of the week; Monday is 0.
    """

    day: str
    twelve: bool = False
    first_day: int = MONDAY


_USUAL = {
    "en": Conventions("{d:02}/{m:02}/{y}"),
    "nl": Conventions("{d:02}-{m:02}-{y}"),
    "fr": Conventions("{d:02}/{m:02}/{y}"),
    "de": Conventions("{d:02}.{m:02}.{y}"),
}
_ELSEWHERE = {
    ("en", "US"): Conventions("{m}/{d}/{y}", twelve=True, first_day=SUNDAY),
    ("en", "CA"): Conventions("{y}-{m:02}-{d:02}", twelve=True, first_day=SUNDAY),
    ("en", "AU"): Conventions("{d:02}/{m:02}/{y}", twelve=True),
    ("nl", "BE"): Conventions("{d:02}/{m:02}/{y}"),
    ("fr", "CH"): Conventions("{d:02}.{m:02}.{y}"),
    ("fr", "CA"): Conventions("{y}-{m:02}-{d:02}", first_day=SUNDAY),
}


def conventions(language: str, territory: str | None = None) -> Conventions:
    """Return what is usual for a language in a country, which is the computer's where none is given."""
    where = system_territory(language) if territory is None else territory
    return _ELSEWHERE.get((language, where)) or _USUAL.get(language, _USUAL["en"])


def day_words(day: date, language: str, territory: str | None = None) -> str:
    """Return a day in figures: ``22-11-2026`` in Dutch, ``22.11.2026`` in German."""
    return conventions(language, territory).day.format(d=day.day, m=day.month, y=day.year)


def time_words(moment: datetime | time, language: str, territory: str | None = None) -> str:
    """Return the time of day: ``14:05``, or ``2:05 pm`` where the day has twice twelve hours."""
    return _clock(moment, f":{moment.minute:02}", conventions(language, territory))


def exact_time_words(moment: datetime, language: str, territory: str | None = None) -> str:
    """Return the time of day to the second, as long in every line as in the next: ``09:05:07``."""
    usual = conventions(language, territory)
    words = _clock(moment, f":{moment.minute:02}:{moment.second:02}", usual)
    return words.rjust(len("12:05:07 pm")) if usual.twelve else words.rjust(len("14:05:07"), "0")


def hour_words(hour: int, language: str, territory: str | None = None) -> str:
    """Return an hour of the day as short as people write it: ``14``, or ``2 pm``."""
    return _clock(time(hour), "", conventions(language, territory))


def _clock(moment: datetime | time, rest: str, usual: Conventions) -> str:
    if not usual.twelve:
        return f"{moment.hour}{rest}"
    return f"{moment.hour % _NOON or _NOON}{rest} {'am' if moment.hour < _NOON else 'pm'}"


def moment_words(moment: datetime, language: str, territory: str | None = None) -> str:
    """Return a day with a time on it, as long in every row of a list as in the next where that can be."""
    return f"{day_words(moment, language, territory)} {row_time_words(moment, language, territory)}"


def row_time_words(moment: datetime, language: str, territory: str | None = None) -> str:
    """Return the time of day as it stands in lists: ``09:05``, or ``9:05 am`` with twice twelve hours."""
    words = time_words(moment, language, territory)
    return words if conventions(language, territory).twelve else words.rjust(5, "0")
