"""Stand-ins for what a test must control: the clock, integrations, a telephone provider with a script."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dialer.calls.provider import StatusUpdate, TelephonyFeature, TelephonyProvider
from dialer.contacts.directories.directory import Changes, DirectoryFeature, DirectoryProvider, Matches
from dialer.core import loader
from dialer.core.clock import Clock
from dialer.core.config_flow import ConfigFlow
from dialer.core.manifest import Manifest
from tests.idle import is_alone, workers_are_idle

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from dialer.calls.provider import DialOrder
    from dialer.core.config_flow import Account
    from dialer.core.flow_check import Check
    from dialer.core.secrets import Secret

T = TypeVar("T")

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class FakeClock(Clock):
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self._time = 0.0
        self._wall_jump = self._set = timedelta()
        self._zone: tzinfo | None = UTC
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._counter = itertools.count()

    def monotonic(self) -> float:
        return self._time

    def uptime(self) -> float:
        """A wall clock that jumps is a sleep, unless somebody set it."""
        return self._time + (self._wall_jump - self._set).total_seconds()

    def now(self) -> datetime:
        return (START + timedelta(seconds=self._time) + self._wall_jump).astimezone(self._zone)

    def jump_wall(self, by: timedelta) -> None:
        """Move the wall clock alone, as it is after a sleep."""
        self._wall_jump += by

    def be_set(self, by: timedelta) -> None:
        """Have the wall clock set, as NTP or a user does."""
        self._wall_jump += by
        self._set += by

    def set_wall(self, moment: datetime) -> None:
        """Let it be this moment, in its zone."""
        self._zone = moment.tzinfo
        self._wall_jump += moment - self.now()

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waiting = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._time + seconds, next(self._counter), waiting))
        await waiting

    def is_slept(self, seconds: float) -> bool:
        """Whether somebody sleeps for so long from now on."""
        return any(at - self._time >= seconds for at, _, waiting in self._sleepers if not waiting.done())

    async def advance(self, seconds: float) -> None:
        """Let time pass, waking whoever sleeps at his own moment."""
        until = self._time + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= until:
            self._time, _, waiting = heapq.heappop(self._sleepers)
            if not waiting.done():
                waiting.set_result(None)
            await settle()
        self._time = until
        await settle()


async def settle() -> None:
    """Let everything run that can run without time passing, the database's and the key ring's threads too."""
    loop = asyncio.get_running_loop()
    quiet = 0
    while quiet < 20:
        if not is_alone(loop):
            await asyncio.sleep(0.0005)  # threads and sockets answer through the loop: give them a few turns
            quiet = quiet + 1 if workers_are_idle() else 0
        else:
            for _ in range(3):  # about as many turns as a moment's sleep gives
                await asyncio.sleep(0)
            quiet += 1


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition that the program under test brings about."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  # the condition is the program's, which knows no event of ours
            await asyncio.sleep(0.001)


class NoQuestions(ConfigFlow):
    """A flow that asks for nothing."""

    domain = "scripted"
    FIELDS = ()

    async def async_check(self, check: Check) -> Account:
        raise NotImplementedError


def integrate(
    monkeypatch: pytest.MonkeyPatch,
    domain: str,
    integration: loader.Integration,
    flow: Callable[[], ConfigFlow] = NoQuestions,
    kinds: tuple[str, ...] = ("telephony",),
) -> None:
    """Have Dialer find an integration of the test's own beside the others."""
    manifest = Manifest(
        domain=domain,
        name=domain.capitalize(),
        version="1.0",
        kinds=kinds,
        icon=Path("none.svg"),
        folder=Path("nowhere"),
        package=domain,
    )
    find, load, load_flow = loader.find, loader.load, loader.load_flow
    monkeypatch.setattr(loader, "find", lambda name: manifest if name == domain else find(name))
    monkeypatch.setattr(loader, "load", lambda name: integration if name == domain else load(name))
    monkeypatch.setattr(loader, "load_flow", lambda name: flow() if name == domain else load_flow(name))


@dataclass
class FakeTelephony(TelephonyProvider):
    """Answers from a script, and remembers what it was asked.

    Attributes:
        dials: what each dial does: None accepts it, an exception is raised.
        statuses: what each status request gives, the last one for ever.
        hang_ups: what each hang-up does, the last one for ever.
        log: what was asked, in order.
        gate: where set, a dial waits for it.
    """

    features = ~TelephonyFeature(0)
    dials: list[Exception | None] = field(default_factory=lambda: [None])
    statuses: list[StatusUpdate | Exception | None] = field(default_factory=lambda: [None])
    hang_ups: list[Exception | None] = field(default_factory=lambda: [None])
    log: list[str] = field(default_factory=list)
    orders: list[DialOrder] = field(default_factory=list)
    gate: asyncio.Event | None = None
    bearer: Secret | None = None

    async def async_dial(self, order: DialOrder) -> None:
        self.log.append("dial")
        self.orders.append(order)
        if self.gate is not None:
            await self.gate.wait()
        _answer(self.dials)

    async def async_status(self) -> StatusUpdate | None:
        self.log.append("status")
        return _answer(self.statuses)

    async def async_hang_up(self) -> None:
        self.log.append("hang_up")
        _answer(self.hang_ups)

    async def async_end_session(self) -> None:
        self.log.append("end")

    @property
    def session(self) -> Secret | None:
        return self.bearer

    def resume(self, session: Secret) -> None:
        self.bearer = session

    def release(self) -> None:
        self.bearer = None


@dataclass(eq=False)
class FakeDirectory(DirectoryProvider):
    """A directory that answers from a script, and remembers what it was asked.

    Attributes:
        matches: what each search gives, the last one for ever; an exception is raised.
        rounds: the same for each round of copying.
        log: what was asked, in order.
        gate: where set, every answer waits for it.
    """

    features: DirectoryFeature = DirectoryFeature.SEARCH | DirectoryFeature.SYNC
    private: bool = False
    search_deadline: float = 5.0
    matches: list[Matches | Exception] = field(default_factory=lambda: [Matches(people=())])
    rounds: list[Changes | Exception] = field(default_factory=lambda: [Changes()])
    log: list[str] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def async_search(self, query: str, limit: int) -> Matches:
        self.log.append(f"search {query}")
        return await self._open(self.matches)

    async def async_sync(self, token: str) -> Changes:
        self.log.append(f"sync {token}".strip())
        return await self._open(self.rounds)

    async def _open(self, script: list[T | Exception]) -> T:
        if self.gate is not None:
            await self.gate.wait()
        return _answer(script)


def _answer(script: list[T | Exception]) -> T:
    answer = script.pop(0) if len(script) > 1 else script[0]
    if isinstance(answer, Exception):
        raise answer
    return answer
