"""All accounts in one line, where a chip for each would take the room that the results need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy

from dialer.ui.blocks.buttons import draw_ground, pressed_by_enter
from dialer.ui.look import icons
from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_LEFT, _TEXT, _MARK, _ARROW = 17, 28, 14, 18


class AccountSummary(QAbstractButton, Styled):
    """How many accounts are ready; a press lists them.

    Signals:
        chosen: one in the list was pressed.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make one that says nothing yet."""
        super().__init__(parent)
        self._tone, self._icon = "dim", ""
        self._lines: Sequence[str] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._list)
        self.restyle()

    def show_state(self, words: str, tone: str, icon: str, lines: Sequence[str]) -> None:
        """Show these words in this tone; `lines` are what a press lists."""
        self.setText(words)
        self.setAccessibleName(words)
        self._tone, self._icon, self._lines = tone, icon, lines
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the font from the theme."""
        self.setFont(font(TextStyle.SMALL))
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Room for mark, words and arrow."""
        metrics = QFontMetrics(self.font())
        wide = px(_TEXT) + metrics.horizontalAdvance(self.text()) + px(_ARROW) + px(12)
        return QSize(wide, metrics.height() + px(10))

    def minimumSizeHint(self) -> QSize:
        """It may be shortened."""
        return QSize(px(60), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, a dot or icon, the words, and that there is more."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        loud = self._tone in {"warning", "bad"}
        ground = colour(f"{self._tone}_soft" if loud else "hover" if self.underMouse() else "background")
        draw_ground(painter, self, ground, ground)
        middle = self.height() / 2
        size = px(_MARK if self._icon else 8)
        mark = QRectF(px(_LEFT) - size / 2, middle - size / 2, size, size)
        if self._icon:
            icons.draw(painter, mark, self._icon, colour(self._tone))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self._tone))
            painter.drawEllipse(mark)
        ink = colour(f"{self._tone}_text" if loud else "dim")
        painter.setPen(ink)
        room = QRectF(px(_TEXT), 0, self.width() - px(_TEXT) - px(_ARROW) - px(8), self.height())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        arrow = px(_ARROW)
        icons.draw(
            painter, QRectF(room.right() + px(4), middle - arrow / 2, arrow, arrow), "chevron-down", ink
        )

    def _list(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for line in self._lines:
            menu.addAction(line.replace("&", "&&"), self.chosen.emit)
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
