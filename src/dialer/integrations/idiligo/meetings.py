"""Meetings with Idiligo: a script, its participant, values and documents, and the two links."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from dialer.core.errors import ErrorKind, OutcomeUnknown
from dialer.core.fields import Text
from dialer.integrations.idiligo import attachments
from dialer.integrations.idiligo.fields import SCRIPT, Link, script_field
from dialer.integrations.idiligo.forms import Fault
from dialer.integrations.idiligo.names import DOCUMENT, file_name, split_name
from dialer.meetings.provider import MeetingFeature, MeetingOrder, MeetingProvider, Progress, ProviderMeeting

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from dialer.integrations.idiligo.client import IdiligoClient
    from dialer.meetings.document import MeetingDocument
    from dialer.meetings.provider import MeetingPerson

VALUE = "value"

CAREFUL = timedelta(hours=1)
"""How old a sign-in may be for a new meeting, whose fate a token that the server forgot leaves in doubt."""


class IdiligoMeetings(MeetingProvider):
    """Guided meetings of one account.

    Idiligo knows no time, no subject and no list of meetings: Dialer keeps them. Both links can be had again
    at any time, the organiser's with a fresh sign-in.
    """

    features = (
        MeetingFeature.ANY_TIME | MeetingFeature.GUEST_LINK | MeetingFeature.FETCH | MeetingFeature.DOCUMENTS
    )
    ours = frozenset({"start", "minutes", "subject"})
    open_options = (Text(key=VALUE), Link(key=DOCUMENT))

    def __init__(self, client: IdiligoClient, account: Mapping[str, object]) -> None:
        """Take the account's own options."""
        self._client = client
        self._return_url = str(account.get("returnUrl") or "")
        self.options = (script_field(str(account.get(SCRIPT) or "")),)

    def diagnostics(self) -> Mapping[str, object]:
        """Return how old the sign-in is."""
        age = self._client.session.age
        return {"signed_in_for_minutes": None if age is None else round(age.total_seconds() / 60)}

    async def async_create(self, order: MeetingOrder, progress: Progress) -> ProviderMeeting:
        """Create a meeting step by step; from its second step on it exists, whatever becomes of the rest."""
        await self._client.session.token(good_for=CAREFUL)
        progress.step("idiligo.step.signed_in")
        call_id = await self._made(str(order.options[SCRIPT]))
        progress.made(str(call_id))
        progress.step("meetings.step.created")
        for person in reversed(order.people):  # if there can be one participant only, it is the first of them
            await self._add(call_id, person, progress)
        public_id = await _told(partial(self._client.get_public_call_id, callId=call_id))
        await self._fill_in(public_id, _family(order, VALUE), progress)
        for external_id, url in _family(order, DOCUMENT).items():
            await self._attach(call_id, external_id, url, progress)
        host_url = await _told(
            partial(self._client.get_agent_url, callId=call_id, returnUrl=self._return_url)
        )
        progress.step("idiligo.step.links")
        return ProviderMeeting(
            provider_id=str(call_id),
            host_url=host_url,
            guest_url=self._client.client_url(public_id),
            details={"code": public_id},  # whoever cannot click types it on the site
        )

    async def async_fetch(self, provider_id: str) -> ProviderMeeting | None:
        """Return a meeting's links, or the one of both that can be had; Idiligo tells nothing else of it.

        Raises:
            ApiError: neither can be had.
        """
        call_id = int(provider_id)
        host, guest = await asyncio.gather(
            self._client.get_agent_url(callId=call_id, returnUrl=self._return_url),
            self._client.get_public_call_id(callId=call_id),
            return_exceptions=True,
        )
        for failure in (host, guest):
            if isinstance(failure, BaseException) and not isinstance(failure, OutcomeUnknown):
                raise failure
        if isinstance(host, BaseException) and isinstance(guest, BaseException):
            raise host
        return ProviderMeeting(
            provider_id=provider_id,
            host_url=host if isinstance(host, str) else None,
            guest_url=self._client.client_url(guest) if isinstance(guest, str) else None,
            details={"code": guest} if isinstance(guest, str) else {},
        )

    async def async_documents(self, provider_id: str) -> Sequence[MeetingDocument]:
        """Return what was uploaded, made or signed in a meeting."""
        return await attachments.documents(self._client, int(provider_id))

    async def async_download(
        self, provider_id: str, document_id: str, take: Callable[[bytes], Awaitable[None]]
    ) -> None:
        """Download a document of a meeting from the address that it has now."""
        await attachments.download(self._client, int(provider_id), document_id, take)

    async def _made(self, script: str) -> int:
        try:
            return await self._client.create_call(trajectCode=script)
        except Fault:  # with a code that it does not know, too, as far as we know
            raise OutcomeUnknown("idiligo.error.fault_creating", ErrorKind.PROVIDER) from None
        except OutcomeUnknown as error:
            raise OutcomeUnknown(kind=error.kind, code=error.code) from None

    async def _add(self, call_id: int, person: MeetingPerson, progress: Progress) -> None:
        if not person.email:  # which makes a participant at Idiligo; the guest's link works without
            progress.step("idiligo.step.no_participant", name=person.name)
            return
        first, last = split_name(person.name)
        contact_id = await self._client.create_contact(email=person.email, firstName=first, lastName=last)
        await self._client.set_contact(callId=call_id, contactId=contact_id)
        progress.step("idiligo.step.participant", name=person.name)

    async def _fill_in(self, public_id: str, values: Mapping[str, str], progress: Progress) -> None:
        if not values:
            return
        await self._client.set_values(publicId=public_id, names=list(values), values=list(values.values()))
        progress.step("idiligo.step.values")

    async def _attach(self, call_id: int, external_id: str, url: str, progress: Progress) -> None:
        name = file_name(url)
        document_id = await self._client.add_document_from_url(url=url, filename=name, externalId=external_id)
        await self._client.set_document_to_upload_action(
            callId=call_id, externalId=external_id, documentId=document_id
        )
        progress.step("idiligo.step.document", name=name)


async def _told(ask: Callable[[], Awaitable[str]]) -> str:
    """Ask what changes nothing, once more where no usable answer came: a fault may be an expired session."""
    try:
        return await ask()
    except OutcomeUnknown:
        return await ask()


def _family(order: MeetingOrder, key: str) -> dict[str, str]:
    """Return the values of an open option by the names that the user gave, in their order."""
    return {
        name.removeprefix(f"{key}."): str(value)
        for name, value in order.options.items()
        if name.startswith(f"{key}.")
    }
