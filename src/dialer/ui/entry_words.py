"""How an account is doing, as every page shows it: word, tone, icon and sentence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dialer.core.entry import EntryState
from dialer.ui.theme import Tone

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
_LONG = 99
_OFF = ("dim", "power")
_LOUD = {"warning": Tone.WARNING, "bad": Tone.BAD}


def entry_look(entry: ConfigEntry) -> tuple[str, str]:
    """Tone and icon of an account's state."""
    return _OFF if entry.disabled else _LOOKS[entry.state]


def entry_words(entry: ConfigEntry, strings: Strings, clock: Clock) -> str:
    """The state in words, with the seconds until the next try."""
    if entry.disabled:
        return strings.text("ui_pages.accounts.state.disabled")
    if entry.state is EntryState.RETRYING and entry.retry_at is not None:
        left = math.ceil((entry.retry_at - clock.now()).total_seconds())
        if left > _LONG:
            minutes = math.ceil(left / 60)
            return strings.text("ui_pages.accounts.state.retrying_in_minutes", minutes=minutes)
        if left > 0:
            return strings.text("ui_pages.accounts.state.retrying_in", seconds=left)
    return strings.text(f"ui_pages.accounts.state.{entry.state}")


def entry_sentence(entry: ConfigEntry, strings: Strings, *, known: bool) -> tuple[str, Tone]:
    """What there is to say beside the state, and its tone; `known` is whether its integration is there."""
    tone = _LOUD.get(entry_look(entry)[0], Tone.DIM)
    if not known:
        return strings.text("ui_pages.accounts.state.help.missing"), tone
    if entry.disabled:
        return strings.text("ui_pages.accounts.state.help.disabled"), tone
    if entry.error is not None:
        return strings.text(entry.error.key, **entry.error.placeholders), tone
    return "", tone
