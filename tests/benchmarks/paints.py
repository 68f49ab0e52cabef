"""When a window has been painted with what a key changed."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

_PATIENCE_S = 30.0

Taken = dict[str, list[float]]
"""The times in ms that keys took, by what they do."""


class Paints(QObject):
    """Tells when windows were painted: Qt paints all that has changed in one answer to this event."""

    def __init__(self, application: QApplication) -> None:
        """Watch every window of the program."""
        super().__init__()
        self.count = 0
        self.last = 0.0
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Count it; whoever asks afterwards finds it done."""
        if event.type() == QEvent.Type.Paint:
            self.count += 1
            self.last = time.perf_counter()
        return False


async def press(
    paints: Paints,
    taken: Taken,
    kind: str,
    key: Callable[[], object],
    done: Callable[[], bool],
    later_turns: int = 4,
) -> None:
    """Press a key, and wait until what it changes has been painted, also in some turns after the first."""
    started = time.perf_counter()
    before = paints.count
    key()
    while not done() or paints.count == before:
        await asyncio.sleep(0)
        if time.perf_counter() - started > _PATIENCE_S:
            raise TimeoutError(kind)
    seen = paints.count
    for _ in range(
        later_turns
    ):  # what is changed in the same turn as the rest is painted with it, or right after it
        await asyncio.sleep(0)
        if paints.count != seen:
            seen = paints.count
    taken.setdefault(kind, []).append((paints.last - started) * 1000)
