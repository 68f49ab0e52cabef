"""How long a call takes, by clocks that nobody sets: the wall clock may be set meanwhile (SAFETY F22)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.calls.model import Call
    from dialer.core.clock import Clock


class CallTime:
    """Counts the seconds of one call, and those of its talk."""

    def __init__(self, clock: Clock, call: Call) -> None:
        """Begin to count; of a call that is found again only the wall clock knows when it began."""
        self._clock = clock
        self._asked = clock.uptime() - self._passed_since(call.started_at)
        # When the talk began, by the steady clock and by the one that goes on in sleep.
        self._talk: tuple[float, float] | None = None
        if call.both_connected and call.connected_at is not None:
            self._begin_talk(self._passed_since(call.connected_at))

    @property
    def passed(self) -> float:
        """The seconds since the press."""
        return self._clock.uptime() - self._asked

    def talked(self, call: Call) -> float | None:
        """Return how long both have talked by now, or did; None where nobody has."""
        if call.talk_seconds is not None or self._talk is None:
            return call.talk_seconds
        return self._clock.monotonic() - self._talk[0]

    def sleep_through(self) -> None:
        """Count what the steady clock has missed in a sleep: they talked on meanwhile."""
        if self._talk is not None:
            self._begin_talk(self._clock.uptime() - self._talk[1])

    def note(self, call: Call) -> Call:
        """Begin to count the talk, or return the call with its talk time where it is over."""
        if call.both_connected and self._talk is None:
            self._begin_talk(0.0)
        if call.live or call.talk_seconds is not None or self._talk is None:
            return call
        return replace(call, talk_seconds=round(self._clock.monotonic() - self._talk[0], 1))

    def _begin_talk(self, ago: float) -> None:
        self._talk = self._clock.monotonic() - ago, self._clock.uptime() - ago

    def _passed_since(self, moment: datetime) -> float:
        return max(0.0, (self._clock.now() - moment).total_seconds())
