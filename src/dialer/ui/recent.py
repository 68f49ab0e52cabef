"""What the Phone page shows before anything is typed: speed dial and recent calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from dialer.contacts.labels import label_text
from dialer.ui import icons
from dialer.ui.buttons import draw_ground, pressed_by_enter
from dialer.ui.call_words import outcome, outcome_icon
from dialer.ui.moments import day_and_time
from dialer.ui.theme import Styled, TextStyle, colour, font, px
from dialer.ui.widgets import Card, IconButton, capital, one_line, paint_avatar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from dialer.calls.model import Call
    from dialer.contacts.model import Contact, PhoneNumber
    from dialer.core.strings import Strings

_TILE = 230
_MOST_COLUMNS = 3
_ROW = 58
_SIDE = 14


class SpeedDial(QWidget, Styled):
    """Favourites as tiles, in as many columns as there is room for.

    Signals:
        call_wanted: number and contact.
    """

    call_wanted = Signal(str, object)

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._strings = strings
        self._tiles: list[Tile] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Show these contacts; those without a number that can be called are left out."""
        for tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self._tiles = []
        for contact in contacts:
            number = contact.number_to_call
            if number is not None:
                tile = Tile(contact, number, self._strings)
                tile.call_wanted.connect(self.call_wanted)
                self._tiles.append(tile)
        self._columns = 0
        self._arrange()

    def restyle(self) -> None:
        """Arrange again: the text size has changed."""
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = max(1, min(_MOST_COLUMNS, self.width() // px(_TILE)))
        if columns == self._columns:
            return
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, place // columns, place % columns)
        self._columns = columns


class Tile(QAbstractButton, Styled):
    """One favourite: a click calls."""

    call_wanted = Signal(str, object)

    def __init__(self, contact: Contact, number: PhoneNumber, strings: Strings) -> None:
        """Make the tile of a contact's number."""
        super().__init__()
        self._contact, self._number = contact, number
        label = capital(label_text(number.label, strings))
        shown = one_line(number.display or number.raw)
        # The first that fits is shown; the accessible name has it all.
        self._below = (" · ".join(part for part in (label, shown) if part), label or shown)
        self.setAccessibleName(strings.text("ui.call.contact", name=contact.name, number=self._below[0]))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._call)

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As in the drawing."""
        return QSize(px(_TILE), px(62))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(120), px(62))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw avatar, name, number and handset."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = colour("hover" if self.underMouse() else "card")
        draw_ground(painter, self, ground, colour("line"), radius=12)
        size, middle = px(36), self.height() / 2
        paint_avatar(painter, QRectF(px(12), middle - size / 2, size, size), self._contact.name)
        handset = px(20)
        right = self.width() - px(_SIDE) - handset
        icons.draw(painter, QRectF(right, middle - handset / 2, handset, handset), "phone", colour("accent"))
        left = px(12) + size + px(11)
        room = QRectF(left, 0, right - left - px(8), self.height())
        painter.setFont(font(TextStyle.SMALL))
        fits = painter.fontMetrics().horizontalAdvance(self._below[0]) <= room.width()
        draw_two_lines(painter, room, one_line(self._contact.name), self._below[0 if fits else 1])

    def _call(self) -> None:
        self.call_wanted.emit(self._number.e164 or self._number.raw, self._contact)


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


def draw_two_lines(painter: QPainter, room: QRectF, title: str, below: str) -> None:
    """A strong line and a dim one below it, both shortened to the room."""
    height = px(20)
    top = room.top() + (room.height() - (2 * height if below else height)) / 2
    upper = QRectF(room.left(), top, room.width(), height)
    lower = upper.translated(0, height)
    lines = ((TextStyle.STRONG, "text", title, upper), (TextStyle.SMALL, "dim", below, lower))
    for style, tint, text, place in lines:
        painter.setFont(font(style))
        painter.setPen(colour(tint))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
