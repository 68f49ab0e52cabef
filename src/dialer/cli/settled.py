"""Waiting for the accounts, which a process that has just started is still setting up."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from dialer.core.entries import EntryChanged, EntryRemoved, EntryState

if TYPE_CHECKING:
    from dialer.core.hub import Hub

_DEADLINE = 10.0
_UNDER_WAY = {EntryState.NOT_LOADED, EntryState.LOADING, EntryState.UNLOADING}


async def accounts_settled(hub: Hub) -> None:
    """Wait until it is known of every account how it is doing, but never for long."""
    changed = asyncio.Event()

    def note(_event: EntryChanged | EntryRemoved) -> None:
        changed.set()

    with contextlib.ExitStack() as stack:
        stack.callback(hub.bus.listen(EntryChanged, note))
        stack.callback(hub.bus.listen(EntryRemoved, note))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_DEADLINE):
                while any(entry.state in _UNDER_WAY and not entry.disabled for entry in hub.entries.all):
                    changed.clear()
                    await changed.wait()
