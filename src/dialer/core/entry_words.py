"""How an account is doing, in the words that window and command line share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dialer.core.entry import EntryState
from dialer.core.errors import SecretsUnavailable

if TYPE_CHECKING:
    from dialer.core.clock import Clock
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.strings import Strings

_LONG = 99
_LONGEST = 600


def held_up(hub: Hub, entry: ConfigEntry) -> SecretsUnavailable | None:
    """Return what holds up an account that is being set up, where that is for a person to mend."""
    if entry.state is EntryState.LOADING and hub.secrets.slow:
        return SecretsUnavailable("core.secrets.timeout")
    return None


def entry_words(entry: ConfigEntry, strings: Strings, clock: Clock) -> str:
    """The state in words, with the time until the next try."""
    if entry.disabled:
        return strings.text("ui_pages.accounts.state.disabled")
    if entry.state is EntryState.RETRYING and entry.retry_at is not None:
        left = math.ceil((entry.retry_at - clock.now()).total_seconds())
        if left > _LONGEST:  # the clock went back meanwhile: nobody waits for so long
            return strings.text("ui_pages.accounts.state.retrying")
        if left > _LONG:
            minutes = math.ceil(left / 60)
            return strings.text("ui_pages.accounts.state.retrying_in_minutes", minutes=minutes)
        if left > 0:
            return strings.text("ui_pages.accounts.state.retrying_in", seconds=left)
    return strings.text(f"ui_pages.accounts.state.{entry.state}")
