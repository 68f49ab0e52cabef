"""What a company's own systems have of a call: a page that opens, and an event for each change.

Both are off until somebody sets an address, neither delays or changes a call, and of a private call neither
learns anything.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from dialer.calls.events import CallChanged
from dialer.calls.pop_up import is_moment, pop_up_link
from dialer.calls.sentences import phone_label, to_event
from dialer.calls.webhook import Webhook
from dialer.core.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.calls.history import History
    from dialer.calls.model import Call
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)

POP_UP_URL, POP_UP_WHEN, WEBHOOK_URL = "pop_up_url", "pop_up_when", "webhook_url"

LAST_SECONDS = 1.0
"""How long quitting waits for the events of the call that it ended."""


class CallHooks:
    """Follows the calls for as long as anything is switched on."""

    def __init__(self, hub: Hub, history: History, open_page: Callable[[str], bool]) -> None:
        """Begin to listen.

        Args:
            hub: the platform.
            history: the call records.
            open_page: hands a checked address to the browser; returns whether a program took it.
        """
        self._hub, self._open_page = hub, open_page
        self._scope = Scope("hooks")
        self._webhook = Webhook(hub, history, self._scope)
        self._opened_for = ""
        self._told: dict[str, Any] = {}
        self._unlisten = hub.bus.listen(CallChanged, self._on_call)

    async def stop(self) -> None:
        """Send what can be sent in a moment, and listen no more."""
        self._unlisten()
        if (sending := self._webhook.sending) is not None:
            await asyncio.wait({sending}, timeout=LAST_SECONDS)
        await self._scope.close()

    def refresh(self) -> None:
        """Follow the settings: what waits for an address that is no longer set is not sent."""
        if not self._hub.settings.get(WEBHOOK_URL):
            self._webhook.forget()

    def _on_call(self, event: CallChanged) -> None:
        call = event.call
        if call.private:
            return
        self._tell(call)
        self._pop_up(call)

    def _tell(self, call: Call) -> None:
        url = self._hub.settings.get(WEBHOOK_URL)
        if not url:
            return
        hub = self._hub
        event = to_event(call, hub.strings, hub.clock.now(), phone_label(call, hub.settings))
        event |= {"number": call.number, "name": call.name, "contact": call.contact_id}
        said = {key: value for key, value in event.items() if key != "at"}
        if said != self._told:
            self._told = said
            self._webhook.send(str(url), event)

    def _pop_up(self, call: Call) -> None:
        template = self._hub.settings.get(POP_UP_URL)
        if not template or call.id == self._opened_for:
            return
        if not is_moment(call, str(self._hub.settings.get(POP_UP_WHEN))):
            return
        self._opened_for = call.id
        link = pop_up_link(str(template), call)
        if link is None:
            _LOGGER.warning("the page about a call was not opened: its facts would change the address")
        elif not self._open_page(link):
            _LOGGER.warning("no program opened the page about a call")
