"""Webcamconsult: appointments between the people of a practice and their clients, by video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, EntryAuthFailed, ErrorKind
from dialer.integrations.webcamconsult.client import WebcamconsultClient
from dialer.integrations.webcamconsult.clients import Clients
from dialer.integrations.webcamconsult.directory import WebcamconsultDirectory
from dialer.integrations.webcamconsult.meetings import WebcamconsultMeetings
from dialer.integrations.webcamconsult.operations import api

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    """Ask who works there, which shows whether the token is right, and make the account able to meet."""
    token = await hub.entries.secret(entry, "token")
    if token is None:
        raise EntryAuthFailed("core.entry.no_secret")
    client = WebcamconsultClient(hub.http, entry.data["base_url"], token)
    try:
        users = await client.users_list()
    except ApiError as error:
        if error.kind in {ErrorKind.AUTH, ErrorKind.PERMISSION}:
            raise EntryAuthFailed("core.entry.auth_refused") from None
        raise
    clients = Clients(client, hub.clock)
    hub.provide(entry, WebcamconsultMeetings(hub, entry, client, clients, users))
    hub.provide(entry, WebcamconsultDirectory(hub, client, clients))
    hub.provide(entry, api(client))
