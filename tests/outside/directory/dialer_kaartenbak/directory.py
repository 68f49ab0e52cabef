"""The people of a Kaartenbak."""

from __future__ import annotations

from typing import Any

from dialer.contacts.directories.directory import Changes, DirectoryFeature, DirectoryProvider, Matches
from dialer.contacts.model import ContactDraft, NumberDraft

from .client import KaartenbakClient, part


class KaartenbakDirectory(DirectoryProvider):
    """Copies everybody once an hour, and asks for those who came since."""

    features = DirectoryFeature.SEARCH | DirectoryFeature.SYNC
    sync_interval = 3600.0

    def __init__(self, client: KaartenbakClient) -> None:
        self._client = client

    async def async_search(self, query: str, limit: int) -> Matches:
        answer = await self._client.find(query, limit)
        return Matches(people=people(answer), complete=part(answer, "next", int) == 0)

    async def async_sync(self, token: str) -> Changes:
        found: list[ContactDraft] = []
        number = 1
        while number:  # the last page says 0
            answer = await self._client.page(number)
            found += people(answer)
            number = part(answer, "next", int)
        return Changes(people=tuple(found))


def people(answer: Any) -> tuple[ContactDraft, ...]:
    """Dialer cleans the texts and reads the numbers."""
    return tuple(
        ContactDraft(
            uid=part(card, "key", str),
            name=part(card, "name", str),
            numbers=tuple(
                NumberDraft(raw=str(number), label="work") for number in part(card, "phones", list)
            ),
        )
        for card in part(answer, "cards", list)
    )
