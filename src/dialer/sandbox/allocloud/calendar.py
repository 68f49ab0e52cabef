"""The organiser's calendar, which anybody reads who has its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.sandbox.allocloud.records import moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dialer.sandbox.allocloud.records import Meeting


def calendar(meetings: Iterable[Meeting], page: str) -> str:
    """Return meetings as iCalendar; their links begin with the address of the page."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Simulated//Web Meeting//EN"]
    for meeting in meetings:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{meeting.document['icsToken']}",
            f"SEQUENCE:{meeting.document['icalSequence']}",
            f"DTSTAMP:{_stamp(meeting.start)}",
            f"DTSTART:{_stamp(meeting.start)}",
            f"DTEND:{_stamp(meeting.end)}",
            f"SUMMARY:{_text(meeting.document['topic'])}",
            f"URL:{page}{meeting.public_id}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _stamp(at: datetime) -> str:
    return moment(at).replace("-", "").replace(":", "").partition(".")[0] + "Z"


def _text(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text
