"""A chart of lines below each other: who, a bar as long as there were calls, and how many."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dialer.ui.history.bar_chart import Bar, Part

_ROW = 34
_BAR = 10
_LEAST_ROWS = 5


class RankChart(QWidget, Styled):
    """The longest bar comes first; each has its name above it."""

    def __init__(self, name: str, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        """Make an empty chart; `name` is its accessible name."""
        super().__init__(parent)
        self._parts = tuple(parts)
        self._bars: tuple[Bar, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars, in their order."""
        self._bars = tuple(bars)
        self.setAccessibleDescription(". ".join(bar.words for bar in bars))
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(px(320), px(_ROW) * max(len(self._bars), _LEAST_ROWS))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(160), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name, bar and number of each."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TextStyle.SMALL))
        most = max((sum(bar.values) for bar in self._bars), default=0.0)
        number_width = painter.fontMetrics().horizontalAdvance(f"{most:g}") + px(8)
        for place, bar in enumerate(self._bars):
            room = QRectF(0, place * px(_ROW), self.width(), px(_ROW))
            self._draw(painter, room, bar, most, number_width)

    def _draw(self, painter: QPainter, room: QRectF, bar: Bar, most: float, number_width: float) -> None:
        text = QRectF(room.left(), room.top(), room.width() - number_width, px(20))
        painter.setPen(colour("text"))
        shown = painter.fontMetrics().elidedText(bar.label, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        total = sum(bar.values)
        number = QRectF(text.right(), room.top(), number_width, px(20))
        painter.drawText(
            number, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{total:g}"
        )
        each = room.width() / max(most, 1)
        for part, value, end in zip(self._parts, bar.values, accumulate(bar.values), strict=True):
            if not value:
                continue
            painter.setPen(QPen(colour(part.tint), 1))
            painter.setBrush(part.brush())
            painter.drawRect(
                QRectF((end - value) * each + 0.5, room.top() + px(21), value * each - 1, px(_BAR))
            )
