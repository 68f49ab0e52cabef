"""Iotum (Callbridge and its white labels): meetings on a company's own host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.api import Api
from dialer.core.errors import EntryAuthFailed, EntryError
from dialer.integrations.iotum.client import IotumClient
from dialer.integrations.iotum.directory import IotumDirectory
from dialer.integrations.iotum.facts import HostFacts
from dialer.integrations.iotum.meetings import IotumMeetings
from dialer.integrations.iotum.operations import RINGS, operations
from dialer.integrations.iotum.orders import wire_id

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    """Sign an account in; what it can do follows."""
    data = entry.data
    api_token = await hub.entries.secret(entry, "api_token")
    if api_token is None:  # Dialer looks before it asks for a set-up
        raise EntryAuthFailed("answers.sign_in_refused")
    host = data.get("host_id") or data.get("host")  # of an organisation's preset account it is chosen later
    if not host:
        raise EntryError("iotum.error.no_host_set")
    host_id = wire_id(str(host))
    client = IotumClient(hub.http, data["base_url"], api_token)
    await client.authenticate()
    facts = HostFacts.kept(data)
    if facts is None:
        facts = HostFacts.of(await client.host_fetch(host_id=host_id))
    hub.provide(entry, IotumMeetings(client, host_id, facts, entry.options, hub.clock))
    hub.provide(entry, IotumDirectory(client, host_id))
    hub.provide(entry, Api(operations(client), RINGS))
