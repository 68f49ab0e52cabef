"""The accounts page: a card for each account, and the way to a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from dialer.core import loader
from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryChanged, EntryRemoved, EntryState
from dialer.core.errors import DialerError
from dialer.core.fields import Phone
from dialer.core.flow import Flow
from dialer.core.onboarding import Onboarding
from dialer.ui.account_card import AccountCard, Action
from dialer.ui.dialogs import confirm
from dialer.ui.flow_dialog import run_flow
from dialer.ui.page import Page
from dialer.ui.provider_picker import pick_provider
from dialer.ui.strip import Strip
from dialer.ui.theme import TextStyle, Tone
from dialer.ui.widgets import Card, IconLabel, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow import Flow

_WIDTH = 860
_TICK_MS = 1000


class AccountsPage(Page):
    """Shows how the accounts are doing, and adds, changes, switches and removes them."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Draw the accounts that there are, and follow them from now on."""
        super().__init__(app.hub.strings.text("ui_pages.accounts.title"), _WIDTH, parent)
        self._app = app
        self._hub = app.hub
        self._cards: dict[str, AccountCard] = {}
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count_down)
        self._add = PrimaryButton(self._text("add"), "plus")
        self._add.clicked.connect(self.add_account)
        self.head.addWidget(self._add)
        self._build_column()
        self._wire()
        for entry in self._hub.entries.all:
            self._add_card(entry)
        self._show_empty()

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
        body.addWidget(self._empty)
        body.addLayout(self._list)
        body.addStretch()

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
        self._hub.scope.spawn(self._add_account(), "add an account")

    async def _add_account(self) -> None:
        self._strip.hide()
        chosen = await pick_provider(self, self._hub.strings, self._hub.scope)
        if chosen is None:
            return
        try:
            if isinstance(chosen, Onboarding):
                flow = self._hub.flows.start_from(chosen)
                self._prefill(flow)
                await run_flow(self._app, self, flow)
            else:
                await self._run_flow(chosen, FlowKind.USER, None)
        except DialerError as error:
            self._tell(error)

    async def _run_flow(self, domain: str, kind: FlowKind, entry: ConfigEntry | None) -> None:
        await loader.prepare(domain)
        flow = self._hub.flows.start(domain, kind, entry)
        if kind is FlowKind.USER:
            self._prefill(flow)
        await run_flow(self._app, self, flow)

    def _prefill(self, flow: Flow) -> None:
        """Put the own number where an account asks for a phone."""
        for field in flow.fields:
            if isinstance(field, Phone) and not flow.values.get(field.key):
                flow.values[field.key] = self._hub.settings.get("own_number")

    def _do(self, action: str, entry: ConfigEntry) -> None:
        self._hub.scope.spawn(self._act(Action(action), entry), f"{action} an account")

    async def _act(self, action: Action, entry: ConfigEntry) -> None:
        self._strip.hide()
        card = self._cards[entry.id]
        card.set_busy(busy=True)
        try:
            await self._carry_out(action, entry)
        except DialerError as error:
            self._tell(error)
        finally:
            if self._cards.get(entry.id) is card:
                card.set_busy(busy=False)

    async def _carry_out(self, action: Action, entry: ConfigEntry) -> None:
        entries = self._hub.entries
        match action:
            case Action.SIGN_IN:
                await self._run_flow(entry.domain, FlowKind.REAUTH, entry)
            case Action.CHANGE:
                await self._run_flow(entry.domain, FlowKind.RECONFIGURE, entry)
            case Action.RETRY:
                await entries.unload(entry)
                await entries.setup(entry)
            case Action.ENABLE | Action.DISABLE:
                await entries.set_disabled(entry, action is Action.DISABLE)
            case Action.REMOVE:
                if await self._confirm_removal(entry):
                    await entries.remove(entry)

    async def _confirm_removal(self, entry: ConfigEntry) -> bool:
        return await confirm(
            self,
            self._hub.strings,
            title=self._text("remove.title"),
            text=self._text("remove.text", title=entry.title),
            action=self._text("remove"),
            danger=True,
        )

    def _tell(self, error: DialerError) -> None:
        self._strip.say("bad", self._hub.strings.text(error.key, **error.placeholders))

    def _entry_changed(self, event: EntryChanged) -> None:
        card = self._cards.get(event.entry.id)
        if card is None:
            self._add_card(event.entry)
        else:
            card.refresh()
        self._show_empty()

    def _entry_removed(self, event: EntryRemoved) -> None:
        card = self._cards.pop(event.entry.id, None)
        if card is not None:
            focus = QApplication.focusWidget()
            if focus is not None and card.isAncestorOf(focus):
                self._add.setFocus()
            card.hide()
            card.deleteLater()
        self._show_empty()

    def _add_card(self, entry: ConfigEntry) -> None:
        card = AccountCard(entry, self._hub.strings, self._hub.clock)
        card.wanted.connect(self._do)
        self._cards[entry.id] = card
        self._list.addWidget(card)

    def _show_empty(self) -> None:
        self._empty.setVisible(not self._cards)
        self._run_tick()

    def showEvent(self, event: QShowEvent) -> None:
        """Count down again."""
        super().showEvent(event)
        self._count_down()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count only while somebody can see it."""
        super().hideEvent(event)
        self._tick.stop()

    def _count_down(self) -> None:
        for card in self._cards.values():
            if card.entry.state is EntryState.RETRYING:
                card.refresh()
        self._run_tick()

    def _run_tick(self) -> None:
        retrying = any(card.entry.state is EntryState.RETRYING for card in self._cards.values())
        if not (retrying and self.isVisible()):
            self._tick.stop()
        elif not self._tick.isActive():
            self._tick.start()
