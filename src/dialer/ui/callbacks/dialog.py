"""Promising somebody a call: by when, by whom, and what about."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialer.calls.call_back import CallBack
from dialer.calls.due import quick_choices, read_due
from dialer.calls.model import Call
from dialer.contacts.labels import label_text
from dialer.core.errors import DialerError, InputError
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.line import Line
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.tab_order import order_tabs
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, ltr, one_line
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.moments import clock_time
from dialer.ui.look.theme import TextStyle, Tone, px
from dialer.ui.meetings.words import day_name

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.app import App
    from dialer.contacts.model import Contact
    from dialer.ui.desk import Desk

_WIDTH = 480
_DAYS = 60
_LONGEST = 2000
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


async def ask_call_back(desk: Desk, about: Call | Contact | None = None) -> None:
    """Ask when a call's other party or a contact is to be called back, and keep that; None: whom, too."""
    shown = await desk.phone.numbers.of(about.number) if isinstance(about, Call) else ""
    await result_of(CallBackDialog(desk.app, desk.main_window, about, shown))


async def change_call_back(app: App, window: QWidget, call_back: CallBack, number: str) -> None:
    """Let due time, owner and note of one be changed; `number` is its number as people write it."""
    await result_of(CallBackDialog(app, window, call_back, number))


