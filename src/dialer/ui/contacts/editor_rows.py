"""The lines of a form with a label each: beside the field, or above it where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dialer.ui.blocks.widgets import PlainLabel
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_NARROW = 420
_TO_THE_FIELDS_TEXT = 9


class LabelledRows(QWidget):
    """Fields below each other, each named by a label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty form."""
        super().__init__(parent)
        self._rows: list[tuple[PlainLabel | None, QWidget, bool]] = []
        self._narrow: bool | None = None
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)

    def add(self, field: QWidget, words: str = "", *, whole: bool = False) -> None:
        """Take a field with the words of its label, if it has one; `whole` has it begin at the left edge."""
        label = PlainLabel(words, style=TextStyle.SMALL, tone=Tone.DIM) if words else None
        self._rows.append((label, field, whole))
        self._place(len(self._rows) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the labels for the new width."""
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._grid.setVerticalSpacing(px(4) if narrow else 10)
            for place in range(len(self._rows)):
                self._place(place)

    def _place(self, place: int) -> None:
        """Put a row where it belongs; each has two lines of the grid, of which an empty one takes no room."""
        label, field, whole = self._rows[place]
        line, above = 2 * place, bool(self._narrow)
        if label is not None:
            label.setContentsMargins(0, px(6) if above else px(_TO_THE_FIELDS_TEXT), 0, 0)
            self._grid.addWidget(label, line, 0, 1, 1 + above, Qt.AlignmentFlag.AlignTop)
        if above or whole:
            self._grid.addWidget(field, line + 1, 0, 1, 2)
        else:
            self._grid.addWidget(field, line, 1)
