"""The one plain sentence about a meeting, and the document that the command line prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.core.faults import blame
from dialer.meetings.asking import BUGS
from dialer.meetings.model import ACCOUNT_GONE, THERE, MeetingState

if TYPE_CHECKING:
    from dialer.core.strings import Strings
    from dialer.meetings.model import Meeting

_EXPLAINED = frozenset({MeetingState.NOT_MADE, MeetingState.UNKNOWN, MeetingState.INCOMPLETE})


def sentence(meeting: Meeting, strings: Strings) -> str:
    """Return what the user reads: how the meeting is, and where something failed, what to do next."""
    placeholders: dict[str, object] = {"account": meeting.account, "subject": meeting.subject}
    if meeting.account_gone and meeting.state in THERE:
        return strings.text(ACCOUNT_GONE, **placeholders)
    plain = strings.text(_key(meeting), **placeholders)
    if meeting.error_key is None or meeting.state not in _EXPLAINED:
        return plain
    if meeting.error_key in BUGS:
        placeholders["why"] = blame(meeting.domain)
    why = strings.text(meeting.error_key, **placeholders)
    return f"{why} {plain}" if meeting.state is MeetingState.INCOMPLETE else why


def _key(meeting: Meeting) -> str:
    if meeting.state is MeetingState.NOT_MADE and meeting.reason is not None:
        return f"meetings.state.not_made.{meeting.reason}"
    return f"meetings.state.{meeting.state}"


def named_details(meeting: Meeting, strings: Strings) -> list[tuple[str, str]]:
    """Return what people may need beside the links, by the integration's names or the usual ones."""
    found = []
    for key, value in meeting.details.items():
        names = (f"{meeting.domain}.meeting.detail.{key}", f"meetings.detail.{key}")
        name = next((strings.text(each) for each in names if strings.has(each)), key)
        found.append((name, str(value)))
    return found


def to_document(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as the command line prints it."""
    return {
        "id": meeting.id,
        "provider": meeting.domain,
        "account": meeting.account,
        "subject": meeting.subject,
        "start": meeting.start.isoformat(timespec="seconds"),
        "end": meeting.end.isoformat(timespec="seconds"),
        "host_url": meeting.host.reveal() if meeting.host else None,
        "guest_url": meeting.guest.text if meeting.guest else None,
        "details": dict(meeting.details),
    }


def to_record(meeting: Meeting, strings: Strings) -> dict[str, Any]:
    """Return a meeting as the lists of the command line have it: the document, and how it is now."""
    return {
        **to_document(meeting),
        "people": [person.name for person in meeting.people if person.name],  # private ones have none here
        "state": meeting.state.value,
        "text": sentence(meeting, strings),
    }
