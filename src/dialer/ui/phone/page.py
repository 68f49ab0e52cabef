"""The Phone page: search or type a number, results, contact card, speed dial, recent calls."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from dialer.core.provider import Provider
from dialer.ui.accounts.chips import AccountChips
from dialer.ui.blocks.margins import side_margin
from dialer.ui.look.moments import count
from dialer.ui.look.shown_numbers import ShownNumbers
from dialer.ui.look.theme import px
from dialer.ui.meetings.meet_now import offer_meetings
from dialer.ui.phone.finder import Finder, Found
from dialer.ui.phone.home_data import HomeData
from dialer.ui.phone.home_view import HomeView
from dialer.ui.phone.search_box import SearchBox

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from dialer.app import App
    from dialer.contacts.directories.directories import Answer
    from dialer.contacts.model import Contact, Hit
    from dialer.core.errors import DialerError
    from dialer.core.scope import Scope
    from dialer.ui.phone.actions import PhoneActions
    from dialer.ui.phone.results import Row
    from dialer.ui.phone.results_pane import ResultsPane
    from dialer.ui.phone.sources_in_search import SourcesInSearch

_ROOM_FOR_CHIPS = 260


class PhonePage(QWidget):
    """Wires the parts of the page to the managers.

    Signals:
        meet_wanted: the contact to meet now, and the account's id.
        schedule_wanted, call_back_wanted, slip_wanted: the contact to meet, to call back, or who called.
    """

    meet_wanted = Signal(object, str)
    schedule_wanted = Signal(object)
    call_back_wanted = Signal(object)
    slip_wanted = Signal(object)

    def __init__(self, app: App, actions: PhoneActions, scope: Scope, parent: QWidget | None = None) -> None:
        """Build the page; `load` fills it."""
        super().__init__(parent)
        self._app, self._actions, self._scope = app, actions, scope
        self._strings = app.hub.strings
        self._enter_for: str | None = None
        self._keeps_copies = False
        self._counted = "", 0, True
        self._sources: SourcesInSearch | None = None
        self.numbers = ShownNumbers(app.hub.settings)
        self.box = SearchBox(self._strings)
        self.home = HomeView(self._strings)
        self._home = HomeData(app, actions, scope, self.home, self.numbers)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.home)
        # Where height is scarce, it goes to the call bar first.
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.chips = AccountChips(app.hub, self)
        self._finder = Finder(app, scope, self)
        self._column = layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addWidget(self.box)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.chips)
        self._wire()

    def _wire(self) -> None:
        self.box.changed.connect(self._on_text)
        self.box.enter.connect(self._on_enter)
        self.box.moved.connect(self._on_move)
        self._finder.found.connect(self._on_found)
        self._finder.counted.connect(self._on_counted)
        self._finder.more.connect(self._on_more)
        self._finder.read.connect(self._on_read)
        self._finder.asking.connect(self._on_asking)
        self._finder.answered.connect(self._on_answer)
        self._finder.failed.connect(self._on_failed)
        self.home.call_wanted.connect(self._actions.call_number)
        self.home.call_again_wanted.connect(self._actions.call_again)
        self.home.import_wanted.connect(self._actions.import_contacts)
        self.home.contact_wanted.connect(self._actions.add_contact)

    @cached_property
    def results(self) -> ResultsPane:
        """The results and the marked contact's card, built when something is first looked for."""
        from dialer.ui.phone.dial_preview import add_preview
        from dialer.ui.phone.results_pane import ResultsPane
        from dialer.ui.phone.sources_in_search import SourcesInSearch

        results = ResultsPane(self._strings, self._title_of)
        results.call_wanted.connect(self._call_row)
        results.contact_marked.connect(self._on_contact)
        results.contact_wanted.connect(self._actions.add_contact)
        results.model.more_wanted.connect(self._on_more_wanted)
        results.model.rows_wanted.connect(self._on_rows_wanted)
        card = results.card
        card.call_wanted.connect(self._actions.call_number)
        card.edit_wanted.connect(self._actions.edit_contact)
        card.remove_wanted.connect(self._actions.remove_contact)
        card.favourite_wanted.connect(self._actions.toggle_favourite)
        card.meet_wanted.connect(self.meet_wanted)
        card.details_wanted.connect(self._on_contact)
        card.schedule_wanted.connect(self.schedule_wanted)
        card.call_back_wanted.connect(self.call_back_wanted)
        card.slip_wanted.connect(self.slip_wanted)
        self._scope.spawn(offer_meetings(self._app, card), "find the account to meet with")
        add_preview(results, self._app.hub, self._scope)
        self._sources = SourcesInSearch(
            self._app.hub, self._actions, self._scope, results.sources, self._look_again
        )
        self._stack.addWidget(results)
        return results

    def _title_of(self, source: str) -> str:
        """What people call a contact's directory."""
        return self._app.directories.title(source)

    @property
    def _card_contact(self) -> Contact | None:
        return self.results.card.contact if "results" in self.__dict__ else None

    def load(self) -> None:
        """Show what is in the address book and the history."""
        self.refresh_contacts()
        self.refresh_calls()
        self.refresh_accounts()

    def refresh_contacts(self) -> None:
        """Contacts have changed: read what is shown again."""
        self._home.load_contacts()
        if self._sources is not None:
            self._sources.refresh()
        if self.box.text().strip():
            self._finder.look(self.box.text())

    def refresh_calls(self) -> None:
        """Call records have changed: read what is shown again."""
        self._home.load_calls()
        if (contact := self._card_contact) is not None:
            self._scope.spawn(self._load_details(contact), "load a contact's details")

    def refresh_accounts(self) -> None:
        """Accounts have changed."""
        self._keep_copies()
        if "results" in self.__dict__:
            work = offer_meetings(self._app, self.results.card)
            self._scope.spawn(work, "find the account to meet with")
        if self._sources is not None:
            self._sources.refresh()
        self.chips.refresh()
        self._home.load_contacts()

    def _keep_copies(self) -> None:
        """From the first directory on, bring what is copied from it up to date while the window is open."""
        if not self._keeps_copies and self._has("directory"):
            self._keeps_copies = True
            self._scope.on_close(self._app.directories.copies.keep_current())

    def _has(self, kind: str) -> bool:
        """Whether an account is ready for this."""
        return any(provider.kind == kind for _, provider in self._app.hub.providers(Provider))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the accounts out where there is hardly room for the results."""
        super().resizeEvent(event)
        side = side_margin(self.width())
        self._column.setContentsMargins(side, 14, side, 16)
        self.chips.fit(self.width() - 2 * side)
        needed = self.chips.heightForWidth(self.width() - 2 * side)
        self.chips.set_room(enough=self.height() >= px(_ROOM_FOR_CHIPS) + needed)

    def clear_search(self) -> bool:
        """Empty the box; says whether there was anything in it."""
        had_text = bool(self.box.text())
        self.box.entry.clear()
        return had_text

    def _look_again(self) -> None:
        self._finder.look_again(self.box.text())

    async def _load_details(self, contact: Contact) -> None:
        from dialer.ui.contacts.details import details_of

        details = await details_of(self._app, contact)
        shown = self.results.card.contact
        if shown is not None and shown.id == contact.id:
            self.results.card.show_details(details)

    def _on_text(self, text: str) -> None:
        self._enter_for = None
        if not text.strip():
            self.box.show_count("")
            self._stack.setCurrentWidget(self.home)
            return
        self._finder.look(text)

    def _on_found(self, found: Found) -> None:
        if found.text != self.box.text():
            return
        self.results.show_found(found)
        self._stack.setCurrentWidget(self.results)
        self._show_count(found)
        if found.settled and self._enter_for == found.text:
            self._on_enter()

    def _on_counted(self, found: Found, total: int, exact: bool) -> None:
        if self.results.model.found is found:
            self._counted = found.text, total, exact
            self._show_count(found)

    def _show_count(self, found: Found) -> None:
        """Show how many were found of how many; who is in no store counts on both sides.

        Until more than a page are counted, what was shown before stays.
        """
        text, total, exact = self._counted
        if found.total_is_exact:
            total, exact = found.total, True
        elif text != found.text:
            return
        also = self.results.model.answered
        shown = count(total + also, self._strings) + ("" if exact else "+")
        everybody = count(found.count_all + also, self._strings)
        self.box.show_count(self._strings.text("ui.search.count", found=shown, all=everybody))

    def _on_asking(self, text: str, titles: list[str]) -> None:
        if text == self.box.text():
            self.results.show_asking(titles)

    def _on_answer(self, text: str, answer: Answer) -> None:
        found = self.results.model.found
        if text == self.box.text() and found is not None and found.text == text:
            self.results.show_answer(answer)
            self._show_count(found)

    def _on_failed(self, error: DialerError) -> None:
        self._actions.told.emit("bad", self._strings.text(error.key, **error.placeholders))

    def _on_more_wanted(self, have: int) -> None:
        if self.results.model.found is not None:
            self._finder.fetch_more(self.results.model.found, have)

    def _on_more(self, found: Found, ids: list[str]) -> None:
        if self.results.model.found is found:
            self.results.model.add(ids)

    def _on_rows_wanted(self, ids: list[str]) -> None:
        if self.results.model.found is not None:
            self._finder.read_rows(self.results.model.found, ids)

    def _on_read(self, hits: list[Hit]) -> None:
        if "results" in self.__dict__:
            self.results.model.fill(hits)

    def _on_move(self, steps: int, pages: bool) -> None:
        if self._stack.currentWidget() is self.results:
            self.results.move_mark(steps, pages=pages)

    def _on_enter(self) -> None:
        """Call the marked row of the list that belongs to what is typed, once that list is there."""
        text = self.box.text()
        if not text.strip():
            return
        found = self.results.model.found
        if found is None or found.text != text or not found.settled:
            self._enter_for = text
            return
        self._enter_for = None
        self.results.view.call_marked()

    def _call_row(self, row: Row) -> None:
        if row.number:
            self._actions.call_number(row.number, row.contact)
        elif row.contact is not None:
            words = self._strings.text("ui.results.cannot_call", name=row.title)
            self._actions.told.emit("bad", words)
        else:
            # The number is still being read.
            self._enter_for = self.box.text()

    def _on_contact(self, contact: Contact | None) -> None:
        if contact is not None:
            self._scope.spawn(self._load_details(contact), "load a contact's details")
