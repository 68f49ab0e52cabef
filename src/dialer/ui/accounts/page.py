"""The accounts page: a card for each account, and the way to a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from dialer.core.entry import EntryChanged, EntryRemoved, EntryState
from dialer.core.errors import DialerError
from dialer.ui.accounts.actions import Action
from dialer.ui.accounts.jobs import AccountJobs
from dialer.ui.blocks.page import Page
from dialer.ui.blocks.slices import Slices
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import Card, IconLabel, PlainLabel, PrimaryButton, SecondaryButton
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from typing import Any

    from PySide6.QtGui import QShowEvent

    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from dialer.ui.accounts.card import AccountCard

_WIDTH = 860


class AccountsPage(Page):
    """Shows how the accounts are doing, and adds, changes, switches and removes them.

    Attributes:
        slices: draws the accounts one by one: the window stays usable however many there are.
    """

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Draw the head; the accounts that there are follow, and are followed, when it is shown."""
        super().__init__(app.hub.strings.text("ui_pages.accounts.title"), _WIDTH, parent)
        self._hub = app.hub
        self._jobs = AccountJobs(app, self)
        self._cards: dict[str, AccountCard] = {}
        self._add = PrimaryButton(self._text("add"), "plus")
        self._add.clicked.connect(self.add_account)
        self.head.add(self._add)
        self._build_column()
        self._wire()
        self._to_draw = self._hub.entries.all
        self._show_empty()
        self.slices = Slices(self, self._hub.scope, self._draw_all())

    def _text(self, key: str, **placeholders: object) -> str:
        return self._hub.strings.text(f"ui_pages.accounts.{key}", **placeholders)

    def _build_column(self) -> None:
        self.column.setAccessibleName(self._text("list"))
        self._strip = Strip("bad", close=self._text("close"))
        self._strip.hide()
        self._empty = self._build_empty()
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        body = self.column.body
        body.addWidget(self._strip)
        body.addWidget(self._build_overview())
        body.addWidget(self._empty)
        body.addLayout(self._list)
        body.addStretch()

    def _build_overview(self) -> QWidget:
        """What concerns all accounts."""
        overview = QWidget()
        row = WrapLayout(overview)
        text = self._hub.strings.text
        self._table = SecondaryButton(text("accounts.table"), "table-check")
        self._table.clicked.connect(self._show_table)
        diagnostics = SecondaryButton(text("accounts.program_diagnostics"), "stethoscope")
        diagnostics.clicked.connect(self._show_diagnostics)
        row.addWidget(self._table)
        row.addWidget(diagnostics)
        return overview

    def _build_empty(self) -> Card:
        card = Card(margin=40)
        centre = Qt.AlignmentFlag.AlignHCenter
        title = PlainLabel(self._text("empty.title"), style=TextStyle.SUBTITLE, wrap=True)
        words = PlainLabel(self._text("empty.text"), tone=Tone.DIM, wrap=True)
        card.body.addWidget(IconLabel("account-plus-outline", tint="accent", size=48), 0, centre)
        for label in (title, words):
            label.setAlignment(centre)
            card.body.addWidget(label)
        return card

    def _wire(self) -> None:
        bus = self._hub.bus
        self.destroyed.connect(bus.listen(EntryChanged, self._entry_changed))
        self.destroyed.connect(bus.listen(EntryRemoved, self._entry_removed))

    def add_account(self) -> None:
        """Begin with a new account: which provider, and then its questions."""
        self._run(self._jobs.add(), "add an account")

    def _show_table(self) -> None:
        self._run(self._jobs.show_table(), "show what accounts can do")

    def _show_diagnostics(self) -> None:
        self._run(self._jobs.show_diagnostics(), "show diagnostics")

    def _do(self, action: str, entry: ConfigEntry) -> None:
        self._run(self._act(Action(action), entry), f"{action} an account")

    def _offer_more(self, entry: ConfigEntry) -> None:
        self._run(self._show_more(entry), "offer more for an account")

    def _run(self, job: Coroutine[Any, Any, None], name: str) -> None:
        self._hub.scope.spawn(self._telling(job), name)

    async def _telling(self, job: Coroutine[Any, Any, None]) -> None:
        self._strip.hide()
        try:
            await job
        except DialerError as error:
            self._tell(error)

    async def _act(self, action: Action, entry: ConfigEntry) -> None:
        card = self._cards[entry.id]
        card.set_busy(busy=True)
        try:
            await self._jobs.carry_out(action, entry)
        finally:
            if self._cards.get(entry.id) is card:
                card.set_busy(busy=False)

    async def _show_more(self, entry: ConfigEntry) -> None:
        await self._jobs.prepare(entry)
        card = self._cards.get(entry.id)
        if card is not None and card.isVisible():
            card.show_more()

    def _tell(self, error: DialerError) -> None:
        self._strip.say("bad", self._hub.strings.text(error.key, **error.placeholders))

    def _entry_changed(self, event: EntryChanged) -> None:
        card = self._cards.get(event.entry.id)
        if card is not None:
            card.refresh()
        elif self.slices.whole:
            self._add_card(event.entry)
        elif event.entry not in self._to_draw:
            self._to_draw.append(event.entry)
        self._show_empty()

    def _entry_removed(self, event: EntryRemoved) -> None:
        if event.entry in self._to_draw:
            self._to_draw.remove(event.entry)
        card = self._cards.pop(event.entry.id, None)
        if card is not None:
            focus = QApplication.focusWidget()
            if focus is not None and card.isAncestorOf(focus):
                self._add.setFocus()
            card.hide()
            card.deleteLater()
        self._show_empty()

    def _draw_all(self) -> Iterator[None]:
        from dialer.ui.accounts import card  # noqa: F401  # an import is a step of its own

        yield
        while self._to_draw:
            self._add_card(self._to_draw.pop(0))
            yield

    def _add_card(self, entry: ConfigEntry) -> None:
        from dialer.ui.accounts.card import AccountCard

        card = AccountCard(entry, self._hub)
        card.wanted.connect(self._do)
        card.more_wanted.connect(self._offer_more)
        self._cards[entry.id] = card
        self._list.addWidget(card)

    def _show_empty(self) -> None:
        some = bool(self._cards or self._to_draw)
        self._empty.setVisible(not some)
        self._table.setVisible(some)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the seconds as they are by now."""
        super().showEvent(event)
        self.count_down()

    def count_down(self) -> None:
        """Show anew how long it is until accounts are tried again."""
        if self.isVisible():
            for card in self._cards.values():
                if card.entry.state is EntryState.RETRYING:
                    card.refresh()
