"""The line that offers another way where a call was not sent; it takes no focus, and only a press acts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QWidget

from dialer.calls.fall_back import Way
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.widgets import (
    IconButton,
    IconLabel,
    PlainLabel,
    SecondaryButton,
    isolate,
    ltr,
    one_line,
)
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dialer.calls.fall_back import FallBack, Step
    from dialer.core.strings import Strings

_ICONS = {Way.ACCOUNT: "phone", Way.SYSTEM: "open-in-new", Way.SHOW: "eye-outline"}


class FallBackLine(QWidget):
    """Whom it is about, why, and a button for each step.

    Signals:
        wanted: a `Step` that was pressed.
        put_away: the user does not want it.
    """

    wanted = Signal(object)
    put_away = Signal()

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Make a line that shows nothing yet."""
        super().__init__(parent)
        self._strings = strings
        self.fall_back: FallBack | None = None
        self._title = PlainLabel("", style=TextStyle.STRONG, wrap=True)
        self._why = PlainLabel("", wrap=True)
        self._steps = QWidget()
        self._row = WrapLayout(self._steps)
        self._close = IconButton("close", strings.text("fall_back.put_away"), kind="bare")
        self._close.clicked.connect(self.put_away)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 8, 12)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(IconLabel("phone-alert", tint="accent"), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._close, 0, 2, top)
        grid.addWidget(self._why, 1, 1, 1, 2)
        grid.addWidget(self._steps, 2, 1, 1, 2)
        self.hide()

    def offer(self, fall_back: FallBack) -> None:
        """Show what there is to press; it is said once."""
        text = self._strings.text
        self.fall_back = fall_back
        who = isolate(one_line(fall_back.request.name)) if fall_back.request.name else ltr(fall_back.shown)
        self._title.setText(text("fall_back.title", who=who))
        why = fall_back.why
        if why is not None:
            sentence = text(why.key, **why.placeholders)
        else:
            sentence = text("fall_back.in_doubt" if fall_back.in_doubt else "fall_back.not_sent")
        self._why.setText(one_line(sentence))
        empty(self._row)
        for step in fall_back.steps:
            button = SecondaryButton(self._words(step), _ICONS[step.way])
            button.clicked.connect(partial(self._press, step))
            self._row.addWidget(button)
        self.show()
        self.update()
        announce(self, f"{self._why.text()} {self._title.text()}")

    @property
    def stops(self) -> list[QWidget]:
        """The buttons, in the order in which Tab comes to them."""
        places = map(self._row.itemAt, range(self._row.count()))
        steps = [place.widget() for place in places if place is not None]
        return [*(step for step in steps if step is not None), self._close]

    def show_nothing(self) -> None:
        """There is nothing to offer any more."""
        self.fall_back = None
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)

    def _words(self, step: Step) -> str:
        return self._strings.text(f"fall_back.step.{step.way}", name=one_line(step.name))

    def _press(self, step: Step) -> None:
        self.wanted.emit(step)
