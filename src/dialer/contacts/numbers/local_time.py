"""What time it is at the other party's, by the number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

_WIDEST = timedelta(hours=3)
_MORNING, _EVENING = 8, 20


@dataclass(frozen=True, slots=True)
class LocalTime:
    """The moment at a number's place.

    Attributes:
        earliest: in its westernmost zone.
        latest: in its easternmost one; the same where it has one time only.
    """

    earliest: datetime
    latest: datetime

    @property
    def is_one(self) -> bool:
        """Whether it is the same time wherever the number may be."""
        return self.earliest.utcoffset() == self.latest.utcoffset()

    @property
    def may_be_asleep(self) -> bool:
        """Whether few people there want to be called."""
        return any(not _MORNING <= moment.hour < _EVENING for moment in (self.earliest, self.latest))

    def differs_from(self, here: datetime) -> bool:
        """Whether it is another time there than here."""
        return {self.earliest.utcoffset(), self.latest.utcoffset()} != {here.utcoffset()}


def local_time(e164: str, now: datetime) -> LocalTime | None:
    """Return the time at a number's place, or None where nobody can tell: a satellite, half a continent.

    Args:
        e164: the number.
        now: the moment, with its offset.
    """
    moments = []
    for name in time_zones_for_number(phonenumbers.parse(e164)):
        try:
            moments.append(now.astimezone(ZoneInfo(name)))
        except (ZoneInfoNotFoundError, ValueError):
            continue  # "Etc/Unknown", or younger than this computer's zones
    if not moments:
        return None
    moments.sort(key=_offset)
    found = LocalTime(moments[0], moments[-1])
    return found if _offset(found.latest) - _offset(found.earliest) <= _WIDEST else None


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()
