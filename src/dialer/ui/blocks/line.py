"""A line to type in that leaves the window's own keys to the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

_SEARCH = Qt.Key.Key_K


class Line(QLineEdit):
    """A `QLineEdit` in which Ctrl+K goes to the search box; on X11 it would delete to the end of the line."""

    def offer_clearing(self, name: str) -> None:
        """Have a button in it that empties it, for whoever works with the mouse.

        Args:
            name: what it is called; Qt gives it none.
        """
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(name)
            button.setToolTip(name)

    def event(self, event: QEvent) -> bool:
        """Claim every key that edits, but not Ctrl+K."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == _SEARCH
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return False
        return super().event(event)


class PressLine(Line):
    """A line in which Enter does something: a key that is held down is one press."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave an Enter alone that only repeats the one before."""
        if event.isAutoRepeat() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
        else:
            super().keyPressEvent(event)
