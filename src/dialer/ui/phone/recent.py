"""The newest calls and meetings on the Phone page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from dialer.ui.blocks.widgets import Card, IconButton
from dialer.ui.history.drawing import ROW, draw_row
from dialer.ui.look.theme import Styled, colour, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dialer.core.strings import Strings
    from dialer.journal.rows import JournalRow
    from dialer.ui.history.rows import Shown


class Recent(Card, Styled):
    """The newest calls and meetings, one a row.

    Signals:
        call_wanted: call the other party of this `Call` again.
        meeting_wanted: show this `Meeting`.
    """

    call_wanted = Signal(object)
    meeting_wanted = Signal(object)

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent, margin=1)
        self.body.setSpacing(0)
        self._strings = strings
        self._rows: list[_Row] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_rows(self, rows: Sequence[tuple[JournalRow, Shown]]) -> None:
        """Show these, the newest first, each with how it is put in words."""
        for old in self._rows:
            self.body.removeWidget(old)
            old.deleteLater()
        self._rows = []
        for place, (row, shown) in enumerate(rows):
            made = _Row(row, shown, self._strings)
            made.last = place == len(rows) - 1
            made.call_wanted.connect(self.call_wanted)
            made.meeting_wanted.connect(self.meeting_wanted)
            self.body.addWidget(made)
            self._rows.append(made)

    def restyle(self) -> None:
        """Measure the rows again: the text size has changed."""
        for row in self._rows:
            row.updateGeometry()


class _Row(QWidget):
    """One call with a button to call again, or one meeting with a button to look at it."""

    call_wanted = Signal(object)
    meeting_wanted = Signal(object)

    def __init__(self, row: JournalRow, shown: Shown, strings: Strings) -> None:
        super().__init__()
        self._row, self._shown = row, shown
        self.last = False
        self.setAccessibleName(shown.spoken())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        key, icon = (
            ("ui.call.again", "phone") if row.call is not None else ("ui.recent.show", "chevron-right")
        )
        self._button = IconButton(icon, strings.text(key, name=shown.title), kind="bare")
        self._button.clicked.connect(self._press)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 8, 0)
        line.addStretch(1)
        line.addWidget(self._button)
        if row.call is not None and not row.call.number:  # one that was made private
            self._button.hide()

    def sizeHint(self) -> QSize:
        """As in the drawing."""
        return QSize(px(320), px(ROW))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(160), px(ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_row(painter, QRectF(0, 0, self._button.x() + px(6), self.height()), self._shown)
        if not self.last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))

    def _press(self) -> None:
        if self._row.call is not None:
            self.call_wanted.emit(self._row.call)
        elif self._row.meeting is not None:
            self.meeting_wanted.emit(self._row.meeting)
