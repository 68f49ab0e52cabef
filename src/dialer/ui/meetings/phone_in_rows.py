"""Whom one press phones: a number, with the name of whoever has it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter

from dialer.contacts.labels import label_text
from dialer.ui.blocks.press_row import PressRow
from dialer.ui.blocks.two_lines import draw_two_lines
from dialer.ui.blocks.widgets import ltr, one_line, paint_avatar
from dialer.ui.look import icons
from dialer.ui.look.theme import colour, px
from dialer.ui.outside.guarded_dialog import ARM_MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from dialer.contacts.model import Contact
    from dialer.core.strings import Strings

_NUMBERS = 3


@dataclass(frozen=True)
class Choice:
    """A number that can be phoned.

    Attributes:
        number: E.164; for what is phoned as it was typed, that.
        shown: as people read it.
        contact: whose it is, where that is known.
    """

    number: str
    shown: str
    label: str = ""
    contact: Contact | None = None


def numbers_of(contacts: Iterable[Contact], strings: Strings) -> Iterator[Choice]:
    """Return what can be phoned of these people, a few numbers of each."""
    for contact in contacts:
        callable_ = [number for number in contact.numbers if number.callable and number.e164]
        for number in callable_[:_NUMBERS]:
            label = label_text(number.label, strings)
            yield Choice(number=str(number.e164), shown=number.display, label=label, contact=contact)


class PhoneRow(PressRow):
    """Somebody's number, which one press phones."""

    taken = Signal(object)
    height_at_100 = 46

    def __init__(self, choice: Choice, name: str) -> None:
        super().__init__()
        self.choice = choice
        contact = choice.contact
        self._title = one_line(contact.name) if contact else ltr(choice.shown)
        organisation = (
            one_line(contact.organisation) if contact and contact.organisation != contact.name else ""
        )
        below = (one_line(choice.label), ltr(choice.shown), organisation) if contact else ()
        self._below = " · ".join(part for part in below if part)
        self.marked = False
        self._armed_at = time.monotonic() + ARM_MS / 1000
        self.setAccessibleName(name)
        self.clicked.connect(self._take)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave a click alone that came just when this appeared under it: somebody else was meant."""
        if time.monotonic() < self._armed_at:
            event.accept()
        else:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw avatar and words."""
        painter = QPainter(self)
        self._draw_ground(painter, marked=self.marked)
        size = px(30)
        place = QRectF(px(8), (self.height() - size) / 2, size, size)
        if self.choice.contact is not None:
            paint_avatar(painter, place, self._title)
        else:
            inner = place.adjusted(px(5), px(5), -px(5), -px(5))
            icons.draw(painter, inner, "phone", colour("accent"))
        left = px(8) + size + px(10)
        room = QRectF(left, 0, self.width() - left - px(8), self.height())
        draw_two_lines(painter, room, self._title, self._below)

    def _take(self) -> None:
        self.taken.emit(self.choice)
