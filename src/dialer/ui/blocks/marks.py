"""The marks of boxes to tick and of round buttons in the theme's colours; Qt's own vanish in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QCheckBox

from dialer.ui.look import icons
from dialer.ui.look.theme import colour, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QAbstractButton

_SIZE = 18
_RADIUS = 4
_DOT = 0.28
"""The part of a round mark that is left free at each side of its dot."""


def paint_mark(painter: QPainter, place: QRect, button: QAbstractButton, *, round: bool) -> None:  # noqa: A002
    """Draw what says whether something is chosen: filled with a sign in it, or an outline.

    Args:
        painter: draws on the button.
        place: where the mark is.
        button: what is chosen or not, allowed or not.
        round: whether it is one of several of which one alone can be chosen.
    """
    chosen, allowed = button.isChecked(), button.isEnabled()
    hot = allowed and button.underMouse()
    ground = "accent_fill" if chosen and allowed else "hover" if hot or not allowed else "card"
    edge = "accent_fill" if chosen and allowed else "accent" if hot else "dim"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colour(ground))
    painter.setPen(QPen(colour(edge), 1))
    outline = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
    radius = outline.height() / 2 if round else _RADIUS
    painter.drawRoundedRect(outline, radius, radius)
    if chosen:
        ink = colour("on_accent" if allowed else "dim")
        if round:
            free = place.width() * _DOT
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QRectF(place).adjusted(free, free, -free, -free))
        else:
            icons.draw(painter, QRectF(place), "check", ink)
    painter.restore()


class BareBox(QCheckBox):
    """A box without words, in a row that has them; it costs less than one that asks the style for places."""

    def sizeHint(self) -> QSize:
        """The mark alone."""
        return QSize(px(_SIZE), px(_SIZE))

    def hitButton(self, pos: QPoint) -> bool:
        """All of it."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark."""
        size = self.sizeHint()
        place = QRect(QPoint(0, (self.height() - size.height()) // 2), size)
        paint_mark(QPainter(self), place, self, round=False)


def paint_focus(painter: QPainter, place: QRect) -> None:
    """Draw the ring that shows the keyboard's focus around words."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour("accent"), 2))
    painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
    painter.restore()
