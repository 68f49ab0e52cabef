"""The two times of the simulated server: the scenario's, which tests hurry along, and the calendar's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dialer.sandbox.iotum.problem import Problem

if TYPE_CHECKING:
    from dialer.sandbox.pace import Pace

WALL = "%Y-%m-%d %H:%M:%S"


class Clock:
    """Tells both times.

    Attributes:
        began: when the sandbox began by the calendar; a test may put another day here.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.began = datetime.now(UTC) - timedelta(seconds=pace.elapsed())

    def now(self) -> float:
        """Return the scenario seconds, by which sessions expire and phones are answered."""
        return self._pace.now()

    def utc(self) -> datetime:
        """Return the moment by the calendar, which no speed hurries: meetings stand in real calendars."""
        return self.began + timedelta(seconds=self._pace.elapsed())


@cache
def zone(name: str) -> tzinfo:
    """Return a time zone of the IANA database.

    Raises:
        Problem: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # whatever a made-up name runs into in the file system
        raise Problem(400, f"Invalid time_zone: {name}") from None


def instant(wall: datetime, zone_name: str) -> datetime:
    """Return the moment of a wall time; one that a change to summer time skips is moved on by the gap."""
    return wall.replace(tzinfo=zone(zone_name)).astimezone(UTC)


def wall(moment: datetime, zone_name: str) -> str:
    """Return a moment as the documents write it, in this time zone."""
    return moment.astimezone(zone(zone_name)).strftime(WALL)


def stamp(moment: datetime) -> str:
    """Return a moment as in call records: ISO 8601 in UTC with milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
