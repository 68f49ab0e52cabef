"""A line that filters what is below it, and says how much is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dialer.contacts.text import fold
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.line import Line
from dialer.ui.blocks.widgets import IconLabel, PlainLabel
from dialer.ui.look.theme import Styled, TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

_MOST = 100
_ICON, _SIDE = 18, 10


class FilterBox(QWidget, Styled):
    """A line with a magnifier in it, and the count below.

    Attributes:
        line: what is looked for.
        count: how much is left.

    Signals:
        changed: something else is looked for.
    """

    changed = Signal()

    def __init__(self, name: str, clear: str, parent: QWidget | None = None) -> None:
        """Make an empty one.

        Args:
            name: its accessible name, which stands in it while it is empty.
            clear: what the button is called that empties it.
            parent: where it stands.
        """
        super().__init__(parent)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._row = row = QHBoxLayout()
        row.setSpacing(8)
        self._counts = True
        self.line = Line()
        self.line.setMaxLength(_MOST)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(name)
        self.line.offer_clearing(clear)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.installEventFilter(self)
        self._magnifier = IconLabel("magnify", self.line, size=_ICON)
        self._magnifier.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.count = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM)
        self.count.hide()
        row.addWidget(self.line, 1)
        column.addLayout(row)
        column.addWidget(self.count)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Leave the magnifier its room at the present text size."""
        self.line.setTextMargins(px(_ICON) + px(_SIDE) // 2, 0, 0, 0)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the magnifier in the middle of the line."""
        if watched is self.line and event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        size = self._magnifier.sizeHint()
        self._magnifier.resize(size)
        self._magnifier.move(px(_SIDE), (self.line.height() - size.height()) // 2)

    def matcher(self) -> Callable[[str], bool]:
        """Return what says whether a text has all the words that are looked for, in any accents."""
        wanted = fold(self.line.text()).split()
        return lambda text: all(word in folded for word in wanted) if (folded := fold(text)) else not wanted

    def show_count(self, words: str) -> None:
        """Say how much is left; an empty text says nothing."""
        self.count.setText(words)
        self.count.setVisible(bool(words) and self._counts)
        if words:
            announce(self.count, words)

    def set_low(self, *, low: bool) -> None:
        """Keep to one line where there is little room: how much is left is said, and not shown."""
        self._counts = not low
        self.count.setVisible(bool(self.count.text()) and self._counts)

    def add_beside(self, widget: QWidget) -> None:
        """Add something at the right of the line."""
        self._row.addWidget(widget)

    def put_count_below(self) -> None:
        """Have the count below the line again; it may have been put elsewhere."""
        self._column.addWidget(self.count)

    def take_focus(self) -> None:
        """Put the cursor here, with everything selected."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
