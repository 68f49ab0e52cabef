"""The calendar file of a meeting: an invitation that calendars take over, and take back (RFC 5545, 5546).

It holds what guests may know and nothing else. A meeting that happens once stands in UTC, which every
calendar reads alike across clock changes; one that repeats stands in its own zone, or it would be off by an
hour for half of the year.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from dialer import __version__
from dialer.core.mail import is_address, plain
from dialer.meetings.invitation import invitation
from dialer.meetings.zones import timezone_of, zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from icalendar import Event, vCalAddress

    from dialer.core.strings import Strings
    from dialer.meetings.provider import MeetingPerson
    from dialer.meetings.shared import Shared

_RULE = re.compile(r"(?=(?:.*;)?FREQ=)[A-Z]+=[-+A-Z0-9,]+(?:;[A-Z]+=[-+A-Z0-9,]+)*")

_UTC = ("UTC", "Etc/UTC")
# What a parameter has no room for, or what parsers read differently within one.
_NO_PARAMETER = str.maketrans({'"': "'", "^": None, "\\": "/"})

_LONGEST_NAME = 80
# What file systems have no room for, what a shell or an explorer reads in its own way, what cannot be seen.
_NO_NAME = re.compile(r"[^\w\s()+,=@-]", re.UNICODE)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|\s|$)", re.IGNORECASE)  # by Windows


def calendar_file(
    shared: Shared, *, sequence: int, now: datetime, strings: Strings, local: tzinfo | None = None
) -> bytes:
    """Return the calendar file of a meeting.

    Args:
        shared: what guests may know.
        sequence: how often that has changed, see `Revisions`.
        now: when the file is made.
        strings: the guests' language.
        local: the zone in which its text names the time, this computer's if not given.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", f"-//Dialer//Dialer {__version__}//{strings.language.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "CANCEL" if shared.called_off else "REQUEST")
    home = zone(shared.zone) if shared.recurrence and shared.zone not in _UTC else None
    rule = _rule(shared.recurrence, home or UTC)
    if home is not None:
        made.add_component(timezone_of(home, shared.start))
    event = _event(shared, home or UTC, invitation(shared, strings, local=local).text, strings)
    event.add("sequence", sequence)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    if rule:
        event.add("rrule", rule)
    made.add_component(event)
    written: bytes = made.to_ical()
    return written


def file_name(shared: Shared, strings: Strings) -> str:
    """Return what the file of a meeting is called: a name that every system takes, from the subject."""
    name = _NO_NAME.sub(" ", plain(shared.name(strings)))
    name = " ".join(name.split())[:_LONGEST_NAME].strip(" .-")
    if not name or _RESERVED.match(name):
        name = " ".join(filter(None, (strings.text("invitation.file"), name)))
    return f"{name}.ics"


def _event(shared: Shared, home: tzinfo, text: str, strings: Strings) -> Event:
    from icalendar import Event, vText

    event = Event()
    event.add("uid", f"{shared.id}@dialer")
    event.add("dtstart", shared.start.astimezone(home).replace(microsecond=0))
    event.add("dtend", shared.end.astimezone(home).replace(microsecond=0))
    event.add("summary", shared.name(strings))
    event.add("description", vText(text))
    event.add("status", "CANCELLED" if shared.called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if shared.called_off else "OPAQUE")
    if shared.guest is not None and not shared.called_off:
        event.add("location", shared.guest.text)
        event.add("url", shared.guest.text)
    elif shared.dial_in:
        event.add("location", shared.dial_in)
    for person in shared.people:
        if is_address(person.email.strip()):
            event.add("attendee", _attendee(person), encode=False)
    return event


def _attendee(person: MeetingPerson) -> vCalAddress:
    from icalendar import vCalAddress

    made = vCalAddress(f"mailto:{person.email.strip()}")
    if name := plain(person.name).translate(_NO_PARAMETER):
        made.params["CN"] = name
    made.params["CUTYPE"] = "INDIVIDUAL"
    made.params["ROLE"] = "REQ-PARTICIPANT"
    made.params["PARTSTAT"] = "NEEDS-ACTION"
    made.params["RSVP"] = "TRUE"
    return made


def _rule(text: str, home: tzinfo) -> Mapping[str, list[Any]] | None:
    """Return a rule as it is written into a file; None where it is none that a calendar could read."""
    from icalendar import vRecur

    text = text.strip().upper().removeprefix("RRULE:").removesuffix(";")
    if not text or _RULE.fullmatch(text) is None:
        return None
    try:
        rule: dict[str, list[Any]] = dict(vRecur.from_ical(text))
    except ValueError:
        return None
    if until := rule.get("UNTIL"):
        # Of a meeting with a time, the last day is told as its last moment in UTC (RFC 5545, 3.3.10).
        rule["UNTIL"] = [_last_moment(day, home) for day in until if isinstance(day, date)]
    return rule


def _last_moment(until: date, home: tzinfo) -> datetime:
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59), home)
    return (until if until.tzinfo else until.replace(tzinfo=home)).astimezone(UTC)
