"""The seconds in which a call that is dialled at once can still be taken back: nothing is sent before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout

from dialer.ui import icons
from dialer.ui.announce import announce
from dialer.ui.form import fitting_size
from dialer.ui.theme import TextStyle, colour, px
from dialer.ui.widgets import IconLabel, PlainLabel, SecondaryButton

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from dialer.core.strings import Strings

SECOND_MS = 1000
_WIDTH = 420
_MARGIN = 18


class UndoDialog(QDialog):
    """Says who is about to be called, and counts down; Esc, Enter, Space and the cross take it back.

    It is accepted when the seconds are over, rejected when somebody takes the call back.
    """

    def __init__(self, strings: Strings, who: str, seconds: int) -> None:
        """Count down from so many seconds, once it is shown."""
        super().__init__()
        self._strings, self._who, self._left = strings, who, seconds
        self.setWindowTitle(strings.text("outside.undo.title"))
        self.setAccessibleName(self.windowTitle())
        self.setWindowIcon(icons.icon("phone-in-talk", 64, colour("accent")))
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self._label = PlainLabel(style=TextStyle.STRONG, wrap=True)
        undo = SecondaryButton(strings.text("outside.undo.action"), "undo")
        undo.setDefault(True)
        undo.clicked.connect(self.reject)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        row.setSpacing(12)
        row.addWidget(IconLabel("phone", tint="accent", size=24))
        row.addWidget(self._label, 1)
        row.addWidget(undo)
        undo.setFocus()
        self._say()
        self.setFixedSize(fitting_size(self, row, max(px(_WIDTH), row.minimumSize().width())))
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.setTimerType(Qt.TimerType.PreciseTimer)
        self._second.timeout.connect(self._count)

    def _say(self) -> None:
        key = "outside.undo.one_second" if self._left == 1 else "outside.undo.seconds"
        self._label.setText(self._strings.text(key, who=self._who, seconds=self._left))
        self.setAccessibleDescription(self._label.text())

    def _count(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._say()
        else:
            self._second.stop()
            self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to count when it can be seen; people have just asked for it, so it takes the focus."""
        super().showEvent(event)
        self._second.start()
        self.raise_()
        self.activateWindow()
        announce(self, self._label.text(), urgent=True)
