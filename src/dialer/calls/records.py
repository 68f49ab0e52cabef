"""Keeping the record of each call up to date, also where the disk is full for a while."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from dialer.calls.events import HistoryChanged
from dialer.core.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from dialer.calls.history import History
    from dialer.calls.model import Call
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope

_LOGGER = logging.getLogger(__name__)

WRITE_AGAIN = 10.0
"""Seconds after which a record that could not be written is tried again."""


class Records:
    """Writes what is known of each call, the newest state of each."""

    def __init__(self, hub: Hub, history: History, scope: Scope) -> None:
        """Write to this history, with tasks of this scope."""
        self._hub = hub
        self._history = history
        self._scope = scope
        self._unwritten: dict[str, Call] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def keep(self, call: Call) -> asyncio.Task[None]:
        """Write a call as it is now; a state of it that is not written yet is not written any more."""
        self._unwritten[call.id] = call
        return self.spawn(self._write(call), "write a call")

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Do something that quitting waits for."""
        task = self._scope.spawn(work, name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def finish(self, patience: float) -> None:
        """Wait until all is written, at most so many seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)

    async def _write(self, call: Call) -> None:
        while call is self._unwritten.get(call.id):
            try:
                await self._history.update(call)
            except StorageError as error:
                _LOGGER.warning("a call record could not be written: %s", error.key)
                await self._hub.clock.sleep(WRITE_AGAIN)
            else:
                if call is self._unwritten.get(call.id):
                    del self._unwritten[call.id]
        self._hub.bus.fire(HistoryChanged(call.id))
