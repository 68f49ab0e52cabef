"""What a provider tells of a meeting, checked and taken over."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialer.core.mail import is_address
from dialer.meetings.links import guest_link, host_link
from dialer.meetings.model import OPEN, Meeting, MeetingState
from dialer.meetings.provider import MeetingPerson, ProviderMeeting

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOGGER = logging.getLogger(__name__)


class NoMeetingError(TypeError):
    """An integration returned what is no meeting."""


def sound(answer: object) -> ProviderMeeting:
    """Return an integration's answer, if it is one: a meeting without an id can be neither shown nor ended.

    Integrations are other people's code, which nobody may have checked for types.

    Raises:
        NoMeetingError: it is none, which is a bug of the integration.
    """
    if not isinstance(answer, ProviderMeeting):
        raise NoMeetingError
    told: dict[str, object] = vars(answer)
    names = ("provider_id", "subject", "host_url", "guest_url", "recurrence", "zone")
    texts = [told[name] for name in names]
    times = (told["start"], told["end"])
    if (
        not all(text is None or isinstance(text, str) for text in texts)
        or not all(time is None or (isinstance(time, datetime) and time.tzinfo) for time in times)
        or not told["provider_id"]
    ):
        raise NoMeetingError
    return answer


def taken_over(meeting: Meeting, told: ProviderMeeting, addresses: Sequence[str]) -> Meeting:
    """Return a meeting with what its provider tells of it now."""
    host, guest = host_link(told.host_url, addresses), guest_link(told.guest_url, addresses)
    refused = bool(told.host_url and host is None) or bool(told.guest_url and guest is None)
    if refused and not meeting.refused_links:
        _LOGGER.warning("a link of %s is not used: it leads to another place", meeting.account)
    start = told.start or meeting.start
    unnamed = told.unnamed or (told.unnamed_at_once and meeting.immediate)
    return replace(
        meeting,
        provider_id=told.provider_id,
        state=_state(meeting.state, told),
        reason=None,
        error_key=None if meeting.state in OPEN else meeting.error_key,
        subject=(unnamed and meeting.subject) or told.subject or meeting.subject,
        start=start,
        minutes=max(1, round((told.end - start) / timedelta(minutes=1))) if told.end else meeting.minutes,
        people=_people(meeting, told),
        host=host or (None if told.host_url else meeting.host),
        guest=guest or (None if told.guest_url else meeting.guest),
        details=dict(told.details) or meeting.details,
        recurrence=meeting.recurrence if told.recurrence is None else told.recurrence,
        zone=meeting.zone if told.zone is None else told.zone,
        refused_links=refused or (meeting.refused_links and not (told.host_url or told.guest_url)),
    )


def _people(meeting: Meeting, told: ProviderMeeting) -> tuple[MeetingPerson, ...]:
    """Return who meets; the names of private people are not kept here, but their provider may tell them."""
    if not meeting.people:
        return tuple(map(_named, told.people))
    if any(person.name for person in meeting.people) or len(told.people) != len(meeting.people):
        return meeting.people
    return tuple(replace(person, name=name) for person, name in zip(meeting.people, told.people, strict=True))


def _named(name: str) -> MeetingPerson:
    """Return somebody of whom a provider tells no more than a name, or an address in its place."""
    return MeetingPerson(name=name, email=name if is_address(name) else "")


def _state(before: MeetingState, told: ProviderMeeting) -> MeetingState:
    if told.cancelled:
        return MeetingState.CANCELLED
    if told.ended:
        return MeetingState.ENDED
    kept = {MeetingState.INCOMPLETE, MeetingState.CANCELLED, MeetingState.ENDED}
    return before if before in kept else MeetingState.READY
