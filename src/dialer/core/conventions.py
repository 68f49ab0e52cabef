"""How numbers, days and times are written, by language and country: for what has no Qt, and for both alike.

The few patterns that four languages need are from Unicode CLDR 46 (short date, hour cycle, decimal and
grouping signs, first day of the week); a library with all of CLDR weighs 30 MB and would slow every command.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.core.strings import system_territory

if TYPE_CHECKING:
    from datetime import date, datetime

MONDAY, SUNDAY = 0, 6
_NOON = 12
_NARROW = "\u202f"


@dataclass(frozen=True)
class Conventions:
    """What is usual somewhere.

    Attributes:
        day: a day in figures, with ``d``, ``m`` and ``y`` in braces.
        decimal: the sign before what is less than one.
        group: the sign between thousands.
        twelve: whether the day has twice twelve hours.
        first_day: the first day of the week; Monday is 0.
    """

    day: str
    decimal: str = ","
    group: str = "."
    twelve: bool = False
    first_day: int = MONDAY


_USUAL = {
    "en": Conventions("{d:02}/{m:02}/{y}", ".", ","),
    "nl": Conventions("{d:02}-{m:02}-{y}"),
    "fr": Conventions("{d:02}/{m:02}/{y}", group=_NARROW),
    "de": Conventions("{d:02}.{m:02}.{y}"),
}
_ELSEWHERE = {
    ("en", "US"): Conventions("{m}/{d}/{y}", ".", ",", twelve=True, first_day=SUNDAY),
    ("en", "CA"): Conventions("{y}-{m:02}-{d:02}", ".", ",", twelve=True, first_day=SUNDAY),
    ("en", "AU"): Conventions("{d:02}/{m:02}/{y}", ".", ",", twelve=True),
    ("nl", "BE"): Conventions("{d:02}/{m:02}/{y}"),
    ("fr", "CH"): Conventions("{d:02}.{m:02}.{y}", group=_NARROW),
    ("fr", "CA"): Conventions("{y}-{m:02}-{d:02}", group="\u00a0", first_day=SUNDAY),
    ("de", "CH"): Conventions("{d:02}.{m:02}.{y}", ".", "’"),
    ("de", "AT"): Conventions("{d:02}.{m:02}.{y}", group="\u00a0"),
}


def conventions(language: str, territory: str | None = None) -> Conventions:
    """Return what is usual for a language in a country, which is the computer's where none is given."""
    where = system_territory(language) if territory is None else territory
    return _ELSEWHERE.get((language, where)) or _USUAL.get(language, _USUAL["en"])


def number_words(number: float, language: str, *, places: int = 0, territory: str | None = None) -> str:
    """Return a number with the signs of the language: 12480.5 is ``12.480,5`` in Dutch."""
    usual = conventions(language, territory)
    whole, _, rest = f"{number:,.{places}f}".partition(".")
    return whole.replace(",", usual.group) + (usual.decimal + rest if rest else "")


def day_words(day: date, language: str, territory: str | None = None) -> str:
    """Return a day in figures: ``22-11-2026`` in Dutch, ``22.11.2026`` in German."""
    return conventions(language, territory).day.format(d=day.day, m=day.month, y=day.year)


def time_words(moment: datetime, language: str, territory: str | None = None) -> str:
    """Return the time of day: ``14:05``, or ``2:05 pm`` where the day has twice twelve hours."""
    if not conventions(language, territory).twelve:
        return f"{moment.hour}:{moment.minute:02}"
    half = "am" if moment.hour < _NOON else "pm"
    return f"{moment.hour % _NOON or _NOON}:{moment.minute:02} {half}"


def moment_words(moment: datetime, language: str, territory: str | None = None) -> str:
    """Return a day with a time on it, as long in every row of a list as in the next where that can be."""
    return f"{day_words(moment, language, territory)} {row_time_words(moment, language, territory)}"


def row_time_words(moment: datetime, language: str, territory: str | None = None) -> str:
    """Return the time of day as it stands in lists: ``09:05``, or ``9:05 am`` with twice twelve hours."""
    words = time_words(moment, language, territory)
    return words if conventions(language, territory).twelve else words.rjust(5, "0")
