"""Tasks and clean-ups that end together: every task has a name and an owner."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

_LOGGER = logging.getLogger(__name__)

T = TypeVar("T")
Cleanup = Callable[[], Awaitable[None] | None]


class Scope:
    """Owns tasks and clean-ups, and ends them all when it is closed."""

    def __init__(self, name: str, *, closed: bool = False, forgiving: bool = False) -> None:
        """Name the owner; the names of its tasks begin with it. A closed scope takes nothing on.

        Args:
            name: the owner.
            closed: whether it takes nothing on from the beginning.
            forgiving: for a window, where keys and clicks still come for a moment after it was closed:
                what they would begin then is left undone, and is no error.
        """
        self.name = name
        self._forgiving = forgiving
        self._tasks: set[asyncio.Task[Any]] = set()
        self._cleanups: list[Cleanup] = []
        self._closed = closed

    @property
    def tasks(self) -> frozenset[asyncio.Task[Any]]:
        """The tasks still running."""
        return frozenset(self._tasks)

    @property
    def closed(self) -> bool:
        """Whether it takes nothing on any more."""
        return self._closed

    def spawn(self, coroutine: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Start a task that this scope owns; an error nobody awaits is logged.

        Returns:
            The task; one that is cancelled before it begins where a forgiving scope is closed.

        Raises:
            RuntimeError: the scope is closed, and not forgiving.
        """
        if self._closed:
            coroutine.close()
            if self._forgiving:
                task = asyncio.create_task(_nothing(), name=f"{self.name}: {name}")
                task.cancel()
                return task
        self._check_open()
        task = asyncio.create_task(coroutine, name=f"{self.name}: {name}")
        self._tasks.add(task)
        task.add_done_callback(self._task_done)
        return task

    async def first_of(self, *works: tuple[Coroutine[Any, Any, object], str]) -> None:
        """Do these, each with its name, at the same time until one of them ends; the others are cancelled.

        Raises:
            RuntimeError: the scope is closed.
        """
        if self._closed:
            for work, _ in works:
                work.close()
        self._check_open()
        tasks = [self.spawn(work, name) for work, name in works]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()

    def on_close(self, cleanup: Cleanup) -> None:
        """Run this when the scope closes, the last one first.

        Raises:
            RuntimeError: the scope is closed.
        """
        self._check_open()
        self._cleanups.append(cleanup)

    def adopt(self, provider: object) -> None:
        """Take over what an account provides; ours is used as it is."""

    async def close(self, timeout: float = 3.0) -> None:
        """Cancel the tasks, wait for them at most so many seconds, then run the clean-ups."""
        self._closed = True
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        if tasks:
            _, hanging = await asyncio.wait(tasks, timeout=timeout)
            for task in hanging:
                _LOGGER.warning("task %s did not end in %.1f s", task.get_name(), timeout)
        while self._cleanups:
            await self._clean(self._cleanups.pop(), timeout)

    def _check_open(self) -> None:
        if self._closed:
            msg = f"scope {self.name} is closed"
            raise RuntimeError(msg)

    async def _clean(self, cleanup: Cleanup, timeout: float) -> None:
        try:
            async with asyncio.timeout(timeout):
                result = cleanup()
                if inspect.isawaitable(result):
                    await result
        except Exception:  # one failing clean-up must not keep the others from running
            _LOGGER.exception("a clean-up of %s failed", self.name)

    def _task_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOGGER.error("task %s failed", task.get_name(), exc_info=error)


async def _nothing() -> Any:
    """Never begun."""
