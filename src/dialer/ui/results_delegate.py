"""Draws the rows of the results list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from dialer.ui import icons
from dialer.ui.buttons import RADIUS
from dialer.ui.results import ROW_ROLE, Row
from dialer.ui.theme import TextStyle, colour, font, px
from dialer.ui.widgets import paint_avatar

if TYPE_CHECKING:
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dialer.ui.results import AnyIndex

HEIGHT = 58
SIDE = 14
_AVATAR = 36
BUTTON = 36
_GAP = 12
_MOST_FOR_NUMBER = 0.55
_MOST_FOR_SOURCE = 0.6
_LEAST_NAME = 110


class ResultsDelegate(QStyledItemDelegate):
    """A row: avatar, name with the matched letters in the accent, organisation, number, label, call button.

    The marked row leaves `call_width` free at its end: the view puts the real Call button there.
    """

    call_width = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Every row is equally high."""
        return QSize(px(200), row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        state: QStyle.StateFlag = option.state
        marked = bool(state & QStyle.StateFlag.State_Selected)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if marked or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("accent_soft" if marked else "hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
        self._draw_mark(painter, rect, row)
        right = self._draw_call(painter, rect, row, marked=marked)
        left = rect.left() + px(SIDE) + px(_AVATAR) + px(_GAP)
        right = self._draw_number(painter, rect, row, left, right)
        self._draw_name(painter, QRectF(left, rect.top(), right - left, rect.height()), row)
        painter.restore()

    def _draw_mark(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        size = px(_AVATAR)
        place = QRectF(rect.left() + px(SIDE), rect.top() + (rect.height() - size) / 2, size, size)
        if row.contact is not None:
            paint_avatar(painter, place, row.title)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_soft" if row.callable else "hover"))
        painter.drawEllipse(place)
        inset = size * 0.24
        name = "phone" if row.callable else "phone-off"
        icons.draw(painter, place.adjusted(inset, inset, -inset, -inset), name, colour("accent"))

    def _draw_call(self, painter: QPainter, rect: QRectF, row: Row, *, marked: bool) -> float:
        """Draw the small call button; returns where the room left of it ends."""
        end = rect.right() - px(SIDE)
        if marked and row.callable:
            return end - self.call_width - px(_GAP)
        if not row.callable:
            return end
        size = px(BUTTON)
        box = QRectF(end - size, rect.top() + (rect.height() - size) / 2, size, size)
        box.adjust(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colour("line"), 1))
        painter.setBrush(colour("card"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        inset = size / 4
        icons.draw(painter, box.adjusted(inset, inset, -inset, -inset), "phone", colour("accent"))
        return end - size - px(_GAP)

    def _draw_number(self, painter: QPainter, rect: QRectF, row: Row, left: float, right: float) -> float:
        """Draw number and label flush right; returns where the room left of them ends."""
        body, small = font(TextStyle.BODY), font(TextStyle.SMALL)
        painter.setFont(body)
        width = painter.fontMetrics().horizontalAdvance(row.shown_number)
        painter.setFont(small)
        label_width = painter.fontMetrics().horizontalAdvance(row.label)
        most = int((right - left) * _MOST_FOR_NUMBER)
        if width > most:
            # Part of a number is worth nothing, and the name needs the room, the more so the less there is.
            width = min(label_width + 2, most)
            if right - width - px(_GAP) - left < px(_LEAST_NAME):
                return right
            place = QRectF(right - width, rect.top(), width, rect.height())
            _line(painter, place, row.label, small, "dim", Qt.AlignmentFlag.AlignRight)
            return right - width - px(_GAP)
        width = min(max(width, label_width) + 2, most)
        upper, lower = _lines(QRectF(right - width, rect.top(), width, rect.height()))
        _line(painter, upper, row.shown_number, body, "text", Qt.AlignmentFlag.AlignRight)
        _line(painter, lower, row.label, small, "dim", Qt.AlignmentFlag.AlignRight)
        return right - width - px(_GAP)

    def _draw_name(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        strong, small = font(TextStyle.STRONG), font(TextStyle.SMALL)
        if not (row.subtitle or row.source):
            _marked_line(painter, rect, row.title, strong, "text", row.spans)
            return
        upper, lower = _lines(rect)
        _marked_line(painter, upper, row.title, strong, "text", row.spans)
        lower = self._draw_source(painter, lower, row)
        _marked_line(painter, lower, row.subtitle, small, "dim", row.subtitle_spans)

    def _draw_source(self, painter: QPainter, rect: QRectF, row: Row) -> QRectF:
        """Draw the directory behind the organisation; returns the room that is left for that."""
        if not row.source:
            return rect
        small = font(TextStyle.SMALL)
        painter.setFont(small)
        width = painter.fontMetrics().horizontalAdvance
        words = f" · {row.source}" if row.subtitle else row.source
        organisation = float(width(row.subtitle))
        most = max(rect.width() * _MOST_FOR_SOURCE, rect.width() - organisation)
        needed = min(float(width(words)) + 2, most)
        left = min(organisation, rect.width() - needed)
        place = QRectF(rect.left() + left, rect.top(), needed, rect.height())
        _line(painter, place, words, small, "dim", Qt.AlignmentFlag.AlignLeft)
        # A fraction of a pixel must not shorten what fits.
        return QRectF(rect.left(), rect.top(), left + 1, rect.height())


def row_height() -> int:
    """How high a row is at the present text size."""
    return px(HEIGHT)


def _lines(rect: QRectF) -> tuple[QRectF, QRectF]:
    """The places of the two lines of a row."""
    height = px(20)
    top = rect.top() + (rect.height() - 2 * height) / 2
    upper = QRectF(rect.left(), top, rect.width(), height)
    return upper, upper.translated(0, height)


def _line(
    painter: QPainter, rect: QRectF, text: str, used: QFont, tint: str, align: Qt.AlignmentFlag
) -> None:
    painter.setFont(used)
    painter.setPen(colour(tint))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), shown)


def _marked_line(
    painter: QPainter,
    rect: QRectF,
    text: str,
    used: QFont,
    tint: str,
    spans: tuple[tuple[int, int], ...],
) -> None:
    """One line, shortened if need be, with the matched letters in the accent."""
    painter.setFont(used)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.setPen(colour(tint))
    if not spans:
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        return
    layout = QTextLayout(shown, used)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats(_formats(shown, text, spans))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(rect.width())
    layout.endLayout()
    place = rect.topLeft()
    place.setY(rect.top() + (rect.height() - line.height()) / 2)
    layout.draw(painter, place)


def _formats(shown: str, text: str, spans: tuple[tuple[int, int], ...]) -> list[QTextLayout.FormatRange]:
    """The matched parts that are still visible; positions count UTF-16 units, as Qt does."""
    kept = len(shown) - 1 if shown != text else len(shown)
    formats = []
    for start, end in spans:
        if start >= kept:
            continue
        part = QTextLayout.FormatRange()
        part.start = _units(text[:start])
        part.length = _units(text[start : min(end, kept)])
        look = QTextCharFormat()
        look.setForeground(colour("accent_text"))
        part.format = look
        formats.append(part)
    return formats


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