class CallBackDialog(QDialog):
    """Due times to choose with one press, or an exact one; Enter keeps it."""

    def __init__(
        self, app: App, window: QWidget, about: Call | Contact | CallBack | None, number: str
    ) -> None:
        """Ask about a call, a contact, a call-back that is there already, or whoever is typed.

        Args:
            app: where it is kept.
            window: what it stands in front of.
            about: whom.
            number: the number of a call or a call-back, as people write it.
        """
        super().__init__(window)
        self._shown_number = number
        self._app, self._strings, self._about = app, app.hub.strings, about
        self._now = app.hub.clock.now().astimezone()
        title = self._text("change" if isinstance(about, CallBack) else "title")
        column = headed(self, title, 6)
        self._add_who(column)
        self._strip = Strip("bad")
        self._strip.hide()
        self._add_when(column)
        self._owner = self._line(column, "owner", self._known("owner", app.callbacks.my_name))
        note = self._known("note", "")
        if isinstance(about, Call):
            note = about.note
        self._note = self._line(column, "note", note)
        self._note.setMaxLength(_LONGEST)
        column.addWidget(self._strip)
        column.addStretch()
        column.addSpacing(10)
        column.addLayout(self._buttons())
        order_tabs(self)
        (self._number or self._note).setFocus()
        self.setMinimumWidth(px(_WIDTH) // 2)
        self._column = column
        self.resize(fitting_size(self, column, max(px(_WIDTH), column.minimumSize().width())))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"callbacks.dialog.{key}", **placeholders)

    def _known(self, name: str, otherwise: str) -> str:
        return str(getattr(self._about, name)) if isinstance(self._about, CallBack) else otherwise

    def _add_who(self, column: QVBoxLayout) -> None:
        """Say who it is; let it be typed where nobody is known, or chosen of several numbers."""
        about = self._about
        self._number: Line | None = None
        self._name: Line | None = None
        self._numbers: ComboBox | None = None
        if about is None:
            self._number = self._line(column, "number", "")
            self._name = self._line(column, "name", "")
            return
        several = False
        if isinstance(about, Call | CallBack):
            name, number = about.name or "", self._shown_number
        else:
            first = about.number_to_call
            name, number = about.name, first.display if first is not None and first.e164 else ""
            several = self._add_numbers(column, about, first.e164 or "" if first is not None else "")
        words = " · ".join(filter(None, (one_line(name), "" if several else ltr(number))))
        column.insertWidget(1, PlainLabel(words, tone=Tone.DIM, wrap=True))

    def _add_numbers(self, column: QVBoxLayout, contact: Contact, first: str) -> bool:
        callable_ones = [number for number in contact.numbers if number.callable and number.e164]
        if len(callable_ones) > 1:
            self._numbers = ComboBox()
            self._numbers.setAccessibleName(self._text("number"))
            for number in callable_ones:
                label = f"{one_line(label_text(number.label, self._strings))}  " if number.label else ""
                self._numbers.addItem(f"{label}{number.display}", number.e164)
            self._numbers.setCurrentIndex(max(0, self._numbers.findData(first)))
            column.addWidget(self._numbers)
        return len(callable_ones) > 1

    def _add_when(self, column: QVBoxLayout) -> None:
        column.addSpacing(6)
        column.addWidget(self._label("when"))
        choices = WrapLayout()
        for choice in quick_choices(self._now):
            words = self._strings.text(f"callbacks.due.{choice.name}")
            button = SecondaryButton(words, "clock-outline", clock_time(choice.at, self._strings))
            button.clicked.connect(partial(self._choose, choice.at))
            choices.addWidget(button)
        column.addLayout(choices)
        column.addSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._day, self._time = ComboBox(), Line()
        self._day.setAccessibleName(self._text("day"))
        self._time.setAccessibleName(self._text("time"))
        self._time.setPlaceholderText("14:30")
        for count in range(_DAYS):
            day = self._now.date() + timedelta(days=count)
            self._day.addItem(day_name(day, self._now.date(), self._strings), day.isoformat())
        row.addWidget(self._day, 2)
        row.addWidget(self._time, 1)
        column.addLayout(row)
        due = self._about.due_at if isinstance(self._about, CallBack) else quick_choices(self._now)[0].at
        self._choose(max(due, self._now))

    def _line(self, column: QVBoxLayout, key: str, text: str) -> Line:
        line = Line(text)
        line.setAccessibleName(self._text(key))
        column.addSpacing(6)
        column.addWidget(self._label(key))
        column.addWidget(line)
        return line

    def _label(self, key: str) -> PlainLabel:
        return PlainLabel(self._text(key), style=TextStyle.STRONG)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        leave = SecondaryButton(self._strings.text("ui_pages.dialog.cancel"))
        leave.clicked.connect(self.reject)
        self._keep = PrimaryButton(self._text("keep"), "check", "↵")
        self._keep.setDefault(True)
        self._keep.clicked.connect(self._on_keep)
        row.addWidget(leave)
        row.addWidget(self._keep)
        return row

    def _choose(self, at: datetime) -> None:
        """Show a due time in the exact fields: what will be kept is always in sight."""
        at = at.astimezone()
        place = self._day.findData(at.date().isoformat())
        if place < 0:
            self._day.addItem(day_name(at.date(), self._now.date(), self._strings), at.date().isoformat())
            place = self._day.count() - 1
        self._day.setCurrentIndex(place)
        self._time.setText(f"{at:%H:%M}")

    def _due(self) -> datetime:
        day = date.fromisoformat(str(self._day.currentData()))
        time = self._time.text().strip().replace(".", ":").zfill(len("00:00"))
        if not _TIME.fullmatch(time):
            raise InputError("callbacks.dialog.not_a_time")
        return read_due(f"{day.isoformat()}T{time}", self._app.hub.clock.now())

    def _on_keep(self) -> None:
        self._keep.setEnabled(False)
        self._app.hub.scope.spawn(self._save(), "keep a call-back")

    async def _save(self) -> None:
        from shiboken6 import isValid

        try:
            await self._write()
        except DialerError as error:
            if isValid(self):
                self._strip.say("bad", self._strings.text(error.key, **error.placeholders))
                self._keep.setEnabled(True)
                self.resize(fitting_size(self, self._column, self.width()))
        else:
            if isValid(self):
                self.accept()

    async def _write(self) -> None:
        callbacks, about = self._app.callbacks, self._about
        due, owner, note = self._due(), self._owner.text(), self._note.text()
        if isinstance(about, CallBack):
            await callbacks.change(about.id, due_at=due, owner=owner, note=note)
        elif isinstance(about, Call):
            contact = await self._contact_of(about)
            await callbacks.add(
                about.number, due, name=about.name or "", contact=contact, owner=owner, note=note,
                call_id=about.id, private=about.private,
            )  # fmt: skip
        elif about is not None:
            await callbacks.add(self._chosen(about), due, contact=about, owner=owner, note=note)
        elif self._number is not None and self._name is not None:
            await callbacks.add(self._number.text(), due, name=self._name.text(), owner=owner, note=note)

    def _chosen(self, contact: Contact) -> str:
        if self._numbers is not None:
            return str(self._numbers.currentData())
        number = contact.number_to_call
        if number is None:
            raise InputError("callbacks.error.no_number")
        return number.e164 or number.raw

    async def _contact_of(self, call: Call) -> Contact | None:
        return await self._app.contacts.get(call.contact_id) if call.contact_id is not None else None
