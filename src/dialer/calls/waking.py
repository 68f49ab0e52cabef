"""Whether the computer slept between two questions about a call (SAFETY F23), and how long to pause.

In sleep the steady clock stands still on Linux and macOS and runs on on Windows; a program that is held still
has both clocks run on. In each of these cases time has passed that nobody waited for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.core.clock import Clock

UNSEEN = 10.0
"""Seconds that may pass unseen before this counts as sleep."""

FAILURES_BEFORE_BACK_OFF = 3
LONGEST_PAUSE = 10.0


def pause_after(failures: int, interval: float) -> float:
    """Return the seconds until the next question, after so many in a row that had no answer."""
    if failures < FAILURES_BEFORE_BACK_OFF:
        return interval
    return min(LONGEST_PAUSE, 2.0 ** (failures - FAILURES_BEFORE_BACK_OFF + 1))


class Waking:
    """Watches the two clocks while a call is watched.

    Attributes:
        told: whether the system said so itself since the last question.
    """

    def __init__(self, clock: Clock) -> None:
        """Begin now."""
        self._clock = clock
        self.told = self._late = False
        self._uptime, self._steady = self._now()

    def tell(self) -> None:
        """Take the system's word that the computer has woken up."""
        self.told = True

    async def pause(self, seconds: float) -> None:
        """Wait between two questions; a pause that lasts much longer was a sleep."""
        _, before = self._now()
        await self._clock.sleep(seconds)
        _, after = self._now()
        self._late = after - before - seconds > UNSEEN

    def has_slept(self) -> bool:
        """Whether the computer has slept since this was asked before."""
        uptime, steady = self._now()
        passed = (uptime - self._uptime) - (steady - self._steady)
        slept = self.told or self._late or passed > UNSEEN
        self._uptime, self._steady, self.told, self._late = uptime, steady, False, False
        return slept

    def _now(self) -> tuple[float, float]:
        return self._clock.uptime(), self._clock.monotonic()
