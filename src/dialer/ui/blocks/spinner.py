"""The sign that something runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from dialer.ui.look import icons
from dialer.ui.look.theme import colour, moves, px

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent

_TURN_MS = 60
_TURN_DEGREES = 24


class Spinner(QWidget):
    """A turning icon; it costs nothing while it is hidden."""

    def __init__(self, parent: QWidget | None = None, *, size: int = 18) -> None:
        """Make a spinner; it turns while it can be seen."""
        super().__init__(parent)
        self._size = size
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._turn)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The icon's size."""
        return QSize(px(self._size), px(self._size))

    def showEvent(self, _event: QShowEvent) -> None:
        """Begin to turn, where things may move."""
        if moves():
            self._timer.start()

    def hideEvent(self, _event: QHideEvent) -> None:
        """Stop."""
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon at its angle."""
        painter = QPainter(self)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.rotate(self._angle)
        rect = QRectF(-self.width() / 2, -self.height() / 2, self.width(), self.height())
        icons.draw(painter, rect, "sync", colour("accent"))

    def _turn(self) -> None:
        self._angle = (self._angle + _TURN_DEGREES) % 360
        self.update()
