"""Time, as something that a test can hold still."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta

_GOES_ON_IN_SLEEP = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}


class Clock:
    """The computer's clocks: a steady one for durations and a wall clock for display."""

    def monotonic(self) -> float:
        """Return seconds that never jump, for durations."""
        return time.monotonic()

    def uptime(self) -> float:
        """Return seconds that nobody sets and that go on while the computer sleeps.

        Linux has CLOCK_BOOTTIME for that (clock_gettime(2)); on macOS CLOCK_MONOTONIC goes on in sleep, other
        than Python's monotonic clock, which is mach_absolute_time(); on Windows the steady clock does.
        """
        name = _GOES_ON_IN_SLEEP.get(sys.platform)
        return time.clock_gettime(getattr(time, name)) if name is not None else time.monotonic()

    def now(self) -> datetime:
        """Return the wall time with the local offset, for display and records."""
        return datetime.now().astimezone()

    async def sleep(self, seconds: float) -> None:
        """Sleep at least so long; Qt's coarse timers alone may wake up to 5 % early."""
        import asyncio  # reading the time must not cost the window's start

        until = self.monotonic() + seconds
        while (left := until - self.monotonic()) > 0:  # noqa: ASYNC110  # no event: time itself is awaited
            await asyncio.sleep(left)

    def later(self, seconds: float) -> datetime:
        """Return the wall time so many seconds from now."""
        return self.now() + timedelta(seconds=seconds)
