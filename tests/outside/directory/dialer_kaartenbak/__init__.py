"""Kaartenbak: a company's people, found in Dialer."""

from __future__ import annotations

from dialer.core.entry import ConfigEntry
from dialer.core.hub import Hub

from .client import KaartenbakClient
from .directory import KaartenbakDirectory


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    token = await hub.entries.secret(entry, "token")
    assert token is not None  # Dialer looks before it asks for a set-up
    client = KaartenbakClient(hub.http, entry.data["base_url"], token)
    await client.company()  # refused: sign in again; not reached: tried again later
    hub.provide(entry, KaartenbakDirectory(client))
