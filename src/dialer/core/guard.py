"""Running code that others wrote: what it raises, blocks or never finishes is its own, not Dialer's.

It runs on the loop's thread, as any integration does. Every step of it, from one ``await`` to the next, has a
limit: one that does not come back by then is broken off where it stands. What waits inside a C library that
heeds no signals cannot be broken off.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import signal
import threading
import time
import types
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from dialer.core.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Generator

    from dialer.core.scope import Cleanup

_LOGGER = logging.getLogger(__name__)

STEP_LIMIT = 5.0
"""Seconds for which one step may hold up the window."""

CLOSE_LIMIT = 0.5
"""The same while an account is taken down."""

KNOWN_LIMIT = 0.02
"""The same for an integration that has blocked before: a desk may have many accounts of it."""

_AGAIN = 0.5

T = TypeVar("T")


class _BrokenOff(BaseException):
    """Raised in the middle of a step that takes too long; integrations that catch `Exception` let it pass."""


class StepBlockedError(Exception):
    """A step held up the thread and was broken off."""


class StepFailedError(Exception):
    """A step raised what would have ended the program."""


class GuardedScope(Scope):
    """The scope of an account that an integration of others works on: its tasks and clean-ups have limits."""

    def __init__(self, name: str, owner: str = "", blockers: set[str] | None = None) -> None:
        """Name the scope.

        Args:
            name: what its tasks' names begin with.
            owner: the integration.
            blockers: the integrations that have blocked the thread; its owner is added if it does.
        """
        super().__init__(name)
        self._owner = owner
        self._blockers = set() if blockers is None else blockers
        self._abandoned = False

    def spawn(self, coroutine: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Start a task that this scope owns."""
        try:
            task = super().spawn(self._guarded(coroutine), name)
        except RuntimeError:
            coroutine.close()
            raise
        task.add_done_callback(lambda _: coroutine.close())  # it may have ended before its first step
        return task

    def adopt(self, provider: object) -> None:
        """Put limits on what the platform may ask of a provider, whoever asks; its class stays what it is."""
        kind = type(provider)
        ours = [base for base in kind.__mro__ if base.__module__.startswith("dialer.")]
        for name in {name for base in ours for name in vars(base) if not name.startswith("_")}:
            method = getattr(kind, name)
            if inspect.isfunction(method):
                object.__setattr__(provider, name, self._limited(partial(method, provider)))

    def _limited(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def limited(*args: Any, **kwargs: Any) -> Any:
            return self._call(partial(method, *args, **kwargs))

        async def limited_steps(*args: Any, **kwargs: Any) -> Any:
            # Its call may go on when its account is taken down: it is never abandoned.
            return await _Steps(method(*args, **kwargs), self._call, lambda: False).run()

        return limited_steps if inspect.iscoroutinefunction(method) else limited

    async def close(self, timeout: float = 3.0) -> None:
        """Cancel the tasks, those that do not care for good, then run the clean-ups."""
        try:
            await super().close(timeout)
        finally:
            self._abandoned = True
            for task in self.tasks - {asyncio.current_task()}:
                task.cancel()

    async def _clean(self, cleanup: Cleanup, timeout: float) -> None:
        async def guarded() -> None:
            result = self._call(cleanup)
            if result is not None:
                await self._guarded(_awaiting(lambda: result))

        await super()._clean(guarded, timeout)

    async def _guarded(self, coroutine: Coroutine[Any, Any, T]) -> T:
        result: T = await _Steps(coroutine, self._call, lambda: self._abandoned).run()
        return result

    def _call(self, function: Callable[[], T]) -> T:
        limit = CLOSE_LIMIT if self._closed else STEP_LIMIT
        try:
            return call(function, KNOWN_LIMIT if self._owner in self._blockers else limit)
        except StepBlockedError:
            self._blockers.add(self._owner)
            raise


async def guarded(work: Callable[[], Awaitable[T]]) -> T:
    """Wait for something of others that belongs to no account.

    Raises:
        StepBlockedError: a step of it did not come back in time.
        StepFailedError: it raised what would have ended the program.
        Exception: what it raised else.
    """
    result: T = await _Steps(_awaiting(work), lambda step: call(step, STEP_LIMIT), lambda: False).run()
    return result


def call(function: Callable[[], T], limit: float = STEP_LIMIT) -> T:
    """Call a function of others.

    Raises:
        StepBlockedError: it did not come back in time.
        StepFailedError: it raised what would have ended the program.
        Exception: what it raised else.
    """
    timer = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    try:
        return (_call_by_timer if timer else _call_watched)(function, limit)
    except _BrokenOff as error:
        raise StepBlockedError from error  # the log then shows where it was
    except (SystemExit, KeyboardInterrupt, GeneratorExit) as error:
        raise StepFailedError(type(error).__name__) from error


class _Steps:
    """Drives a coroutine of others, each step under the limit."""

    def __init__(
        self,
        coroutine: Coroutine[Any, Any, Any],
        caller: Callable[[Callable[[], Any]], Any],
        abandoned: Callable[[], bool],
    ) -> None:
        self._coroutine = coroutine
        self._call = caller
        self._abandoned = abandoned

    @types.coroutine
    def run(self) -> Generator[Any, Any, Any]:
        """Behave as the coroutine does, but for what its steps must not do."""
        step: Callable[[], Any] = partial(self._coroutine.send, None)
        try:
            while True:
                try:
                    waiting_for = self._call(step)
                except StopIteration as stop:
                    return stop.value
                try:
                    answer = yield waiting_for
                except GeneratorExit:
                    raise
                except BaseException as error:  # what the loop throws in is the coroutine's
                    if self._abandoned():
                        raise
                    step = partial(self._coroutine.throw, error)
                else:
                    step = partial(self._coroutine.send, answer)
        finally:
            self._end()

    def _end(self) -> None:
        """Close the coroutine, which may object or block as well."""
        try:
            self._call(self._coroutine.close)
        except Exception as error:  # noqa: BLE001  # whatever it is, the task is over
            _LOGGER.warning("a task of an integration could not be ended: %s", type(error).__name__)


async def _awaiting(work: Callable[[], Awaitable[T]]) -> T:
    return await work()


def _call_by_timer(function: Callable[[], T], seconds: float) -> T:
    """Break off what runs inside after so many seconds, again and again until it gives in."""
    inside = True

    def break_off(_number: int, _frame: types.FrameType | None) -> None:
        if inside:
            raise _BrokenOff

    began = time.monotonic()
    before = signal.signal(signal.SIGALRM, break_off)
    left, interval = 0.0, 0.0
    try:
        left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
        return function()
    finally:
        # First of all: the interpreter looks for signals at calls and jumps, and there is none before this.
        inside = False
        # Somebody else's timer goes on, less what the step took of it.
        left = max(left - (time.monotonic() - began), 0.001) if left else 0.0
        signal.setitimer(signal.ITIMER_REAL, left, interval)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if before is None else before)


def _call_watched(function: Callable[[], T], seconds: float) -> T:
    """Do the same where there is no such timer; a step that sleeps is broken off when it wakes up."""
    import ctypes

    over = False
    lock, ended = threading.Lock(), threading.Event()
    caller = ctypes.c_ulong(threading.get_ident())

    def watch() -> None:
        wait = seconds
        while not ended.wait(wait):
            with lock:
                if over:
                    return
                ctypes.pythonapi.PyThreadState_SetAsyncExc(caller, ctypes.py_object(_BrokenOff))
            wait = _AGAIN

    threading.Thread(target=watch, name="limit", daemon=True).start()
    try:
        return function()
    finally:
        over = True  # first of all, as above; what was on its way already breaks off what follows
        with lock:
            ended.set()
