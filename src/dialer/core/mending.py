"""What people do about issues, on the window as on the command line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.core.entry import EntryState

if TYPE_CHECKING:
    from dialer.core.hub import Hub


async def check_keyring(hub: Hub) -> None:
    """See whether the key ring works; if it does, what waited for it goes on.

    Raises:
        SecretsUnavailable: it does not.
    """
    await hub.secrets.probe()
    await _try_again(hub)


async def trust(hub: Hub, path: str) -> None:
    """Trust the certificates in a file from now on; what waited for that goes on.

    Raises:
        FieldError: there are none in it.
        InputError: the organisation decides whom to trust.
        StorageError: this cannot be kept.
    """
    await hub.settings.set("extra_ca", path)
    await _try_again(hub)


async def _try_again(hub: Hub) -> None:
    waiting = [entry for entry in hub.entries.all if entry.state is EntryState.RETRYING]
    await asyncio.gather(*map(hub.entries.reload, waiting))
