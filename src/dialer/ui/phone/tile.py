"""A tile of the speed dial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from dialer.contacts.labels import label_text
from dialer.ui.blocks.buttons import draw_ground, pressed_by_enter
from dialer.ui.blocks.two_lines import draw_two_lines
from dialer.ui.blocks.widgets import capital, one_line, paint_avatar
from dialer.ui.call.words import attempt, outcome_icon
from dialer.ui.look import icons
from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from dialer.calls.model import Call
    from dialer.contacts.model import Contact
    from dialer.core.strings import Strings

WIDTH = 245
"""How wide a tile likes to be, before text scaling."""

_SIDE = 14
_STATE = 16
_MOVES = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


class Tile(QAbstractButton, Styled):
    """One favourite with what became of the last call: a click calls; a drag, or Ctrl and an arrow, moves it.

    Signals:
        call_wanted: number and contact.
        moved: the arrow key that was pressed with Ctrl.
        dragged: it is held over this point of its parent.
        dropped: it was let go; whether it stays there, or goes back to where it was.

    Attributes:
        contact: whom it calls; there is a number that can be called.
    """

    call_wanted = Signal(str, object)
    moved = Signal(Qt.Key)
    dragged = Signal(QPoint)
    dropped = Signal(bool)

    def __init__(self, contact: Contact, strings: Strings) -> None:
        """Make the tile of a contact."""
        super().__init__()
        self.contact = contact
        self._strings = strings
        self._attempt: Call | None = None
        self._pressed: QPoint | None = None
        self._held = False
        self._number = number = contact.number_to_call
        label = capital(label_text(number.label, strings)) if number else ""
        shown = one_line(number.display or number.raw) if number else ""
        whole = " · ".join(part for part in (label, shown) if part)
        # The first that fits is shown; the accessible name has it all.
        self._label, self._below = label, (whole, label or shown)
        self.setAccessibleName(strings.text("ui.call.contact", name=contact.name, number=whole))
        self.setAccessibleDescription(strings.text("speed_dial.move"))
        self.setToolTip(whole)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._call)

    def show_attempt(self, call: Call | None, now: datetime) -> None:
        """Show what became of the last call to this contact, if there was any."""
        self._attempt = call
        words = attempt(call, now, self._strings) if call is not None else ""
        if words:
            self._below = (" · ".join(part for part in (self._label, words) if part), words)
        move = self._strings.text("speed_dial.move")
        self.setAccessibleDescription(f"{words}. {move}" if words else move)
        self.update()

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Keep Escape for a tile that is dragged: elsewhere it ends the call."""
        if (
            self._held
            and event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does; Ctrl and an arrow move it; Escape lets a dragged one go back."""
        if self._held and event.key() == Qt.Key.Key_Escape:
            self._let_go(taken=False)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _MOVES:
            self.moved.emit(Qt.Key(event.key()))
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where it was taken hold of."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it once it was moved far enough: a hand that trembles means a click."""
        here = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        far = (here - self._pressed).manhattanLength() >= QGuiApplication.styleHints().startDragDistance()
        if far and not self._held:
            self._held = True
            self.setDown(False)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.setFocus()
        if self._held:
            self.dragged.emit(self.mapToParent(here))
            self.update()
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go; one that was dragged was not clicked."""
        if self._held:
            self._let_go(taken=True)
            return
        self._pressed = None
        super().mouseReleaseEvent(event)

    def _let_go(self, *, taken: bool) -> None:
        self._held, self._pressed = False, None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.dropped.emit(taken)
        self.update()

    def sizeHint(self) -> QSize:
        """As in the drawing."""
        return QSize(px(WIDTH), px(62))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(120), px(62))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw avatar, name, number or last call, and handset."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = colour("accent_soft" if self._held else "hover" if self.underMouse() else "card")
        draw_ground(painter, self, ground, colour("accent" if self._held else "line"), radius=12)
        size, middle = px(36), self.height() / 2
        paint_avatar(painter, QRectF(px(12), middle - size / 2, size, size), self.contact.name)
        right = self.width() - px(_SIDE) - px(20)
        handset = QRectF(right, middle - px(20) / 2, px(20), px(20))
        icons.draw(painter, handset, "phone", colour("accent"))
        left = px(12) + size + px(11)
        room = QRectF(left, 0, right - left - px(8), self.height())
        indent = px(_STATE) + px(5) if self._attempt is not None else 0
        painter.setFont(font(TextStyle.SMALL))
        fits = painter.fontMetrics().horizontalAdvance(self._below[0]) <= room.width() - indent
        below = self._below[0 if fits else 1]
        draw_two_lines(painter, room, one_line(self.contact.name), below, indent=indent)
        if self._attempt is not None:
            icon, tint = outcome_icon(self._attempt)
            icons.draw(painter, QRectF(left, middle + px(2), px(_STATE), px(_STATE)), icon, colour(tint))

    def _call(self) -> None:
        if self._number is not None:
            self.call_wanted.emit(self._number.e164 or self._number.raw, self.contact)
