"""A strong line and a dim one below it, as rows and tiles have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from dialer.ui.look.theme import TextStyle, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter


def draw_two_lines(painter: QPainter, room: QRectF, title: str, below: str, *, indent: float = 0) -> None:
    """Draw both lines, shortened to the room; the lower one may leave room for an icon before it."""
    height = px(20)
    top = room.top() + (room.height() - (2 * height if below else height)) / 2
    upper = QRectF(room.left(), top, room.width(), height)
    lower = upper.translated(0, height).adjusted(indent, 0, 0, 0)
    lines = ((TextStyle.STRONG, "text", title, upper), (TextStyle.SMALL, "dim", below, lower))
    for style, tint, text, place in lines:
        painter.setFont(font(style))
        painter.setPen(colour(tint))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
