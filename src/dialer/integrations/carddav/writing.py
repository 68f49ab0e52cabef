"""Writing to a book: never over what somebody else wrote meanwhile, and never twice.

Every request names the version that it is based on, so that the server refuses it where the card is another
by now. Where an answer is lost, the card is read back: its version tells what became of the request.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, NoReturn

from dialer.contacts.directories.directory import WriteConflict, Written
from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.integrations.carddav import cards
from dialer.integrations.carddav.client import DONE, NOT_FOUND, PRECONDITION_FAILED, Card, refuse
from dialer.integrations.carddav.editing import edit, new_card

if TYPE_CHECKING:
    from dialer.contacts.model import ContactDraft
    from dialer.core.http import Response
    from dialer.integrations.carddav.client import CardDavClient

_ANY = "*"
_FORBIDDEN = 403
_NOT_TAKEN = frozenset({400, 405, 409, 412, 413, 415, 422})
_SERVER_FAULTS = range(500, 600)


class Writer:
    """Adds, changes and removes cards of one server."""

    def __init__(self, client: CardDavClient) -> None:
        """Send nothing yet."""
        self._client = client

    async def create(self, book: str, person: ContactDraft) -> Written:
        """Add somebody; a repeated request never makes a twin, because its place has its own key.

        Raises:
            ApiError: nobody was added, or nobody knows.
        """
        uid = str(uuid.uuid4())
        path, text = f"{book}{uid}.vcf", new_card(person, uid)
        try:
            response = await self._client.put(path, text, new=True)
        except OutcomeUnknown:
            response = None
        if response is None or response.status in _SERVER_FAULTS:
            return await self._create_again(path, text)
        if response.status not in DONE:
            _refuse(response)
        return await self._written(path, text, response)

    async def change(self, person: ContactDraft, before: ContactDraft, version: str) -> Written:
        """Write what is different between two drafts into somebody's card.

        Raises:
            WriteConflict: somebody else has changed or removed it; nothing was written.
            ApiError: nothing was written, or nobody knows.
        """
        path = person.uid
        card = await self._client.get(path)
        if card is None or (version and card.version and not _same(card.version, version)):
            raise WriteConflict(await self._read(path, card))
        text = await asyncio.to_thread(edit, card.text, before, person)
        based_on = version or card.version
        if text == card.text:
            return await self._as_written(path, text, based_on)
        try:
            response = await self._client.put(path, text, based_on or _ANY)
        except OutcomeUnknown:
            response = None
        if response is None or response.status in _SERVER_FAULTS:
            return await self._settle(path, text, based_on)
        if response.status == PRECONDITION_FAILED:
            raise WriteConflict(await self._read(path, await self._client.get(path)))
        if response.status not in DONE:
            _refuse(response)
        return await self._written(path, text, response)

    async def remove(self, path: str, version: str) -> None:
        """Remove somebody's card.

        Raises:
            WriteConflict: somebody else has changed it; it is there.
            ApiError: it is there, or nobody knows.
        """
        if not version:
            card = await self._client.get(path)
            version = card.version if card is not None else ""
        try:
            response = await self._client.delete(path, version or _ANY)
        except OutcomeUnknown:
            response = None
        if response is None or response.status in _SERVER_FAULTS:
            card = await self._read_back(path)
            if card is None:
                return
            if _same(card.version, version):
                raise _not_done()
            raise WriteConflict(await self._read(path, card))
        if response.status == PRECONDITION_FAILED:
            card = await self._client.get(path)
            if card is not None:
                raise WriteConflict(await self._read(path, card))
        elif response.status not in DONE | NOT_FOUND:
            _refuse(response)

    async def _create_again(self, path: str, text: bytes) -> Written:
        """Send a card once more whose first answer was lost; one that is there already is not taken twice."""
        card = await self._read_back(path)
        if card is not None:
            return await self._as_written(path, card.text, card.version)
        response = await self._client.put(path, text, new=True)
        if response.status == PRECONDITION_FAILED:  # the first one has arrived after all
            card = await self._read_back(path)
            return await self._as_written(path, card.text if card else text, card.version if card else "")
        if response.status not in DONE:
            _refuse(response)
        return await self._written(path, text, response)

    async def _settle(self, path: str, text: bytes, based_on: str) -> Written:
        """Find out what became of a change whose answer was lost."""
        card = await self._read_back(path)
        if card is not None and card.version and _same(card.version, based_on):
            raise _not_done()
        if card is not None and await asyncio.to_thread(_says_the_same, path, card.text, text):
            return await self._as_written(path, card.text, card.version)
        raise WriteConflict(await self._read(path, card))

    async def _read_back(self, path: str) -> Card | None:
        try:
            return await self._client.get(path)
        except (NotSent, OutcomeUnknown):
            raise OutcomeUnknown("carddav.error.unknown") from None

    async def _written(self, path: str, text: bytes, response: Response) -> Written:
        """Return what the server has now: a server that names no version may have changed it."""
        version = response.headers.get("etag", "")
        if version:
            return await self._as_written(path, text, version)
        try:
            card = await self._client.get(path)
        except ApiError:  # it is written; the next round of copying tells its version
            card = None
        return await self._as_written(path, card.text if card else text, card.version if card else "")

    async def _as_written(self, path: str, text: bytes, version: str) -> Written:
        read = await asyncio.to_thread(cards.read, text, path, version)
        return Written(person=read.draft, version=version)

    async def _read(self, path: str, card: Card | None) -> Written | None:
        return None if card is None else await self._as_written(path, card.text, card.version)


def _same(version: str, other: str) -> bool:
    """Whether two versions are one: a proxy that packs an answer marks its version as weak."""
    return version.removeprefix("W/") == other.removeprefix("W/")


def _says_the_same(path: str, text: bytes, other: bytes) -> bool:
    return cards.read(text, path).draft == cards.read(other, path).draft


def _refuse(response: Response) -> NoReturn:
    """Say why a card was not taken; whatever the server answered, nothing was written."""
    if response.status == _FORBIDDEN:
        raise Refused("carddav.error.read_only", ErrorKind.PERMISSION, code=response.status)
    if response.status in _NOT_TAKEN:
        raise Refused("carddav.error.not_taken", ErrorKind.VALIDATION, code=response.status)
    refuse(response)


def _not_done() -> Refused:
    return Refused("carddav.error.not_done", ErrorKind.PROVIDER)
