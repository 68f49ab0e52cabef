"""Keeping records on the disk up to date, also where the disk is full for a while."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from dialer.core.errors import StorageError
from dialer.core.issues import Issue, Severity

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from dialer.core.hub import Hub
    from dialer.core.scope import Scope

_LOGGER = logging.getLogger(__name__)

WRITE_AGAIN = 10.0
"""Seconds after which a record that could not be written is tried again."""

ISSUE = "unwritten"
"""The issue that says that what became of something is not on the disk yet (SAFETY F37)."""


class _Record(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Record)


class Records(Generic[R]):
    """Writes what is known of each record, the newest state of each."""

    def __init__(
        self,
        hub: Hub,
        scope: Scope,
        write: Callable[[R], Awaitable[None]],
        written: Callable[[R], None] | None = None,
        failed: Callable[[R], None] | None = None,
    ) -> None:
        """Write with tasks of this scope.

        Args:
            hub: whose clock says when it is tried again, and whose repairs say that it is not written.
            scope: what the tasks belong to.
            write: writes a record; raises `StorageError` where it cannot.
            written: is told of each record that is written, or need not be any more.
            failed: is told of each record that could not be written this time.
        """
        self._hub = hub
        self._scope = scope
        self._write_one = write
        self._written = written
        self._failed = failed
        self._unwritten: dict[str, R] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def keep(self, record: R) -> asyncio.Task[None]:
        """Write a record as it is now; a state of it that is not written yet is not written any more."""
        self._unwritten[record.id] = record
        return self.spawn(self._write(record), "write a record")

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

    async def _write(self, record: R) -> None:
        while record is self._unwritten.get(record.id):
            try:
                await self._write_one(record)
            except StorageError as error:
                _LOGGER.warning("a record could not be written: %s", error.key)
                if self._failed is not None:
                    self._failed(record)
                self._report()
                await self._hub.clock.sleep(WRITE_AGAIN)
            else:
                self._hub.issues.clear(ISSUE)
                if record is self._unwritten.get(record.id):
                    del self._unwritten[record.id]
        if self._written is not None:
            self._written(record)

    def _report(self) -> None:
        self._hub.issues.report(Issue(id=ISSUE, severity=Severity.WARNING, key="repairs.issue.unwritten"))
