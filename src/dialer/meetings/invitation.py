"""The invitation to a meeting, in the guests' language: what it is about, when it is, and how to get in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.core.readable import named
from dialer.meetings.recurrence import RuleError, parse
from dialer.meetings.recurrence_words import words
from dialer.meetings.zones import zone

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from dialer.core.strings import Strings
    from dialer.meetings.shared import Shared

# Only then is it a name that people know; Windows has long ones, in the language of the computer.
_ZONE_NAME = re.compile(r"[A-Z]{2,5}")


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A message to guests.

    Attributes:
        subject: on one line.
        text: everything, on lines that end with a line feed.
        short: no more than what is needed to get in, for where a long text does not fit.
    """

    subject: str
    text: str
    short: str


def invitation(shared: Shared, strings: Strings, *, local: tzinfo | None = None) -> Invitation:
    """Return the invitation to a meeting; for one that was called off, the message that says so.

    Args:
        shared: what guests may know.
        strings: the guests' language.
        local: the zone in which the time is named, this computer's if not given; a meeting that repeats has
            its own.
    """
    name = shared.name(strings)
    times = when(shared, strings, local=local)
    about = [strings.text("invitation.about", subject=name), strings.text("invitation.when", when=times)]
    if shared.called_off:
        text = _paragraphs([strings.text("invitation.off")], about)
        return Invitation(subject=strings.text("invitation.subject.off", subject=name), text=text, short=text)
    if shared.recurrence:
        about.append(_repeats(shared.recurrence, strings))
    link = [strings.text("invitation.where", link=shared.guest.text)] if shared.guest is not None else []
    phone = [strings.text("invitation.phone", numbers=shared.dial_in)] if shared.dial_in else []
    codes = [
        named(strings.text(f"meetings.detail.{each}"), code, strings) for each, code in shared.codes.items()
    ]
    return Invitation(
        subject=strings.text("invitation.subject", subject=name),
        text=_paragraphs([strings.text("invitation.hello")], about, link, [*phone, *codes]),
        short="\n".join([times, *(link or [*phone, *codes])]) + "\n",
    )


def when(shared: Shared, strings: Strings, *, local: tzinfo | None = None) -> str:
    """Return when a meeting is, with its zone: "Thursday 12 March 2026, 14:00 to 14:30 (CET, UTC+1)"."""
    place = (zone(shared.zone) if shared.recurrence else None) or local
    start, end = shared.start.astimezone(place), shared.end.astimezone(place)
    same_day = start.date() == end.date()
    return strings.text(
        "invitation.day" if same_day else "invitation.days",
        date=_date(start.date(), strings),
        start=f"{start:%H:%M}",
        end_date=_date(end.date(), strings),
        end=f"{end:%H:%M}",
        zone=_zone(start),
    )


def _repeats(rule: str, strings: Strings) -> str:
    try:
        return strings.text("invitation.repeats.rule", rule=words(parse(rule), strings))
    except RuleError:
        return strings.text("invitation.repeats")


def _paragraphs(*parts: list[str]) -> str:
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _date(day: date, strings: Strings) -> str:
    weekday = strings.text("invitation.weekdays").split()[day.weekday()]
    month = strings.text("invitation.months").split()[day.month - 1]
    return strings.text("invitation.date", weekday=weekday, day=day.day, month=month, year=day.year)


def _zone(moment: datetime) -> str:
    minutes = int((moment.utcoffset() or timedelta(0)).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "-"
    offset = f"UTC{sign}{hours}" if minutes else "UTC"
    if rest:
        offset += f":{rest:02}"
    name = moment.tzname() or ""
    return f"{name}, {offset}" if _ZONE_NAME.fullmatch(name) and name != offset else offset
