"""The own phone at the foot of the side bar: its number, and how the account behind it is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.calls.own_phones import label_of, rings
from dialer.calls.provider import callers, telephony
from dialer.core.entry_words import entry_words
from dialer.ui.accounts.words import entry_look
from dialer.ui.blocks.widgets import ltr, one_line

if TYPE_CHECKING:
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope
    from dialer.ui.frame.sidebar import SideBar
    from dialer.ui.phone.page import PhonePage


class OwnPhone:
    """Shows through which phone a call would go now."""

    def __init__(self, hub: Hub, side_bar: SideBar, phone: PhonePage, scope: Scope) -> None:
        """Show it in this side bar, numbers written as the Phone page writes them."""
        self._hub, self._side_bar, self._phone, self._scope = hub, side_bar, phone, scope
        self._number = self._shown = self._state = ""
        self._tint = "dim"

    def refresh(self) -> None:
        """Show it as it is now."""
        entries = [entry for entry in callers(self._hub) if not entry.disabled]
        if not entries:
            self._number = ""
            self._side_bar.show_own_phone("", "", "dim")
            return
        ready = telephony(self._hub)
        calling = ready[0][0] if ready else entries[0]  # through which a call would go now
        settings = self._hub.settings
        number = rings(settings, ready[0][1]) if ready else None
        number = number or str(settings.get("own_number") or "")
        tone = entry_look(calling)[0]
        self._state = entry_words(calling, self._hub.strings, self._hub.clock)
        self._tint = "dim" if tone == "dim" else f"{tone}_text"
        if label := label_of(settings, number):
            self._show(one_line(label))
            number = ""  # how it is written matters no more
        elif not number:
            self._show(one_line(calling.title))
        elif number == self._number and self._shown:
            self._show(self._shown)
        else:
            self._show(ltr(number))
            self._scope.spawn(self._show_number(number), "show the own number")
        self._number = number

    async def _show_number(self, number: str) -> None:
        shown = await self._phone.numbers.of(number)
        if self._number == number:
            self._show(ltr(shown))

    def _show(self, title: str) -> None:
        self._shown = title
        self._side_bar.show_own_phone(title, self._state, self._tint)
