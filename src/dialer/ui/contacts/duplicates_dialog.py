"""Who may be in the address book more than once: one group after the other, to be merged or left apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialer.core.errors import DialerError
from dialer.core.scope import Scope
from dialer.ui.blocks.cards import Card
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.folding import FoldingRadio
from dialer.ui.blocks.form import FormScroll, room_on_screen
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, ltr, one_line
from dialer.ui.look.moments import count
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from dialer.app import App
    from dialer.contacts.merging.duplicates import Group
    from dialer.contacts.model import Contact

_WIDTH, _HEIGHT = 620, 560


async def look_for_duplicates(app: App, parent: QWidget) -> None:
    """Show who may be there more than once; return when the dialog is closed."""
    dialog = DuplicatesDialog(app, parent)
    dialog.begin()
    try:
        await result_of(dialog)
    finally:
        await dialog.scope.close()


class DuplicatesDialog(QDialog):
    """Shows one group at a time.

    Attributes:
        scope: what it does meanwhile; whoever opened it closes it.
    """

    def __init__(self, app: App, parent: QWidget) -> None:
        """Show nothing yet; `begin` looks for them."""
        super().__init__(parent)
        self.scope = Scope("duplicates")
        self._app, self._strings = app, app.hub.strings
        self._groups: list[Group] = []
        self._left = 0
        self._people: list[PersonCard] = []
        title = self._text("title")
        layout = headed(self, title)
        self._words = PlainLabel(self._text("looking"), tone=Tone.DIM, wrap=True)
        layout.addWidget(self._words)
        self._place = FormScroll(QWidget())
        layout.addWidget(self._place, 1)
        layout.addLayout(self._build_strip())
        layout.addLayout(self._build_foot())
        self.resize(room_on_screen(self).boundedTo(QSize(px(_WIDTH), px(_HEIGHT))))
        self._allow(decide=False)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_duplicates.{key}", **placeholders)

    def _build_strip(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._strip = Strip("ok")
        self._undo = SecondaryButton(self._text("undo"), "redo")
        self._undo.clicked.connect(self._on_undo)
        for widget in (self._strip, self._undo):
            widget.hide()
        row.addWidget(self._strip, 1)
        row.addWidget(self._undo)
        return row

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        close = SecondaryButton(self._strings.text("ui_pages.dialog.close"))
        close.clicked.connect(self.reject)
        self._skip = SecondaryButton(self._text("skip"))
        self._skip.clicked.connect(self._on_skip)
        self._apart = SecondaryButton(self._text("apart"))
        self._apart.clicked.connect(self._on_apart)
        self._merge = PrimaryButton(self._text("merge"), "check")
        self._merge.clicked.connect(self._on_merge)
        foot.addWidget(close)
        foot.addStretch()
        for button in (self._skip, self._apart, self._merge):
            foot.addWidget(button)
        for button in (close, self._skip, self._apart, self._merge, self._undo):
            button.setAutoDefault(False)
        return foot

    def begin(self) -> None:
        """Look for them."""
        self._do(self._look(), "look for duplicates")

    async def _look(self) -> None:
        found = await self._app.duplicates.suggest()
        self._groups, self._left = list(found.groups), found.total
        self._show_next()

    def _show_next(self) -> None:
        """Show the group that is the next to be decided about."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        self._people = []
        if self._groups:
            group = self._groups[0]
            reasons = [self._strings.text(f"duplicates.reason.{reason.value}") for reason in group.reasons]
            left = count(self._left, self._strings)
            self._words.setText(self._text("group", left=left, why=", ".join(reasons)))
            no_number = self._strings.text("ui.results.no_number")
            self._people = [PersonCard(one, self._source(one), no_number) for one in group.contacts]
            choice = QButtonGroup(page)
            for person in self._people:
                choice.addButton(person.radio)
                column.addWidget(person)
            self._people[0].radio.setChecked(True)
        else:
            self._words.setText(self._strings.text("duplicates.none"))
        column.addStretch(1)
        self._place.setWidget(page)
        self._allow(decide=bool(self._groups))

    def _source(self, contact: Contact) -> str:
        title = self._app.directories.title(contact.source)
        return self._strings.text("directories.from", title=one_line(title)) if title else ""

    def _allow(self, *, decide: bool) -> None:
        for button in (self._skip, self._apart, self._merge):
            button.setEnabled(decide)

    def _on_skip(self) -> None:
        self._done_with_group()

    def _on_apart(self) -> None:
        ids = [contact.id for contact in self._groups[0].contacts]
        self._do(self._dismiss(ids), "keep contacts apart")

    def _on_merge(self) -> None:
        keep = next(person.contact.id for person in self._people if person.radio.isChecked())
        self._do(self._merge_group([person.contact.id for person in self._people], keep), "merge contacts")

    def _on_undo(self) -> None:
        self._do(self._take_back(), "take a merge back")

    async def _dismiss(self, ids: list[str]) -> None:
        await self._app.duplicates.dismiss(ids)
        self._tell("duplicates.dismissed")
        self._done_with_group()

    async def _merge_group(self, ids: list[str], keep: str) -> None:
        contact = await self._app.duplicates.merge(ids, keep)
        self._tell("ui_duplicates.merged", name=contact.name, may_undo=True)
        self._done_with_group()

    async def _take_back(self) -> None:
        restored = await self._app.duplicates.undo()
        self._tell("ui_duplicates.restored", name=restored[0].name)
        await self._look()

    def _tell(self, key: str, *, may_undo: bool = False, **placeholders: object) -> None:
        self._strip.say("ok", self._strings.text(key, **placeholders))
        self._undo.setVisible(may_undo)

    def _done_with_group(self) -> None:
        del self._groups[0]
        self._left -= 1
        if self._groups or not self._left:
            self._show_next()
        else:
            self.begin()

    def _do(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Do something, once however often a button is pressed; if it fails, it is said why."""
        self._allow(decide=False)
        self._undo.hide()
        self.scope.spawn(self._telling(work), name)

    async def _telling(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except DialerError as error:
            self._strip.say("bad", self._strings.text(error.key, **error.placeholders))
            self._allow(decide=bool(self._groups))


class PersonCard(Card):
    """One of the contacts, with a round button that says that it is the one to stay."""

    def __init__(self, contact: Contact, source: str, no_number: str) -> None:
        """Show a contact, and where it comes from."""
        super().__init__()
        self.contact = contact
        self.body.setSpacing(4)
        name = one_line(contact.name)
        self.radio = FoldingRadio(name.replace("&", "&&"))
        subtitle = " · ".join(
            one_line(part) for part in (contact.title, contact.department, contact.organisation) if part
        )
        numbers = [ltr(one_line(number.display or number.raw)) for number in contact.numbers]
        lines = (
            subtitle,
            ", ".join(numbers) or no_number,
            ", ".join(map(one_line, contact.emails)),
            ", ".join(map(one_line, contact.tags)),
            source,
        )
        shown = [line for line in lines if line]
        self.radio.setAccessibleName(", ".join([name, *shown]))
        self.body.addWidget(self.radio)
        for line in shown:
            self.body.addWidget(PlainLabel(line, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
