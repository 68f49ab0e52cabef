"""Connect Call: click-to-call that rings the user's own phone first, then the other party's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.api import Api
from dialer.integrations.connect_call.operations import RINGS, Operations
from dialer.integrations.connect_call.telephony import ConnectCallTelephony

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    """Make an account able to call; nothing is sent, because logging in is dialling."""
    telephony = ConnectCallTelephony(hub, entry)
    entry.scope.on_close(telephony.async_unload)
    hub.provide(entry, telephony)
    hub.provide(entry, Api(Operations(hub, entry).by_name, RINGS))
