"""How an account is doing, as every page shows it: tone, icon and sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.entry import EntryState
from dialer.ui.look.theme import Tone

if TYPE_CHECKING:
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
_LOUD = {"warning": Tone.WARNING, "bad": Tone.BAD}


def entry_look(entry: ConfigEntry) -> tuple[str, str]:
    """Tone and icon of an account's state."""
    return _OFF if entry.disabled else _LOOKS[entry.state]


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
