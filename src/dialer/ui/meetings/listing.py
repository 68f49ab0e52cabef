"""The list of today's and coming meetings, and below them those that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from dialer.meetings.repeats import next_start
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import Card, PlainLabel, SecondaryButton, SectionHeading
from dialer.ui.look.theme import Tone
from dialer.ui.meetings.rows import MeetingRow
from dialer.ui.meetings.words import day_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.hub import Hub
    from dialer.meetings.model import Meeting


class MeetingList(QScrollArea):
    """Meetings by day, a row each.

    Signals:
        chosen: the id of the meeting that was pressed.
        past_wanted: those that are over are wanted too.
    """

    chosen = Signal(str)
    past_wanted = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._hub = hub
        self._rows: dict[str, MeetingRow] = {}
        self._shown: Sequence[Meeting] | None = None
        self._past: Sequence[Meeting] | None = None
        self._marked = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        self._strip = Strip("warning")
        self._strip.hide()
        self._none = PlainLabel(hub.strings.text("ui_meetings.list.none"), tone=Tone.DIM, wrap=True)
        self._days = QVBoxLayout()
        self._days.setSpacing(8)
        column.addWidget(self._strip)
        column.addLayout(self._days)
        column.addWidget(self._none)
        self._earlier = SecondaryButton(hub.strings.text("ui_meetings.list.past"), "history")
        self._earlier.clicked.connect(self.past_wanted)
        column.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self._no_past = PlainLabel(hub.strings.text("ui_meetings.list.no_past"), tone=Tone.DIM, wrap=True)
        self._no_past.hide()
        self._past_days = QVBoxLayout()
        self._past_days.setSpacing(8)
        column.addWidget(self._no_past)
        column.addLayout(self._past_days)
        column.addStretch()
        self.setWidget(page)

    def show_meetings(self, meetings: Sequence[Meeting], trouble: str) -> None:
        """Show these meetings, and who did not tell theirs."""
        if trouble != self._strip.text():
            self._strip.say("warning", trouble)
        if meetings == self._shown:
            return
        self._shown = meetings
        self._build()

    def show_past(self, meetings: Sequence[Meeting]) -> None:
        """Show these meetings, which are over, below the others."""
        self._past = meetings
        self._earlier.hide()
        self._build()

    def _build(self) -> None:
        focused = next((id_ for id_, row in self._rows.items() if row.hasFocus()), "")
        empty(self._days)
        empty(self._past_days)
        self._rows = {}
        coming = self._shown or ()
        self._add(coming, self._days)
        self._none.setVisible(not coming)
        if self._past is not None:
            # What is over of today stands among today's.
            past = [meeting for meeting in self._past if meeting.id not in self._rows]
            self._add(past, self._past_days)
            self._no_past.setVisible(not past)
        self.mark(self._marked)
        if focused in self._rows:
            self._rows[focused].setFocus()

    def _add(self, meetings: Sequence[Meeting], place: QVBoxLayout) -> None:
        now = self._hub.clock.now()
        today = now.astimezone().date()
        card, shown_day = None, None
        for meeting in meetings:
            begins = next_start(meeting, now)
            day = begins.astimezone().date()
            if card is None or day != shown_day:
                place.addWidget(SectionHeading(day_name(day, today, self._hub.strings)))
                card, shown_day = Card(margin=4), day
                card.body.setSpacing(0)
                place.addWidget(card)
            row = MeetingRow(meeting, begins, self._hub.strings)
            row.chosen.connect(self.chosen)
            self._rows[meeting.id] = row
            card.body.addWidget(row)

    def mark(self, meeting_id: str) -> None:
        """Show which meeting stands beside the list."""
        self._marked = meeting_id
        for id_, row in self._rows.items():
            row.mark(marked=id_ == meeting_id)
