"""The frame of a page that is read from top to bottom: a title, and a column of text width that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dialer.ui.theme import Styled, TextStyle, px
from dialer.ui.widgets import PlainLabel

_MARGIN = 20


class _Lane(QWidget, Styled):
    """Keeps what is in it no wider than is good to read; `body` is its layout."""

    def __init__(
        self, body: QHBoxLayout | QVBoxLayout, width: int, *, centred: bool = False, below: int = _MARGIN
    ) -> None:
        super().__init__()
        self._most = width
        self._inner = QWidget()
        self._inner.setLayout(body)
        body.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, below)
        if centred:
            row.addStretch(1)
        row.addWidget(self._inner, 1000)
        row.addStretch(1)
        self.restyle()

    def restyle(self) -> None:
        """Measure the width again: the text size has changed."""
        self._inner.setMaximumWidth(px(self._most))


class Column(QScrollArea):
    """A scrolled column, `body`, of at most so many pixels (of the drawing, at 100 %)."""

    def __init__(self, width: int, parent: QWidget | None = None, *, centred: bool = False) -> None:
        """Make an empty column at the left, or in the middle."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The controls in it take the focus; the frame itself has nothing to do.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.setWidget(_Lane(self.body, width, centred=centred))


class Page(QWidget):
    """A page with a title that stays, and a column below it that scrolls.

    Attributes:
        head: the row of the title; what is added stands at its right end.
        column: what is scrolled; its `body` is the layout.
    """

    def __init__(self, title: str, width: int, parent: QWidget | None = None) -> None:
        """Make a page with nothing but its title."""
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.addWidget(PlainLabel(title, style=TextStyle.TITLE, elide=True), 1)
        self.column = Column(width)
        layout.addWidget(_Lane(self.head, width, below=0))
        layout.addWidget(self.column, 1)
