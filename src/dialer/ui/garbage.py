"""Garbage is collected on the window's thread only.

Python collects cycles on whichever thread allocates next. A widget in such a cycle would then be destroyed on
a worker's thread, and Qt does not survive that.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_SETTLED_MS = 1500
_EVERY_MS = 5000


class GarbageCollector(QObject):
    """Does what the interpreter does by itself otherwise, by the same thresholds, a little later."""

    def __init__(self, parent: QObject) -> None:
        """Begin, and go on as long as the parent lives."""
        super().__init__(parent)
        self._is_settled = False
        gc.disable()
        self.destroyed.connect(gc.enable)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_SETTLED_MS)

    def _look(self) -> None:
        if not self._is_settled:
            # What the start has made stays: looking through it again and again would hold up a key press.
            self._is_settled = True
            self._timer.setInterval(_EVERY_MS)
            gc.collect()
            gc.freeze()
            return
        full = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        for generation in (2, 1, 0):
            if full[generation]:
                gc.collect(generation)
                return
