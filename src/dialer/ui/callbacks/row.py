"""One call-back as a row: a box that marks it done, who and why, by when, and a button that calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout

from dialer.ui.blocks.marks import BareBox
from dialer.ui.blocks.press_row import PressRow
from dialer.ui.blocks.two_lines import draw_two_lines
from dialer.ui.blocks.widgets import Chip, IconButton
from dialer.ui.callbacks.words import about, done_words, due_words, who
from dialer.ui.look import icons
from dialer.ui.look.theme import colour, px

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from dialer.calls.call_back import CallBack
    from dialer.core.strings import Strings

_SIDE = 14
_BOX = 18
_SIGN = 16
_LEAST_WORDS = 260


def to_focus(before: Sequence[CallBackRow], now: Sequence[CallBackRow]) -> CallBackRow | None:
    """Return the row that takes the focus over from those before; None where none had it, or there is none.

    It stays on the same call-back wherever that stands now: Enter must not call somebody else, because a
    colleague has just added one above. Of one that is gone, the next has it.
    """
    place = next((place for place, row in enumerate(before) if row.hasFocus()), None)
    if place is None or not now:
        return None
    same = before[place].call_back.id
    return next((row for row in now if row.call_back.id == same), now[min(place, len(now) - 1)])


class CallBackRow(PressRow):
    """One stop of the Tab key: Enter calls, Space marks done, Delete removes, F2 and a click change it.

    Signals:
        call_wanted, done_wanted, change_wanted, remove_wanted: the `CallBack`.
    """

    call_wanted = Signal(object)
    done_wanted = Signal(object)
    change_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(
        self, call_back: CallBack, number: str, now: datetime, my_name: str, strings: Strings
    ) -> None:
        """Draw a call-back; `number` is its number as people write it."""
        super().__init__()
        self._call_back = call_back
        self._name = who(call_back, number)
        self._below = about(call_back, number, my_name, strings)
        when, tone = due_words(call_back, now, strings)
        if done := done_words(call_back, now, strings):
            when, tone = done, "dim"
        self.last = False
        self.setAccessibleName(f"{self._name}, {self._below}, {when}")
        self.setAccessibleDescription(strings.text("callbacks.row.keys"))
        self._box = BareBox()
        self._box.setChecked(call_back.done_at is not None)
        self._box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key = "callbacks.reopen_one" if done else "callbacks.done_one"
        self._box.setAccessibleName(strings.text(key, name=self._name))
        self._box.clicked.connect(self._mark)
        self._when, self._tone = when, tone
        self._icon = "alert-circle-outline" if tone == "bad" else "check" if done else "clock-outline"
        self._chip = Chip(when, tone, self._icon)
        self._chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._phone = IconButton("phone", strings.text("ui.call.again", name=self._name), kind="bare")
        self._phone.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._phone.clicked.connect(self._call)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._box)
        row.addStretch(1)
        row.addWidget(self._chip)
        row.addWidget(self._phone)
        self.clicked.connect(self._change)

    @property
    def call_back(self) -> CallBack:
        """What is shown."""
        return self._call_back

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter calls, once for each press; Space marks it."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self._call()
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._mark()
        elif key == Qt.Key.Key_Delete:
            self.remove_wanted.emit(self._call_back)
        elif key == Qt.Key.Key_F2:
            self._change()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, words and the line below."""
        painter = QPainter(self)
        self._draw_ground(painter)
        left = self._box.geometry().right() + px(10)
        narrow = self._chip.isHidden()
        right = self._phone.x() if narrow else self._chip.x() - px(8)
        room = QRectF(left, 0, right - left, self.height())
        if narrow:
            self._draw_narrow(painter, room)
        else:
            draw_two_lines(painter, room, self._name, self._below)
        if not self.last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))

    def _draw_narrow(self, painter: QPainter, room: QRectF) -> None:
        """Draw with the time in the second line, behind its sign."""
        below = " · ".join(filter(None, (self._when, self._below)))
        draw_two_lines(painter, room, self._name, below, indent=px(_SIGN) + px(5))
        sign = QRectF(room.left(), room.center().y() + px(2), px(_SIGN), px(_SIGN))
        icons.draw(painter, sign, self._icon, colour(self._tone))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the chip out where the name needs its room."""
        super().resizeEvent(event)
        words = self._chip.sizeHint().width() + px(_LEAST_WORDS)
        self._chip.setVisible(self.width() >= words)

    def _call(self) -> None:
        self.call_wanted.emit(self._call_back)

    def _mark(self) -> None:
        self._box.setChecked(self._call_back.done_at is not None)  # until it is written
        self.done_wanted.emit(self._call_back)

    def _change(self) -> None:
        self.change_wanted.emit(self._call_back)
