"""What the card of a contact shows beyond the contact itself: read when somebody is marked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dialer.contacts.model import LOCAL
from dialer.ui.team.words import team_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from PySide6.QtGui import QImage

    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.contacts.model import Contact
    from dialer.contacts.numbers.local_time import LocalTime
    from dialer.meetings.model import Meeting

_EARLIER = 5


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is known of a contact from elsewhere.

    Attributes:
        at: when it was read.
        calls: earlier calls, the newest first.
        meetings: meetings with this contact, the newest first.
        times_called: how often each number was reached.
        local: what time it is at this contact's, where it is another than here.
        photo: the picture of the card.
        writable: whether a directory's contact can be changed from here.
        also_in: the other sources that have the same person.
        team: who of the colleagues called there last; empty where nobody did.
    """

    at: datetime
    calls: tuple[Call, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    times_called: Mapping[str, int] = field(default_factory=dict)
    local: LocalTime | None = None
    photo: QImage | None = None
    writable: bool = False
    also_in: tuple[str, ...] = ()
    team: str = ""

    @property
    def coming(self) -> tuple[Meeting, ...]:
        """The meetings that are not over."""
        return tuple(meeting for meeting in self.meetings if meeting.end > self.at)

    @property
    def earlier(self) -> tuple[Meeting, ...]:
        """The meetings that are over."""
        return tuple(meeting for meeting in self.meetings if meeting.end <= self.at)


async def details_of(app: App, contact: Contact) -> Details:
    """Read them; a running call is in the call bar and not among the earlier ones."""
    now = app.hub.clock.now()
    local = await asyncio.to_thread(_local_time, contact, now)
    team = team_line(app, (number.e164 for number in contact.numbers if number.e164))
    if not contact.is_stored:
        return Details(at=now, local=local, team=team)
    calls = await app.calls.history.of_contact(contact.id, _EARLIER)
    extras = await app.contacts.extras(contact.id)
    linked = await app.duplicates.linked(contact.id)
    return Details(
        at=now,
        calls=tuple(call for call in calls if not call.live),
        meetings=await _meetings(app, contact),
        times_called=await app.calls.history.times_called(contact.id),
        local=local,
        photo=await asyncio.to_thread(_picture, extras.photo) if extras.photo else None,
        writable=contact.source != LOCAL and app.directories.writing.may_write(contact.source),
        also_in=tuple(dict.fromkeys(other.source for other in linked)),
        team=team,
    )


async def _meetings(app: App, contact: Contact) -> tuple[Meeting, ...]:
    from dialer.meetings.history import MeetingHistory  # the rows; nobody meets yet

    return tuple(await MeetingHistory(app.hub.database).with_contact(contact.id, _EARLIER))


def _local_time(contact: Contact, now: datetime) -> LocalTime | None:
    """Return the time at the number that is called first, if it is another than here."""
    from dialer.contacts.numbers.local_time import (
        local_time,  # the zones of all numbers are not there for nothing
    )

    number = contact.number_to_call
    found = local_time(number.e164, now) if number is not None and number.e164 else None
    return found if found is not None and found.differs_from(now) else None


def _picture(data: bytes) -> QImage | None:
    from dialer.ui.look.photos import read_photo

    return read_photo(data)
