"""Who was in a meeting and how long, as its provider tells; nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dialer.core.errors import DialerError
from dialer.core.scope import Scope
from dialer.meetings.model import THERE
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel, SecondaryButton, one_line
from dialer.ui.look.theme import TextStyle, Tone, px
from dialer.ui.meetings.words import time_of

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.meetings.in_and_after import Attendee, Presence
    from dialer.meetings.model import Meeting

_WIDTH = 460
_LIST_HEIGHT = 260


class AttendanceDialog(QDialog):
    """A row for each of them; the provider is asked when it opens."""

    def __init__(self, app: App, meeting: Meeting, parent: QWidget) -> None:
        """Ask about this meeting."""
        super().__init__(parent)
        self._app, self._strings, self._meeting = app, app.hub.strings, meeting
        self._scope = Scope("who was in a meeting")
        over = meeting.end < app.hub.clock.now() or meeting.state not in THERE
        title = self._text("action" if over else "now")
        self._build(title)
        self._scope.spawn(self._load(), "ask")

    def done(self, result: int) -> None:
        """Ask no longer."""
        for task in self._scope.tasks:
            task.cancel()
        super().done(result)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"meeting_doings.attendance.{key}", **placeholders)

    def _build(self, title: str) -> None:
        column = headed(self, title)
        self._said = PlainLabel(self._text("loading"), tone=Tone.DIM, wrap=True)
        self._strip = Strip("bad")
        self._strip.hide()
        rows = QWidget()
        self._rows = QVBoxLayout(rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(title)
        scroll.setWidget(rows)
        scroll.setMinimumHeight(px(_LIST_HEIGHT))
        note = PlainLabel(self._text("note"), style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        for widget in (self._said, self._strip, scroll, note):
            column.addWidget(widget)
        column.setStretchFactor(scroll, 1)
        row = QHBoxLayout()
        row.addStretch()
        close = SecondaryButton(self._strings.text("ui_pages.dialog.close"))
        close.clicked.connect(self.reject)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()
        self.setMinimumWidth(px(_WIDTH) // 2)
        self.resize(fitting_size(self, column, max(px(_WIDTH), column.minimumSize().width())))

    async def _load(self) -> None:
        try:
            people = await self._app.meetings.doings.attendance(self._meeting.id)
        except DialerError as error:
            self._said.hide()
            self._strip.say("bad", self._strings.text(error.key, **error.placeholders))
            return
        self._said.setText(self._text("none"))
        self._said.setVisible(not people)
        for one in people:
            self._rows.addWidget(self._row(one))
        self._rows.addStretch()
        announce(self, ", ".join(one_line(one.name) for one in people) or self._text("none"))

    def _row(self, one: Attendee) -> QWidget:
        row, column = QWidget(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row.setLayout(column)
        column.addWidget(PlainLabel(one_line(one.name), style=TextStyle.STRONG, wrap=True))
        about = [self._text("leads") if one.leads else ""]
        if not one.times:
            about.append(self._text("absent"))
        elif one.minutes is not None:
            about.append(self._text("minutes", minutes=one.minutes))
        about += [self._time(time) for time in one.times]
        about.append(one_line(one.email) if one.email != one.name else "")
        words = " · ".join(part for part in about if part)
        column.addWidget(PlainLabel(words, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        return row

    def _time(self, time: Presence) -> str:
        start = time_of(time.since, self._strings)
        if time.until is None:
            said = self._text("since", start=start)
        else:
            said = self._text("from_to", start=start, end=time_of(time.until, self._strings))
        return f"{said} {self._text('by_phone')}" if time.by_phone else said
