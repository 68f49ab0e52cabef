"""CardDAV: the address books of one's own server, such as Nextcloud, Baïkal, Radicale or a mail service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import EntryAuthFailed
from dialer.integrations.carddav.addresses import server_of
from dialer.integrations.carddav.client import CardDavClient, Login
from dialer.integrations.carddav.directory import CardDavDirectory, WritableCardDavDirectory
from dialer.integrations.carddav.discovery import find_books, place

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    """Make an account's books ready; the first round of copying follows at once, and is the test."""
    password = await hub.entries.secret(entry, "password")
    if password is None:  # Dialer looks before it asks for a set-up
        raise EntryAuthFailed("carddav.error.sign_in")
    data = entry.data
    login = Login(data["username"], password, by_digest=bool(data.get("by_digest")))
    if "books" in data:
        client = CardDavClient(hub.http, data["server"], login)
        paths, read_only = data["books"], data["read_only"]
    else:  # an account that an organisation presets has an address only
        client = CardDavClient(hub.http, server_of(data["url"]), login)
        books = await find_books(client, place(data["url"])[1])
        paths = [book.path for book in books]
        read_only = [book.path for book in books if not book.writable]
    writable = [path for path in paths if path not in read_only]
    if entry.options["writable"] and writable:
        hub.provide(entry, WritableCardDavDirectory(client, paths, writable))
    else:
        hub.provide(entry, CardDavDirectory(client, paths))
