"""The form of a new meeting, or of a change to one: account, people, subject, time, own options."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.core.fields import Choice, FieldError, Integer, Text
from dialer.meetings.provider import MeetingFeature, meetings
from dialer.meetings.requests import (
    LONGEST_MINUTES,
    MeetingEdit,
    MeetingRequest,
    OptionErrors,
)
from dialer.ui.blocks.field_editors import make_editor
from dialer.ui.blocks.form import FormScroll
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.tab_order import order_tabs
from dialer.ui.blocks.widgets import Card, PlainLabel, PrimaryButton, SecondaryButton, one_line
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.meetings.options import OptionEditors
from dialer.ui.meetings.people import PeoplePicker
from dialer.ui.meetings.when import next_quarter, read_start
from dialer.ui.meetings.words import day_name

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from dialer.app import App
    from dialer.core.errors import InputError
    from dialer.core.scope import Scope
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingPerson, MeetingProvider
    from dialer.ui.blocks.field_editor import FieldEditor

_OWNER = "ui_meetings"
_NOW, _LATER = "now", "later"
_DAYS = 366
_SUBJECT, _WHEN, _DAY, _TIME, _MINUTES, _ACCOUNT = "subject", "when", "day", "time", "minutes", "account"


class MeetingForm(Card):
    """Asks for a meeting.

    Signals:
        wanted: the `MeetingRequest` of a new meeting, or the `MeetingEdit` of the one that is changed.
        left: the user wants neither.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, app: App, scope: Scope, parent: QWidget | None = None) -> None:
        """Draw an empty form."""
        super().__init__(parent, margin=20)
        self._hub = app.hub
        self._strings = app.hub.strings
        self._meeting: Meeting | None = None
        self._title = PlainLabel(self._text("title.new"), style=TextStyle.SUBTITLE, wrap=True)
        self._people = PeoplePicker(app, scope)
        self._options = OptionEditors(self._strings)
        self._editors: dict[str, FieldEditor] = {}
        self._offered: dict[str, str] | None = None
        self._drawn_for: object = None
        self._account_place, self._time_place = QVBoxLayout(), QHBoxLayout()
        self._time_place.setSpacing(12)
        self._subject = self._make(Text(key=_SUBJECT, required=False))
        self._when = self._make(Choice(key=_WHEN, options=(_NOW, _LATER), default=_NOW))
        self._when.committed.connect(self._show_time)
        self._no_later = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self.body.setSpacing(16)
        self.body.addWidget(self._title)
        self.body.addWidget(self._build_scroll(), 1)
        self._strip = Strip("bad")
        self._strip.hide()
        self.body.addWidget(self._strip)
        self.body.addLayout(self._build_foot())
        for part in (self._people, self._options):
            part.rebuilt.connect(self._order_tabs)

    def begin(self, *people: MeetingPerson, account: str = "", later: bool = False) -> None:
        """Ask for a new meeting, with those who are known already, and with an account, if that is."""
        self._meeting = None
        self._subject.set_value("")
        self._people.set_people(people)
        self._when.set_value(_LATER if later else _NOW)
        self._title.setText(self._text("title.new"))
        self._create.set_label(self._text("create"))
        self._offered = self._drawn_for = None
        self.refresh_accounts()
        if account:
            self._editors[_ACCOUNT].set_value(account)
            self._show_provider()
        self._people.line.setFocus()

    def begin_change(self, meeting: Meeting) -> None:
        """Ask for what is to be different about a meeting."""
        self._meeting = meeting
        self._subject.set_value(meeting.subject)
        self._people.set_people(meeting.people)
        self._when.set_value(_LATER)
        self._title.setText(self._text("title.change"))
        self._create.set_label(self._text("save"))
        self._offered = self._drawn_for = None
        self.refresh_accounts()
        self._subject.setFocus()

    def refresh_accounts(self) -> None:
        """Offer the accounts that can meet now; what is typed stays."""
        before = self._editors[_ACCOUNT].value() if _ACCOUNT in self._editors else None
        ready = {entry.id: one_line(entry.title) for entry, _ in meetings(self._hub)}
        if self._meeting is not None:
            ready = {self._meeting.entry_id: one_line(self._meeting.account)}
        if ready == self._offered:
            return
        self._offered = ready
        field = Choice(key=_ACCOUNT, options=tuple(ready), labels=ready, default=next(iter(ready), None))
        self._replace(self._account_place, [field])
        account = self._editors[_ACCOUNT]
        account.set_value(before)
        account.setEnabled(self._meeting is None)
        account.committed.connect(self._show_provider)
        self._show_provider()

    def show_error(self, error: InputError | None, sentence: str = "") -> None:
        """Say what is wrong, at the option that it is about where there is one."""
        errors = error.errors if isinstance(error, OptionErrors) else {}
        rest = self._options.show_errors(errors)
        self._strip.say("bad", "\n".join(rest) if errors else sentence)

    def set_busy(self, *, busy: bool) -> None:
        """One press is one meeting: nothing can be pressed while it is made."""
        for widget in (self._form, self._create):
            widget.setEnabled(not busy)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"{_OWNER}.form.{key}", **placeholders)

    def _make(self, field: Text | Choice | Integer) -> FieldEditor:
        self._editors[field.key] = make_editor(field, _OWNER, self._strings, field.default)
        return self._editors[field.key]

    def _replace(self, place: QVBoxLayout | QHBoxLayout, fields: list[Text | Choice | Integer]) -> None:
        empty(place)
        for field in fields:
            place.addWidget(self._make(field), 1, Qt.AlignmentFlag.AlignTop)

    def _build_scroll(self) -> FormScroll:
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(16)
        column.addLayout(self._account_place)
        column.addWidget(self._people)
        column.addWidget(self._subject)
        column.addWidget(self._when)
        column.addWidget(self._no_later)
        column.addLayout(self._time_place)
        column.addWidget(self._options)
        column.addStretch()
        return FormScroll(self._form)

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        self._leave = SecondaryButton(self._strings.text("ui_pages.dialog.cancel"))
        self._leave.clicked.connect(self.left)
        self._create = PrimaryButton(self._text("create"), "video-outline")
        self._create.clicked.connect(self._submit)
        row.addWidget(self._leave)
        row.addWidget(self._create)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where both buttons do not fit with their words, the one that leaves is a cross."""
        super().resizeEvent(event)
        self._leave.set_icon("")
        margins = self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        narrow = self._leave.full_width + 8 + self._create.full_width > room
        self._leave.set_icon("close" if narrow else "")
        self._leave.set_compact(compact=narrow)

    @property
    def _provider(self) -> MeetingProvider | None:
        chosen = self._editors[_ACCOUNT].value()
        return next((provider for entry, provider in meetings(self._hub) if entry.id == chosen), None)

    def _show_provider(self) -> None:
        provider = self._provider
        entry = self._hub.entries.get(str(self._editors[_ACCOUNT].value()))
        changing = self._meeting is not None
        if provider is not None and provider is self._drawn_for:
            return
        self._drawn_for = provider
        known = self._meeting.options or {} if self._meeting is not None else None
        self._options.show_provider(entry.domain if entry else "", provider, known)
        both = MeetingFeature.SCHEDULE | MeetingFeature.ANY_TIME
        later = provider is not None and bool(provider.features & both)
        if not later:
            self._when.set_value(_NOW)
        self._when.setEnabled(later and not changing)
        self._no_later.setText(self._strings.text("capabilities.meetings.schedule.missing"))
        self._no_later.setVisible(provider is not None and not later)
        self._when.setVisible(not changing)
        self._show_time()

    def _show_time(self) -> None:
        """Day and time where it is later, and how long in any case."""
        now = self._hub.clock.now().astimezone()
        later = self._when.value() == _LATER
        start, minutes = next_quarter(now), None
        if self._meeting is not None:
            start, minutes = self._meeting.start.astimezone(), self._meeting.minutes
        elif (provider := self._provider) is not None:
            minutes = provider.default_minutes
        fields: list[Text | Choice | Integer] = []
        if later:
            first = min(now.date(), start.date())
            days = [first + timedelta(days=count) for count in range(_DAYS)]
            labels = {day.isoformat(): day_name(day, now.date(), self._strings) for day in days}
            fields.append(
                Choice(key=_DAY, options=tuple(labels), labels=labels, default=start.date().isoformat())
            )
            fields.append(Text(key=_TIME, default=f"{start:%H:%M}"))
        fields.append(Integer(key=_MINUTES, minimum=1, maximum=LONGEST_MINUTES, default=minutes))
        self._replace(self._time_place, fields)
        for key in (_DAY, _TIME) if later else ():
            self._editors[key].committed.connect(self._show_start)
        self._show_start()
        self._order_tabs()

    def _show_start(self) -> None:
        """Tell the options when the meeting begins, as far as that is chosen."""
        later = self._when.value() == _LATER
        start = self._start() if later else self._hub.clock.now().astimezone()
        if start is not None:
            self._options.set_start(start)

    def _order_tabs(self) -> None:
        order_tabs(self)

    def _submit(self) -> None:
        self._strip.hide()
        minutes, start = self._read(_MINUTES), None
        if self._when.value() == _LATER:
            start = self._read_start()
        if minutes is None or (start is None and self._when.value() == _LATER):
            return
        values: dict[str, Any] = {"start": start, "minutes": int(str(minutes)), "people": self._people.people}
        subject = str(self._subject.value() or "")
        if self._meeting is None:
            account = str(self._editors[_ACCOUNT].value())
            options = self._options.values()
            self.wanted.emit(MeetingRequest(entry_id=account, subject=subject, options=options, **values))
        else:
            self.wanted.emit(self._edit(self._meeting, {"subject": subject, **values}))

    def _edit(self, meeting: Meeting, values: dict[str, Any]) -> MeetingEdit:
        """Only what differs: a change of the time must not change the people as well."""
        changed = {key: value for key, value in values.items() if value != getattr(meeting, key)}
        return MeetingEdit(**changed, options=self._options.changed_values())

    def _read(self, key: str) -> object:
        """What is in a field, or None where it does not fit, which is said there."""
        editor = self._editors[key]
        try:
            value = editor.field.parse(editor.value())
        except FieldError as error:
            editor.set_error(self._strings.text(error.key))
            editor.setFocus()
            return None
        editor.set_error("")
        return value

    def _read_start(self) -> datetime | None:
        """The chosen day and time, or None where there is no such time, which is said there."""
        if (start := self._start()) is not None:
            return start
        self._editors[_TIME].set_error(self._text("bad_time"))
        self._editors[_TIME].setFocus()
        return None

    def _start(self) -> datetime | None:
        """The chosen day and time, or None where there is no such time."""
        return read_start(str(self._editors[_DAY].value()), str(self._editors[_TIME].value()))
