"""The accounts at the foot of the Phone page: one chip each, or one line where those would be many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialer.core.entry import EntryState
from dialer.core.entry_words import entry_words
from dialer.ui.accounts.summary import AccountSummary
from dialer.ui.accounts.words import entry_look
from dialer.ui.blocks.widgets import Chip, one_line
from dialer.ui.blocks.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

_MOST = 6
_LINES_WHEN_WELL, _LINES = 1, 2
_GAP = 6
_URGENCY = ("bad", "warning", "accent", "ok", "dim")
_WELL = frozenset({"ok", "dim"})


class AccountChips(QWidget):
    """A chip for each account, or for the most urgent; where they take too many lines, one for all.

    Signals:
        accounts_wanted: an account was chosen from the list of all.
    """

    accounts_wanted = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        """Show the accounts as they are now; `refresh` shows them anew."""
        super().__init__(parent)
        self._hub = hub
        self._chips: list[Chip] = []
        self._most_lines = _LINES
        self._has_room = True
        self._each = QWidget()
        self._row = WrapLayout(self._each, spacing=_GAP)
        self._summary = AccountSummary()
        self._summary.chosen.connect(self.accounts_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._each)
        column.addWidget(self._summary)
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
        well = all(tone in _WELL for _, tone, _ in states)
        self._most_lines = _LINES_WHEN_WELL if well else _LINES
        self._summarise(entries)
        self.setVisible(self._has_room and bool(entries))
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """Show all in one line where the chips would take more; where something is wrong, more than two."""
        line = max((chip.sizeHint().height() for chip in self._chips), default=0)
        many = self._row.heightForWidth(width) > self._most_lines * (line + _GAP) - _GAP
        self._each.setVisible(not many)
        self._summary.setVisible(many)

    def _summarise(self, entries: Sequence[ConfigEntry]) -> None:
        used = [entry for entry in entries if not entry.disabled]
        ready = sum(entry.state is EntryState.LOADED for entry in used)
        key = "accounts.all_ready" if ready == len(used) else "accounts.some_ready"
        words = self._hub.strings.text(key, ready=ready, count=len(used))
        looks = sorted(map(entry_look, used), key=lambda look: _URGENCY.index(look[0]))
        tone, icon = looks[0] if looks else ("dim", "")
        lines = [self._state(entry)[0] for entry in entries]
        self._summary.show_state(words, tone, "" if tone in _WELL else icon, lines)

    def _state(self, entry: ConfigEntry) -> tuple[str, str, str]:
        tone, icon = entry_look(entry)
        words = entry_words(entry, self._hub.strings, self._hub.clock)
        title = one_line(entry.title)
        words = self._hub.strings.text("ui.account.state", title=title, state=words)
        return words, tone, "" if tone in _WELL else icon

    def set_room(self, *, enough: bool) -> None:
        """Show the accounts only where there is room for them."""
        if enough != self._has_room:
            self._has_room = enough
            self.refresh()
