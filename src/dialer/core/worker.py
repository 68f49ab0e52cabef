"""One thread of our own for work that blocks, such as a database or a key ring.

The default executor is not used: the interpreter waits for its threads when it exits, so one hanging call
would keep the program from quitting. This thread is a daemon and does one job at a time, in order.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_LOGGER = logging.getLogger(__name__)

T = TypeVar("T")


class Worker:
    """Runs functions one after another on a thread of its own."""

    def __init__(self, name: str) -> None:
        """Name the thread; it starts with the first job."""
        self._name = name
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    async def run(self, job: Callable[[], T], *, keep: bool = True) -> T:
        """Run the job and return what it returns.

        Whoever waits may be cancelled: a job that has begun is finished all the same, and so is one that is
        still in the queue, unless ``keep`` is False.
        """
        return await self.begin(job, keep=keep)

    def begin(self, job: Callable[[], T], *, keep: bool = True) -> asyncio.Future[T]:
        """Ask for the job at once, and return what will have what it returns; else it is as `run`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._start()
        self._jobs.put(lambda: _perform(job, future, loop, keep=keep))
        return future

    def stop(self) -> None:
        """End the thread once the jobs asked for so far are done."""
        self._jobs.put(None)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            del job  # what the job holds must not live until the next one comes


def _perform(
    job: Callable[[], T], future: asyncio.Future[T], loop: asyncio.AbstractEventLoop, *, keep: bool
) -> None:
    """Run one job in the thread and hand its outcome to the loop."""
    if future.cancelled() and not keep:
        return
    result: T | None = None
    error: BaseException | None = None
    try:
        result = job()
    except StopIteration as stop:  # a future cannot carry it, and whoever waits would wait for ever
        error = RuntimeError("the job raised StopIteration")
        error.__cause__ = stop
    except BaseException as caught:  # noqa: BLE001 - it is raised again where the job was asked for
        error = caught

    def deliver() -> None:
        if future.cancelled():
            if error is not None:
                _LOGGER.error("a job nobody waits for any more failed", exc_info=error)
        elif error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type] # set whenever there is no error

    try:
        loop.call_soon_threadsafe(deliver)
    except RuntimeError:  # the loop is closed: nobody is left to tell
        if error is not None:
            _LOGGER.error("a job failed while the program was closing", exc_info=error)
