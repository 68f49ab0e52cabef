"""The document's five operations as `dialer api` reaches them, in a session of their own.

The session of the calls that Dialer places is left alone: a status question would take away the news that
the call manager waits for. This one outlives the program, in the key ring, because each command may be a
process of its own; ``end`` forgets it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.calls.provider import SessionGone
from dialer.core.entry_secrets import API_SESSION
from dialer.core.errors import InputError, NotSent, SecretsUnavailable
from dialer.core.secrets import Secret
from dialer.integrations.connect_call.client import ConnectCallClient, SessionExpired
from dialer.integrations.connect_call.codes import Operation, Response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.integrations.connect_call import answers

_LOGGER = logging.getLogger(__name__)

RINGS = {Operation.LOGIN.value: (("dest",), ("source",)), Operation.CONNECT.value: (("dest",), ("source",))}
"""Which operations ring phones, and which of their parameters are the numbers."""

_HIDDEN = "***"
_SEPARATOR = "\n"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer: a code of the document, and its words."""

    code: int
    message: str


class Operations:
    """Carries the operations out; login, password and session are filled in, and no session is shown."""

    def __init__(self, hub: Hub, entry: ConfigEntry) -> None:
        self._hub = hub
        self._entry = entry
        self._client = ConnectCallClient(hub.http, entry.data["base_url"])
        self._session: Secret | None = None

    @property
    def by_name(self) -> Mapping[str, Callable[..., Awaitable[Reply]]]:
        """The operations by the document's names."""
        return {
            Operation.LOGIN.value: self.login,
            Operation.HANG_UP.value: self.hang_up,
            Operation.CONNECT.value: self.connect,
            Operation.END.value: self.end,
            Operation.GET_STATUS.value: self.get_status,
        }

    async def login(self, *, dest: object, source: object, type: object) -> Reply:  # noqa: A002  # the document's name
        """Log in and place the first call; the session takes the place of one before.

        Raises:
            ApiError: it was not placed, or nobody knows.
            SecretsUnavailable: the password could not be read.
        """
        password = await self._hub.entries.secret(self._entry, "password")
        if password is None:
            raise NotSent("connect_call.error.no_password")
        session = await self._client.login(
            login=self._entry.data["login"],
            password=password,
            dest=str(dest),
            source=str(source),
            connection_type=str(type),
        )
        await self._keep(session)
        return Reply(code=Response.LOGIN_SUCCESS, message=_HIDDEN)

    async def connect(self, *, source: object, dest: object, type: object) -> Reply:  # noqa: A002  # the document's name
        """Place another call in the session.

        Raises:
            InputError: there is no session.
            ApiError: it was not placed, or nobody knows.
        """
        session = await self._find()
        try:
            answer = await self._client.connect(
                session, source=str(source), dest=str(dest), connection_type=str(type)
            )
        except SessionExpired:
            await self._forget()
            raise
        return _shown(answer, session)

    async def hang_up(self) -> Reply:
        """End the session's call.

        Raises:
            InputError: there is no session.
            ApiError: it is not confirmed.
        """
        return await self._ask(Operation.HANG_UP)

    async def end(self) -> Reply:
        """Remove the session from the server, and forget it.

        Raises:
            InputError: there is no session.
            ApiError: it is not confirmed.
        """
        reply = await self._ask(Operation.END)
        await self._forget()
        return reply

    async def get_status(self) -> Reply:
        """Ask how the session's call is.

        Raises:
            InputError: there is no session.
            ApiError: there is no usable answer.
        """
        return await self._ask(Operation.GET_STATUS)

    async def _ask(self, operation: Operation) -> Reply:
        session = await self._find()
        try:
            return _shown(await self._client.ask(session, operation), session)
        except SessionGone:
            await self._forget()
            raise

    async def _find(self) -> Secret:
        """Return the session; one that began at another address or login is nobody else's business."""
        if self._session is None and (kept := await self._hub.secrets.get(self._ref)) is not None:
            account, _, session = kept.reveal().rpartition(_SEPARATOR)
            if account == self._entry.unique_id:
                self._session = Secret(session)
        if self._session is None:
            raise InputError("connect_call.error.log_in_first")
        return self._session

    async def _keep(self, session: Secret) -> None:
        self._session = session
        bound = Secret(f"{self._entry.unique_id}{_SEPARATOR}{session.reveal()}")
        try:
            await self._hub.secrets.set(self._ref, bound)
        except SecretsUnavailable as error:  # the call is placed; it lasts until the program ends
            _LOGGER.warning("the session is not kept: %s", error.key)

    async def _forget(self) -> None:
        self._session = None
        try:
            await self._hub.secrets.delete(self._ref)
        except SecretsUnavailable as error:
            _LOGGER.info("the session is not forgotten: %s", error.key)

    @property
    def _ref(self) -> str:
        return f"{self._entry.id}/{API_SESSION}"


def _shown(answer: answers.Answer, session: Secret) -> Reply:
    """Return an answer as it may be printed: whoever has the session can place calls."""
    return Reply(code=answer.code, message=answer.message.replace(session.reveal(), _HIDDEN))
