"""What the status codes say of a call."""

from __future__ import annotations

from dialer.calls.model import CallState, EndedBy, EndReason, LegState
from dialer.calls.provider import StatusUpdate
from dialer.integrations.connect_call.codes import Status

# Keyed by plain numbers, so that any number that a server sends can be looked up.
_PROGRESS: dict[int, CallState] = {
    Status.SOURCE_ALERTING: CallState.SOURCE_RINGING,
    Status.SOURCE_CONNECTED: CallState.SOURCE_CONNECTED,
    Status.DESTINATION_ALERTING: CallState.DESTINATION_RINGING,
    Status.DESTINATION_CONNECTED: CallState.DESTINATION_CONNECTED,
    Status.CLIENTS_CONNECTED: CallState.CONNECTED,
}
_ENDS: dict[int, EndReason] = {
    Status.HANG_UP: EndReason.COMPLETED,
    Status.DESTINATION_ENDED: EndReason.COMPLETED,
    Status.SOURCE_ENDED: EndReason.COMPLETED,
    Status.BUSY: EndReason.BUSY,
    Status.NO_ANSWER: EndReason.NO_ANSWER,
    Status.REJECTED: EndReason.REJECTED,
    Status.ENDED_INSUFFICIENT_FUNDS: EndReason.NO_FUNDS,
    Status.INSUFFICIENT_FUNDS: EndReason.NO_FUNDS,
    Status.SOURCE_INSUFFICIENT_FUNDS: EndReason.NO_FUNDS,
    Status.DESTINATION_INSUFFICIENT_FUNDS: EndReason.NO_FUNDS,
    Status.WRONG_SOURCE_NUMBER: EndReason.WRONG_SOURCE,
    Status.WRONG_DESTINATION_NUMBER: EndReason.WRONG_DESTINATION,
}
_ENDED_BY: dict[int, EndedBy] = {
    Status.DESTINATION_ENDED: EndedBy.DESTINATION,
    Status.SOURCE_ENDED: EndedBy.SOURCE,
}
_SOURCE_FAILED: set[int] = {Status.SOURCE_INSUFFICIENT_FUNDS, Status.WRONG_SOURCE_NUMBER}
_DESTINATION_FAILED: set[int] = {Status.DESTINATION_INSUFFICIENT_FUNDS, Status.WRONG_DESTINATION_NUMBER}

DOCUMENTED: frozenset[int] = frozenset(Status)


def update_for(code: int) -> StatusUpdate:
    """Return what a code says: an undocumented or merely informational one leaves the call as it is."""
    if code in _ENDS:
        return StatusUpdate(
            code=code,
            state=CallState.ENDED,
            reason=_ENDS[code],
            ended_by=_ENDED_BY.get(code),
            source_leg=LegState.FAILED if code in _SOURCE_FAILED else None,
            destination_leg=LegState.FAILED if code in _DESTINATION_FAILED else None,
        )
    return StatusUpdate(code=code, state=_PROGRESS.get(code))
