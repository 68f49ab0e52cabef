"""The records of calls on their way to the disk: each is there before anything is sent for it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from dialer.calls import machine
from dialer.calls.events import HistoryChanged
from dialer.calls.model import Call, EndReason
from dialer.core.errors import SafetyError, StorageError
from dialer.core.records import Records

if TYPE_CHECKING:
    from dialer.calls.history import History
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope

_STOPPING = "calls.safety.stopping"


class CallRecords(Records[Call]):
    """Writes what is known of each call, the newest state of each.

    Attributes:
        stopping: whether Dialer ends, so that nothing is sent any more.
    """

    def __init__(self, hub: Hub, history: History, scope: Scope) -> None:
        """Write to this history with tasks of this scope."""
        super().__init__(hub, scope, self._update, self._tell)
        self._history = history
        self.stopping = False

    def refuse_when_stopping(self) -> None:
        """Return as long as calls may be placed.

        Raises:
            SafetyError: Dialer ends.
        """
        if self.stopping:
            raise SafetyError(_STOPPING)

    async def begin(self, call: Call) -> None:
        """Write a new record; when this returns, something may be sent for it.

        Raises:
            SafetyError: Dialer ends, and the record says that nothing was sent.
            StorageError: it could not be written.
        """
        try:
            await self._history.insert(call)
        except StorageError as error:
            raise StorageError("calls.error.not_written") from error
        except asyncio.CancelledError:  # it is written all the same
            await self._close_unsent(call)
            raise
        if self.stopping:
            await self._close_unsent(call)
        self.refuse_when_stopping()

    async def _close_unsent(self, call: Call) -> None:
        closed = machine.end(call, EndReason.NOT_SENT, self._hub.clock.now(), error_key=_STOPPING)
        if not self._scope.closed:
            self.keep(closed)
            return
        with suppress(StorageError):  # the next start closes it
            await self._history.update(closed)

    async def _update(self, call: Call) -> None:
        await self._history.update(call)

    def _tell(self, call: Call) -> None:
        self._hub.bus.fire(HistoryChanged(call.id))
