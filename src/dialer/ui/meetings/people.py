"""Choosing people for a meeting: type part of a name, pick one, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.meetings.requests import person
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.line import PressLine
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.widgets import Card, IconButton, PlainLabel, one_line
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.meetings.rows import PersonRow
from dialer.ui.phone.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from dialer.app import App
    from dialer.contacts.directories.directories import Answer
    from dialer.contacts.model import Contact
    from dialer.core.scope import Scope
    from dialer.meetings.provider import MeetingPerson
    from dialer.ui.phone.finder import Found

_MOST = 6


class PeoplePicker(QWidget):
    """The chosen people, and a line to find more; directories are asked as on the Phone page.

    Signals:
        rebuilt: other controls are there now.

    Attributes:
        line: where names are typed.
    """

    rebuilt = Signal()

    def __init__(self, app: App, scope: Scope, parent: QWidget | None = None) -> None:
        """Start with nobody."""
        super().__init__(parent)
        self._strings = app.hub.strings
        self._people: dict[str, MeetingPerson] = {}
        self._matches: dict[str, Contact] = {}
        self._finder = Finder(app, scope, self)
        self._finder.found.connect(self._on_found)
        self._finder.answered.connect(self._on_answer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        label = PlainLabel(self._text("label"), style=TextStyle.STRONG)
        self._chosen = QWidget()
        self._chips = WrapLayout(self._chosen)
        self.line = DownLine()
        self.line.setAccessibleName(self._text("label"))
        self.line.setPlaceholderText(self._text("placeholder"))
        self.line.textEdited.connect(self._on_text)
        self.line.returnPressed.connect(self._take_first)
        self.line.down.connect(self._go_to_list)
        label.setBuddy(self.line)
        self._list = Card(margin=4)
        self._list.setAccessibleName(self._text("found"))
        self._list.body.setSpacing(0)
        self._nobody = PlainLabel(self._text("nobody"), style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        for widget in (label, self._chosen, self.line, self._list, self._nobody):
            layout.addWidget(widget)
        self._show_people()
        self._show_matches(())

    @property
    def people(self) -> tuple[MeetingPerson, ...]:
        """Who is chosen, in the order of choosing."""
        return tuple(self._people.values())

    def set_people(self, people: tuple[MeetingPerson, ...]) -> None:
        """Choose these people instead."""
        self._people = {_key(one): one for one in people}
        self.line.clear()
        self._show_matches(())
        self._show_people()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_meetings.people.{key}", **placeholders)

    def _on_text(self, text: str) -> None:
        if text.strip():
            self._finder.look(text)
        else:
            self._show_matches(())

    def _on_found(self, found: Found) -> None:
        if found.text == self.line.text():
            answered = [hit.contact for answer in found.answers for hit in answer.hits]
            self._show_matches([*(hit.contact for hit in found.hits), *answered])

    def _on_answer(self, text: str, answer: Answer) -> None:
        if text == self.line.text():
            self._show_matches([*self._matches.values(), *(hit.contact for hit in answer.hits)])

    def _show_matches(self, contacts: Sequence[Contact]) -> None:
        self._matches = {one.id: one for one in contacts[:_MOST] if one.id not in self._people}
        empty(self._list.body)
        for contact in self._matches.values():
            button = PersonRow(contact)
            button.taken.connect(self.add)
            self._list.body.addWidget(button)
        self._list.setVisible(bool(self._matches))
        typed = bool(self.line.text().strip())
        self._nobody.setVisible(typed and not self._matches)
        self.rebuilt.emit()

    def _take_first(self) -> None:
        if self._matches:
            self.add(next(iter(self._matches.values())))

    def _go_to_list(self) -> None:
        if (item := self._list.body.itemAt(0)) is not None and (button := item.widget()) is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def add(self, contact: Contact) -> None:
        """Choose somebody."""
        self._people[contact.id] = person(contact)
        self.line.clear()
        self._show_matches(())
        self._show_people()
        self.line.setFocus()
        announce(self.line, self._text("added", name=one_line(contact.name)))

    def _remove(self, key: str) -> None:
        self._people.pop(key, None)
        self._show_people()
        self.line.setFocus()

    def _show_people(self) -> None:
        empty(self._chips)
        for key, one in self._people.items():
            chip = _PersonChip(key, one, self._text("remove", name=one_line(one.name)))
            chip.removed.connect(self._remove)
            self._chips.addWidget(chip)
        self._chosen.setVisible(bool(self._people))
        self.rebuilt.emit()


class DownLine(PressLine):
    """Sends the arrow down to the list."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow down goes to the list, Enter picks; all other keys are the text's."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class _PersonChip(Card):
    """Somebody who is chosen."""

    removed = Signal(str)

    def __init__(self, key: str, one: MeetingPerson, remove: str) -> None:
        super().__init__(margin=0)
        self._key = key
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 2, 0)
        row.setSpacing(2)
        row.addWidget(PlainLabel(one_line(one.name) or one.email))
        button = IconButton("close", remove, kind="bare")
        button.clicked.connect(self._remove)
        row.addWidget(button)
        self.body.addLayout(row)

    def _remove(self) -> None:
        self.removed.emit(self._key)


def _key(one: MeetingPerson) -> str:
    return one.contact_id or f"{one.name} {one.email}"
