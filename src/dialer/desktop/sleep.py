"""Notices that the computer goes to sleep and wakes up, and tells the rooms (`core.power`)."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from dialer.core.power import ComputerSleeps, ComputerWoke

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.bus import EventBus
    from dialer.core.clock import Clock
    from dialer.core.scope import Scope

TICK = 5.0
"""Seconds between two looks at the clocks, where no system tells."""

GAP = 10.0
"""Seconds that have to pass without the steady clock for a sleep (SAFETY F23)."""


class SleepWatch:
    """Makes one pair of events of whatever a system tells, twice or in part."""

    def __init__(self, bus: EventBus, clock: Clock) -> None:
        """Be awake."""
        self._bus, self._clock = bus, clock
        self._since: float | None = None

    def sleeps(self) -> None:
        """The computer is about to sleep."""
        if self._since is None:
            self._since = self._clock.uptime()
            self._bus.fire(ComputerSleeps())

    def wakes(self) -> None:
        """The computer has woken up."""
        since, self._since = self._since, None
        if since is not None:
            self._bus.fire(ComputerWoke(self._clock.uptime() - since))

    async def watch_clocks(self) -> None:
        """Look at two clocks for ever: the steady one stands still in sleep, on Linux and macOS.

        The wall clock is none of them: it is set now and then, and then nobody slept.
        """
        while True:
            uptime, steady = self._clock.uptime(), self._clock.monotonic()
            await self._clock.sleep(TICK)
            gap = (self._clock.uptime() - uptime) - (self._clock.monotonic() - steady)
            if gap > GAP:
                self._bus.fire(ComputerWoke(gap))


async def watch_sleep(bus: EventBus, clock: Clock, scope: Scope) -> None:
    """Tell of sleeping and waking until the scope closes, by the best way that this computer has."""
    watch = SleepWatch(bus, clock)
    if not await _ask_the_system(watch, scope):
        scope.spawn(watch.watch_clocks(), "watch the clocks")


async def _ask_the_system(watch: SleepWatch, scope: Scope) -> bool:
    if sys.platform == "win32":
        from dialer.desktop.sleep_windows import watch_power

        loop = asyncio.get_running_loop()
        # Windows tells on a thread of its own.
        stop = watch_power(_on_loop(loop, watch.sleeps), _on_loop(loop, watch.wakes))
        if stop is not None:
            scope.on_close(stop)
        return stop is not None
    if sys.platform == "darwin":  # its own notices need a run loop of Cocoa's
        return False
    from dialer.desktop.sleep_linux import watch_logind

    return await watch_logind(watch, scope)


def _on_loop(loop: asyncio.AbstractEventLoop, told: Callable[[], None]) -> Callable[[], None]:
    def tell() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(told)

    return tell
