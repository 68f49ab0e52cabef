"""What drawing the rows of a list needs again and again, made once: fonts, colours, laid out text, pictures.

Laying a text out takes far longer than drawing it, and most rows are still there after the next key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap, QTextLayout, QTextOption

from dialer.ui import icons
from dialer.ui.buttons import RADIUS
from dialer.ui.theme import TextStyle, colour, font, px
from dialer.ui.widgets import avatar_font, avatar_tint, initials

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFont

_MOST_TEXTS = 600
_WHITE = QColor("#ffffff")
_ENDLESS = 1e6


class Text:
    """A line of text, laid out."""

    def __init__(self, text: str, used: QFont, direction: Qt.LayoutDirection) -> None:
        """Lay it out."""
        self.text = text
        self._layout = QTextLayout(text, used)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTextDirection(direction)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        line = self._layout.createLine()
        line.setLineWidth(_ENDLESS)
        self._layout.endLayout()
        self.width: float = line.naturalTextWidth()
        self.height: float = line.height()

    def draw(
        self, painter: QPainter, left: float, middle: float, marked: Sequence[QTextLayout.FormatRange] = ()
    ) -> None:
        """Draw it in the painter's colour, and the marked letters as they say."""
        self._layout.draw(painter, QPointF(left, middle - self.height / 2), marked)


class Look:
    """One theme at one text size; made anew when either changes."""

    def __init__(self) -> None:
        """Take fonts, colours and lengths from the theme."""
        styles = (TextStyle.BODY, TextStyle.STRONG, TextStyle.SMALL)
        self._fonts = {style: font(style) for style in styles}
        self._metrics = {style: QFontMetrics(made) for style, made in self._fonts.items()}
        self._colours: dict[str, QColor] = {}
        self._lengths: dict[int, int] = {}
        self._texts: dict[tuple[str, TextStyle, Qt.LayoutDirection], Text] = {}
        self._letters: dict[str, Text] = {}
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

    def text(
        self,
        text: str,
        style: TextStyle,
        direction: Qt.LayoutDirection = Qt.LayoutDirection.LayoutDirectionAuto,
    ) -> Text:
        """A text in one of the three styles of a list."""
        key = (text, style, direction)
        known = self._texts.get(key)
        if known is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            known = self._texts[key] = Text(text, self._fonts[style], direction)
        return known

    def fitting(
        self,
        text: str,
        style: TextStyle,
        room: float,
        direction: Qt.LayoutDirection = Qt.LayoutDirection.LayoutDirectionAuto,
    ) -> Text:
        """A text, shortened with an ellipsis where there is not the room for it."""
        whole = self.text(text, style, direction)
        if whole.width <= room + 1:
            return whole
        shown = self._metrics[style].elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        return self.text(shown, style, direction)

    def draw_avatar(self, painter: QPainter, left: float, top: float, size: int, name: str) -> None:
        """Draw the disc with somebody's initials, as `paint_avatar` does."""
        tint, letters = avatar_tint(name), initials(name)
        painter.drawPixmap(QPointF(left, top), self._picture(tint, size, painter, self._draw_disc))
        known = self._letters.get(letters)
        if known is None:
            if len(self._letters) >= _MOST_TEXTS:
                self._letters.clear()
            known = self._letters[letters] = Text(letters, avatar_font(size), Qt.LayoutDirection.LeftToRight)
        painter.setPen(_WHITE)
        known.draw(painter, left + (size - known.width) / 2, top + size / 2)

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
