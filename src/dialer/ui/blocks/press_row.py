"""Rows that Enter and Space press, for lists of any kind; and how such a list is emptied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from dialer.ui.blocks.buttons import draw_ground, pressed_by_enter
from dialer.ui.look.theme import Styled, colour, px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QLayout

_ROW = 58


class PressRow(QAbstractButton, Styled):
    """A wide row that Enter and Space press, and the arrows leave up and down."""

    height_at_100 = _ROW

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As in the drawing."""
        return QSize(px(240), px(self.height_at_100))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(120), px(self.height_at_100))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it; the arrows go to its neighbours."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def _draw_ground(self, painter: QPainter, *, marked: bool = False) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.underMouse() or self.isDown()
        ground = colour("accent_soft" if marked else "hover" if hot else "card")
        draw_ground(painter, self, ground, ground)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
