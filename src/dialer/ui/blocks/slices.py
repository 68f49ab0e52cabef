"""A page in slices: its head is there at once, and the rest is made a little at a time, between two keys.

To make all of a large page in one go would hold up the keys that are pressed meanwhile, and those are the
words of somebody on the phone.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from dialer.core.scope import Scope

SLICE_S = 0.008
"""How long the window is held up at a time, in seconds, as far as single steps are shorter."""

_UNPAINTED_S = 0.1


class Slices(QObject):
    """Makes the rest of a page from when its head is first seen; while the page is hidden, it waits.

    Attributes:
        whole: whether everything is made.
        count: how many slices it has taken so far.
    """

    def __init__(self, page: QWidget, scope: Scope, steps: Iterable[None]) -> None:
        """Wait for the page to be shown.

        Args:
            page: what has its head, and nothing else so far.
            scope: owns the task; once it is closed, nothing more is made.
            steps: makes the next part, each time that it is asked for one; a generator.
        """
        super().__init__(page)
        self.whole = False
        self.count = 0
        self._page, self._scope, self._steps = page, scope, iter(steps)
        self._task: asyncio.Task[None] | None = None
        self._painted = asyncio.Event()
        page.installEventFilter(self)

    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        """Begin, or go on, when the page is shown, after that was painted."""
        if event.type() == QEvent.Type.Paint:
            self._painted.set()
        elif event.type() == QEvent.Type.Show and self._is_idle and not self._scope.closed:
            self._task = self._scope.spawn(self._make(), "make a page")
        return False

    def finish(self) -> None:
        """Make all the rest now, for whoever cannot wait."""
        while self._step():
            pass

    @property
    def _is_idle(self) -> bool:
        return not self.whole and (self._task is None or self._task.done())

    async def _make(self) -> None:
        with contextlib.suppress(TimeoutError):  # under other windows a page is not painted at all
            async with asyncio.timeout(_UNPAINTED_S):
                await self._painted.wait()
        while isValid(self) and self._page.isVisible() and not self.whole:
            enough = time.perf_counter() + SLICE_S
            self.count += 1
            while self._step() and time.perf_counter() < enough:
                pass
            await asyncio.sleep(
                0
            )  # keys that were pressed meanwhile come first, and what they change is painted

    def _step(self) -> bool:
        """Make the next part; return whether there may be another."""
        if not self.whole:
            with contextlib.suppress(StopIteration):
                next(self._steps)
                return True
            self.whole = True
            self._page.removeEventFilter(self)
        return False
