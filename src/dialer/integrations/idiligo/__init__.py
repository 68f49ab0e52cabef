"""Idiligo: guided online meetings, with documents and values filled in beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.api import Api
from dialer.core.entry_secrets import SecretMissing
from dialer.core.errors import ErrorKind, Refused
from dialer.integrations.idiligo.client import IdiligoClient
from dialer.integrations.idiligo.meetings import IdiligoMeetings
from dialer.integrations.idiligo.operations import operations
from dialer.integrations.idiligo.session import Credentials

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    """Sign in, and make the account able to meet; the token serves every meeting of the day."""

    async def credentials() -> Credentials:
        apikey = await hub.entries.secret(entry, "apikey")
        password, ticket = [await hub.entries.secret(entry, key) for key in ("password", "ticket")]
        if apikey is None or (password is None and ticket is None):
            raise Refused("core.entry.no_secret", ErrorKind.AUTH)
        return Credentials(
            username=str(entry.data["username"]), apikey=apikey, password=password, ticket=ticket
        )

    client = IdiligoClient(hub.http, hub.clock, entry.data["base_url"], credentials)
    try:
        await client.session.token()
    except Refused as error:
        if error.key == "core.entry.no_secret":  # which nobody has refused
            raise SecretMissing(error.key) from None
        raise
    hub.provide(entry, Api(operations(client)))
    hub.provide(entry, IdiligoMeetings(client, entry.options))
