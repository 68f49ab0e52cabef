"""What drawing the rows of a list needs again and again, made once: fonts, colours, widths, pictures.

A list is drawn after every key. Only where letters are marked is text laid out by hand, which takes longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QTextLayout, QTextOption

from dialer.ui.blocks.buttons import RADIUS
from dialer.ui.blocks.widgets import avatar_font, avatar_tint, initials
from dialer.ui.look import icons
from dialer.ui.look.theme import TextStyle, colour, font, px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFont

_MOST_TEXTS = 600
_WHITE = QColor("#ffffff")
_ENDLESS = 1e6


class _MarkedText:
    """A line of text, laid out so that letters in it can have a colour of their own."""

    def __init__(self, text: str, used: QFont) -> None:
        self._layout = QTextLayout(text, used)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        self._layout.createLine().setLineWidth(_ENDLESS)
        self._layout.endLayout()

    def draw(
        self, painter: QPainter, left: float, top: float, marked: Sequence[QTextLayout.FormatRange]
    ) -> None:
        self._layout.draw(painter, QPointF(left, top), marked)


class _Font:
    """A font, and what its texts measure."""

    def __init__(self, used: QFont) -> None:
        self.font = used
        self.metrics = QFontMetricsF(used)
        self.ascent = self.metrics.ascent()
        self.height = self.metrics.height()
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= _MOST_TEXTS:
                self._widths.clear()
            known = self._widths[text] = self.metrics.horizontalAdvance(text)
        return known


class Look:
    """One theme at one text size; made anew when either changes."""

    def __init__(self) -> None:
        """Take fonts, colours and lengths from the theme."""
        styles = (TextStyle.BODY, TextStyle.STRONG, TextStyle.SMALL)
        self._fonts = {style: _Font(font(style)) for style in styles}
        self._initials: _Font | None = None
        self._colours: dict[str, QColor] = {}
        self._lengths: dict[int, int] = {}
        self._texts: dict[tuple[str, TextStyle], _MarkedText] = {}
        self._pictures: dict[tuple[str, float], QPixmap] = {}

    def colour(self, name: str) -> QColor:
        """A colour by its token."""
        if name not in self._colours:
            self._colours[name] = colour(name)
        return self._colours[name]

    def px(self, length: int) -> int:
        """A length of the drawing at the present text size."""
        if length not in self._lengths:
            self._lengths[length] = px(length)
        return self._lengths[length]

    def width(self, text: str, style: TextStyle) -> float:
        """How wide a text is in one of the three styles of a list."""
        return self._fonts[style].width(text)

    def fitting(self, text: str, style: TextStyle, room: float) -> str:
        """A text, shortened with an ellipsis where there is not the room for it."""
        used = self._fonts[style]
        if used.width(text) <= room + 1:
            return text
        return used.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def draw_text(self, painter: QPainter, left: float, middle: float, text: str, style: TextStyle) -> None:
        """Draw a line in the painter's colour, in the middle of its height."""
        used = self._fonts[style]
        painter.setFont(used.font)
        painter.drawText(QPointF(left, middle - used.height / 2 + used.ascent), text)

    def draw_marked(
        self,
        painter: QPainter,
        left: float,
        middle: float,
        text: str,
        style: TextStyle,
        marked: Sequence[QTextLayout.FormatRange],
    ) -> None:
        """Draw a line, and the marked letters in it as they say."""
        used = self._fonts[style]
        known = self._texts.get((text, style))
        if known is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            known = self._texts[text, style] = _MarkedText(text, used.font)
        known.draw(painter, left, middle - used.height / 2, marked)

    def draw_avatar(self, painter: QPainter, left: float, top: float, size: int, name: str) -> None:
        """Draw the disc with somebody's initials, as `paint_avatar` does."""
        tint, letters = avatar_tint(name), initials(name)
        painter.drawPixmap(QPointF(left, top), self._picture(tint, size, painter, self._draw_disc))
        if self._initials is None:
            self._initials = _Font(avatar_font(size))
        used = self._initials
        painter.setFont(used.font)
        painter.setPen(_WHITE)
        place = QPointF(left + (size - used.width(letters)) / 2, top + (size - used.height) / 2 + used.ascent)
        painter.drawText(place, letters)

    def draw_call(self, painter: QPainter, left: float, top: float, size: int) -> None:
        """Draw the small outlined button that calls a row."""
        painter.drawPixmap(QPointF(left, top), self._picture("", size, painter, self._draw_call))

    def _draw_disc(self, painter: QPainter, place: QRectF, tint: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tint))
        painter.drawEllipse(place)

    def _draw_call(self, painter: QPainter, place: QRectF, _tint: str) -> None:
        box = place.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self.colour("line"), 1))
        painter.setBrush(self.colour("card"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        inset = box.width() / 4
        icons.draw(painter, box.adjusted(inset, inset, -inset, -inset), "phone", self.colour("accent"))

    def _picture(
        self, tint: str, size: int, on: QPainter, draw: Callable[[QPainter, QRectF, str], None]
    ) -> QPixmap:
        ratio = on.device().devicePixelRatioF()
        known = self._pictures.get((tint, ratio))
        if known is None:
            known = self._pictures[tint, ratio] = QPixmap(round(size * ratio), round(size * ratio))
            known.setDevicePixelRatio(ratio)
            known.fill(Qt.GlobalColor.transparent)
            painter = QPainter(known)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter, QRectF(0, 0, size, size), tint)
            painter.end()
        return known
