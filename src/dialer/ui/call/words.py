"""How a call record looks in a list: its icon, and what became of it in a word or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.calls.model import EndReason
from dialer.ui.blocks.widgets import one_line
from dialer.ui.look.moments import day_and_time, length

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.calls.model import Call
    from dialer.core.strings import Strings


def outcome_icon(call: Call) -> tuple[str, str]:
    """Icon and colour: reached, not reached, not known, or still running."""
    if call.live:
        return "phone-in-talk", "accent"
    if call.both_connected:
        return "phone-check", "ok"
    if call.reason is not None and call.reason.in_doubt:
        return "phone-alert", "warning"
    return "phone-missed", "bad"


def outcome(call: Call, strings: Strings) -> str:
    """How long the two talked, or why they did not."""
    if call.live:
        return strings.text("ui.outcome.running")
    if call.both_connected and call.talk_seconds is not None:
        return length(call.talk_seconds, strings)
    return strings.text(f"ui.outcome.{_end(call, call.reason or EndReason.UNKNOWN)}")


def _end(call: Call, reason: EndReason) -> str:
    """Return the end of a string key: the same reason is another one before the provider took the call."""
    if reason is EndReason.REJECTED and call.accepted_at is None:
        return "refused"
    if reason is EndReason.UNKNOWN and call.accepted_at is not None:
        return "unknown_started"
    return reason


def attempt(call: Call, now: datetime, strings: Strings) -> str:
    """When somebody was called last, and if that came to nothing, why."""
    when = day_and_time(call.started_at, now, strings)
    if call.live:
        return outcome(call, strings)
    return when if call.both_connected else f"{outcome(call, strings)}, {when}"


def outcome_line(call: Call, now: datetime, strings: Strings) -> str:
    """When, what became of it, and the note."""
    parts = [day_and_time(call.started_at, now, strings), outcome(call, strings)]
    if call.note:
        parts.append(strings.text("ui.quoted", text=one_line(call.note)))
    return " · ".join(parts)
