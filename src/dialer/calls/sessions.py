"""The session of the running call, kept in the key ring: a restarted Dialer finds the call again with it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from dialer.calls.provider import TelephonyFeature
from dialer.core.errors import SecretsUnavailable
from dialer.core.secrets import Secret

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.calls.running import RunningCall
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)

_SEPARATOR = "\n"


class KeptSessions:
    """One session for each account, and only while a call of it lives: whoever has it can place calls."""

    def __init__(self, hub: Hub) -> None:
        """Keep them with the hub's secrets."""
        self._hub = hub

    async def keep(self, running: RunningCall) -> None:
        """Keep the session of a call that lives."""
        session = running.provider.session
        if (
            session is None
            or not running.call.live
            or TelephonyFeature.RESUME not in running.provider.features
        ):
            return
        try:
            await self._hub.secrets.set(_ref(running.call), self._bound(running.call, session))
        except SecretsUnavailable as error:
            _LOGGER.info("the session is not kept: %s", error.key)

    async def find(self, call: Call) -> Secret | None:
        """Return the session of an earlier run's call, if the account still is where it was placed."""
        try:
            kept = await self._hub.secrets.get(_ref(call))
        except SecretsUnavailable as error:
            _LOGGER.info("the session cannot be read: %s", error.key)
            return None
        if kept is None:
            return None
        account, _, session = kept.reveal().rpartition(_SEPARATOR)
        return Secret(session) if account == self._account(call) else None

    async def forget(self, call: Call) -> None:
        """Forget the session of a call that is over."""
        try:
            await self._hub.secrets.delete(_ref(call))
        except SecretsUnavailable as error:
            _LOGGER.info("no session was kept: %s", error.key)

    def _bound(self, call: Call, session: Secret) -> Secret:
        """Return the session with its account: a server that the account moved to must not get it."""
        return Secret(f"{self._account(call)}{_SEPARATOR}{session.reveal()}")

    def _account(self, call: Call) -> str:
        entry = self._hub.entries.get(call.entry_id)
        return entry.unique_id if entry is not None else ""


def _ref(call: Call) -> str:
    return f"{call.entry_id}/session"
