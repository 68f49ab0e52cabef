"""Cards: the rounded surfaces on which everything lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from dialer.ui.look.theme import colour

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPaintEvent, QResizeEvent

CARD_RADIUS = 12


def paint_card(painter: QPainter, rect: QRect, stripe: str = "", edge: str = "line") -> None:
    """The surface of a card; a `stripe` (token) colours its left edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(colour(edge), 1))
    painter.setBrush(colour("card"))
    painter.drawRoundedRect(outline, CARD_RADIUS, CARD_RADIUS)
    if stripe:
        painter.setClipRect(0, 0, 4, rect.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(stripe))
        painter.drawRoundedRect(rect, CARD_RADIUS, CARD_RADIUS)


class Card(QFrame):
    """A surface with rounded corners; `body` is its layout. A `stripe` (token) colours its left edge."""

    def __init__(self, parent: QWidget | None = None, *, margin: int = 16, stripe: str = "") -> None:
        """Make an empty card."""
        super().__init__(parent)
        self._stripe = stripe
        self._edge = "line"
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(8)

    def set_stripe(self, token: str) -> None:
        """Colour the left edge."""
        self._stripe = token
        self.update()

    def set_edge(self, token: str) -> None:
        """Colour the outline (an entry shows its focus with it)."""
        self._edge = token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surface."""
        paint_card(QPainter(self), self.rect(), self._stripe, self._edge)


class FramedCard(Card):
    """A card that is filled to its edge: its corners and outline are drawn over what lies in it."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        """Fill a card with this widget."""
        super().__init__(parent, margin=0)
        self.body.addWidget(content)
        self._frame = _Frame(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground alone, which lists have behind them at each key; the rest is the frame's."""
        QPainter(self).fillRect(event.rect(), colour("card"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the outline on top, at full size."""
        super().resizeEvent(event)
        self._frame.resize(self.size())
        self._frame.raise_()


class _Frame(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._outline, self._corners = QPainterPath(), QPainterPath()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the shapes at the new size."""
        super().resizeEvent(event)
        self._outline, whole = QPainterPath(), QPainterPath()
        outline = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._outline.addRoundedRect(outline, CARD_RADIUS, CARD_RADIUS)
        whole.addRect(self.rect())
        self._corners = whole.subtracted(self._outline)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the corners away, and the outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._corners, colour("background"))
        painter.strokePath(self._outline, QPen(colour("line"), 1))
