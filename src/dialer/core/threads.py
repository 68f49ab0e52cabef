"""The threads behind ``asyncio.to_thread``: many, begun when they are needed, not waited for at the end.

Those of the library are few, so that some calls that hang hold up all others; and the interpreter waits for
them when it exits.

Nothing stops a thread: whoever is cancelled while waiting for one goes on before it is done, unless the wait
is `to_its_end`.
"""

from __future__ import annotations

import asyncio
import functools
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

MOST = 64

PATIENCE = 10.0
"""Seconds for which whoever gives up waits for what must not go on alone."""


async def to_its_end(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function in a thread as ``asyncio.to_thread`` does, where it must not go on behind one's back.

    Whoever gives up, however often, waits for its end, and clears away after it; what still hangs after
    `PATIENCE` keeps nobody from quitting.

    Raises:
        asyncio.CancelledError: it was given up meanwhile; the work is done, or the cause says why it is not.
        Exception: as the work did.
    """
    # No task: at the end of the program those that are left are cancelled.
    working = asyncio.get_running_loop().run_in_executor(None, functools.partial(work, *args, **kwargs))
    given_up: asyncio.CancelledError | None = None
    until = 0.0
    while not working.done():
        try:
            await asyncio.wait([working], timeout=None if given_up is None else until - time.monotonic())
        except asyncio.CancelledError as error:
            given_up, until = error, until or time.monotonic() + PATIENCE
        if given_up is not None and not working.done() and time.monotonic() >= until:
            working.add_done_callback(_looked_at)
            raise given_up from TimeoutError()
    failure = working.exception()
    if given_up is not None:
        raise given_up from failure
    return working.result()


def _looked_at(future: asyncio.Future[Any]) -> None:
    if not future.cancelled():
        future.exception()


class DaemonThreads(ThreadPoolExecutor):
    """Runs calls on threads that keep nobody from quitting; asyncio wants one of this class."""

    def __init__(self) -> None:
        """Begin no thread yet."""
        super().__init__(max_workers=1)  # it is never asked to begin one
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._free = threading.Semaphore(0)
        self._begun = 0
        self._ended = False
        self._beginning = threading.Lock()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run a call on a thread that is free, or on a new one.

        Raises:
            RuntimeError: it has been shut down.
        """
        if self._ended:
            raise RuntimeError("no call is begun any more")
        future: Future[T] = Future()
        self._jobs.put(lambda: _run(future, fn, args, kwargs))
        if not self._free.acquire(blocking=False):
            self._begin()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # the library's signature
        """Let the threads end with what they do now, and wait for none."""
        self._ended = True
        for _ in range(self._begun):
            self._jobs.put(None)

    def _begin(self) -> None:
        with self._beginning:
            if self._begun < MOST:
                self._begun += 1
                threading.Thread(target=self._work, name=f"call {self._begun}", daemon=True).start()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            del job  # what the call holds must not live until the next one comes
            self._free.release()


def _run(future: Future[T], fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = fn(*args, **kwargs)
    except BaseException as error:  # noqa: BLE001  # it is raised again where the call is waited for
        future.set_exception(error)
    else:
        future.set_result(result)
