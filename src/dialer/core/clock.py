"""Time, as something that a test can hold still."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class Clock:
    """The computer's clocks: a steady one for durations and a wall clock for display."""

    def monotonic(self) -> float:
        """Return seconds that never jump, for durations."""
        return time.monotonic()

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
