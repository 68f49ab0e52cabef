"""Draws the rows of the results list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from dialer.ui.look import icons
from dialer.ui.look.theme import TextStyle, px
from dialer.ui.phone.results_look import Look

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dialer.ui.phone.results import AnyIndex, ResultsModel, Row

    Spans = tuple[tuple[int, int], ...]

HEIGHT = 58
SIDE = 14
_AVATAR = 36
BUTTON = 36
_GAP = 12
_LINE = 20
_SIGN = 16
_MOST_FOR_NUMBER = 0.55
_MOST_FOR_SOURCE = 0.6
_LEAST_NAME = 110
_BODY, _STRONG, _SMALL = TextStyle.BODY, TextStyle.STRONG, TextStyle.SMALL
_NO_PEN = Qt.PenStyle.NoPen
_MARKED = QStyle.StateFlag.State_Selected
_HOVERED = QStyle.StateFlag.State_MouseOver


class ResultsDelegate(QStyledItemDelegate):
    """A row: avatar, name with the matched letters in the accent, organisation, number, label, call button.

    The marked row leaves `call_width` free at its end: the view puts the real Call button there.
    """

    call_width = 0

    def __init__(self, model: ResultsModel, parent: QObject) -> None:
        """Draw the rows of this model."""
        super().__init__(parent)
        self._results = model
        self._look = Look()

    def restyle(self) -> None:
        """Take colours and fonts again from the theme."""
        self._look = Look()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Every row is equally high."""
        return QSize(px(200), row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row; of one that is not known yet, the ground."""
        state: QStyle.StateFlag = option.state
        look, marked = self._look, bool(state & _MARKED)
        rect = QRectF(option.rect)
        if marked or state & _HOVERED:
            painter.fillRect(rect, look.colour("accent_soft" if marked else "hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), look.colour("line"))
        row = self._results.row(index.row())
        if row is None:
            return
        painter.save()
        self._draw_mark(painter, rect, row)
        right = self._draw_call(painter, rect, row, marked=marked)
        left = rect.left() + look.px(SIDE) + look.px(_AVATAR) + look.px(_GAP)
        right = self._draw_number(painter, rect, row, left, right)
        self._draw_name(painter, QRectF(left, rect.top(), right - left, rect.height()), row)
        painter.restore()

    def _draw_mark(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        look, size = self._look, self._look.px(_AVATAR)
        left, top = rect.left() + look.px(SIDE), rect.top() + (rect.height() - size) / 2
        if row.contact is not None:
            look.draw_avatar(painter, left, top, size, row.title)
            return
        place = QRectF(left, top, size, size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_NO_PEN)
        painter.setBrush(look.colour("accent_soft" if row.callable else "hover"))
        painter.drawEllipse(place)
        inset = size * 0.24
        name = "phone" if row.callable else "phone-off"
        icons.draw(painter, place.adjusted(inset, inset, -inset, -inset), name, look.colour("accent"))

    def _draw_call(self, painter: QPainter, rect: QRectF, row: Row, *, marked: bool) -> float:
        """Draw the small call button; returns where the room left of it ends."""
        look = self._look
        end = rect.right() - look.px(SIDE)
        if not row.callable:
            return end
        if marked:
            return end - self.call_width - look.px(_GAP)
        size = look.px(BUTTON)
        look.draw_call(painter, end - size, rect.top() + (rect.height() - size) / 2, size)
        return end - size - look.px(_GAP)

    def _draw_number(self, painter: QPainter, rect: QRectF, row: Row, left: float, right: float) -> float:
        """Draw number and label flush right; returns where the room left of them ends."""
        look = self._look
        number, label = look.width(row.shown_number, _BODY), look.width(row.label, _SMALL)
        room = right - left
        most = int(max(room * _MOST_FOR_NUMBER, room - look.px(_GAP) - look.px(_LEAST_NAME)))
        middle = rect.top() + rect.height() / 2
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if number > most:
            # Part of a number is worth nothing, and the name needs the room, the more so the less there is.
            width = min(label + 2, most)
            if right - width - look.px(_GAP) - left < look.px(_LEAST_NAME):
                return right
            self._draw_label(painter, right, middle, row.label, width)
            return right - width - look.px(_GAP)
        width = min(max(number, label) + 2, most)
        half = look.px(_LINE) / 2
        painter.setPen(look.colour("text"))
        look.draw_text(painter, right - number, middle - half, row.shown_number, _BODY)
        self._draw_label(painter, right, middle + half, row.label, width)
        return right - width - look.px(_GAP)

    def _draw_label(self, painter: QPainter, right: float, middle: float, label: str, room: float) -> None:
        look = self._look
        shown = look.fitting(label, _SMALL, room)
        painter.setPen(look.colour("dim"))
        look.draw_text(painter, right - look.width(shown, _SMALL), middle, shown, _SMALL)

    def _draw_name(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        look = self._look
        middle = rect.top() + rect.height() / 2
        half = look.px(_LINE) / 2 if row.subtitle or row.source else 0
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(look.colour("text"))
        upper = QRectF(rect.left(), middle - half, rect.width(), 0)
        if row.warning:
            upper.setWidth(self._draw_warning(painter, upper, row.title))
        self._draw_line(painter, upper, row.title, _STRONG, row.spans)
        if half:
            painter.setPen(look.colour("dim"))
            lower = QRectF(rect.left(), middle + half, rect.width(), 0)
            lower.setWidth(self._draw_source(painter, lower, row))
            self._draw_line(painter, lower, row.subtitle, _SMALL, row.subtitle_spans)

    def _draw_warning(self, painter: QPainter, line: QRectF, title: str) -> float:
        """Draw the sign behind the name; returns the room that is left for the name."""
        look = self._look
        size, gap = look.px(_SIGN), look.px(_GAP) / 2
        room = max(0.0, line.width() - size - gap)
        left = line.left() + min(look.width(title, _STRONG), room) + gap
        place = QRectF(left, line.top() - size / 2, size, size)
        icons.draw(painter, place, "shield-alert-outline", look.colour("warning"))
        return room

    def _draw_line(self, painter: QPainter, line: QRectF, text: str, style: TextStyle, spans: Spans) -> None:
        """Draw a text, shortened if need be, with the letters that matched in the accent."""
        look = self._look
        shown = look.fitting(text, style, line.width())
        if marked := _formats(shown, text, spans, look.colour("accent_text")):
            look.draw_marked(painter, line.left(), line.top(), shown, style, marked)
        else:
            look.draw_text(painter, line.left(), line.top(), shown, style)

    def _draw_source(self, painter: QPainter, line: QRectF, row: Row) -> float:
        """Draw the directory behind the organisation; returns the room that is left for that."""
        if not row.source:
            return line.width()
        look = self._look
        words = f" · {row.source}" if row.subtitle else row.source
        organisation = look.width(row.subtitle, _SMALL)
        most = max(line.width() * _MOST_FOR_SOURCE, line.width() - organisation)
        needed = min(look.width(words, _SMALL) + 2, most)
        left = min(organisation, line.width() - needed)
        look.draw_text(painter, line.left() + left, line.top(), look.fitting(words, _SMALL, needed), _SMALL)
        return left


def row_height() -> int:
    """How high a row is at the present text size."""
    return px(HEIGHT)


def _formats(shown: str, text: str, spans: Spans, tint: QColor) -> list[QTextLayout.FormatRange]:
    """The matched parts that are still visible; positions count UTF-16 units, as Qt does."""
    if not spans:
        return []
    kept = len(shown) - 1 if shown != text else len(shown)
    formats = []
    look = QTextCharFormat()
    look.setForeground(tint)
    for start, end in spans:
        if start >= kept:
            continue
        part = QTextLayout.FormatRange()
        part.start = _units(text[:start])
        part.length = _units(text[start : min(end, kept)])
        part.format = look
        formats.append(part)
    return formats


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
