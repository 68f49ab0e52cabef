"""The newest calls on the Phone page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from dialer.ui import icons
from dialer.ui.call_words import outcome, outcome_icon
from dialer.ui.moments import day_and_time
from dialer.ui.theme import Styled, TextStyle, colour, font, px
from dialer.ui.two_lines import draw_two_lines
from dialer.ui.widgets import Card, IconButton, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from PySide6.QtGui import QPaintEvent

    from dialer.calls.model import Call
    from dialer.core.strings import Strings

_ROW = 58
_SIDE = 14


class RecentCalls(Card, Styled):
    """The newest calls, one a row.

    Signals:
        call_wanted: call the other party of this `Call` again.
    """

    call_wanted = Signal(object)

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent, margin=1)
        self.body.setSpacing(0)
        self._strings = strings
        self._rows: list[_CallRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_calls(self, calls: Sequence[Call], numbers: Mapping[str, str], now: datetime) -> None:
        """Show these calls, newest first; `numbers` has E.164 numbers as people write them."""
        for row in self._rows:
            self.body.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for place, call in enumerate(calls):
            row = _CallRow(call, numbers.get(call.number, call.number), now, self._strings)
            row.last = place == len(calls) - 1
            row.call_wanted.connect(self.call_wanted)
            self.body.addWidget(row)
            self._rows.append(row)

    def restyle(self) -> None:
        """Measure the rows again: the text size has changed."""
        for row in self._rows:
            row.updateGeometry()


class _CallRow(QWidget):
    """One call: icon by outcome, who, number, how long or why not, when, and a button to call again."""

    call_wanted = Signal(object)

    def __init__(self, call: Call, number: str, now: datetime, strings: Strings) -> None:
        super().__init__()
        self._call = call
        self._icon, self._tint = outcome_icon(call)
        self._title = one_line(call.name or number)
        self._below = number if call.name else ""
        self._outcome = outcome(call, strings)
        self._when = day_and_time(call.started_at, now, strings)
        self.last = False
        parts = (self._title, self._below, self._outcome, self._when)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        again = strings.text("ui.call.again", name=self._title)
        self._button = IconButton("phone", again, kind="bare")
        self._button.clicked.connect(self._again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self._button)

    def sizeHint(self) -> QSize:
        """As in the drawing."""
        return QSize(px(320), px(_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        size, middle = px(20), self.height() / 2
        icons.draw(painter, QRectF(px(_SIDE), middle - size / 2, size, size), self._icon, colour(self._tint))
        right = self._button.x() - px(8)
        painter.setFont(font(TextStyle.SMALL))
        painter.setPen(colour("dim"))
        metrics = painter.fontMetrics()
        align = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for text, least in ((self._when, 64), (self._outcome, 60)):
            width = max(px(least), metrics.horizontalAdvance(text) + 2)
            painter.drawText(QRectF(right - width, 0, width, self.height()), align, text)
            right -= width + px(12)
        left = px(_SIDE) + size + px(12)
        draw_two_lines(painter, QRectF(left, 0, right - left, self.height()), self._title, self._below)
        if not self.last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))

    def _again(self) -> None:
        self.call_wanted.emit(self._call)
