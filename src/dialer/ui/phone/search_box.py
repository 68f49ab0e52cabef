"""The box on top of the Phone page: search or type a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from dialer.ui.blocks.buttons import draw_hint, hint_width
from dialer.ui.blocks.line import Line
from dialer.ui.blocks.widgets import Card, IconLabel, PlainLabel
from dialer.ui.keys.shortcuts import hint
from dialer.ui.look.theme import Styled, TextStyle, Tone, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from dialer.core.strings import Strings

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
CALL_COPIED = QKeySequence(Qt.Modifier.CTRL | Qt.Modifier.SHIFT | Qt.Key.Key_V)
_MOST = 200
_ROOM_FOR_HINT = 360


class SearchBox(Card, Styled):
    """Magnifier, entry, count and key hint on a card.

    Signals:
        changed: another text.
        enter: Enter was pressed (not while it is held down).
        moved: an arrow or page key: steps down, and whether they are pages.
        copied_wanted: the number that was copied is to be called.
    """

    copied_wanted = Signal()
    changed = Signal(str)
    enter = Signal()
    moved = Signal(int, bool)

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent, margin=0)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 14, 0)
        row.setSpacing(12)
        self.entry = _Entry(strings.text("hotkeys.dial_copied"))
        self.entry.setProperty("plain", True)
        self.entry.setMaxLength(_MOST)
        self.entry.setAccessibleName(strings.text("ui.a11y.search"))
        self.entry.setPlaceholderText(strings.text("ui.search.placeholder"))
        self.entry.offer_clearing(strings.text("lines.clear"))
        self.entry.textChanged.connect(self.changed)
        self.entry.enter.connect(self.enter)
        self.entry.moved.connect(self.moved)
        self.entry.focused.connect(self._show_focus)
        self.entry.copied_wanted.connect(self.copied_wanted)
        self._count = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM)
        row.addWidget(IconLabel("magnify", tint="dim", size=22))
        row.addWidget(self.entry, 1)
        row.addWidget(self._count)
        self._hint = _KeyHint(hint("search", strings))
        row.addWidget(self._hint)
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Take font and height at the present text size."""
        self.entry.setFont(font(TextStyle.SEARCH))
        self.setFixedHeight(px(50))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key out where there is little room for what is typed."""
        super().resizeEvent(event)
        self._hint.setVisible(self.width() >= px(_ROOM_FOR_HINT))

    def text(self) -> str:
        """What is typed."""
        return self.entry.text()

    def show_count(self, words: str) -> None:
        """Show how many were found."""
        self._count.setText(words)
        self._count.setVisible(bool(words))

    def take_focus(self) -> None:
        """Put the cursor here, with everything selected, so that typing begins afresh."""
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.entry.selectAll()

    def _show_focus(self, focused: bool) -> None:
        self.set_edge("accent" if focused else "line")


class _Entry(Line):
    """Sends the keys of the results list there while the focus stays here."""

    enter = Signal()
    moved = Signal(int, bool)
    focused = Signal(bool)
    copied_wanted = Signal()

    def __init__(self, call_copied: str) -> None:
        super().__init__()
        self._call_copied = call_copied

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu, and to call what was copied."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        keys = CALL_COPIED.toString(QKeySequence.SequenceFormat.NativeText)
        menu.addAction(f"{self._call_copied}\t{keys}", self.copied_wanted.emit)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, arrows and page keys belong to the list; all others to the text."""
        steps = {
            Qt.Key.Key_Down: (1, False),
            Qt.Key.Key_Up: (-1, False),
            Qt.Key.Key_PageDown: (1, True),
            Qt.Key.Key_PageUp: (-1, True),
        }
        if event.key() in ENTER_KEYS:
            if not event.isAutoRepeat():
                self.enter.emit()
        elif event.key() in steps:
            self.moved.emit(*steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus on the card."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus has gone."""
        super().focusOutEvent(event)
        self.focused.emit(False)


class _KeyHint(QWidget):
    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the keys."""
        return QSize(hint_width(self._keys), px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the keys."""
        rect = QRectF(self.rect())
        draw_hint(QPainter(self), rect.right(), rect.center().y(), self._keys, colour("dim"))
