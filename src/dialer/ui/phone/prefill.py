"""A number from outside in the search box: the window comes forward; what is pressed just then is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from dialer.ui.outside import guarded_dialog
from dialer.ui.outside.call_question import come_forward

if TYPE_CHECKING:
    from dialer.contacts.numbers.reading import Reading
    from dialer.ui.desk import Desk

_MOST = 5
_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchBegin,
}


def prefill(desk: Desk, reading: Reading) -> None:
    """Put the numbers of a reading that can be called into the search box, which lists them; dial nothing."""
    found = [each.international or each.raw for each in reading.candidates if each.callable]
    _Hold(desk.main_window)
    desk.phone_actions.prefill(", ".join(dict.fromkeys(found[:_MOST])))
    come_forward(desk.main_window)


class _Hold(QObject):
    """Swallows keys and clicks of a window for a moment: they were meant for another program (SAFETY T20)."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        QTimer.singleShot(guarded_dialog.ARM_MS, self, self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow it if it is this window's."""
        if event.type() not in _INPUT:
            return False
        return isinstance(watched, QWidget) and watched.window() is self._window
