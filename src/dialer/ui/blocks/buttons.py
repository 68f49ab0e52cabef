"""Buttons: filled, outlined, dangerous; and how anything that is pressed is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from dialer.ui.look import icons
from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent, QResizeEvent

RADIUS = 9
_ENTER_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_HEIGHT = 36
_SIDE = 14
_ICON = 18
_GAP = 8
_LEAST = 64


def draw_hint(painter: QPainter, right: float, middle: float, hint: str, tint: QColor) -> float:
    """Draw a key hint (a small outlined key) that ends at `right`; returns where it begins."""
    painter.save()
    painter.setFont(font(TextStyle.HINT))
    metrics = painter.fontMetrics()
    width = max(metrics.horizontalAdvance(hint), metrics.height()) + px(12)
    height = metrics.height() + px(4)
    box = QRectF(right - width + 0.5, middle - height / 2, width - 1, height)
    edge = tint.toRgb()
    edge.setAlphaF(0.45)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(tint)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, hint)
    painter.restore()
    return right - width


def hint_width(hint: str) -> int:
    """The width of a drawn key hint."""
    metrics = QFontMetrics(font(TextStyle.HINT))
    return max(metrics.horizontalAdvance(hint), metrics.height()) + px(12)


def keyboard_focus(widget: QWidget) -> bool:
    """Whether the focus is here and came by keyboard (only then a ring is drawn)."""
    return widget.hasFocus() and widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a button if the key is Enter, which Qt leaves to dialogs; says whether it was.

    Held down, it is one press.
    """
    if event.key() not in _ENTER_KEYS:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class Button(QPushButton, Styled):
    """A button with an icon, words and a key hint; `kind` is primary, secondary or danger."""

    def __init__(
        self,
        label: str,
        icon: str = "",
        hint: str = "",
        parent: QWidget | None = None,
        *,
        kind: str = "secondary",
    ) -> None:
        """Make a button; its accessible name is the label."""
        super().__init__(parent)
        self._kind, self._icon, self._hint = kind, icon, hint
        self._label = ""
        self._pressed_at = QRect()
        self._compact = self._shortens = False
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.set_label(label)
        self.restyle()

    def set_label(self, label: str) -> None:
        """Change the words; an ampersand in them is an ampersand, not a shortcut."""
        self._label = label
        self.setText(label.replace("&", "&&"))
        self.setAccessibleName(label)
        self.updateGeometry()

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    @property
    def compact(self) -> bool:
        """Whether only the icon is shown."""
        return self._compact

    def set_compact(self, *, compact: bool) -> None:
        """Show only the icon where there is no room for the words; they are in the tooltip then."""
        if compact != self._compact:
            self._compact = compact
            self.setToolTip(self._label.replace("<", "\u2039") if compact else "")
            self.updateGeometry()
            self.update()

    def shorten(self) -> None:
        """Cut the words where a line has no room for them; they are in the tooltip then."""
        self._shortens = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the words in the tooltip where they are cut."""
        super().resizeEvent(event)
        if self._shortens and not self._compact:
            cut = self.width() < self.full_width
            self.setToolTip(self._label.replace("<", "\u2039") if cut else "")

    def label(self) -> str:
        """The words on the button."""
        return self._label

    def restyle(self) -> None:
        """Take the font from the theme."""
        made = font(TextStyle.BODY)
        made.setWeight(made.Weight.Medium)
        self.setFont(made)
        self.updateGeometry()

    def hitButton(self, pos: QPoint) -> bool:
        """What was pressed counts where it was: what is above it may grow before the mouse is let go."""
        if not self.isDown():
            self._pressed_at = QRect(self.mapToGlobal(QPoint(0, 0)), self.size())
        return super().hitButton(pos) or self._pressed_at.contains(self.mapToGlobal(pos))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    @property
    def full_width(self) -> int:
        """How wide it is with its words."""
        return self._content_width(compact=False) + 2 * px(_SIDE)

    @property
    def least_width(self) -> int:
        """How wide it is without its words."""
        return self._content_width(compact=True) + 2 * px(_SIDE)

    def _content_width(self, *, compact: bool) -> int:
        if compact:
            return px(_ICON)
        width = self.fontMetrics().horizontalAdvance(self._label)
        if self._icon:
            width += px(_ICON) + px(_GAP)
        if self._hint:
            width += hint_width(self._hint) + px(_GAP)
        return width

    def sizeHint(self) -> QSize:
        """Everything visible."""
        return QSize(
            self._content_width(compact=self._compact) + 2 * px(_SIDE),
            max(px(_HEIGHT), self.fontMetrics().height() + px(14)),
        )

    def minimumSizeHint(self) -> QSize:
        """A button never cuts its words, unless it was allowed to."""
        hint = self.sizeHint()
        return hint.boundedTo(QSize(px(_LEAST), hint.height())) if self._shortens else hint

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        """Ground, outline and ink."""
        if not self.isEnabled():
            return colour("hover"), colour("line"), colour("dim")
        if self._kind == "secondary":
            ground = colour("hover" if self.underMouse() or self.isDown() else "card")
            return ground, colour("line"), colour("text")
        fill = "accent_fill" if self._kind == "primary" else "bad_fill"
        ground = colour(fill)
        if self.isDown() or self.underMouse():
            ground = ground.darker(112 if self.isDown() else 106)
        return ground, ground, colour("on_accent" if self._kind == "primary" else "on_bad")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, icon, words and hint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._colours()
        draw_ground(painter, self, ground, edge)
        middle = self.height() / 2
        x = (self.width() - self._content_width(compact=self._compact)) / 2
        if self._shortens and not self._compact:
            x = max(float(px(_SIDE)), x)
        if self._icon:
            size = px(_ICON)
            icons.draw(painter, QRectF(x, middle - size / 2, size, size), self._icon, ink)
            x += size + px(_GAP)
        if self._compact:
            return
        painter.setPen(ink)
        label = self._label
        if self._shortens:
            room = self.width() - int(x) - px(_SIDE) + 1
            label = self.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, room)
        width = self.fontMetrics().horizontalAdvance(label)
        painter.drawText(QRectF(x, 0, width + 1, self.height()), int(Qt.AlignmentFlag.AlignVCenter), label)
        if self._hint:
            draw_hint(painter, x + width + px(_GAP) + hint_width(self._hint), middle, self._hint, ink)


class PrimaryButton(Button):
    """The one thing to do next."""

    def __init__(self, label: str, icon: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        """Make a filled button in the accent."""
        super().__init__(label, icon, hint, parent, kind="primary")


class SecondaryButton(Button):
    """Any other action."""

    def __init__(self, label: str, icon: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        """Make an outlined button."""
        super().__init__(label, icon, hint, parent, kind="secondary")


class DangerButton(Button):
    """Ends or removes something."""

    def __init__(self, label: str, icon: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        """Make a filled red button."""
        super().__init__(label, icon, hint, parent, kind="danger")


def draw_ground(
    painter: QPainter, widget: QWidget, ground: QColor, edge: QColor, radius: int = RADIUS
) -> None:
    """The rounded ground of a button, with the ring that shows the keyboard's focus."""
    rect = QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setBrush(ground)
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(rect, radius, radius)
    if keyboard_focus(widget):
        # Two rings, so that it shows on a filled button as well.
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(QPen(colour("card"), 1))
        painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), radius - 2, radius - 2)
