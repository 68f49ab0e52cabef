"""A meeting's documents down to this computer: each from an address that is good for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import ErrorKind, Refused
from dialer.integrations.idiligo.names import file_name
from dialer.meetings.document import MeetingDocument

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.integrations.idiligo.answers import Attachment
    from dialer.integrations.idiligo.client import IdiligoClient


async def documents(client: IdiligoClient, call_id: int) -> list[MeetingDocument]:
    """Return what was uploaded, made or signed in a meeting, as far as it has an address."""
    return [
        MeetingDocument(document_id=str(one.Id), name=_name(one), size=_size(one))
        for one in await client.get_attachments(callId=call_id)
        if one.Url
    ]


async def download(
    client: IdiligoClient, call_id: int, document_id: str, take: Callable[[bytes], Awaitable[None]]
) -> None:
    """Download a document from the address that it has now: Idiligo changes it over time.

    Raises:
        Refused: it is not there any more, or its address leads to somebody else.
        OutcomeUnknown: it did not come, or not completely.
    """
    for one in await client.get_attachments(callId=call_id):
        if str(one.Id) == document_id and one.Url:
            return await client.download(one.Url, take)
    raise Refused("meeting_documents.gone", ErrorKind.NOT_FOUND)


def _name(attachment: Attachment) -> str:
    """Return what a document is called; what kind of file it is may stand in its address only."""
    described, address = attachment.Description, file_name(attachment.Url)
    if not described or "." in described[-6:]:
        return described or address
    _, dot, ending = address.rpartition(".")
    return f"{described}{dot}{ending}" if dot else described


def _size(attachment: Attachment) -> int | None:
    return int(attachment.Size) if attachment.Size.isascii() and attachment.Size.isdigit() else None
