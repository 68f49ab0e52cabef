"""Calls through Connect Call: one session per account, one call at a time in it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dialer.calls.provider import SessionGone, TelephonyFeature, TelephonyProvider
from dialer.core.errors import ApiError, InputError, NotSent, Refused, SecretsUnavailable
from dialer.integrations.connect_call import legs, statuses
from dialer.integrations.connect_call.client import ConnectCallClient, ConnectionType, SessionExpired
from dialer.integrations.connect_call.codes import Response

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dialer.calls.provider import DialOrder, StatusUpdate
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret

_LOGGER = logging.getLogger(__name__)

END_TRIES = 3
END_PAUSE = 0.5
END_BUDGET = 3.0


class ConnectCallTelephony(TelephonyProvider):
    """Places the calls of one account.

    The first call logs in. The session that it begins serves every later call, so that the password stays at
    home and a lost answer can be made good by asking the status.
    """

    features = (
        TelephonyFeature.HANG_UP
        | TelephonyFeature.STATUS
        | TelephonyFeature.BOTH_AT_ONCE
        | TelephonyFeature.CHOOSE_SOURCE
        | TelephonyFeature.RESUME
    )
    poll_interval = 1.0  # a talk's end shows up within a second, and one question costs the server little

    def __init__(self, hub: Hub, entry: ConfigEntry) -> None:
        self._hub = hub
        self._entry = entry
        self._client = ConnectCallClient(hub.http, entry.data["base_url"])
        self.sources = legs.split(entry.data["source"])
        self._session: Secret | None = None
        self._calling = False
        self._unknown_codes: set[int] = set()

    @property
    def session(self) -> Secret | None:
        """The running session's GUID: whoever has it can place and end calls."""
        return self._session

    def diagnostics(self) -> Mapping[str, object]:
        """Return whether there is a session and a call, and which codes the document does not know."""
        return {
            "own_phones": len(self.sources),
            "signed_in": self._session is not None,
            "in_a_call": self._calling,
            "undocumented_codes": sorted(self._unknown_codes),
        }

    def resume(self, session: Secret) -> None:
        """Take up a session in which a call may still run."""
        self._session = session
        self._calling = True

    def release(self) -> None:
        """Forget the session without signing out: the user left a call running in it."""
        self._session = None

    async def async_dial(self, order: DialOrder) -> None:
        """Place a call in the running session, or log in with it where there is none."""
        source, dest, connection_type = self._parameters(order)
        session = self._session
        # Not if the session was ended meanwhile, because the account was changed.
        if session is not None and await self._session_is_free(session) and session is self._session:
            try:
                with self._placing():
                    await self._client.connect(
                        session, source=source, dest=dest, connection_type=connection_type
                    )
                return
            except SessionExpired:
                # Nobody was rung, and that is certain: the one case in which a press may dial again.
                self._session = None
        password = await self._password()
        with self._placing():
            self._session = await self._client.login(
                login=self._entry.data["login"],
                password=password,
                dest=dest,
                source=source,
                connection_type=connection_type,
            )

    async def async_status(self) -> StatusUpdate | None:
        """Ask how the call is; None means no change."""
        session = self._session
        if session is None:
            raise SessionGone
        try:
            code = await self._client.get_status(session)
        except SessionGone:
            if self._session is session:  # else it is late news of a session before this one
                self._session, self._calling = None, False
            raise
        if code is None:
            return None
        self._log_unknown(code)
        update = statuses.update_for(code)
        if update.reason is not None:
            self._calling = False
        return update

    async def async_hang_up(self) -> None:
        """End the running call; the session stays for the next one."""
        if self._session is None:
            raise SessionGone
        await self._client.hang_up(self._session)
        self._calling = False

    async def async_end_session(self) -> None:
        """Sign out, and forget the session whatever the server answers."""
        session, self._session, self._calling = self._session, None, False
        if session is None:
            return
        try:
            async with asyncio.timeout(END_BUDGET):
                await self._end(session)
        except (ApiError, TimeoutError) as error:
            _LOGGER.debug("the session was not ended: %r", error)

    async def async_unload(self) -> None:
        """Sign out when the account is taken down, unless a call runs: whoever talks is not cut off."""
        if not self._calling:
            await self.async_end_session()

    async def _session_is_free(self, session: Secret) -> bool:
        """End the session's earlier call, as the document asks; False if the server forgot the session.

        Raises:
            NotSent: the earlier call may go on, so the new one must not be placed.
        """
        try:
            await self._client.hang_up(session)
        except SessionGone:
            self._session = None
            return False
        except NotSent:
            raise
        except ApiError as error:
            # "Failed" may mean that nothing is left to end; if the session is gone, connect says so.
            if error.code != Response.FAILED:
                raise NotSent("connect_call.error.earlier_call") from None
        return True

    async def _end(self, session: Secret) -> None:
        for _ in range(END_TRIES - 1):
            try:
                return await self._client.end(session)
            except SessionGone:
                return None
            except ApiError:
                await self._hub.clock.sleep(END_PAUSE)
        return await self._client.end(session)

    async def _password(self) -> Secret:
        try:
            password = await self._hub.entries.secret(self._entry, "password")
        except SecretsUnavailable as error:
            raise NotSent(error.key, **error.placeholders) from None
        if password is None:
            raise NotSent("connect_call.error.no_password")
        return password

    def sent_as(self, number: str) -> str:
        """Return a number as this account writes it."""
        return legs.written(number, self._entry.options["number_format"], self._hub.settings.region)

    def _parameters(self, order: DialOrder) -> tuple[str, str, ConnectionType]:
        """Return source, destination and connection type as this account sends them."""
        style = self._entry.options["number_format"]
        region = self._hub.settings.region
        try:
            source = legs.own_number(order.source or self.sources[0], region)
        except InputError as error:
            raise NotSent(error.key) from None
        if order.both_at_once is None:
            connection_type = ConnectionType(self._entry.options["type"])
        else:
            connection_type = (
                ConnectionType.BOTH_AT_ONCE if order.both_at_once else ConnectionType.SOURCE_FIRST
            )
        return (
            legs.written(source, style, region),
            legs.written(order.destination, style, region),
            connection_type,
        )

    @contextmanager
    def _placing(self) -> Iterator[None]:
        """Count the call as running from here on, unless the server surely did not place it."""
        self._calling = True
        try:
            yield
        except (NotSent, Refused):
            self._calling = False
            raise

    def _log_unknown(self, code: int) -> None:
        if code not in statuses.DOCUMENTED and code not in self._unknown_codes:
            self._unknown_codes.add(code)
            _LOGGER.warning("undocumented status code %d", code)
