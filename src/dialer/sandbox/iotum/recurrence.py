"""The subset of iCalendar's recurrence rules that the documents describe, with their messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from dialer.sandbox.iotum.problem import Problem

if TYPE_CHECKING:
    from datetime import date

# As far ahead as the server lists meetings, and as many of them as it makes at once.
HORIZON = timedelta(days=548)
MOST = 600

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FIELDS = ("FREQ", "COUNT", "UNTIL", "INTERVAL", "BYDAY", "BYMONTHDAY")
_BY_WEEK = re.compile(r"(?P<week>[+-]?[1-5])?(?P<day>MO|TU|WE|TH|FR|SA|SU)")


def _unreadable(detail: str) -> Problem:
    return Problem(400, f"Failed to parse the schedule rule. {detail}")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule that the server can follow."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    days: tuple[str, ...] = ()
    month_day: int | None = None

    def __str__(self) -> str:
        """Write it in the server's own order, which need not be that of the request."""
        parts = [
            f"FREQ={self.freq}",
            f"COUNT={self.count}" if self.count else "",
            f"UNTIL={self.until:%Y%m%d}" if self.until else "",
            f"INTERVAL={self.interval}" if self.interval > 1 else "",
            f"BYDAY={','.join(self.days)}" if self.days else "",
            f"BYMONTHDAY={self.month_day}" if self.month_day else "",
        ]
        return ";".join(part for part in parts if part)

    def starts(self, first: datetime, today: datetime) -> list[datetime]:
        """Return the wall times at which the meetings begin, the first being as planned by its host.

        Args:
            first: when the first begins.
            today: what the horizon is counted from.
        """
        from dateutil.rrule import rrulestr

        until = f";UNTIL={self.until:%Y%m%d}T235959" if self.until else ""
        text = ";".join(part for part in str(self).split(";") if not part.startswith("UNTIL"))
        rule = rrulestr(text + until, dtstart=first)
        horizon = max(first, today) + HORIZON
        found = list(islice(takewhile(lambda moment: moment <= horizon, rule), MOST))
        if found and found[0] == first:
            return found
        return [first, *found][: self.count]


def read_rule(text: str) -> Rule:
    """Read a rule.

    Raises:
        Problem: it is none, or asks for more than the documents promise; the message is theirs.
    """
    fields = _fields(text)
    freq = fields.get("FREQ", "")
    if freq not in {"DAILY", "WEEKLY", "MONTHLY"}:
        raise Problem(400, "Schedule FREQ must be DAILY, WEEKLY or MONTHLY")
    if "COUNT" in fields and "UNTIL" in fields:
        raise _unreadable("COUNT and UNTIL exclude each other")
    days = _week_days(fields, freq)
    return Rule(
        freq=freq,
        interval=_positive(fields, "INTERVAL") or 1,
        count=_positive(fields, "COUNT"),
        until=_until(fields),
        days=days,
        month_day=_month_day(fields, freq),
    )


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name not in _FIELDS or name in fields:
            raise _unreadable(f"Unexpected {part!r}")
        fields[name] = value
    return fields


def _positive(fields: dict[str, str], name: str) -> int | None:
    if name not in fields:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,3}", fields[name]):
        raise _unreadable(f"{name} must be a positive number")
    return int(fields[name])


def _until(fields: dict[str, str]) -> date | None:
    if "UNTIL" not in fields:
        return None
    if not re.fullmatch(r"[0-9]{8}", fields["UNTIL"]):
        raise _unreadable("UNTIL must be just a date")
    try:
        return datetime.strptime(fields["UNTIL"], "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise _unreadable("UNTIL must be just a date") from None


def _week_days(fields: dict[str, str], freq: str) -> tuple[str, ...]:
    """Return BYDAY's items, which mean something else by the week than by the month."""
    if freq == "MONTHLY":
        _check_monthly(fields)
    if "BYDAY" not in fields:
        if freq == "WEEKLY":
            raise Problem(400, "Schedule WEEKLY must include BYDAY")
        return ()
    found = [_BY_WEEK.fullmatch(item) for item in fields["BYDAY"].split(",")]
    items = [item for item in found if item is not None]
    if freq == "DAILY" or len(items) != len(found):
        raise _unreadable("BYDAY is not supported like this")
    if freq == "MONTHLY":
        if items[0]["week"] is None:
            raise Problem(400, "Schedule MONTHLY BYDAY must include number and day")
        return (items[0].group().removeprefix("+"),)
    if any(item["week"] for item in items):
        raise _unreadable("WEEKLY BYDAY cannot include a number")
    return tuple(sorted({item["day"] for item in items}, key=_DAYS.index))


def _check_monthly(fields: dict[str, str]) -> None:
    by_day, by_month_day = "BYDAY" in fields, "BYMONTHDAY" in fields
    if by_day and by_month_day:
        raise Problem(400, "Schedule MONTHLY supports BYDAY or BYMONTHDAY, cannot use both")
    if not by_day and not by_month_day:
        raise Problem(400, "Schedule MONTHLY must include BYDAY or BYMONTHDAY")
    name = "BYDAY" if by_day else "BYMONTHDAY"
    if "," in fields[name]:
        raise Problem(400, f"Schedule MONTHLY {name} only supports one item")


def _month_day(fields: dict[str, str], freq: str) -> int | None:
    if "BYMONTHDAY" not in fields:
        return None
    text = fields["BYMONTHDAY"]
    if freq != "MONTHLY" or not re.fullmatch(r"-?([1-9]|[12][0-9]|3[01])", text):
        raise _unreadable("BYMONTHDAY is not supported like this")
    return int(text)
