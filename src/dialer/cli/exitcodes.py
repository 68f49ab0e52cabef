"""What a command's exit code says, for scripts: a contract."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from dialer.core.errors import (
    ApiError,
    DialerError,
    EntryAuthFailed,
    EntryNotReady,
    ErrorKind,
    NotSent,
    OutcomeUnknown,
    SafetyError,
)

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.meetings.model import Meeting


class Exit(IntEnum):
    """The codes."""

    DONE = 0
    BUG = 1
    INPUT = 2
    NOT_REACHED = 3
    REFUSED = 4
    NOT_SENT = 5
    UNKNOWN = 6
    SAFETY = 7
    INTERRUPTED = 130


def of_error(error: DialerError) -> Exit:
    """Return the code of an error that ended a command."""
    match error:
        case SafetyError():
            return Exit.SAFETY
        case EntryAuthFailed():
            return Exit.REFUSED
        case NotSent() | EntryNotReady():
            return Exit.NOT_SENT
        case OutcomeUnknown():
            return Exit.UNKNOWN
        case ApiError():
            return _of_kind(error.kind)
        case _:
            return Exit.INPUT


def _of_kind(kind: ErrorKind) -> Exit:
    match kind:
        case ErrorKind.AUTH:
            return Exit.REFUSED
        case ErrorKind.NETWORK:
            return Exit.NOT_SENT
        case ErrorKind.PROTOCOL:
            return Exit.UNKNOWN
        case _:
            return Exit.NOT_REACHED


def of_call(call: Call) -> Exit:
    """Return the code of a call that is over, as far as it was not interrupted."""
    from dialer.calls.model import EndReason

    match call.reason:
        case EndReason.LOST | EndReason.UNKNOWN:
            return Exit.UNKNOWN
        case EndReason.AUTH_FAILED:
            return Exit.REFUSED
        case EndReason.NOT_SENT:
            return Exit.NOT_SENT
        case _:
            return Exit.DONE if call.both_connected else Exit.NOT_REACHED


def of_meeting(meeting: Meeting) -> Exit:
    """Return the code of a creation that is over, as far as it was not interrupted."""
    from dialer.meetings.model import MeetingState, NotMade

    match meeting.state, meeting.reason:
        case ((MeetingState.UNKNOWN | MeetingState.INCOMPLETE | MeetingState.REQUESTED), _):
            return Exit.UNKNOWN
        case MeetingState.NOT_MADE, NotMade.AUTH_FAILED:
            return Exit.REFUSED
        case MeetingState.NOT_MADE, NotMade.NOT_SENT:
            return Exit.NOT_SENT
        case MeetingState.NOT_MADE, _:
            return Exit.NOT_REACHED
        case _:
            return Exit.DONE
