"""How a call or a meeting of the past is drawn in a list, wherever the list is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, Qt

from dialer.ui.blocks.two_lines import draw_two_lines, upper_line
from dialer.ui.look import icons
from dialer.ui.look.theme import TextStyle, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

ROW = 58
"""How high a row is, before text scaling."""

_SIDE, _ICON, _GAP = 14, 20, 12
_NARROW = 400
_LEAST_NAME = 120
_LEAST_WHEN, _LEAST_RESULT = 64, 60
_ALIGN_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Words(Protocol):
    """What a row says, as `dialer.ui.history.rows` puts it."""

    @property
    def icon(self) -> tuple[str, str]:
        """The picture of what became of it, with its colour's token."""

    @property
    def title(self) -> str:
        """Who it was with."""

    @property
    def below(self) -> str:
        """Number, what it came to, note."""

    @property
    def result(self) -> str:
        """How long, or why not."""

    @property
    def when(self) -> str:
        """The time."""


def draw_row(painter: QPainter, rect: QRectF, row: Words, *, marked: bool = False) -> None:
    """Draw icon, who, number and note, how long or why not, when; in a narrow row more closely."""
    size = px(_ICON)
    name, tint = row.icon
    top = rect.center().y() - size / 2
    icons.draw(painter, QRectF(rect.left() + px(_SIDE), top, size, size), name, colour(tint))
    left = rect.left() + px(_SIDE) + size + px(_GAP)
    right = rect.right() - px(_SIDE)
    painter.setFont(font(TextStyle.SMALL))
    painter.setPen(colour("text" if marked else "dim"))
    room = QRectF(left, rect.top(), right - left, rect.height())
    if rect.width() < px(_NARROW):
        _draw_narrow(painter, room, row)
    else:
        _draw_wide(painter, room, row)


def _draw_narrow(painter: QPainter, room: QRectF, row: Words) -> None:
    """Draw the time beside the name alone, and how long or why not before the rest."""
    below = " · ".join(filter(None, (row.result, row.below)))
    width = painter.fontMetrics().horizontalAdvance(row.when) + 2
    shown = room.width() - width >= px(_LEAST_NAME)
    if shown:
        upper = upper_line(room, two=bool(below))
        painter.drawText(upper, _ALIGN_RIGHT, row.when)
    draw_two_lines(painter, room, row.title, below, beside=width + px(_GAP) if shown else 0)


def _draw_wide(painter: QPainter, room: QRectF, row: Words) -> None:
    """Draw what stands at the right in columns; where there is little room, the name goes before it."""
    metrics, left, right = painter.fontMetrics(), room.left(), room.right()
    for text, least in ((row.when, _LEAST_WHEN), (row.result, _LEAST_RESULT)):
        width = metrics.horizontalAdvance(text) + 2
        if text and right - width - left < px(_LEAST_NAME):
            break
        painter.drawText(QRectF(right - width, room.top(), width, room.height()), _ALIGN_RIGHT, text)
        column = max(px(least), width)  # below each other as far as there is room
        right -= (column if right - column - left >= px(2 * _LEAST_NAME) else width) + px(_GAP)
    draw_two_lines(painter, QRectF(left, room.top(), right - left, room.height()), row.title, row.below)
