"""The accounts at the foot of the Phone page: one chip each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from dialer.core.entry import EntryState
from dialer.ui.entry_words import entry_look, entry_words
from dialer.ui.widgets import Chip, one_line
from dialer.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from dialer.core.hub import Hub

_TICK_MS = 1000


class AccountChips(QWidget):
    """A chip for each account; the seconds run only while an account waits to retry."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        """Show the accounts as they are now; `refresh` shows them anew."""
        super().__init__(parent)
        self._hub = hub
        self._chips: list[Chip] = []
        self._has_room = True
        self._row = WrapLayout(self, spacing=6)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how the accounts are doing."""
        entries = self._hub.entries.all
        while len(self._chips) > len(entries):
            chip = self._chips.pop()
            self._row.removeWidget(chip)
            chip.deleteLater()
        while len(self._chips) < len(entries):
            self._chips.append(Chip(""))
            self._row.addWidget(self._chips[-1])
        for chip, entry in zip(self._chips, entries, strict=True):
            tone, icon = entry_look(entry)
            words = entry_words(entry, self._hub.strings, self._hub.clock)
            title = one_line(entry.title)
            words = self._hub.strings.text("ui.account.state", title=title, state=words)
            chip.show_state(words, tone, "" if tone in {"ok", "dim"} else icon)
        self.setVisible(self._has_room and bool(entries))
        self._tick_if_needed()

    def set_room(self, *, enough: bool) -> None:
        """Show the accounts only where there is room for them."""
        if enough != self._has_room:
            self._has_room = enough
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on counting."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count only what is seen."""
        super().hideEvent(event)
        self._timer.stop()

    def _tick_if_needed(self) -> None:
        waits = any(entry.state is EntryState.RETRYING for entry in self._hub.entries.all)
        if waits and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
