"""Call-backs in the window: the card on the Phone page, the question when somebody was reached, and a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.ui.callbacks.actions import CallBackActions
from dialer.ui.callbacks.card import CallBacksCard
from dialer.ui.callbacks.offer import CallBackOffer
from dialer.ui.keys.shortcuts import bind

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.contacts.model import Contact
    from dialer.ui.desk import Desk


class CallBackPart:
    """Wires call-backs to the desk.

    Attributes:
        actions: what can be done with one.
    """

    def __init__(self, desk: Desk) -> None:
        """Show what there is, and tell from now on what becomes due."""
        self._desk = desk
        self.actions = CallBackActions(desk.app, desk.main_window, desk.phone_actions)
        self._card = CallBacksCard(desk, self.actions)
        self._offer = CallBackOffer(desk, self.actions)
        desk.phone.home.put_beside(self._card)
        desk.above.addWidget(self._offer)
        bind(desk, "call_back", self.ask)
        bind(desk, "slip", self.ask_slip)
        desk.phone.call_back_wanted.connect(self._promise)
        desk.phone.slip_wanted.connect(self._write)
        desk.app.callbacks.watch()
        self._card.refresh()

    def stop(self) -> None:
        """Listen no more."""
        self._card.stop()
        self._offer.stop()

    def ask(self) -> None:
        """Promise a call: to whom the call bar shows, else to whoever is marked or typed."""
        if not self._desk.main_window.first_start:
            self._promise(self._about())

    def ask_slip(self) -> None:
        """Write a message slip: about whom the call bar shows, else about whoever is marked or typed."""
        if not self._desk.main_window.first_start:
            self._write(self._about())

    def _promise(self, about: Call | Contact | None) -> None:
        from dialer.ui.callbacks.dialog import ask_call_back

        self._desk.phone_actions.run(ask_call_back(self._desk, about), "promise a call")

    def _write(self, about: Call | Contact | None) -> None:
        from dialer.ui.team.slip_dialog import ask_slip

        self._desk.phone_actions.run(ask_slip(self._desk, about), "write a message slip")

    def _about(self) -> Call | Contact | None:
        if (call := self._desk.call_bar.call) is not None:
            return call
        phone = self._desk.phone
        return phone.results.card.contact if phone.box.text().strip() else None
