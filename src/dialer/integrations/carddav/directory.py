"""The people of a CardDAV account's address books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.directory import DirectoryFeature, DirectoryProvider
from dialer.integrations.carddav.rounds import Round

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialer.contacts.directory import Changes
    from dialer.integrations.carddav.client import CardDavClient


class CardDavDirectory(DirectoryProvider):
    """Copies the people of one account's books."""

    sync_interval = 900.0
    sync_deadline = 1800.0

    def __init__(self, client: CardDavClient, books: Sequence[str]) -> None:
        """Ask with this client."""
        self.features = DirectoryFeature.SYNC
        self._client, self._books = client, tuple(books)

    def diagnostics(self) -> Mapping[str, object]:
        """Return how many books there are."""
        return {"books": len(self._books)}

    async def async_sync(self, token: str) -> Changes:
        """Return what changed since this token, or everybody."""
        return await Round(self._client, self._books, self.copied).changes(token)
