"""Tabs above a page: words, of which the chosen ones are underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QTabBar

from dialer.ui.blocks.buttons import keyboard_focus
from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

_SIDE, _HEIGHT, _LINE = 14, 38, 3


class Tabs(QTabBar, Styled):
    """The tabs of a page; the arrows go through them."""

    def __init__(self, name: str, tabs: list[str], parent: QWidget | None = None) -> None:
        """Make these tabs; `name` is the accessible name of all together."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        for words in tabs:
            self.addTab(words)
        self.restyle()

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self.setFont(font(TextStyle.STRONG))

    def tabSizeHint(self, index: int) -> QSize:
        """As wide as its words."""
        width = QFontMetrics(self.font()).horizontalAdvance(self.tabText(index))
        return QSize(width + 2 * px(_SIDE), px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, and a line below the chosen ones."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            self._draw(painter, index, self.tabRect(index))

    def _draw(self, painter: QPainter, index: int, rect: QRect) -> None:
        chosen = index == self.currentIndex()
        painter.setPen(colour("accent_text" if chosen else "dim"))
        room = rect.width() - px(_SIDE) // 2
        shown = painter.fontMetrics().elidedText(self.tabText(index), Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)
        if chosen:
            line = QRect(rect.left() + px(_SIDE) // 2, rect.bottom() - _LINE, rect.width() - px(_SIDE), _LINE)
            painter.fillRect(line, colour("accent"))
            if keyboard_focus(self):
                painter.setPen(colour("accent"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(2, 2, -3, -6), 6, 6)
