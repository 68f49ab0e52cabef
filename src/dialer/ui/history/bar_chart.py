"""A chart of bars: drawn to be told apart without colours, gone through with the arrows, read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.buttons import keyboard_focus
from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

_HEIGHT = 190
_LINES = 4
_WIDEST = 44
_LEAST_GAP = 2
_ABOVE, _BELOW = 10, 24
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Part:
    """One kind of what the bars stand for.

    Attributes:
        name: what people call it.
        tint: the token of its colour; the tints of a chart differ in lightness as well.
        hatched: whether it is drawn with stripes: two parts differ without their colours.
    """

    name: str
    tint: str
    hatched: bool = False

    def brush(self) -> QBrush:
        """Return what it is filled with."""
        pattern = Qt.BrushStyle.BDiagPattern if self.hatched else Qt.BrushStyle.SolidPattern
        return QBrush(colour(self.tint), pattern)


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: what stands below it.
        values: how much of each part, from below.
        words: all of it in words.
    """

    label: str
    values: tuple[float, ...]
    words: str


class BarChart(QWidget, Styled):
    """Bars from left to right, each of parts that stand on each other."""

    def __init__(self, name: str, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        """Make an empty chart; `name` is its accessible name."""
        super().__init__(parent)
        self._parts = tuple(parts)
        self._bars: tuple[Bar, ...] = ()
        self._top, self._step = 1.0, 1.0
        self._at = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars."""
        self._bars = tuple(bars)
        self._at = -1
        self._step = _nice(max((sum(bar.values) for bar in bars), default=0.0) / _LINES)
        self._top = self._step * _LINES
        self.setAccessibleDescription(". ".join(bar.words for bar in bars))
        self.update()

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as a chart should be, at any width."""
        return QSize(px(320), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(160), px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the bars, and say each."""
        last = len(self._bars) - 1
        moves = {
            Qt.Key.Key_Left: max(self._at - 1, 0),
            Qt.Key.Key_Right: min(self._at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if self._bars and event.key() in moves:
            self._mark(moves[Qt.Key(event.key())])
            announce(self, self._bars[self._at].words, urgent=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is marked in a chart that one has left."""
        super().focusOutEvent(event)
        self._at = -1
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the bar below the mouse stands for."""
        plot = self._plot()
        if self._bars and plot.left() <= event.position().x() < plot.right():
            place = int((event.position().x() - plot.left()) / plot.width() * len(self._bars))
            QToolTip.showText(event.globalPosition().toPoint(), self._bars[place].words, self)
        else:
            QToolTip.hideText()

    def _mark(self, place: int) -> None:
        self._at = place
        slot = self._slot(place)
        QToolTip.showText(self.mapToGlobal(slot.topLeft().toPoint()), self._bars[place].words, self)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines with their numbers, the bars, and what stands below them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TextStyle.HINT))
        self._draw_lines(painter)
        for place, bar in enumerate(self._bars):
            self._draw_bar(painter, place, bar)
        self._draw_labels(painter)
        if keyboard_focus(self):
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _numbers(self) -> list[str]:
        return [f"{self._step * line:g}" for line in range(_LINES + 1)]

    def _plot(self) -> QRectF:
        """Where the bars stand: right of the numbers, above the labels."""
        metrics = self.fontMetrics()
        left = max(metrics.horizontalAdvance(number) for number in self._numbers()) + px(10)
        height = self.height() - px(_ABOVE) - px(_BELOW)
        return QRectF(left, px(_ABOVE), max(self.width() - left - px(4), 1), height)

    def _slot(self, place: int) -> QRectF:
        plot = self._plot()
        width = plot.width() / max(len(self._bars), 1)
        return QRectF(plot.left() + place * width, plot.top(), width, plot.height())

    def _draw_lines(self, painter: QPainter) -> None:
        plot = self._plot()
        for line, number in enumerate(self._numbers()):
            y = plot.bottom() - plot.height() * line / _LINES
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(colour("dim"))
            box = QRectF(0, y - px(8), plot.left() - px(6), px(16))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), number)

    def _draw_bar(self, painter: QPainter, place: int, bar: Bar) -> None:
        slot = self._slot(place)
        if place == self._at:
            painter.fillRect(slot, colour("hover"))
        width = min(max(slot.width() - px(_LEAST_GAP) - slot.width() * 0.2, 1.0), px(_WIDEST))
        left = slot.center().x() - width / 2
        tops = list(accumulate(bar.values))
        for part, value, top in zip(self._parts, bar.values, tops, strict=True):
            if not value:
                continue
            high = slot.height() / self._top
            box = QRectF(left, slot.bottom() - top * high, width, value * high)
            painter.setPen(QPen(colour(part.tint), 1))
            painter.setBrush(part.brush())
            painter.drawRect(box)

    def _draw_labels(self, painter: QPainter) -> None:
        """Draw as many of the labels as there is room for, at equal distances."""
        if not self._bars:
            return
        metrics = painter.fontMetrics()
        widest = max(metrics.horizontalAdvance(bar.label) for bar in self._bars) + px(8)
        each = max(1, -(-widest // max(int(self._slot(0).width()), 1)))
        painter.setPen(colour("dim"))
        for place in range(0, len(self._bars), each):
            slot = self._slot(place)
            box = QRectF(slot.center().x() - widest / 2, slot.bottom() + px(4), widest, px(18))
            box.moveLeft(min(max(box.left(), 0), self.width() - widest))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._bars[place].label)


def _nice(least: float) -> float:
    """Return the next round step: 1, 2, 5, 10, 20, 50 and so on."""
    step = 1.0
    while True:
        for times in _STEPS:
            if step * times >= least:
                return step * times
        step *= 10
