"""Seconds that steps share: however long each may take, all of them together end in time."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable

_LOGGER = logging.getLogger(__name__)

_LAST_TURN = 0.05


class Deadline:
    """Runs steps one after the other; what hangs is left behind, what fails is logged."""

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self._until = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return max(0.0, self._until - time.monotonic())

    async def run(self, step: Awaitable[object], name: str, *, keep: float = 0.0) -> None:
        """Run a step until it ends or the time is up, less what is kept for the steps after it."""
        task = asyncio.ensure_future(step)
        try:
            _, hanging = await asyncio.wait({task}, timeout=max(_LAST_TURN, self.left - keep))
            if hanging:
                _LOGGER.warning("%s did not end in time", name)
                task.cancel()
                await asyncio.wait({task}, timeout=_LAST_TURN)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            _LOGGER.error("%s failed", name, exc_info=error)
