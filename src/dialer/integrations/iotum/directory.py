"""The contacts of a host, as its own scheduling page offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.directories.directory import Changes, DirectoryFeature, DirectoryProvider
from dialer.contacts.model import ContactDraft, NumberDraft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.integrations.iotum.client import IotumClient
    from dialer.integrations.iotum.models import Contact

_LABELS = {"business_phone": "work", "mobile_phone": "mobile", "home_phone": "home", "other_phone": "other"}


class IotumDirectory(DirectoryProvider):
    """Copies the contacts of one account's host, into memory only: clients of other people are among them."""

    features = DirectoryFeature.SYNC
    private = True
    sync_interval = 900.0
    sync_deadline = 60.0

    def __init__(self, client: IotumClient, host_id: int | str) -> None:
        """Ask with this client."""
        self._client, self._host_id = client, host_id
        self._count: int | None = None

    def diagnostics(self) -> Mapping[str, object]:
        """Return how many there were the last time."""
        return {"contacts": self._count}

    async def async_sync(self, token: str) -> Changes:  # the platform has none
        """Return all contacts."""
        contacts = await self._client.contact_fetch_all(host_id=self._host_id)
        self._count = len(contacts)
        return Changes(people=tuple(_draft(contact) for contact in contacts))


def _draft(contact: Contact) -> ContactDraft:
    numbers = [(getattr(contact, key), label) for key, label in _LABELS.items()]
    return ContactDraft(
        uid=str(contact.contact_id),
        name=contact.name or "",
        emails=(contact.email,) if contact.email else (),
        numbers=tuple(NumberDraft(raw=raw, label=label) for raw, label in numbers if raw),
    )
