"""A strong line and a dim one below it, as rows and tiles have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from dialer.ui.look.theme import TextStyle, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_LINE = 20


def upper_line(room: QRectF, *, two: bool) -> QRectF:
    """Return where the strong line stands, with another one below it or alone."""
    height = px(_LINE)
    top = room.top() + (room.height() - (2 * height if two else height)) / 2
    return QRectF(room.left(), top, room.width(), height)


def draw_two_lines(
    painter: QPainter, room: QRectF, title: str, below: str, *, indent: float = 0, beside: float = 0
) -> None:
    """Draw both lines, shortened to the room.

    Args:
        painter: draws on the row.
        room: where both stand.
        title: the strong line.
        below: the dim one; there may be none.
        indent: the room for an icon before the lower line.
        beside: the room for something behind the upper line.
    """
    upper = upper_line(room, two=bool(below))
    lower = upper.translated(0, upper.height()).adjusted(indent, 0, 0, 0)
    upper.adjust(0, 0, -beside, 0)
    lines = ((TextStyle.STRONG, "text", title, upper), (TextStyle.SMALL, "dim", below, lower))
    for style, tint, text, place in lines:
        painter.setFont(font(style))
        painter.setPen(colour(tint))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
