"""The call state machine: pure functions from what is known and what is new to what is known then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.calls.model import Call, CallState, EndedBy, EndReason, LegState

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.calls.provider import StatusUpdate

_LEG_ORDER = (
    LegState.UNKNOWN, LegState.IDLE, LegState.RINGING, LegState.CONNECTED, LegState.ENDED, LegState.FAILED,
)  # fmt: skip

# What a state of the call says of its legs; a provider may say more, leg by leg.
_LEGS_OF_STATE = {
    CallState.SOURCE_RINGING: (LegState.RINGING, None),
    CallState.SOURCE_CONNECTED: (LegState.CONNECTED, None),
    CallState.DESTINATION_RINGING: (None, LegState.RINGING),
    CallState.DESTINATION_CONNECTED: (None, LegState.CONNECTED),
    CallState.CONNECTED: (LegState.CONNECTED, LegState.CONNECTED),
}

NOT_FOLLOWED = "calls.ended.not_followed"
"""The sentence for a call that was accepted and that nobody can follow from here."""

NOT_HUNG_UP = "calls.ended.not_hung_up"
"""The sentence for a call that was accepted, could not be ended, and was lost sight of."""

_FAILURES_OF_SOURCE = {EndReason.WRONG_SOURCE}
_FAILURES_OF_DESTINATION = {EndReason.WRONG_DESTINATION}
_NOT_REACHED = {EndReason.BUSY, EndReason.NO_ANSWER, EndReason.REJECTED}
_BEFORE_ANSWER = {LegState.IDLE, LegState.RINGING}


def advance(call: Call, update: StatusUpdate | None, now: datetime) -> Call:
    """Return the call after an answer of its provider: forward only, and a call that ended stays ended."""
    if not call.live:
        return call
    seen_all, call = not call.stale, replace(call, stale=False, stale_since=None)
    if update is None:
        return call
    if update.code is not None:
        call = replace(call, code=update.code)
    if update.reason is not None:
        call = _note_failed_leg(call, update, seen_all=seen_all)
        return end(call, update.reason, now, ended_by=update.ended_by)
    call = _move_legs(call, update)
    if call.rang_at is None and call.source_leg in {LegState.RINGING, LegState.CONNECTED}:
        call = replace(call, rang_at=now)
    if update.state is not None and update.state.rank > call.state.rank:
        call = replace(call, state=update.state)
    if _both_connected(call):
        call = replace(call, both_connected=True, connected_at=call.connected_at or now)
    return call


def go_stale(call: Call, since: datetime) -> Call:
    """Return the call when its status could not be read: what was known stays, marked as old."""
    if not call.live or call.stale:
        return call
    return replace(call, stale=True, stale_since=since)


def end(
    call: Call,
    reason: EndReason,
    now: datetime,
    *,
    ended_by: EndedBy | None = None,
    error_key: str | None = None,
    code: int | None = None,
) -> Call:
    """Return the call as ended, for good."""
    if not call.live:
        return call
    if call.hanging_up and reason in {EndReason.COMPLETED, EndReason.LOST}:
        # The user's own hang-up: whichever leg the provider saw going first, she ended it.
        reason, ended_by = EndReason.HUNG_UP, EndedBy.USER
    if reason.in_doubt and call.hang_up_failed and call.accepted_at is not None and error_key is None:
        error_key = NOT_HUNG_UP
    return replace(
        call,
        state=CallState.ENDED,
        reason=reason,
        ended_by=ended_by,
        ended_at=now,
        error_key=error_key,
        code=call.code if code is None else code,
        stale=False,
        stale_since=None,
        hanging_up=False,
        hang_up_failed=False,
        source_leg=_over(call.source_leg, reason),
        destination_leg=_over(call.destination_leg, reason),
    )


def _both_connected(call: Call) -> bool:
    return call.source_leg is LegState.CONNECTED and call.destination_leg is LegState.CONNECTED


def _move_legs(call: Call, update: StatusUpdate) -> Call:
    source, destination = _LEGS_OF_STATE.get(update.state, (None, None)) if update.state else (None, None)
    return replace(
        call,
        source_leg=_forward(call.source_leg, update.source_leg or source),
        destination_leg=_forward(call.destination_leg, update.destination_leg or destination),
    )


def _forward(leg: LegState, new: LegState | None) -> LegState:
    return new if new is not None and _LEG_ORDER.index(new) > _LEG_ORDER.index(leg) else leg


def _over(leg: LegState, reason: EndReason) -> LegState:
    """Return a leg of a call that is over; where nobody saw the end, it is not known to be hung up."""
    if leg not in {LegState.RINGING, LegState.CONNECTED}:
        return leg
    return LegState.UNKNOWN if reason.in_doubt else LegState.ENDED


def _note_failed_leg(call: Call, update: StatusUpdate, *, seen_all: bool) -> Call:
    """Mark the leg that failed, where the provider names it or what was seen leaves no doubt.

    Connect Call's codes 10 to 12 (busy, no answer, rejected) name none, and between two looks the own phone
    may have been picked up and the other party be busy: then no leg is marked, and nobody is blamed.
    """
    source, destination = update.source_leg, update.destination_leg
    if source is None and destination is None:
        if update.reason in _FAILURES_OF_SOURCE:
            source = LegState.FAILED
        elif update.reason in _FAILURES_OF_DESTINATION:
            destination = LegState.FAILED
        elif update.reason in _NOT_REACHED:
            if call.source_leg not in _BEFORE_ANSWER:
                destination = LegState.FAILED
            elif update.reason is EndReason.NO_ANSWER and source_failed(call) and seen_all:
                source = LegState.FAILED  # nobody lets it ring in vain between two looks
    return replace(
        call,
        source_leg=_forward(call.source_leg, source),
        destination_leg=_forward(call.destination_leg, destination),
    )


def is_news(update: StatusUpdate) -> bool:
    """Whether a status tells of the call in doubt: a plain end may still be that of the call before it."""
    if update.reason is not None:
        return update.reason is not EndReason.COMPLETED
    return update.state is not None


def source_failed(call: Call) -> bool:
    """Whether it is the user's own phone that was not reached."""
    if call.source_leg is LegState.FAILED:
        return True
    return call.source_leg is LegState.RINGING and call.destination_leg is LegState.IDLE


def nobody_failed(call: Call) -> bool:
    """Whether nobody can say which leg of a call that ended was not reached."""
    legs = {call.source_leg, call.destination_leg}
    return LegState.FAILED not in legs and call.source_leg is not LegState.CONNECTED
