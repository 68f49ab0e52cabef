"""The buttons of the call bar, which give up their words where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from dialer.core.provider import Provider
from dialer.ui.widgets import DangerButton, IconButton, SecondaryButton

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.core.hub import Hub

_BETWEEN = 8


class CallButtons(QWidget):
    """A row with what can be done with the call that is shown.

    Attributes:
        meet: makes a meeting with the other party.
        note: opens the note.
        redial: calls the same party again.
        hang_up: ends the call.
        close_button: puts the call away.
    """

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        """Start with all of them."""
        super().__init__(parent)
        self._hub = hub
        text = hub.strings.text
        keys = text("ui_meetings.meet.call.keys")
        self.meet = SecondaryButton(text("ui_meetings.meet.call"), "video-outline", keys)
        self.meet.setAccessibleDescription(text("ui_meetings.meet.call.hint"))
        self.note = SecondaryButton(text("ui.call.note"), "note-edit-outline")
        self.redial = SecondaryButton(text("ui.call.redial"), "redo")
        self.hang_up = DangerButton(text("ui.call.hang_up"), "phone-hangup", "Esc")
        self.close_button = IconButton("close", text("ui.call.dismiss"), kind="bare")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_BETWEEN)
        for button in (self.meet, self.note, self.redial, self.hang_up, self.close_button):
            row.addWidget(button)

    def show_call(self, call: Call, why_no_hang_up: str) -> None:
        """Offer what can be done with a call; what its provider cannot do says why."""
        can_meet = any(provider.kind == "meetings" for _, provider in self._hub.providers(Provider))
        self.meet.setVisible(can_meet and call.live)
        self.hang_up.setVisible(call.live)
        self.hang_up.setEnabled(not why_no_hang_up and (not call.hanging_up or call.hang_up_failed))
        self.hang_up.setToolTip(why_no_hang_up)
        self.hang_up.setAccessibleDescription(why_no_hang_up)
        self.redial.setVisible(not call.live)
        self.close_button.setVisible(not call.live or not call.followed)

    def fit(self, room: int) -> None:
        """Leave out words, those that are missed least first, until all buttons fit."""
        needed = self.full_width
        for button in (self.meet, self.note, self.redial):
            button.set_compact(compact=needed > room)
            if not button.isHidden():
                needed -= button.full_width - button.sizeHint().width()

    @property
    def full_width(self) -> int:
        """How wide they are with all their words."""
        words = (self.meet, self.note, self.redial, self.hang_up)
        widths = [button.full_width for button in words if not button.isHidden()]
        if not self.close_button.isHidden():
            widths.append(self.close_button.sizeHint().width())
        return sum(widths) + _BETWEEN * (len(widths) - 1)
