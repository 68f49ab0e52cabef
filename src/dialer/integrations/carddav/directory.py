"""The people of a CardDAV account's address books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.directories.directory import DirectoryFeature, DirectoryProvider
from dialer.integrations.carddav.rounds import Round
from dialer.integrations.carddav.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialer.contacts.directories.directory import Changes, Written
    from dialer.contacts.model import ContactDraft
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


class WritableCardDavDirectory(CardDavDirectory):
    """Copies the people, and writes what is added, changed and removed here."""

    def __init__(self, client: CardDavClient, books: Sequence[str], writable: Sequence[str]) -> None:
        """Work with this client.

        Args:
            client: asks and writes.
            books: the paths of all books.
            writable: those that may be written to; new people go to the first.
        """
        super().__init__(client, books)
        self.features |= DirectoryFeature.WRITE
        self._writable, self._writer = tuple(writable), Writer(client)

    def diagnostics(self) -> Mapping[str, object]:
        """Return how many books there are, and how many can be written to."""
        return {**super().diagnostics(), "writable_books": len(self._writable)}

    async def async_create(self, person: ContactDraft) -> Written:
        """Add somebody to the first book."""
        return await self._writer.create(self._writable[0], person)

    async def async_change(self, person: ContactDraft, before: ContactDraft, version: str) -> Written:
        """Write what is different between two drafts into somebody's card."""
        return await self._writer.change(person, before, version)

    async def async_remove(self, key: str, version: str) -> None:
        """Remove somebody's card."""
        await self._writer.remove(key, version)
