"""Operations that are carried out as a whole: nothing is half done because somebody stops waiting for it."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

P = ParamSpec("P")
T = TypeVar("T")


async def uncut(work: Coroutine[Any, Any, T], name: str) -> T:
    """Carry out what ends the program, in bounded time: whoever wants it to end sooner changes nothing.

    Who is cancelled meanwhile is not told of it: all that is left is to end.
    """
    task = asyncio.create_task(work, name=name)
    while not task.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait({task})
    return task.result()


class Operations:
    """Those that are under way."""

    def __init__(self) -> None:
        """There is none yet."""
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self, work: Coroutine[Any, Any, T], name: str) -> T:
        """Carry one out, and wait for it."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def finish(self, patience: float) -> None:
        """Wait until all are carried out; those that take longer are broken off."""
        if self._tasks:
            _, slow = await asyncio.wait(self._tasks, timeout=patience)
            for task in slow:
                task.cancel()


class _Operating(Protocol):
    operations: Operations


S = TypeVar("S", bound=_Operating)


def whole(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """Carry a method out as a whole."""

    async def carried_out(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.operations.run(method(self, *args, **kwargs), method.__name__)

    functools.update_wrapper(carried_out, method)
    return carried_out
