"""Asking again and again: how often, what a failure changes, and that nobody is asked for nobody."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import ApiError, DialerError, ErrorKind, NotSent
from dialer.core.poller import Poller, retry_after
from dialer.core.scope import Scope
from tests.fakes import FakeClock, settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DOWN = NotSent("core.net.refused")


class Asked:
    """A provider that answers from a list, and notes when it was asked."""

    def __init__(self, clock: FakeClock, *answers: int | Exception) -> None:
        self._clock = clock
        self.answers = list(answers)
        self.at: list[float] = []

    async def __call__(self) -> int:
        self.at.append(self._clock.monotonic())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def pauses(self) -> list[float]:
        return [round(later - before) for before, later in zip(self.at, self.at[1:], strict=False)]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def scope() -> AsyncIterator[Scope]:
    scope = Scope("test")
    yield scope
    await scope.close()


def poll(asked: Asked, scope: Scope, clock: FakeClock, interval: float = 10.0) -> Poller[int]:
    return Poller(scope, clock, asked, name="the test", interval=interval, timeout=5.0)


async def test_it_asks_at_its_interval_while_somebody_listens(scope: Scope, clock: FakeClock) -> None:
    asked = Asked(clock, 1, 2, 3)
    poller = poll(asked, scope, clock)
    await clock.advance(60)
    assert asked.at == []
    heard: list[int] = []
    also: list[int] = []
    stop, stop_also = poller.listen(heard.append), poller.listen(also.append)
    await clock.advance(20)
    assert (heard, also) == ([1, 2, 3], [1, 2, 3])
    stop()
    await clock.advance(10)
    assert len(also) == 4
    stop_also()
    await clock.advance(60)
    assert len(asked.at) == 4
    assert not scope.tasks


async def test_after_a_failure_it_waits_longer_and_longer(scope: Scope, clock: FakeClock) -> None:
    asked = Asked(clock, DOWN)
    poll(asked, scope, clock, interval=1.0).listen(lambda _answer: None)
    await clock.advance(40)
    assert asked.pauses[:5] == pytest.approx([1, 2, 4, 8, 16], rel=0.15)
    await clock.advance(3000)
    assert max(asked.pauses) <= 330


async def test_a_long_interval_does_not_delay_the_second_try(scope: Scope, clock: FakeClock) -> None:
    asked = Asked(clock, DOWN, DOWN, 1)
    poll(asked, scope, clock, interval=3600.0).listen(lambda _answer: None)
    await clock.advance(5000)
    assert asked.pauses == pytest.approx([30, 60, 3600], rel=0.15)


async def test_the_providers_wish_is_respected(scope: Scope, clock: FakeClock) -> None:
    busy = ApiError("core.net.refused", ErrorKind.PROVIDER, retry_after=77)
    asked = Asked(clock, busy, 1)
    poll(asked, scope, clock).listen(lambda _answer: None)
    await clock.advance(80)
    assert asked.pauses == [77]


async def test_no_provider_can_wish_for_ever(scope: Scope, clock: FakeClock) -> None:
    asked = Asked(clock, ApiError("core.net.refused", ErrorKind.PROVIDER, retry_after=1e9), 1)
    poll(asked, scope, clock).listen(lambda _answer: None)
    await clock.advance(3601)
    assert len(asked.at) == 2


async def test_a_refused_sign_in_ends_it(scope: Scope, clock: FakeClock) -> None:
    asked = Asked(clock, ApiError("core.entry.auth_refused", ErrorKind.AUTH))
    poller = poll(asked, scope, clock)
    poller.listen(lambda _answer: None)
    await clock.advance(10_000)
    assert len(asked.at) == 1
    assert isinstance(poller.error, DialerError)


async def test_a_bug_of_whoever_is_asked_does_not_end_it(scope: Scope, clock: FakeClock) -> None:
    asked = Asked(clock, ZeroDivisionError(), 1)
    heard: list[int] = []
    poller = poll(asked, scope, clock)
    poller.listen(heard.append)
    await clock.advance(12)
    assert heard == [1]
    assert poller.error is None


async def test_one_line_when_it_goes_down_and_one_when_it_is_back(
    scope: Scope, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "dialer.core.poller")
    asked = Asked(clock, 1, DOWN, DOWN, DOWN, 1, 1)
    poll(asked, scope, clock).listen(lambda _answer: None)
    await clock.advance(200)
    assert [record.getMessage() for record in caplog.records] == [
        "the test does not answer: core.net.refused",
        "the test answers again",
    ]


async def test_a_question_is_given_up_after_its_time(scope: Scope, clock: FakeClock) -> None:
    async def never() -> int:
        await asyncio.Event().wait()
        return 0

    poller = Poller(scope, clock, never, name="the test", interval=10, timeout=0.01)
    poller.listen(lambda _answer: None)
    await asyncio.sleep(0.05)
    await settle()
    assert isinstance(poller.error, ApiError)
    assert poller.error.kind is ErrorKind.NETWORK


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Mon, 02 Mar 2026 09:31:00 GMT", 60.0),
        ("Mon, 02 Mar 2026 09:00:00 GMT", 0.0),
        ("Mon, 02 Mar 2026 09:31:00", None),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, datetime(2026, 3, 2, 9, 30, tzinfo=UTC)) == seconds
