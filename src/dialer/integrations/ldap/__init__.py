"""LDAP and Active Directory: a company's own people, found while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import EntryAuthFailed
from dialer.integrations.ldap.client import LdapClient
from dialer.integrations.ldap.directory import LdapDirectory, sign_in
from dialer.integrations.ldap.place import Place

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    """Sign in, and keep the connection for the first search."""
    password = await hub.entries.secret(entry, "password")
    if password is None:
        raise EntryAuthFailed("core.entry.no_secret")
    client = LdapClient(hub, Place.of(entry.data), str(entry.data["bind_dn"]), password)
    entry.scope.on_close(client.close)
    await sign_in(client, str(entry.data["base_dn"]))
    hub.provide(entry, LdapDirectory(hub, entry, client))
