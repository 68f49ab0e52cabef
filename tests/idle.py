"""Whether anything is under way that a loop is not asked about: what threads do, what comes from outside.

A test that lets time pass waits for everything that can happen without it. Where nothing is under way but
what the loop itself has to do, that takes a few of its turns; else threads and other programs need real time.
"""

# ruff: noqa: SLF001  # a loop and its threads have no public door to what they wait for
from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from dialer.core.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

_SOON = 0.05
"""Seconds: a timer of the loop's that is due by then has to be waited for."""

_jobs: set[object] = set()
"""What workers were asked for and have not done, or not told yet."""

_begin = Worker.begin


def _noted_begin(self: Worker, job: Callable[[], Any], *, keep: bool = True) -> asyncio.Future[Any]:
    working, waiting = object(), object()
    _jobs.add(working)

    def run() -> Any:
        try:
            return job()
        finally:
            _jobs.discard(working)

    def told(future: asyncio.Future[Any]) -> None:
        _jobs.discard(waiting)
        if future.cancelled() and not keep:  # then it may never be begun
            _jobs.discard(working)

    _jobs.add(waiting)
    future = _begin(self, run, keep=keep)
    future.add_done_callback(told)
    return future


Worker.begin = _noted_begin  # type: ignore[method-assign]  # for every test: else nobody knows what it has to do


def workers_are_idle() -> bool:
    """Whether no worker has anything to do."""
    return not _jobs


def is_alone(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether nothing but the loop's own turns can bring anything about."""
    if not isinstance(loop, asyncio.SelectorEventLoop):  # Qt's loop does not say what it waits for
        return False
    private: Any = loop
    outside = len(private._selector.get_map()) > 1  # the first is its own, which wakes it
    due = any(timer.when() < loop.time() + _SOON and not timer.cancelled() for timer in private._scheduled)
    return not (outside or due) and _threads_are_idle(private._default_executor)


def _threads_are_idle(executor: Any) -> bool:
    others = [
        thread
        for thread in threading.enumerate()
        if thread is not threading.current_thread() and not thread.name.startswith("dialer-")
    ]
    if not others:
        return workers_are_idle()
    if type(executor) is not ThreadPoolExecutor:
        return False
    pool: Any = executor
    # A thread of the pool's says that it is free once it has told what came of its last call.
    free = pool._work_queue.empty() and pool._idle_semaphore._value >= len(pool._threads)
    return workers_are_idle() and free and set(others) <= pool._threads
