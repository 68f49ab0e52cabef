"""Praatje: video rooms with a link for the host and one for guests."""

from __future__ import annotations

from dialer.core.entry import ConfigEntry
from dialer.core.hub import Hub

from .client import PraatjeClient
from .meetings import PraatjeMeetings


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    key = await hub.entries.secret(entry, "api_key")
    assert key is not None  # Dialer looks before it asks for a set-up
    client = PraatjeClient(hub.http, entry.data["base_url"], key)
    await client.ask("GET", "v2/owner")  # refused: sign in again; not reached: tried again later
    hub.provide(entry, PraatjeMeetings(client))
