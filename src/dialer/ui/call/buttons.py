"""The buttons of the call bar, which give up their words, then their place, where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from dialer.calls.outcomes import outcome_text
from dialer.contacts.labels import label_text
from dialer.core.provider import Provider
from dialer.ui.blocks.widgets import (
    DangerButton,
    IconButton,
    SecondaryButton,
    capital,
    isolate,
    ltr,
    one_line,
)
from dialer.ui.keys.shortcuts import hint

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.contacts.model import PhoneNumber
    from dialer.core.hub import Hub
    from dialer.core.strings import Strings
    from dialer.ui.blocks.buttons import Button

_BETWEEN = 8


def number_label(number: PhoneNumber, strings: Strings) -> str:
    """What a number is called: its label, or itself where it has none."""
    label = one_line(label_text(number.label, strings))
    return label or ltr(number.display or number.raw)


class CallButtons(QWidget):
    """A row with what can be done with the call that is shown.

    Attributes:
        meet: makes a meeting with the other party.
        note: opens the note.
        outcome: says what the call came to.
        next: calls the next number of the same person.
        redial: calls the same party again.
        hang_up: ends the call.
        more: opens a menu with the rest.
        close_button: puts the call away.
        folded: buttons that could be pressed and have no place now: the menu has them.

    Signals:
        fitted: other buttons are folded than before.
    """

    fitted = Signal()

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        """Start with all of them."""
        super().__init__(parent)
        self._hub = hub
        text = hub.strings.text
        self.meet = SecondaryButton(text("ui_meetings.meet.call"), "video-outline", hint("meet", hub.strings))
        self.meet.setAccessibleDescription(text("ui_meetings.meet.call.hint"))
        self.note = SecondaryButton(text("ui.call.note"), "note-edit-outline")
        self.outcome = SecondaryButton(text("call_bar.outcome"), "check-circle-outline")
        self.outcome.setAccessibleDescription(text("call_bar.outcome.hint"))
        self.next = SecondaryButton("", "phone")
        self.redial = SecondaryButton(text("ui.call.redial"), "redo")
        self.hang_up = DangerButton(text("ui.call.hang_up"), "phone-hangup", hint("hang_up", hub.strings))
        self.more = IconButton("dots-horizontal-circle-outline", text("call_bar.more"), kind="bare")
        self.close_button = IconButton("close", text("ui.call.dismiss"), kind="bare")
        self._worded: tuple[Button, ...] = (
            self.meet, self.outcome, self.note, self.next, self.redial, self.hang_up,
        )  # fmt: skip
        self._offered: set[Button] = set()
        self._closes = False
        self.folded: list[QAbstractButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_BETWEEN)
        for button in (*self._worded, self.more, self.close_button):
            row.addWidget(button)

    def show_call(self, call: Call, why_no_hang_up: str, following: PhoneNumber | None) -> None:
        """Offer what can be done with a call; what its provider cannot do says why."""
        strings = self._hub.strings
        can_meet = any(provider.kind == "meetings" for _, provider in self._hub.providers(Provider))
        self._offered = {self.note}
        if call.live:
            self._offered |= {self.hang_up, self.meet} if can_meet else {self.hang_up}
        else:
            self._offered |= {self.redial, self.outcome}
            if following is not None:
                self._offered.add(self.next)
        self.hang_up.setEnabled(not why_no_hang_up and (not call.hanging_up or call.hang_up_failed))
        self.hang_up.setToolTip(why_no_hang_up)
        self.hang_up.setAccessibleDescription(why_no_hang_up)
        self._closes = not call.live or not call.followed
        self._show_private(call)
        said = outcome_text(call.outcome, strings)
        self.outcome.set_label(said or strings.text("call_bar.outcome"))
        if said:
            self.outcome.setAccessibleName(strings.text("call_bar.outcome.said", outcome=said))
        if following is not None:
            label = number_label(following, strings)
            self.next.set_label(capital(strings.text("call_bar.next", label=label)))
            words = strings.text("call_bar.next.name", label=label, number=isolate(following.display))
            self.next.setAccessibleName(words)
            self.next.setToolTip(words.replace("<", "\u2039"))

    def _show_private(self, call: Call) -> None:
        why = self._hub.strings.text("call_bar.private.why") if call.private else ""
        self.note.setEnabled(not call.private)
        self.note.setToolTip(why)
        self.note.setAccessibleDescription(why)

    @property
    def says_outcome(self) -> bool:
        """Whether the outcome can be read on its button."""
        button = self.outcome
        return button in self._offered and not button.isHidden() and not button.compact

    def offers(self, button: Button) -> bool:
        """Whether what a button does can be done now, wherever it is found."""
        return button in self._offered

    def fit(self, room: int) -> None:
        """Leave out words, then buttons, those that are missed least first, until all the rest fits."""
        offered = [button for button in self._worded if button in self._offered]
        left = room - self._icons_width
        for button in offered:
            button.set_compact(compact=False)
        widths = {button: button.full_width + _BETWEEN for button in offered}
        for button in (self.meet, self.note, self.redial, self.outcome, self.next):
            if button in widths and sum(widths.values()) > left:
                button.set_compact(compact=True)
                widths[button] = button.sizeHint().width() + _BETWEEN
        folded: list[QAbstractButton] = []
        for button in (self.meet, self.outcome, self.note, self.next):
            if button in widths and sum(widths.values()) > left:
                del widths[button]
                folded.append(button)
        for button in (self.hang_up, self.redial):
            if button in widths and sum(widths.values()) > left:
                button.set_compact(compact=True)
                widths[button] = button.sizeHint().width() + _BETWEEN
        for button in self._worded:
            button.setVisible(button in widths)
        crowded = sum(widths.values()) > left
        self.close_button.setVisible(self._closes and not crowded)
        if self._closes and crowded:
            folded.append(self.close_button)
        if folded != self.folded:
            self.folded = folded
            self.fitted.emit()

    @property
    def _icons_width(self) -> int:
        icons = 1 + self._closes
        return self.more.sizeHint().width() * icons + _BETWEEN * (icons - 1)

    @property
    def full_width(self) -> int:
        """How wide they are with all their words."""
        return sum(button.full_width + _BETWEEN for button in self._offered) + self._icons_width

    @property
    def least_width(self) -> int:
        """How narrow they can become: what ends or repeats the call as an icon, and the menu."""
        return self.redial.least_width + _BETWEEN + self.more.sizeHint().width()
