"""What code of others may do to the thread, the program and its end: nothing."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from dialer.calls.provider import TelephonyFeature, TelephonyProvider
from dialer.core import guard
from dialer.core.guard import GuardedScope, StepBlockedError, StepFailedError, call

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LIMIT = 0.1


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STEP_LIMIT", "CLOSE_LIMIT", "_AGAIN"):
        monkeypatch.setattr(guard, name, LIMIT)


def sleep() -> None:
    time.sleep(30)


def spin() -> None:
    while True:
        pass


def insist() -> None:
    for _ in range(2):
        with contextlib.suppress(BaseException):
            spin()
    spin()


@pytest.mark.parametrize("block", [sleep, spin, insist])
def test_a_function_that_blocks_is_broken_off(block: Callable[[], None]) -> None:
    began = time.monotonic()
    with pytest.raises(StepBlockedError):
        call(block, LIMIT)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("block", [spin, insist])
def test_where_there_is_no_timer_a_thread_breaks_it_off(
    monkeypatch: pytest.MonkeyPatch, block: Callable[[], None]
) -> None:
    monkeypatch.delattr(signal, "setitimer")
    with pytest.raises(StepBlockedError):
        call(block, LIMIT)
    assert call(lambda: 3, LIMIT) == 3


def test_a_timer_of_somebody_else_goes_on() -> None:
    rung = threading.Event()
    before = signal.signal(signal.SIGALRM, lambda *_: rung.set())
    theirs = signal.setitimer(signal.ITIMER_REAL, 20)
    try:
        assert call(lambda: 3, LIMIT) == 3
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 15 < left <= 20
        signal.raise_signal(signal.SIGALRM)
        assert rung.is_set()
    finally:
        signal.setitimer(signal.ITIMER_REAL, *theirs)
        signal.signal(signal.SIGALRM, before)


def test_an_exit_does_not_end_the_program() -> None:
    with pytest.raises(StepFailedError, match="SystemExit"):
        call(sys.exit, LIMIT)


async def test_a_task_that_blocks_after_a_wait_is_broken_off() -> None:
    scope = GuardedScope("test")

    async def work() -> None:
        await asyncio.sleep(0.001)
        sleep()

    with pytest.raises(StepBlockedError):
        await scope.spawn(work(), "work")
    await scope.close()


async def test_a_task_is_a_task_like_any_other() -> None:
    scope, ended = GuardedScope("test"), []

    async def answer() -> int:
        with pytest.raises(ValueError, match="thrown"):
            await fails()
        async with asyncio.timeout(5):
            await asyncio.sleep(0.001)
        return 3

    async def fails() -> None:
        await asyncio.sleep(0)
        raise ValueError("thrown")

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("waiting")

    waiting = scope.spawn(wait(), "wait")
    assert await scope.spawn(answer(), "answer") == 3
    scope.spawn(wait(), "never began")
    await scope.close()
    assert waiting.cancelled()
    assert ended == ["waiting"]
    with pytest.raises(RuntimeError):
        scope.spawn(answer(), "too late")


class TheirTelephony(TelephonyProvider):
    """A provider of others that holds up whoever asks it."""

    features = TelephonyFeature(0)

    async def async_dial(self, order: object) -> None:
        await asyncio.sleep(0.001)
        self.order = order

    async def async_status(self) -> None:
        await asyncio.sleep(0.001)
        sleep()

    def release(self) -> None:
        sys.exit(3)

    def diagnostics(self) -> Mapping[str, object]:
        sleep()
        return {}


async def test_a_provider_of_others_is_asked_under_the_same_limits() -> None:
    blockers: set[str] = set()
    scope, provider = GuardedScope("test", "acme", blockers), TheirTelephony()
    scope.adopt(provider)
    await provider.async_dial("a call")
    assert (provider.order, blockers) == ("a call", set())
    with pytest.raises(StepBlockedError):
        await provider.async_status()
    assert blockers == {"acme"}
    with pytest.raises(StepBlockedError):
        provider.diagnostics()
    with pytest.raises(StepFailedError):
        provider.release()
    assert isinstance(provider, TelephonyProvider)
    await scope.close()
    async with asyncio.timeout(5):
        await provider.async_end_session()


async def test_whatever_hangs_at_the_end_does_not_hold_it_up() -> None:
    scope, ended = GuardedScope("test"), []

    async def never_ends() -> None:
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                continue

    async def awaits() -> None:
        await asyncio.Event().wait()

    scope.on_close(lambda: ended.append("first"))
    scope.on_close(sleep)
    scope.on_close(sys.exit)
    scope.on_close(awaits)
    task = scope.spawn(never_ends(), "never ends")
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await scope.close(LIMIT)
        await asyncio.wait({task})
    assert ended == ["first"]
