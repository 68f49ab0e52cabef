"""A wide button with an icon, a title and a sentence: one way to go on, of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from dialer.ui.blocks.buttons import draw_ground, pressed_by_enter
from dialer.ui.look import icons
from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

_PAD = 12
_SIDE = 16
_ICON = 22
_DISC = 40
_GAP = 16
_ARROW = 20
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class RowButton(QAbstractButton, Styled):
    """Icon on a disc, title, sentence, and an arrow; Enter and Space press it."""

    def __init__(self, icon: str, title: str, text: str = "", parent: QWidget | None = None) -> None:
        """Make a button; its accessible name is the title, its description the sentence."""
        super().__init__(parent)
        self._icon, self._title, self._sentence = icon, title, text
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Not fixed: it may be higher than at its comfortable width.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The sentence is broken over as many lines as it needs."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for title and sentence at this width, and for the disc."""
        room = width - self._left() - px(_SIDE) - px(_ARROW)
        return max(self._words_height(max(room, px(80))), px(_DISC)) + 2 * px(_PAD)

    def sizeHint(self) -> QSize:
        """A comfortable width; the height follows from the width."""
        width = px(420)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(240), px(_DISC) + 2 * px(_PAD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, disc, words and arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        draw_ground(painter, self, colour("hover" if hot else "card"), colour("line"))
        self._draw_icon(painter)
        arrow = px(_ARROW)
        right = self.width() - px(_SIDE) - arrow
        icons.draw(
            painter, QRectF(right, (self.height() - arrow) / 2, arrow, arrow), "chevron-right", colour("dim")
        )
        self._draw_words(painter, right - self._left())

    def _left(self) -> int:
        return px(_SIDE) + px(_DISC) + px(_GAP)

    def _words_height(self, width: int) -> int:
        return self._height(TextStyle.STRONG, self._title, width) + (
            self._height(TextStyle.SMALL, self._sentence, width) + px(2) if self._sentence else 0
        )

    @staticmethod
    def _height(style: TextStyle, text: str, width: int) -> int:
        return QFontMetrics(font(style)).boundingRect(0, 0, width, 10_000, _WRAP, text).height()

    def _draw_icon(self, painter: QPainter) -> None:
        disc, size = px(_DISC), px(_ICON)
        x, y = px(_SIDE), (self.height() - disc) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_soft"))
        painter.drawEllipse(QRectF(x, y, disc, disc))
        inset = (disc - size) / 2
        ink = colour("accent_text" if self.isEnabled() else "dim")
        icons.draw(painter, QRectF(x + inset, y + inset, size, size), self._icon, ink)

    def _draw_words(self, painter: QPainter, width: int) -> None:
        y = (self.height() - self._words_height(width)) / 2
        for style, words, tint in (
            (TextStyle.STRONG, self._title, "text"),
            (TextStyle.SMALL, self._sentence, "dim"),
        ):
            height = self._height(style, words, width) if words else 0
            painter.setFont(font(style))
            painter.setPen(colour(tint))
            painter.drawText(QRectF(self._left(), y, width, height), _WRAP, words)
            y += height + px(2)
