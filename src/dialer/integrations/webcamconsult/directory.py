"""The clients of an organisation, copied into memory and nowhere else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.contacts.directories.directory import Changes, DirectoryFeature, DirectoryProvider
from dialer.contacts.model import ContactDraft
from dialer.core.errors import OutcomeUnknown
from dialer.integrations.webcamconsult.readings import client_name, day_of_birth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialer.core.hub import Hub
    from dialer.core.strings import Strings
    from dialer.integrations.webcamconsult.client import WebcamconsultClient
    from dialer.integrations.webcamconsult.clients import Clients
    from dialer.integrations.webcamconsult.models import Client


class WebcamconsultDirectory(DirectoryProvider):
    """The clients of one account.

    The interface has neither a search nor pages: the whole list is read, once in an hour, and searched here.
    """

    features = DirectoryFeature.SYNC
    private = True
    search_deadline = 10.0
    sync_interval = 3600.0
    sync_deadline = 60.0

    def __init__(self, hub: Hub, client: WebcamconsultClient, clients: Clients) -> None:
        self._strings = hub.strings
        self._client = client
        self._clients = clients

    def diagnostics(self) -> Mapping[str, object]:
        """Return how many there are, and in which folder one of them is."""
        return {"clients": sum(map(bool, self._clients.names.values())), **self._client.folders}

    async def async_sync(self, token: str) -> Changes:
        """Return everybody."""
        everybody = await self._clients.list()
        people = await asyncio.to_thread(_drafts, everybody, self._strings)
        if everybody and not people:
            raise OutcomeUnknown("answers.unreadable")
        return Changes(people=people, complete=len(people) == len(everybody))


def _drafts(everybody: Sequence[Client], strings: Strings) -> tuple[ContactDraft, ...]:
    return tuple(_draft(one, strings) for one in everybody if one.id)


def _draft(client: Client, strings: Strings) -> ContactDraft:
    email = (client.email or "").strip()
    return ContactDraft(
        uid=str(client.id),
        name=client_name(client) or email,
        emails=(email,) if email else (),
        note=_note(client, strings),
    )


def _note(client: Client, strings: Strings) -> str:
    """Return what tells two clients of the same name apart."""
    lines = []
    if born := day_of_birth(client.date_of_birth):
        lines.append(strings.text("webcamconsult.contact.born", day=f"{born:%d-%m-%Y}"))
    if client.reference_code:
        lines.append(strings.text("webcamconsult.contact.reference", code=client.reference_code))
    return "\n".join(lines)
