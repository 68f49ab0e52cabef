"""Stand-ins for what a test must control: the clock, and a telephone provider that follows a script."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from dialer.calls.provider import StatusUpdate, TelephonyFeature, TelephonyProvider
from dialer.core.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.calls.provider import DialOrder
    from dialer.core.secrets import Secret

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class FakeClock(Clock):
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self._time = 0.0
        self._wall_jump = timedelta()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._counter = itertools.count()

    def monotonic(self) -> float:
        return self._time

    def now(self) -> datetime:
        return START + timedelta(seconds=self._time) + self._wall_jump

    def jump_wall(self, by: timedelta) -> None:
        """Move the wall clock alone, as NTP or a user does."""
        self._wall_jump += by

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waiting = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._time + seconds, next(self._counter), waiting))
        await waiting

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
    quiet = 0
    while quiet < 20:  # threads answer through the loop: give them a few turns
        await asyncio.sleep(0.0005)
        quiet += 1


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition that the program under test brings about."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  # the condition is the program's, which knows no event of ours
            await asyncio.sleep(0.001)


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

    features = TelephonyFeature.HANG_UP | TelephonyFeature.STATUS | TelephonyFeature.RESUME
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


T = TypeVar("T")


def _answer(script: list[T | Exception]) -> T:
    answer = script.pop(0) if len(script) > 1 else script[0]
    if isinstance(answer, Exception):
        raise answer
    return answer
