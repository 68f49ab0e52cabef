"""The rows at the two ends of the side bar: the program's name on top, the own phone at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from dialer.ui.blocks.buttons import draw_ground, pressed_by_enter
from dialer.ui.look import icons
from dialer.ui.look.theme import TextStyle, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    _Widget = QWidget
else:
    _Widget = object  # which kind of widget says the class that is made of it

NARROW = 50
_BRAND_ICON = 20
_ICONS = {"warning_text": "alert-outline", "bad_text": "alert-circle-outline"}


class _Lines(_Widget):
    """Icon and one or two lines."""

    def __init__(self, icon: str, title: str, *, brand: bool = False) -> None:
        super().__init__()
        self._icon, self._brand, self._narrow = icon, brand, False
        self._title = self._state = ""
        self._tint = "dim"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.say(title, "", "accent" if brand else "dim")

    def say(self, title: str, state: str, tint: str) -> None:
        """Show a title, and a state in this tint; without a state, the title alone."""
        self._title, self._state, self._tint = title, state, tint
        self.setAccessibleName(f"{title}: {state}" if state else title)
        self.setToolTip(self.accessibleName().replace("<", "\u2039") if self._narrow or state else "")
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show only the icon, or the words as well."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text size changes."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Room for one line, or two."""
        return QSize(px(NARROW), px(36 if self._brand else 44))

    def draw(self, painter: QPainter) -> None:
        """Draw icon and words."""
        size = px(_BRAND_ICON if self._brand else 18)
        left = (self.width() - size) / 2 if self._narrow else px(12)
        tint = colour("accent" if self._brand else self._tint if self._narrow else "dim")
        icons.draw(painter, QRectF(left, (self.height() - size) / 2, size, size), self._icon, tint)
        if self._narrow:
            return
        painter.setFont(font(TextStyle.STRONG if self._brand else TextStyle.SMALL))
        room = QRectF(self.rect()).adjusted(px(40), 0, 0, 0)
        height = painter.fontMetrics().height() + 1
        upper = QRectF(room.x(), room.center().y() - height, room.width(), height) if self._state else room
        self._line(painter, upper, self._title, "text" if self._brand else "dim")
        if self._state:
            self._draw_state(painter, upper.translated(0, upper.height()))

    def _draw_state(self, painter: QPainter, room: QRectF) -> None:
        """Draw the state's words, behind an icon where it is not as it should be."""
        if icon := _ICONS.get(self._tint):
            size = px(14)
            place = QRectF(room.x(), room.center().y() - size / 2, size, size)
            icons.draw(painter, place, icon, colour(self._tint))
            room = room.adjusted(size + px(4), 0, 0, 0)
        self._line(painter, room, self._state, self._tint)

    def _line(self, painter: QPainter, room: QRectF, text: str, tint: str) -> None:
        painter.setPen(colour(tint))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)


class SideRow(_Lines, QWidget):
    """What is only to be seen."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw icon and words."""
        self.draw(QPainter(self))


class SideFoot(_Lines, QAbstractButton):
    """What can be pressed as well."""

    def __init__(self, icon: str, title: str) -> None:
        """Make a button with this icon and name."""
        super().__init__(icon, title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground under the pointer, the ring of the focus, icon and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = colour("hover" if self.underMouse() or self.isDown() else "card")
        draw_ground(painter, self, ground, ground)
        self.draw(painter)
