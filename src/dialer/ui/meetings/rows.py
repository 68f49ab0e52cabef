"""Rows that are pressed: a meeting in the list, somebody who was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from dialer.meetings.model import MeetingState
from dialer.ui.blocks.press_row import PressRow
from dialer.ui.blocks.two_lines import draw_two_lines
from dialer.ui.blocks.widgets import one_line, paint_avatar
from dialer.ui.look import icons
from dialer.ui.look.theme import TextStyle, colour, font, px
from dialer.ui.meetings.words import how_often, look, state_word, time_of, title, who

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QPaintEvent

    from dialer.contacts.model import Contact
    from dialer.core.strings import Strings
    from dialer.meetings.model import Meeting

_PERSON = 46
_SIDE = 12


class MeetingRow(PressRow):
    """One meeting: time, title, account, and how it is."""

    chosen = Signal(str)

    def __init__(self, meeting: Meeting, begins: datetime, strings: Strings) -> None:
        """Draw a meeting, or the one of those that repeat which begins then."""
        super().__init__()
        self._id = meeting.id
        self._time = time_of(begins, strings)
        self._title = title(meeting, strings)
        names = who(meeting)
        length = strings.text("ui_meetings.minutes", minutes=meeting.minutes)
        often = how_often(meeting, strings)
        about = [state_word(meeting, strings), "" if names in self._title else names, often]
        self._below = " · ".join(filter(None, (*about, length, one_line(meeting.account))))
        self._icon, self._tint = look(meeting)
        if often and meeting.state is MeetingState.READY:
            self._icon, self._tint = "repeat", "dim"
        self.marked = False
        self.setAccessibleName(f"{self._time}, {self._title}, {self._below}")
        self.clicked.connect(self._choose)

    def mark(self, *, marked: bool) -> None:
        """Show whether it is the one that is shown."""
        self.marked = marked
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw time, words and mark."""
        painter = QPainter(self)
        self._draw_ground(painter, marked=self.marked)
        painter.setFont(font(TextStyle.STRONG))
        painter.setPen(colour("text"))
        width = painter.fontMetrics().horizontalAdvance("00:00")
        painter.drawText(
            QRectF(px(_SIDE), 0, width, self.height()), int(Qt.AlignmentFlag.AlignVCenter), self._time
        )
        size = px(18)
        right = self.width() - px(_SIDE) - size
        icons.draw(
            painter,
            QRectF(right, (self.height() - size) / 2, size, size),
            self._icon,
            colour(self._tint),
        )
        left = px(_SIDE) + width + px(14)
        draw_two_lines(
            painter, QRectF(left, 0, right - left - px(8), self.height()), self._title, self._below
        )

    def _choose(self) -> None:
        self.chosen.emit(self._id)


class PersonRow(PressRow):
    """Somebody who was found."""

    taken = Signal(object)
    height_at_100 = _PERSON

    def __init__(self, contact: Contact) -> None:
        """Draw a contact."""
        super().__init__()
        self._contact = contact
        self._name = one_line(contact.name)
        about = [contact.organisation if contact.organisation != contact.name else "", *contact.emails[:1]]
        self._below = " · ".join(one_line(part) for part in about if part)
        self.setAccessibleName(", ".join(filter(None, (self._name, self._below))))
        self.clicked.connect(self._take)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw avatar and words."""
        painter = QPainter(self)
        self._draw_ground(painter)
        size = px(30)
        paint_avatar(painter, QRectF(px(8), (self.height() - size) / 2, size, size), self._name)
        left = px(8) + size + px(10)
        draw_two_lines(
            painter, QRectF(left, 0, self.width() - left - px(8), self.height()), self._name, self._below
        )

    def _take(self) -> None:
        self.taken.emit(self._contact)
