"""The connection of one account: opened when it is needed, kept, and used by one question at a time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Generic, TypeVar

from dialer.core.errors import ApiError, ErrorKind
from dialer.integrations.ldap.outcome import Gone, no_answer
from dialer.integrations.ldap.place import Encryption
from dialer.integrations.ldap.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret
    from dialer.integrations.ldap.place import Place

T = TypeVar("T")

IDLE = 120.0
"""Seconds without a question after which a connection is opened anew: a firewall may have forgotten it, and
whoever asks on it would wait in vain."""
_FAREWELL = 1.0


class LdapClient:
    """Asks the questions of one account.

    A question that nobody waits for any more is ended with its connection: the server stops working on it,
    and the next one need not wait for that.
    """

    def __init__(self, hub: Hub, place: Place, bind_dn: str, password: Secret) -> None:
        self._hub, self._place = hub, place
        self._bind_dn, self._password = bind_dn, password
        self._turn = asyncio.Lock()
        self._session: Session | None = None
        self._used = 0.0
        self._refused: int | None = None

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection."""
        return self._session is not None

    async def run(self, job: Callable[[Session, float], T], *, purpose: str, deadline: float) -> T:
        """Have a question asked on a signed-in connection, and return the answer.

        Args:
            job: asks it, on a thread, until a reading of ``time.monotonic``.
            purpose: what the log calls it.
            deadline: seconds for everything together, also for waiting for one's turn.

        Raises:
            ApiError: there is no answer. A refused sign-in is never sent again.
        """
        until = time.monotonic() + deadline
        try:
            async with asyncio.timeout(deadline):
                await self._turn.acquire()
        except TimeoutError:
            raise no_answer() from None
        try:
            return await self._run(job, purpose, until)
        finally:
            self._turn.release()

    async def close(self) -> None:
        """Let go of the connection, politely where nothing is going on."""
        session, self._session = self._session, None
        if session is None:
            return
        if self._turn.locked():
            session.abort()
        else:
            await asyncio.to_thread(session.close, time.monotonic() + _FAREWELL)

    async def _run(self, job: Callable[[Session, float], T], purpose: str, until: float) -> T:
        if self._refused is not None:
            raise ApiError("ldap.error.sign_in", ErrorKind.AUTH, code=self._refused)
        if self._session is not None and self._hub.clock.monotonic() - self._used > IDLE:
            self._session.abort()  # without a word, on what may be no line any more
            self._session = None
        if self._session is not None:
            try:
                return await self._ask(self._session, job, purpose, until)
            except Gone:  # closed while nobody used it; a search changes nothing, so it may be asked again
                pass
        trust = None
        if self._place.encryption is not Encryption.NONE:
            trust = await self._hub.blocking.trust(self._place.host)
        session = Session(self._place, self._bind_dn, self._password, trust)
        return await self._ask(session, job, purpose, until)

    async def _ask(
        self, session: Session, job: Callable[[Session, float], T], purpose: str, until: float
    ) -> T:
        self._session, well = session, False
        try:
            answer = await self._hub.blocking.run(
                _Question(session, job),
                host=self._place.host,
                deadline=max(0.0, until - time.monotonic()),
                purpose=purpose,
            )
            well = True
        except ApiError as error:
            if error.kind is ErrorKind.AUTH:
                self._refused = error.code or 0
            raise
        finally:
            if not well:
                session.abort()
                if self._session is session:
                    self._session = None
        self._used = self._hub.clock.monotonic()
        return answer


class _Question(Generic[T]):
    """A question with the connection that it is asked on."""

    def __init__(self, session: Session, job: Callable[[Session, float], T]) -> None:
        self._session, self._job = session, job

    def run(self, until: float) -> T:
        """Sign in, unless somebody did, and ask."""
        if not self._session.is_open:
            self._session.open(until)
        return self._job(self._session, until)

    def abort(self) -> None:
        """Cut the connection."""
        self._session.abort()
