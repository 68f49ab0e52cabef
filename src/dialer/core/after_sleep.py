"""What the platform does when the computer has woken up: new connections, and accounts are tried at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.entry import EntryState
from dialer.core.power import ComputerWoke

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.hub import Hub


class AfterSleep:
    """Listens for waking, from the window's start to its end."""

    def __init__(self, hub: Hub) -> None:
        """Listen."""
        self._hub = hub
        self._unsubscribe: Callable[[], None] = hub.bus.listen(ComputerWoke, self._on_woke)

    def stop(self) -> None:
        """Stop listening."""
        self._unsubscribe()

    def _on_woke(self, _event: ComputerWoke) -> None:
        self._hub.scope.spawn(self._begin_anew(), "begin anew after a sleep")

    async def _begin_anew(self) -> None:
        hub = self._hub
        if "http" in hub.__dict__:  # else nobody has connected yet
            await hub.http.renew()
        for entry in hub.entries.all:
            error = entry.error
            # One that waits for the key ring would ask to unlock it, and somebody has just said no.
            locked = error is not None and error.key == "core.secrets.locked"
            if entry.state is EntryState.RETRYING and not locked:
                hub.entries.begin(entry)
