"""A QR code, to read from the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from dialer.ui.look.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_EDGE = 4
_LEAST = 3
_LIGHT, _DARK = QColor("#ffffff"), QColor("#000000")


class QrCode(QWidget):
    """A QR code, dark on light in both themes: cameras want it so."""

    def __init__(self, rows: tuple[bytes, ...], size: int, parent: QWidget | None = None) -> None:
        """Show the rows of a code; `size` is its side at a text size of 100 %."""
        super().__init__(parent)
        self._rows, self._size = rows, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As large as a camera reads well, as far as the screen has room, in whole pixels."""
        count = len(self._rows) + 2 * _EDGE
        screen = self.screen().availableSize()
        room = min(screen.width(), screen.height()) // 2
        side = min(max(px(self._size), _LEAST * count), room)
        side = max(1, side // count) * count
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """A part of it is of no use."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it with its light edge, in whole pixels."""
        painter = QPainter(self)
        whole = min(self.width(), self.height())
        painter.fillRect(0, 0, whole, whole, _LIGHT)
        side = max(1, whole // (len(self._rows) + 2 * _EDGE))
        start = (whole - side * len(self._rows)) // 2
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF(start + x * side, start + y * side, side, side), _DARK)
