"""A button that is only an icon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from dialer.ui.blocks.buttons import draw_ground, keyboard_focus, pressed_by_enter
from dialer.ui.look import icons
from dialer.ui.look.theme import colour, px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_LENGTH = 36
_ICON = 18


class IconButton(QAbstractButton):
    """A square button with only an icon; `name` is its accessible name and tooltip.

    `kind` is outlined, filled or bare.
    """

    def __init__(
        self, icon: str, name: str, parent: QWidget | None = None, *, kind: str = "outlined"
    ) -> None:
        """Make a button."""
        super().__init__(parent)
        self._icon, self._kind = icon, kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Change the accessible name."""
        self.setAccessibleName(name)
        self.setToolTip(name.replace("<", "\u2039"))

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self.update()

    def set_kind(self, kind: str) -> None:
        """Draw it in another kind."""
        self._kind = kind
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(px(_LENGTH), px(_LENGTH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        ground, edge = colour("hover" if hot else "card"), colour("line")
        ink = colour("accent" if self._kind == "outlined" else "dim")
        if self._kind == "filled" and self.isEnabled():
            ground = edge = colour("accent_fill")
            ink = colour("on_accent")
        if self._kind != "bare" or hot or keyboard_focus(self):
            draw_ground(painter, self, ground, edge)
        size = px(_ICON)
        place = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        icons.draw(painter, place, self._icon, ink if self.isEnabled() else colour("edge"))
