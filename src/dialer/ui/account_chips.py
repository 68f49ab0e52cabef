"""The accounts at the foot of the Phone page: one chip each, as far as they fit in a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dialer.core.entry_words import entry_words
from dialer.ui.entry_words import entry_look
from dialer.ui.widgets import Chip, one_line
from dialer.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

_MOST = 6
_URGENCY = ("bad", "warning", "accent", "ok", "dim")


class AccountChips(QWidget):
    """A chip for each account, or for the most urgent."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        """Show the accounts as they are now; `refresh` shows them anew."""
        super().__init__(parent)
        self._hub = hub
        self._chips: list[Chip] = []
        self._has_room = True
        self._row = WrapLayout(self, spacing=6)
        self.refresh()

    def refresh(self) -> None:
        """Show how the accounts are doing."""
        entries = self._hub.entries.all
        shown = entries
        if len(entries) > _MOST:  # those that something is wrong with are never among the rest
            shown = sorted(entries, key=lambda entry: _URGENCY.index(entry_look(entry)[0]))[: _MOST - 1]
        states = [self._state(entry) for entry in shown]
        if rest := len(entries) - len(shown):
            states.append((self._hub.strings.text("accounts.chips_more", count=rest), "dim", ""))
        while len(self._chips) > len(states):
            chip = self._chips.pop()
            self._row.removeWidget(chip)
            chip.deleteLater()
        while len(self._chips) < len(states):
            self._chips.append(Chip(""))
            self._row.addWidget(self._chips[-1])
        for chip, state in zip(self._chips, states, strict=True):
            chip.show_state(*state)
        self.setVisible(self._has_room and bool(entries))

    def _state(self, entry: ConfigEntry) -> tuple[str, str, str]:
        tone, icon = entry_look(entry)
        words = entry_words(entry, self._hub.strings, self._hub.clock)
        title = one_line(entry.title)
        words = self._hub.strings.text("ui.account.state", title=title, state=words)
        return words, tone, "" if tone in {"ok", "dim"} else icon

    def set_room(self, *, enough: bool) -> None:
        """Show the accounts only where there is room for them."""
        if enough != self._has_room:
            self._has_room = enough
            self.refresh()
