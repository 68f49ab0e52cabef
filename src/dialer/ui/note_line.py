"""The line in which the note about a call is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent

from dialer.ui.line import Line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.calls.model import Call
    from dialer.core.strings import Strings

_MOST = 2000


class NoteLine(Line):
    """Belongs to one call at a time. Whatever ends the writing, what was written is kept.

    Signals:
        written: a note that is new (call id, text).
        left: Enter or Esc closed the line.
    """

    written = Signal(str, str)
    left = Signal()

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start closed."""
        super().__init__(parent)
        self._call_id: str | None = None
        self._kept = ""
        self.setAccessibleName(strings.text("ui.a11y.call_note"))
        self.setPlaceholderText(strings.text("ui.call.note.placeholder"))
        self.setMaxLength(_MOST)
        self.editingFinished.connect(self.keep)
        self.hide()

    def belong_to(self, call: Call | None) -> None:
        """Close, and turn to another call; what was written about the one before is kept."""
        self.keep()
        self.hide()
        self._call_id = call.id if call is not None else None
        self._kept = call.note if call is not None else ""
        self.setText(self._kept)

    def open(self) -> None:
        """Show the line and put the cursor there."""
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep(self) -> None:
        """Keep what is written, if it is new."""
        note = self.text().strip()
        if self._call_id is not None and note != self._kept:
            self._kept = note
            self.written.emit(self._call_id, note)

    def event(self, event: QEvent) -> bool:
        """Claim Esc before the window's own meaning of it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc end the writing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            self.keep()
            self.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)
