"""The seconds until accounts are tried again: one timer for everything in a window that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from dialer.core.entry import EntryChanged, EntryRemoved, EntryState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.core.hub import Hub

_TICK_MS = 1000


class Countdown(QObject):
    """Ticks once a second while an account waits to be tried again and somebody can see it.

    Whatever shows the seconds is drawn anew at the same tick: two clocks of their own would differ.

    Signals:
        ticked: the words of the accounts that are retrying are other ones now.
    """

    ticked = Signal()

    def __init__(self, hub: Hub, seen: QWidget) -> None:
        """Count for what is in this widget, as long as it is seen."""
        super().__init__(seen)
        self._hub, self._seen = hub, seen
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.ticked)
        seen.installEventFilter(self)
        for kind in (EntryChanged, EntryRemoved):
            self.destroyed.connect(hub.bus.listen(kind, self._on_entries))
        self._run(seen=seen.isVisible())

    @property
    def running(self) -> bool:
        """Whether it ticks now."""
        return self._timer.isActive()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop where nobody looks, and tell at once what has changed meanwhile."""
        if watched is self._seen and event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._run(seen=event.type() == QEvent.Type.Show)
            if self.running:
                self.ticked.emit()
        return super().eventFilter(watched, event)

    def _on_entries(self, _event: object) -> None:
        self._run(seen=self._seen.isVisible())

    def _run(self, *, seen: bool) -> None:
        retrying = any(entry.state is EntryState.RETRYING for entry in self._hub.entries.all)
        if not (retrying and seen):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
