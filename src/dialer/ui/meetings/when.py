"""When a meeting begins, as the form proposes and reads it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from dialer.meetings.requests import local_time

_CLOCK = re.compile(r"\s*([0-9]{1,2})[:.h]([0-9]{2})\s*")


def next_quarter(now: datetime) -> datetime:
    """Return the next quarter of an hour that is at least ten minutes away."""
    soon = now + timedelta(minutes=10)
    return soon.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=15 * -(-soon.minute // 15))


def read_start(day: str, typed: str) -> datetime | None:
    """Return the moment that was chosen, or None where there is no such time.

    Args:
        day: the date, as ISO 8601 has it.
        typed: the time of that day at this computer, such as 14:30.
    """
    match = _CLOCK.fullmatch(typed)
    with suppress(ValueError):
        if match is not None:
            of_day = time(int(match[1]), int(match[2]))
            return local_time(datetime.combine(date.fromisoformat(day), of_day))
    return None
