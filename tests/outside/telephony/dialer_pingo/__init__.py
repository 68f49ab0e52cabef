"""Pingo: calls through a hosted telephone system."""

from __future__ import annotations

from dialer.core.entry import ConfigEntry
from dialer.core.hub import Hub

from .client import PingoClient
from .telephony import PingoTelephony


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    token = await hub.entries.secret(entry, "token")
    assert token is not None  # Dialer looks before it asks for a set-up
    client = PingoClient(hub.http, entry.data["base_url"], token)
    await client.me()  # refused: sign in again; not reached: tried again later
    hub.provide(entry, PingoTelephony(client, entry.data["phone"]))
