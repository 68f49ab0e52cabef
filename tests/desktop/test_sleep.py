"""Sleeping and waking: by logind on a real bus, by Windows' library, and by the clocks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dialer.core.bus import EventBus
from dialer.core.clock import Clock
from dialer.core.power import ComputerSleeps, ComputerWoke
from dialer.core.scope import Scope
from dialer.desktop.sleep import SleepWatch, watch_sleep
from dialer.desktop.sleep_linux import LOGIND
from dialer.desktop.sleep_windows import (
    PBT_APMRESUMEAUTOMATIC,
    PBT_APMRESUMESUSPEND,
    PBT_APMSUSPEND,
    watch_power,
)
from tests.desktop.bus import FakeService, private_bus

if TYPE_CHECKING:
    import ctypes
    from collections.abc import Callable

    import pytest

Event = ComputerSleeps | ComputerWoke


class Frozen(Clock):
    """Clocks that move when a test moves them."""

    set_by = timedelta()

    def __init__(self) -> None:
        self.steady = 100.0
        self.wall = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.ticks: asyncio.Queue[None] = asyncio.Queue()
        self.waiting = asyncio.Event()

    def monotonic(self) -> float:
        return self.steady

    def uptime(self) -> float:
        return (self.wall - self.set_by).timestamp()

    def now(self) -> datetime:
        return self.wall

    async def sleep(self, seconds: float) -> None:
        self.waiting.set()
        await self.ticks.get()
        self.pass_time(seconds)

    def pass_time(self, steady: float, asleep: float = 0.0) -> None:
        self.steady += steady
        self.wall += timedelta(seconds=steady + asleep)


class Heard:
    """What the rooms are told."""

    def __init__(self) -> None:
        self.bus = EventBus()
        self.events: asyncio.Queue[Event] = asyncio.Queue()
        self.bus.listen(ComputerSleeps, self.events.put_nowait)
        self.bus.listen(ComputerWoke, self.events.put_nowait)

    async def next(self) -> Event:
        return await asyncio.wait_for(self.events.get(), 5)


async def test_logind_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, clock, scope = Heard(), Frozen(), Scope("test")
    async with private_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        logind = FakeService(LOGIND)
        logind.properties["PreparingForSleep"] = ("b", False)
        await logind.start(address)
        await watch_sleep(heard.bus, clock, scope)

        await logind.say("PrepareForSleep", "b", True)
        assert await heard.next() == ComputerSleeps()
        clock.pass_time(1, asleep=3600)
        await logind.say("PrepareForSleep", "b", False)
        assert await heard.next() == ComputerWoke(3601.0)

        await logind.stop()
        await scope.close()
    assert not clock.waiting.is_set()


async def test_without_logind_the_clocks_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """SAFETY F23: the steady clock stands still in sleep."""
    heard, clock, scope = Heard(), Frozen(), Scope("test")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    await watch_sleep(heard.bus, clock, scope)
    await asyncio.wait_for(clock.waiting.wait(), 5)
    for asleep in (0.0, 9.0, 3600.0):  # somebody sets the clock right by a few seconds, then the lid is shut
        clock.pass_time(0, asleep=asleep)
        clock.waiting.clear()
        clock.ticks.put_nowait(None)
        await asyncio.wait_for(clock.waiting.wait(), 5)
    await scope.close()
    assert await heard.next() == ComputerWoke(3600.0)
    assert heard.events.empty()


async def test_a_clock_that_is_set_is_no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """SAFETY F22: by a day, as where somebody had the date wrong."""
    heard, clock, scope = Heard(), Frozen(), Scope("test")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    await watch_sleep(heard.bus, clock, scope)
    await asyncio.wait_for(clock.waiting.wait(), 5)
    for by in (timedelta(days=1), timedelta(hours=-25)):
        clock.wall += by
        clock.set_by += by
        clock.waiting.clear()
        clock.ticks.put_nowait(None)
        await asyncio.wait_for(clock.waiting.wait(), 5)
    await scope.close()
    assert heard.events.empty()


async def test_a_bus_that_goes_leaves_the_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, clock, scope = Heard(), Frozen(), Scope("test")
    async with private_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        logind = FakeService(LOGIND)
        logind.properties["PreparingForSleep"] = ("b", False)
        await logind.start(address)
        await watch_sleep(heard.bus, clock, scope)
        await logind.stop()
    await asyncio.wait_for(clock.waiting.wait(), 5)
    await scope.close()


def test_what_is_told_twice_is_one_sleep() -> None:
    """Windows tells twice that it has woken up, when somebody is there."""
    bus = EventBus()
    events: list[Event] = []
    bus.listen(ComputerSleeps, events.append)
    bus.listen(ComputerWoke, events.append)
    clock = Frozen.__new__(Frozen)
    clock.wall = datetime(2026, 3, 1, 12, tzinfo=UTC)
    watch = SleepWatch(bus, clock)
    for told in (watch.wakes, watch.sleeps, watch.sleeps, watch.wakes, watch.wakes):
        told()
    assert events == [ComputerSleeps(), ComputerWoke(0.0)]


class PowrProf:
    """powrprof.dll, as far as it is used."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.told: Any = None
        self.stopped = False

    def PowerRegisterSuspendResumeNotification(self, flags: int, parameters: Any, handle: Any) -> int:  # noqa: N802  # Windows' name
        assert flags == 2
        self.told = parameters._obj.callback  # noqa: SLF001  # what byref holds
        return self.code

    def PowerUnregisterSuspendResumeNotification(self, handle: ctypes.c_void_p) -> int:  # noqa: N802  # as above
        self.stopped = True
        return 0


def test_windows_tells() -> None:
    library, said = PowrProf(), []

    def say(word: str) -> Callable[[], None]:
        return lambda: said.append(word)

    stop = watch_power(say("sleeps"), say("wakes"), library)
    assert stop is not None
    for kind in (PBT_APMSUSPEND, 10, PBT_APMRESUMEAUTOMATIC, PBT_APMRESUMESUSPEND):
        assert library.told(None, kind, None) == 0
    stop()
    assert said == ["sleeps", "wakes", "wakes"]
    assert library.stopped
    assert watch_power(say("sleeps"), say("wakes"), PowrProf(code=87)) is None
