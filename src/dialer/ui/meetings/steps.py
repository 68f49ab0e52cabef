"""What is done of a meeting's creation, each with a tick and its time, and what is still going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.meetings.model import MeetingState
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.spinner import Spinner
from dialer.ui.blocks.widgets import IconLabel, PlainLabel
from dialer.ui.look.theme import TextStyle, Tone, colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dialer.core.strings import Strings
    from dialer.meetings.model import Meeting, Step


class Steps(QWidget):
    """A quiet panel with a line for each step."""

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._strings = strings
        self._meeting_id, self._shown = "", 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 10)
        self._column.setSpacing(0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._column.addLayout(self._lines)
        self._running = QWidget()
        row = QHBoxLayout(self._running)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(10)
        row.addWidget(Spinner())
        self._words = PlainLabel(wrap=True)
        row.addWidget(self._words, 1)
        self._column.addWidget(self._running)

    def show_steps(self, meeting: Meeting) -> None:
        """Tick off what is done; a step that is shown already stays as it is."""
        if meeting.id != self._meeting_id:
            self._meeting_id = meeting.id
            self._clear()
        for step in meeting.steps[self._shown :]:
            self._lines.addWidget(self._line(step))
        self._shown = len(meeting.steps)
        going_on = meeting.state is MeetingState.REQUESTED
        self._words.setText(self._strings.text("meetings.state.requested"))
        self._running.setVisible(going_on)
        self.setVisible(going_on or bool(meeting.steps))

    def _clear(self) -> None:
        self._shown = 0
        empty(self._lines)

    def _line(self, step: Step) -> QWidget:
        words = self._strings.text(step.key, **step.placeholders)
        seconds = QLocale(self._strings.language).toString(step.seconds, "f", 1)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(10)
        took = PlainLabel(
            self._strings.text("ui_meetings.seconds", seconds=seconds), style=TextStyle.SMALL, tone=Tone.DIM
        )
        row.addWidget(IconLabel("check-circle", tint="ok", size=20), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(words, wrap=True), 1)
        row.addWidget(took)
        announce(self, words)
        return line

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("background"))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)
