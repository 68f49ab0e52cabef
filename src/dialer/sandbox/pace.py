"""The sandbox's sense of time: scenario seconds, which tests let pass faster than real ones."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Pace:
    """Seconds since the sandbox began, ``speed`` of which pass in each real one."""

    def __init__(self, speed: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._speed = speed
        self._clock = clock
        self._began = clock()

    def now(self) -> float:
        """Return the scenario seconds since the start."""
        return self.elapsed() * self._speed

    def elapsed(self) -> float:
        """Return the real seconds since the start, for what stands in real calendars."""
        return self._clock() - self._began

    async def sleep(self, seconds: float) -> None:
        """Wait so many scenario seconds."""
        await asyncio.sleep(seconds / self._speed)
