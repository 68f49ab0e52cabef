"""The seconds in which a call that is dialled at once can still be taken back: nothing is sent before."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout

from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.widgets import IconLabel, PlainLabel, SecondaryButton
from dialer.ui.look import icons
from dialer.ui.look.theme import TextStyle, colour, px

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from dialer.core.strings import Strings

SECOND_MS = 1000
_MOST_LATE = 3.0
"""Seconds between two looks at the clock after which the computer must have slept."""

_WIDTH = 420
_MARGIN = 18


def wall() -> float:
    """Return the time of day in seconds: the clock of timers stands still while the computer sleeps."""
    return time.time()


class UndoDialog(QDialog):
    """Says who is about to be called, and counts down; Esc, Enter, Space and the cross take it back.

    It is accepted when the seconds are over, rejected when somebody takes the call back, and ends as `LATE`
    when the computer slept meanwhile: nobody expects a call hours after the key was pressed.
    """

    LATE = 2

    def __init__(self, strings: Strings, who: str, seconds: int) -> None:
        """Count down from so many seconds, once it is shown."""
        super().__init__()
        self._strings, self._who, self._left = strings, who, seconds
        self._looked = 0.0
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
        before, self._looked = self._looked, wall()
        if not 0 <= self._looked - before < _MOST_LATE:
            self._second.stop()
            self.done(self.LATE)
            return
        self._left -= 1
        if self._left > 0:
            self._say()
        else:
            self._second.stop()
            self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to count when it can be seen; people have just asked for it, so it takes the focus."""
        super().showEvent(event)
        self._looked = wall()
        self._second.start()
        self.raise_()
        self.activateWindow()
        announce(self, self._label.text(), urgent=True)
