"""Two parts beside each other where there is room, below each other where there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from dialer.ui.look.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_BESIDE = 760
_GAP = 14
_SHARES = (3, 2)


class Columns(QWidget):
    """The first part is the wider one; the second stands beside it, or above it where it is narrow."""

    def __init__(self, first: QWidget, parent: QWidget | None = None) -> None:
        """Begin with one part, which has all the room."""
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.addWidget(first, _SHARES[0])

    def put_beside(self, second: QWidget) -> None:
        """Add the second part."""
        self._row.addWidget(second, _SHARES[1])
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Beside, or below: what is promised comes before what is over."""
        beside = self.width() >= px(_BESIDE)
        kind = QBoxLayout.Direction
        self._row.setDirection(kind.LeftToRight if beside else kind.BottomToTop)
