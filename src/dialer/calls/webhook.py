"""Tells a company's own system about calls: one request for each change, in their order.

No call waits for it. An event is sent once; only one that surely did not leave is tried again, for a while.
What waits is bounded: when the other side is away for long, the oldest events are given up.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dialer.core.errors import ApiError, NotSent, StorageError

if TYPE_CHECKING:
    import asyncio

    from dialer.calls.history import History
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope

_LOGGER = logging.getLogger(__name__)

MOST_WAITING = 100
"""How many events wait for their turn."""

DEADLINE = 10.0
"""Seconds that the other side has to answer."""

GIVE_UP = 600.0
"""Seconds after which an event that could not be sent is given up."""

_PAUSES = (5.0, 10.0, 20.0, 40.0, 60.0)
_HEADERS = {"Content-Type": "application/json"}
_GOOD = range(200, 300)


@dataclass(frozen=True)
class _Waiting:
    url: str
    event: dict[str, Any]
    since: float


class Webhook:
    """Sends events, one after the other."""

    def __init__(self, hub: Hub, history: History, scope: Scope) -> None:
        """Send over the hub's connections.

        Args:
            hub: the platform.
            history: says which calls are private.
            scope: owns the task that sends.
        """
        self._hub, self._history, self._scope = hub, history, scope
        self._waiting: deque[_Waiting] = deque(maxlen=MOST_WAITING)
        self._sending: asyncio.Task[None] | None = None
        self._down = False

    @property
    def sending(self) -> asyncio.Task[None] | None:
        """What sends at the moment; None when nothing waits."""
        return self._sending

    def send(self, url: str, event: dict[str, Any]) -> None:
        """Have an event sent to this address, after those before it; return at once."""
        self._waiting.append(_Waiting(url, event, self._hub.clock.monotonic()))
        if self._sending is None and not self._scope.closed:
            self._sending = self._scope.spawn(self._send_all(), "tell about calls")

    def forget(self) -> None:
        """Send nothing of what waits."""
        self._waiting.clear()

    async def _send_all(self) -> None:
        tries = 0
        try:
            while self._waiting:
                item = self._waiting[0]
                if not await self._is_private(item) and not await self._is_told(item):
                    if self._hub.clock.monotonic() - item.since < GIVE_UP:
                        await self._hub.clock.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
                        tries += 1
                        continue
                else:
                    tries = 0
                # It may have been pushed out by newer ones, or forgotten, while it was on its way.
                if self._waiting and self._waiting[0] is item:
                    self._waiting.popleft()
        finally:
            self._sending = None

    async def _is_private(self, item: _Waiting) -> bool:
        try:
            call = await self._history.get(item.event["call"])
        except StorageError:
            return True  # nobody knows
        return call is None or call.private or not call.number  # whoever was forgotten is not told of

    async def _is_told(self, item: _Waiting) -> bool:
        """Send an event; return whether that is done with, well or not: it may have arrived."""
        try:
            answer = await self._hub.http.request(
                "POST",
                item.url,
                headers=_HEADERS,
                content=json.dumps(item.event).encode(),
                deadline=DEADLINE,
                fresh=True,  # on a connection that the other side has closed meanwhile it would be lost
                purpose="webhook",
            )
        except NotSent as error:
            self._note(error.key)
            return False
        except ApiError as error:
            self._note(error.key)
        else:
            self._note("" if answer.status in _GOOD else str(answer.status))
        return True

    def _note(self, trouble: str) -> None:
        """Write one line when it goes wrong, and one when it is well again."""
        if bool(trouble) != self._down:
            self._down = bool(trouble)
            if trouble:
                _LOGGER.warning("the webhook does not take events: %s", trouble)
            else:
                _LOGGER.info("the webhook takes events again")
