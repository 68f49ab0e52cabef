"""Phoning somebody into a meeting: type part of a name or a number, and one press phones.

It costs money: what appears under a resting pointer is not pressed by the click that was meant for something
else (SAFETY T20), and expensive numbers want a second step.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout
from shiboken6 import isValid

from dialer.contacts.numbers.dialling import ConfirmNeeded
from dialer.core.errors import DialerError
from dialer.core.scope import Scope
from dialer.meetings.phoning import PhoneRequest
from dialer.meetings.requests import PressDropped
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import Card, PlainLabel, SecondaryButton, ltr, one_line
from dialer.ui.look.theme import TextStyle, Tone, px
from dialer.ui.meetings.people import DownLine
from dialer.ui.meetings.phone_in_rows import Choice, PhoneRow, numbers_of
from dialer.ui.meetings.words import title
from dialer.ui.phone.finder import Finder, may_be_number
from dialer.ui.phone.second_step import is_sure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.contacts.directories.directories import Answer
    from dialer.contacts.model import Contact
    from dialer.meetings.model import Meeting
    from dialer.ui.phone.finder import Found

_LOGGER = logging.getLogger(__name__)

_WIDTH = 460
_MOST = 6


class PhoneInDialog(QDialog):
    """A line, whom it finds, and what became of a press."""

    def __init__(self, app: App, meeting: Meeting, tell: Callable[[str, str], None], parent: QWidget) -> None:
        """Phone people into this meeting; `tell` takes tone and sentence once this dialog is closed."""
        super().__init__(parent)
        self._app, self._strings, self._meeting, self._tell = app, app.hub.strings, meeting, tell
        self._scope = Scope("phone somebody in")
        self._found_for = ""
        self._rows: list[PhoneRow] = []
        self._busy = False
        words = self._text("title", subject=title(meeting, self._strings))
        self._finder = Finder(app, self._scope, self)
        self._finder.found.connect(self._on_found)
        self._finder.answered.connect(self._on_answer)
        self._found: Found | None = None
        self._answered: list[Contact] = []
        self._build(words)

    def done(self, result: int) -> None:
        """Look for nobody any more; whom the provider was asked to phone, it phones."""
        for task in self._scope.tasks:
            task.cancel()
        super().done(result)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"meeting_doings.phone.{key}", **placeholders)

    def _build(self, words: str) -> None:
        column = headed(self, words)
        column.addWidget(PlainLabel(self._text("note"), tone=Tone.DIM, wrap=True))
        self.line = DownLine()
        self.line.setAccessibleName(self._text("line"))
        self.line.setPlaceholderText(self._text("line"))
        self.line.textEdited.connect(self._on_text)
        self.line.returnPressed.connect(self._on_enter)
        self.line.down.connect(self._go_to_list)
        self._list = Card(margin=4)
        self._list.setAccessibleName(self._text("results"))
        self._list.body.setSpacing(0)
        self._list.hide()
        self._nobody = PlainLabel(self._text("nobody"), style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._nobody.hide()
        self._strip = Strip("warning")
        self._strip.hide()
        for widget in (self.line, self._list, self._nobody, self._strip):
            column.addWidget(widget)
        column.addStretch()
        close = SecondaryButton(self._strings.text("ui_pages.dialog.close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        column.addLayout(row)
        self.line.setFocus()
        self.setMinimumWidth(px(_WIDTH) // 2)
        width = max(px(_WIDTH), column.minimumSize().width())
        size = fitting_size(self, column, width)
        self.resize(size.width(), size.height() + px(_MOST * 46))

    # --- finding ---

    def _on_text(self, text: str) -> None:
        self._strip.hide()
        if text.strip():
            self._finder.look(text)
        else:
            self._show_rows("", ())

    def _on_found(self, found: Found) -> None:
        if found.text == self.line.text():
            self._found = found
            self._answered = [hit.contact for answer in found.answers for hit in answer.hits]
            self._show_found(found)

    def _on_answer(self, text: str, answer: Answer) -> None:
        """Add whom a directory knows, below those who are shown already."""
        if self._found is not None and text == self._found.text == self.line.text():
            self._answered += [hit.contact for hit in answer.hits]
            self._show_found(self._found)

    def _show_found(self, found: Found) -> None:
        everybody = [*(hit.contact for hit in found.hits), *self._answered]
        people = list(numbers_of({one.id: one for one in everybody}.values(), self._strings))
        if found.number is not None:
            typed = next((one for one in found.number.candidates if one.callable and one.e164), None)
            if typed is not None:  # what was typed comes first, with the name of whoever has it
                known = next((one for one in people if one.number == typed.e164), None)
                shown = typed.international or str(typed.e164)
                first = known or Choice(number=str(typed.e164), shown=shown)
                people = [first, *(one for one in people if one != first)]
        self._show_rows(found.text, people[:_MOST])

    def _show_rows(self, text: str, choices: Sequence[Choice]) -> None:
        if [row.choice for row in self._rows] != list(choices):
            empty(self._list.body)
            self._rows = [PhoneRow(choice, self._name_of(choice)) for choice in choices]
            for place, row in enumerate(self._rows):
                row.marked = place == 0  # Enter in the line takes it
                row.taken.connect(self._on_taken)
                self._list.body.addWidget(row)
        self._found_for = text
        self._list.setVisible(bool(choices))
        self._nobody.setVisible(bool(text.strip()) and not choices and not may_be_number(text))

    def _name_of(self, choice: Choice) -> str:
        who = one_line(choice.contact.name) if choice.contact else ""
        return self._text("row", who=f"{who}, {choice.shown}" if who else choice.shown)

    def _go_to_list(self) -> None:
        if self._rows:
            self._rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    # --- phoning ---

    def _on_enter(self) -> None:
        """Phone the first that is shown for what stands in the line, or the number that stands there."""
        text = self.line.text()
        if self._rows and self._found_for == text:
            self._on_taken(self._rows[0].choice)
        elif may_be_number(text):
            self._on_taken(Choice(number=text.strip(), shown=text.strip()))

    def _on_taken(self, choice: Choice) -> None:
        if self._busy:
            return
        self._busy = True
        self._list.setEnabled(False)
        # The app's scope: whoever closes the dialog recalls nothing.
        self._app.hub.scope.spawn(self._phone(choice), "phone somebody into a meeting")

    async def _phone(self, choice: Choice) -> None:
        contact = choice.contact
        who = one_line(contact.name) if contact else ltr(choice.shown)
        request = PhoneRequest(
            meeting_id=self._meeting.id,
            number=choice.number,
            name=contact.name if contact else "",
            contact_id=contact.id if contact else None,
            private=contact.private if contact else False,
        )
        account = one_line(self._meeting.account)
        self._say("ok", self._text("asking", account=account, who=who))
        tone, words = "", ""
        try:
            if await self._asked(request):
                tone, words = "ok", self._text("asked", account=account, who=who)
        except PressDropped:
            pass  # the first press is on its way
        except DialerError as error:
            tone, words = "bad", self._strings.text(error.key, **error.placeholders)
        except Exception:  # the edge of the window: nobody else would tell the user
            _LOGGER.exception("phoning somebody in failed")
            tone, words = "bad", self._strings.text("ui.error.bug")
        self._show_outcome(tone, words)

    def _show_outcome(self, tone: str, words: str) -> None:
        """Tell it here where something is to be done, and on the card where it is done."""
        if not isValid(self):
            self._tell(tone, words)
            return
        self._busy = False
        self._list.setEnabled(True)
        if tone == "bad":
            self._say(tone, words)
            return
        self._strip.hide()
        if tone:
            self._tell(tone, words)
            self.accept()

    async def _asked(self, request: PhoneRequest) -> bool:
        """Ask the provider, after the second steps that are needed; False where one is not taken."""
        while True:
            try:
                await self._app.meetings.phoning.phone(request)
            except ConfirmNeeded as question:
                if not isValid(self):  # nobody is there to say yes
                    return False
                if not await is_sure(self._app.hub, self, question):
                    return False
                request = replace(request, confirmed=request.confirmed | {question.what})
            else:
                return True

    def _say(self, tone: str, words: str) -> None:
        self._strip.say(tone, words)
