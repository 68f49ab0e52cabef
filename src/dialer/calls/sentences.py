"""The one plain sentence about a call, and the event that the command line prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.calls.machine import nobody_failed, source_failed
from dialer.calls.model import CallState, EndReason, LegState
from dialer.core.conventions import exact_time_words

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.calls.model import Call
    from dialer.core.settings import Settings
    from dialer.core.strings import Strings

_NOT_REACHED = {EndReason.BUSY, EndReason.NO_ANSWER, EndReason.REJECTED}
_BY_LEG = {*_NOT_REACHED, EndReason.NO_FUNDS}
_ANOTHER_HELPS = {EndReason.BUSY, EndReason.NO_ANSWER, EndReason.WRONG_DESTINATION}
_NOT_PICKED_UP = {LegState.IDLE, LegState.RINGING}


def sentence(call: Call, strings: Strings, *, phone: str = "", other: str = "") -> str:
    """Return what the user reads: where the call is, and what to do next.

    Args:
        call: the call.
        strings: the sentences.
        phone: what the user calls the own phone that rings, such as "Desk 12".
        other: what another number of the same person is called, where there is one to call.
    """
    placeholders: dict[str, object] = {
        "who": who(call, strings),
        "account": call.account,
        "other": other,
        "phone": phone or strings.text("calls.phone.inside"),
        "phone_first": phone or strings.text("calls.phone.first"),
    }
    if call.error_key is not None and call.state is CallState.ENDED:
        return strings.text(call.error_key, **placeholders)
    if call.stale_since is not None:
        placeholders["time"] = exact_time_words(call.stale_since, strings.language).strip()
    key = _key(call)
    if other and call.reason in _ANOTHER_HELPS and key == f"calls.ended.{call.reason}":
        key += "_other"
    text = strings.text(key, **placeholders)
    return text if call.number else text[:1].upper() + text[1:]  # whom nobody knows any more has no capital


def who(call: Call, strings: Strings) -> str:
    """Return whom a call was made to, as far as its record says it still."""
    gone = "history.who.private" if call.private else "history.who.forgotten"
    return call.name or call.number or strings.text(gone)


def phone_label(call: Call, settings: Settings) -> str:
    """Return what the user calls the own phone that a call rings; empty where it has no name."""
    if call.source is None or not settings.get("own_phones"):
        return ""
    from dialer.calls.own_phones import label_of  # most desks have one phone

    return label_of(settings, call.source)


def _key(call: Call) -> str:
    if call.state is CallState.ENDED:
        return f"calls.ended.{_end_key(call, call.reason or EndReason.UNKNOWN)}"
    if call.hang_up_failed:
        return call.error_key or "calls.state.hang_up_failed"
    if call.hanging_up:
        return "calls.state.hanging_up" if call.accepted_at else "calls.state.hang_up_wanted"
    if call.stale or not call.followed:
        return "calls.state.stale" if call.stale else "calls.state.not_followed"
    if call.found_again and call.state is CallState.REQUESTED:
        return "calls.state.found_again"
    return f"calls.state.{_state_key(call)}"


def _state_key(call: Call) -> str:
    """Return the state, or what it means where both legs are rung at once and the own one waits."""
    if call.state is CallState.REQUESTED and call.both_at_once:
        return "requested_both"
    if call.source_leg in _NOT_PICKED_UP:
        if call.state is CallState.DESTINATION_CONNECTED:
            return "destination_waits"
        if call.state is CallState.DESTINATION_RINGING and call.source_leg is LegState.RINGING:
            return "both_ringing"
    return call.state


def _end_key(call: Call, reason: EndReason) -> str:
    if reason is EndReason.COMPLETED and call.ended_by is not None:
        return f"completed_by_{call.ended_by}"
    if reason is EndReason.UNKNOWN and call.accepted_at is not None:
        return "unknown_started"
    if reason in _BY_LEG and source_failed(call):
        return f"{reason}_source"
    if reason in _NOT_REACHED and nobody_failed(call):
        return f"{reason}_unclear"
    return reason


def to_event(call: Call, strings: Strings, at: datetime, phone: str = "") -> dict[str, Any]:
    """Return a change of state as the command line's JSON has it (PRODUCT.md, "JSON of a call event").

    Args:
        call: the call.
        strings: the sentences.
        at: when it was so.
        phone: what the user calls the own phone that rings.
    """
    return {
        "call": call.id,
        "at": at.isoformat(timespec="milliseconds"),
        "state": call.state.value,
        "reason": call.reason and call.reason.value,
        "ended_by": call.ended_by and call.ended_by.value,
        "stale": call.stale,
        "code": call.code,
        "text": sentence(call, strings, phone=phone),
    }


def to_record(call: Call, strings: Strings) -> dict[str, Any]:
    """Return a call record as the command line's history has it: its last event, and the facts around it."""
    return {
        **to_event(call, strings, call.ended_at or call.started_at),
        "number": call.number,
        "name": call.name,
        "contact": call.contact_id,
        "account": call.account,
        "started": _stamp(call.started_at),
        "connected": _stamp(call.connected_at),
        "ended": _stamp(call.ended_at),
        "duration": call.talk_seconds,
        "note": call.note,
        "outcome": call.outcome or None,
        "tags": list(call.tags),
        "private": call.private,
    }


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="milliseconds") if moment else None
