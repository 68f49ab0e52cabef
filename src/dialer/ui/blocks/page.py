"""The frame of a page that is read from top to bottom: a title, and a column of text width that scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dialer.ui.blocks.icon_button import IconButton
from dialer.ui.blocks.margins import side_margin
from dialer.ui.blocks.widgets import Button, PlainLabel
from dialer.ui.look.theme import Styled, TextStyle, px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_MARGIN = 20
_BELOW_HEAD = 8
_HEAD = 36


class _Lane(QWidget, Styled):
    """Keeps what is in it no wider than is good to read; `body` is its layout."""

    def __init__(
        self,
        body: QHBoxLayout | QVBoxLayout,
        width: int,
        *,
        centred: bool = False,
        above: int = _MARGIN,
        below: int = _MARGIN,
    ) -> None:
        super().__init__()
        self._most = width
        self._inner = QWidget()
        self._inner.setLayout(body)
        body.setContentsMargins(0, 0, 0, 0)
        self._above, self._below = above, below
        self._row = row = QHBoxLayout(self)
        if centred:
            row.addStretch(1)
        row.addWidget(self._inner, 1000)
        row.addStretch(1)
        self.restyle()

    def restyle(self) -> None:
        """Measure the width again: the text size has changed."""
        self._inner.setMaximumWidth(px(self._most))
        self._keep_sides()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room at the sides that fits the width."""
        super().resizeEvent(event)
        self._keep_sides()

    def _keep_sides(self) -> None:
        side = side_margin(self.width())
        self._row.setContentsMargins(side, self._above, side, self._below)


class Column(QScrollArea):
    """A scrolled column, `body`, of at most so many pixels (of the drawing, at 100 %)."""

    def __init__(
        self, width: int, parent: QWidget | None = None, *, centred: bool = False, above: int = _MARGIN
    ) -> None:
        """Make an empty column at the left, or in the middle, that begins so far below its edge."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The controls in it take the focus; the frame itself has nothing to do.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.setWidget(_Lane(self.body, width, centred=centred, above=above))


class Head(QWidget, Styled):
    """The title of a page, and at its right end what can be done there.

    Where the words do not fit, there are icons; with `more`, one button with a menu that has the words.
    """

    def __init__(self, title: str, more: str = "", parent: QWidget | None = None) -> None:
        """Make a head with nothing but the title; `more` names the button with the menu."""
        super().__init__(parent)
        self._more = IconButton("dots-horizontal-circle-outline", more) if more else None
        self._title = PlainLabel(title, style=TextStyle.TITLE, elide=True)
        self._buttons: list[Button] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._title, 1)
        if self._more is not None:
            self._more.clicked.connect(self._open_menu)
            self._more.hide()
            self._row.addWidget(self._more)
        self._keep_height()

    def _keep_height(self) -> None:
        """The title stands where it stood when there is nothing to press."""
        self.setMinimumHeight(px(_HEAD))

    def add(self, button: Button) -> None:
        """Add a button, which has an icon."""
        self._buttons.append(button)
        self._row.addWidget(button)
        self._fit()

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self._keep_height()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(24), super().minimumSizeHint().height())

    def _fit(self) -> None:
        words = self._title.sizeHint().width() + sum(
            button.full_width + self._row.spacing() for button in self._buttons
        )
        crowded = words > self.width()
        if self._more is not None:
            self._more.setVisible(crowded)
        for button in self._buttons:
            if self._more is not None:
                button.setVisible(not crowded)
            else:
                button.set_compact(compact=crowded)

    def _open_menu(self) -> None:
        from dialer.ui.call.menu import add_item, new_menu, open_below

        if self._more is not None:
            menu = new_menu(self._more)
            for button in self._buttons:
                add_item(menu, button.label(), button.click)
            open_below(menu, self._more)


class Page(QWidget):
    """A page with a title that stays, and a column below it that scrolls.

    Attributes:
        head: the title, and what can be done on the page.
        above: the layout of what stays with the title: the title, and what is added below it.
        column: what is scrolled; its `body` is the layout.
    """

    def __init__(self, title: str, width: int, parent: QWidget | None = None, *, more: str = "") -> None:
        """Make a page with nothing but its title; `more` names what its buttons give way to."""
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.head = Head(title, more)
        self.above = QVBoxLayout()
        self.above.setSpacing(_BELOW_HEAD)
        self.above.addWidget(self.head)
        self.column = Column(width, above=_MARGIN - _BELOW_HEAD)
        layout.addWidget(_Lane(self.above, width, below=_BELOW_HEAD))
        layout.addWidget(self.column, 1)
