"""The clients of an organisation: whose e-mail address is whose, and those who are no client yet.

They are patients: what is known of them stays in memory, and goes with the account.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from msgspec import UNSET

from dialer.core.errors import ApiError, ErrorKind, InputError, NotSent, OutcomeUnknown, Refused
from dialer.integrations.webcamconsult.names import name_parts
from dialer.integrations.webcamconsult.readings import client_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.clock import Clock
    from dialer.integrations.webcamconsult.client import WebcamconsultClient
    from dialer.integrations.webcamconsult.models import Client
    from dialer.meetings.provider import MeetingPerson

_LOGGER = logging.getLogger(__name__)

SETTLE_PAUSES = (0.0, 2.0, 4.0)
"""Seconds before each look for a client whose answer was lost: a slow provider may still be adding him."""


class Clients:
    """Finds the client that somebody is, and makes one of who is none.

    Attributes:
        names: what people call those who were read since the last list, by their ids; nothing where they are
            not there any more.
    """

    def __init__(self, client: WebcamconsultClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._finding = asyncio.Lock()
        self.names: dict[str, str] = {}

    async def list(self) -> list[Client]:
        """Return all of them.

        Raises:
            ApiError: they cannot be listed.
        """
        found = await self._client.clients_list()
        self.names = {str(one.id): client_name(one) for one in found if one.id}
        return found

    async def names_of(self, ids: set[str]) -> dict[str, str]:
        """Return what people call these clients, as far as that can be found out.

        Raises:
            ApiError: the sign-in is refused.
        """
        missing = ids - self.names.keys()
        try:
            if len(missing) == 1:  # the list has everybody, which may be a lot
                await self._view(*missing)
            elif missing:
                await self.list()
        except ApiError as error:
            if error.kind is ErrorKind.AUTH:
                raise
            if error.kind is not ErrorKind.NOT_FOUND:
                _LOGGER.info("the clients of appointments cannot be read: %s", error.key)
                return {id_: self.names.get(id_, "") for id_ in ids}
        self.names |= dict.fromkeys(missing - self.names.keys(), "")  # who is gone is not asked for again
        return {id_: self.names.get(id_, "") for id_ in ids}

    async def find(self, person: MeetingPerson) -> str | None:
        """Return the id of the client with somebody's e-mail address; None if there is none yet.

        Raises:
            InputError: there is no e-mail address, or several clients have it.
            Refused, NotSent: the clients cannot be looked through: nothing was done.
        """
        if not (email := _comparable(person.email)):
            raise InputError("webcamconsult.error.no_email")
        try:
            everybody = await self.list()
        except OutcomeUnknown as error:  # of a question nothing is in doubt
            if error.kind is ErrorKind.NETWORK:
                raise NotSent(error.key, **error.placeholders) from None
            raise Refused(error.key, error.kind, code=error.code) from None
        return _only(everybody, email)

    async def find_or_add(self, person: MeetingPerson, division_id: str | None) -> tuple[str, bool]:
        """Return the id of the client that somebody is, and whether he is a new one.

        One after the other: two appointments with the same new client make one client.

        Raises:
            InputError: it cannot be told which client this is.
            ApiError: there is no such client now; no `OutcomeUnknown`.
        """
        async with self._finding:
            if (found := await self.find(person)) is not None:
                return found, False
            return await self._add(person, division_id), True

    async def _view(self, client_id: str) -> None:
        found = await self._client.clients_view(client_id=client_id)
        if found is not None:
            self.names[client_id] = client_name(found)

    async def _add(self, person: MeetingPerson, division_id: str | None) -> str:
        parts = name_parts(person.name)
        try:
            made = await self._client.clients_create(
                email=person.email.strip(),
                initials=parts.initials or UNSET,
                surname_prefix=parts.surname_prefix or UNSET,
                last_name=parts.last_name or person.email.strip(),
                division_ids=[division_id] if division_id else UNSET,
            )
        except OutcomeUnknown as lost:
            _LOGGER.info("whether a client was added is not known: %s", lost.key)
            made = None
        if made is not None and made.id:
            return str(made.id)
        return await self._settle(person)

    async def _settle(self, person: MeetingPerson) -> str:
        """Find out whether a client was added whose answer was lost; nothing is ever sent again.

        The next press looks for the client first, so that a late one is found then.
        """
        for pause in SETTLE_PAUSES:
            await self._clock.sleep(pause)
            try:
                found = await self.find(person)
            except ApiError as error:
                if error.kind is ErrorKind.AUTH:
                    raise
                continue
            if found is not None:
                return found
        raise Refused("webcamconsult.error.client_doubt", ErrorKind.PROVIDER)


def _only(everybody: Sequence[Client], email: str) -> str | None:
    found = {str(one.id) for one in everybody if one.id and _comparable(one.email) == email}
    if len(found) > 1:
        raise InputError("webcamconsult.error.several_clients")
    return next(iter(found), None)


def _comparable(email: str | None) -> str:
    return (email or "").strip().casefold()
