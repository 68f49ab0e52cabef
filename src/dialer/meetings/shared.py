"""What a meeting's guests may know of it; whatever leaves the house is made of this and of nothing else.

There is no host link in it, so no invitation, calendar file or code can hold one by mistake (SAFETY T32).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dialer.core.errors import InputError
from dialer.core.mail import plain
from dialer.meetings.model import THERE, MeetingState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dialer.core.strings import Strings
    from dialer.meetings.links import GuestLink
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingPerson

DIAL_IN = "dial_in"
"""The detail that holds the number, or the numbers, to take part by phone."""

CODES = ("access_code", "code", "meeting_id", "security_pin")
"""The details that guests type or say to be let in, the one that is asked for first in front.

A provider's other details are for the host: they go into no invitation.
"""

CALLED_OFF = frozenset({MeetingState.CANCELLED, MeetingState.GONE})


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A meeting as its guests may know it.

    Attributes:
        id: ours, the same as long as there is the meeting.
        subject: on one line; empty where it is not known.
        guest: leads a guest in.
        dial_in: the number, or the numbers, to take part by phone; empty if there are none.
        codes: what guests type or say to be let in, by the detail's name.
        called_off: it does not take place.
        recurrence: by which rule it repeats, as the value of an RRULE.
        zone: in whose time it repeats.
    """

    id: str
    subject: str
    start: datetime
    end: datetime
    people: tuple[MeetingPerson, ...] = ()
    guest: GuestLink | None = None
    dial_in: str = ""
    codes: Mapping[str, str] = field(default_factory=dict, repr=False)
    called_off: bool = False
    recurrence: str = ""
    zone: str = ""

    def name(self, strings: Strings) -> str:
        """Return what the meeting is called, in the guests' language where nobody gave it a subject."""
        return self.subject or strings.text("meetings.subject.plain")


def shared(meeting: Meeting) -> Shared:
    """Return what guests may know of a meeting.

    Raises:
        InputError: there is no such meeting, or nobody knows yet, so nobody can be invited to it.
    """
    called_off = meeting.state in CALLED_OFF
    if meeting.state not in THERE | {MeetingState.ENDED} and not called_off:
        raise InputError("invitation.error.not_there")
    details = {name: plain(str(value)) for name, value in meeting.details.items()}
    return Shared(
        id=meeting.id,
        subject=plain(meeting.subject),
        start=meeting.start,
        end=meeting.end,
        people=meeting.people,
        guest=meeting.guest,
        dial_in=details.get(DIAL_IN, ""),
        codes={name: details[name] for name in CODES if details.get(name)},
        called_off=called_off,
        recurrence=meeting.recurrence,
        zone=meeting.zone,
    )
