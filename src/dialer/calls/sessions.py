"""The session of the running call, kept in the key ring: a restarted Dialer finds the call again with it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from dialer.calls.provider import TelephonyFeature
from dialer.core.errors import SecretsUnavailable

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.calls.running import RunningCall
    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret

_LOGGER = logging.getLogger(__name__)


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
            await self._hub.secrets.set(_ref(running.call), session)
        except SecretsUnavailable as error:
            _LOGGER.info("the session is not kept: %s", error.key)

    async def find(self, call: Call) -> Secret | None:
        """Return the session that a call of an earlier run was placed in."""
        try:
            return await self._hub.secrets.get(_ref(call))
        except SecretsUnavailable as error:
            _LOGGER.info("the session cannot be read: %s", error.key)
            return None

    async def forget(self, call: Call) -> None:
        """Forget the session of a call that is over."""
        try:
            await self._hub.secrets.delete(_ref(call))
        except SecretsUnavailable as error:
            _LOGGER.info("no session was kept: %s", error.key)


def _ref(call: Call) -> str:
    return f"{call.entry_id}/session"
