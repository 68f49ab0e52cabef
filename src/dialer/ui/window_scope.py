"""What a window has under way, until it is closed and for the moment that it can be seen after that."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from dialer.core.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


class WindowScope(Scope):
    """Owns the tasks of a window.

    Keys, clicks and paints come until a window is gone, which is a moment after its scope was closed. What
    they would begin then is left undone, and is no error.
    """

    def spawn(self, coroutine: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Start a task that this scope owns; once that is closed, the task is cancelled before it begins."""
        if not self.closed:
            return super().spawn(coroutine, name)
        coroutine.close()
        task = asyncio.create_task(_nothing(), name=f"{self.name}: {name}")
        task.cancel()
        return task


async def _nothing() -> Any:
    """Never begun."""
