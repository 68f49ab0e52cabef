"""How long both parties have talked, by the steady clock: setting the wall clock does not change it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.core.clock import Clock


class TalkTime:
    """Counts the talk of one call."""

    def __init__(self, clock: Clock) -> None:
        """Nobody talks yet."""
        self._clock = clock
        self._began: float | None = None

    def seconds(self, call: Call) -> float | None:
        """Return how long it has lasted, or lasted; None where nobody has talked."""
        if call.talk_seconds is not None or self._began is None:
            return call.talk_seconds
        return self._clock.monotonic() - self._began

    def catch_up(self, call: Call) -> None:
        """Count what the steady clock has missed: before Dialer found the call again, or in a sleep."""
        if call.both_connected and call.connected_at is not None:
            talked = (self._clock.now() - call.connected_at).total_seconds()
            self._began = self._clock.monotonic() - max(0.0, talked)

    def note(self, call: Call) -> Call:
        """Begin to count, or return the call with its talk time where it is over."""
        if call.both_connected and self._began is None:
            self._began = self._clock.monotonic()
        if call.live or call.talk_seconds is not None or self._began is None:
            return call
        return replace(call, talk_seconds=round(self._clock.monotonic() - self._began, 1))
