"""How an account is doing, as every page shows it: word, tone and icon."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dialer.core.entry import EntryState

if TYPE_CHECKING:
    from dialer.core.clock import Clock
    from dialer.core.entry import ConfigEntry
    from dialer.core.strings import Strings

_LOOKS = {
    EntryState.LOADED: ("ok", "check-circle"),
    EntryState.LOADING: ("accent", "sync"),
    EntryState.UNLOADING: ("dim", "sync"),
    EntryState.NOT_LOADED: ("dim", "lan-disconnect"),
    EntryState.RETRYING: ("warning", "refresh"),
    EntryState.AUTH_NEEDED: ("warning", "key-outline"),
    EntryState.FAILED: ("bad", "alert-circle-outline"),
}
_OFF = ("dim", "power")


def entry_look(entry: ConfigEntry) -> tuple[str, str]:
    """Tone and icon of an account's state."""
    return _OFF if entry.disabled else _LOOKS[entry.state]


def entry_words(entry: ConfigEntry, strings: Strings, clock: Clock) -> str:
    """The state in words, with the seconds until the next try."""
    if entry.disabled:
        return strings.text("ui_pages.accounts.state.disabled")
    if entry.state is EntryState.RETRYING and entry.retry_at is not None:
        left = math.ceil((entry.retry_at - clock.now()).total_seconds())
        if left > 0:
            return strings.text("ui_pages.accounts.state.retrying_in", seconds=left)
    return strings.text(f"ui_pages.accounts.state.{entry.state}")
