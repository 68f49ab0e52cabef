"""What is done in a meeting that goes on, and asked about one that is over: a part of its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dialer.core.capabilities import lacks
from dialer.meetings.doings import LONGEST_MESSAGE
from dialer.meetings.model import THERE, MeetingState
from dialer.meetings.provider import MeetingFeature
from dialer.meetings.there import may_go_on
from dialer.ui.blocks.line import PressLine
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel, SecondaryButton, ltr, one_line
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.meetings.words import time_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.hub import Hub
    from dialer.meetings.model import Meeting
    from dialer.meetings.phoned import Phoned

PHONE, SHARE, ATTENDANCE = "phone", "share", "attendance"
_BUTTONS = {
    PHONE: ("phone.action", "account-plus-outline"),
    SHARE: ("upload.action", "file-document-outline"),
    ATTENDANCE: ("attendance.action", "account-multiple-outline"),
}


class MeetingDoings(QWidget):
    """Buttons, a line to write to everybody, and who was phoned in; only what the provider can do is there.

    What it cannot do is told in the account's table: here it would stand below each meeting.

    Signals:
        wanted: which of the buttons was pressed, and the meeting's id.
        message_wanted: a meeting's id, and what its people are to read.
        phoned_wanted: a meeting's id, where it is to be told who was phoned into it.
    """

    wanted = Signal(str, str)
    message_wanted = Signal(str, str)
    phoned_wanted = Signal(str)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        """Start without a meeting."""
        super().__init__(parent)
        self._hub, self._strings = hub, hub.strings
        self._meeting: Meeting | None = None
        self._meeting_id = ""
        self._row = QWidget()
        row = WrapLayout(self._row)
        self._buttons = {}
        for name, (words, icon) in _BUTTONS.items():
            button = SecondaryButton(self._text(words), icon)
            button.clicked.connect(lambda _checked=False, name=name: self._want(name))
            row.addWidget(button)
            self._buttons[name] = button
        self._message = QWidget()
        self._line = PressLine()
        self._line.setMaxLength(LONGEST_MESSAGE)
        self._line.setPlaceholderText(self._text("message.line"))
        self._line.setAccessibleName(self._text("message.line"))
        self._line.returnPressed.connect(self._send)
        self._line.textChanged.connect(self._on_text)
        self._send_button = SecondaryButton(self._text("message.action"))
        self._send_button.clicked.connect(self._send)
        writing = QHBoxLayout(self._message)
        writing.setContentsMargins(0, 0, 0, 0)
        writing.setSpacing(8)
        writing.addWidget(self._line, 1)
        writing.addWidget(self._send_button)
        self._note = Strip("ok")
        self._note.hide()
        self._phoned = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self._row, self._message, self._note, self._phoned):
            column.addWidget(widget)

    def show_meeting(self, meeting: Meeting) -> None:
        """Offer what can be done for a meeting now."""
        if meeting.id != self._meeting_id:
            self._line.clear()
            self._note.hide()
            self._phoned.hide()
        self._meeting, self._meeting_id = meeting, meeting.id
        goes_on = may_go_on(meeting, self._hub.clock.now())
        there = meeting.state in THERE and not meeting.account_gone
        past = meeting.end < self._hub.clock.now()
        over = not meeting.account_gone and (meeting.state is MeetingState.ENDED or (there and past))
        known = meeting.provider_id is not None
        offered = {
            PHONE: goes_on and self._can(MeetingFeature.DIAL_OUT, meeting),
            SHARE: there and self._can(MeetingFeature.UPLOAD, meeting),
            ATTENDANCE: known and (goes_on or over) and self._can(MeetingFeature.ATTENDANCE, meeting),
        }
        for name, button in self._buttons.items():
            button.setVisible(offered[name])
            button.setEnabled(not meeting.busy)
        self._buttons[ATTENDANCE].set_label(self._text("attendance.action" if over else "attendance.now"))
        writes = goes_on and self._can(MeetingFeature.MESSAGE, meeting)
        self._row.setVisible(any(offered.values()))
        self._message.setVisible(writes)
        self._on_text()
        self.setVisible(any(offered.values()) or writes)
        if offered[PHONE] or over:
            self.phoned_wanted.emit(meeting.id)
        else:
            self._phoned.hide()

    def refresh(self) -> None:
        """Offer what can be done now: a meeting begins, and ends, while it is shown."""
        if self._meeting is not None:
            self.show_meeting(self._meeting)

    def show_phoned(self, meeting_id: str, phoned: Sequence[Phoned]) -> None:
        """Tell who was phoned into a meeting, and what is known of that."""
        if meeting_id == self._meeting_id:
            lines = [self._text("phone.heading"), *map(self._line_of, phoned)]
            self._phoned.setText("\n".join(lines))
            self._phoned.setVisible(bool(phoned))

    def tell_message(self, meeting_id: str, tone: str, words: str) -> None:
        """Say what became of a message, below its line; one that was shown stands there no more."""
        if meeting_id == self._meeting_id:
            if tone == "ok":
                self._line.clear()
            self._note.say(tone, words)
            QTimer.singleShot(0, self, self._show_note)

    def _show_note(self) -> None:
        """Scroll to what was said, where it is below what can be seen."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self._note)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"meeting_doings.{key}", **placeholders)

    def _can(self, feature: MeetingFeature, meeting: Meeting) -> bool:
        return lacks(self._hub, feature, self._hub.entries.get(meeting.entry_id)) is None

    def _line_of(self, phoned: Phoned) -> str:
        who = one_line(phoned.name) or ltr(phoned.number) or self._text("phone.somebody")
        return f"{time_of(phoned.at, self._strings)}  {who} · {self._text(f'phone.state.{phoned.state}')}"

    def _on_text(self, _text: str = "") -> None:
        typed = bool(self._line.text().strip())
        self._send_button.setEnabled(typed)
        if typed:
            self._note.hide()

    def _want(self, name: str) -> None:
        self.wanted.emit(name, self._meeting_id)

    def _send(self) -> None:
        if text := self._line.text().strip():
            self.message_wanted.emit(self._meeting_id, text)
