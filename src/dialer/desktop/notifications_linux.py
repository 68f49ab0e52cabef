"""Notifications on Linux and its like, over the session's bus (Desktop Notifications Specification 1.3)."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from dialer.desktop.dbus import SESSION, Bus, BusError, Service, open_bus
from dialer.desktop.notifications import OPEN, Notifier, text_of, title_of

if TYPE_CHECKING:
    from dialer.core.scope import Scope
    from dialer.desktop.notifications import Notice

SERVICE = Service(
    "org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications"
)
APP_NAME = "Dialer"
DESKTOP_ENTRY = "dialer"

_LET_THE_SERVICE_DECIDE = -1
_LOGGER = logging.getLogger(__name__)


class LinuxNotifier(Notifier):
    """Whatever shows notifications on this desktop; it is asked first what it can do."""

    def __init__(self, scope: Scope) -> None:
        """Connect when the first notice comes; what is pressed is heard until the scope closes."""
        super().__init__()
        self._scope = scope
        self._bus: Bus | None = None
        self._turn = asyncio.Lock()
        self._shown: dict[str, int] = {}

    async def show(self, notice: Notice) -> bool:
        """Show it; False where no service does, or it does not answer."""
        async with self._turn:  # one after the other: a later state must not be overtaken by an earlier one
            try:
                bus = await self._open()
                # Asked each time: another service may have taken over since.
                (able,) = await bus.call(SERVICE, "GetCapabilities")
                shown = await bus.call(SERVICE, "Notify", "susssasa{sv}i", *self._words(notice, able))
            except BusError as error:
                _LOGGER.info("a notification was not shown: %s", error)
                return False
            self._shown[notice.key] = shown[0]
            return True

    async def withdraw(self, key: str) -> None:
        """Close it."""
        async with self._turn:
            number = self._shown.pop(key, None)
            if number is None or self._bus is None:
                return
            try:
                await self._bus.call(SERVICE, "CloseNotification", "u", number)
            except BusError as error:
                _LOGGER.info("a notification was not closed: %s", error)

    def _words(self, notice: Notice, able: list[str]) -> tuple[object, ...]:
        text = text_of(notice)
        if "body-markup" in able:  # the title never is markup
            import html  # it holds every named sign there is: nothing for a window that has told nothing yet

            text = html.escape(text, quote=False)
        buttons = [(OPEN, APP_NAME), *notice.actions] if "actions" in able else []
        hints: dict[str, tuple[str, object]] = {
            "desktop-entry": ("s", DESKTOP_ENTRY),
            "urgency": ("y", 1),
            "suppress-sound": ("b", True),
        }
        return (
            APP_NAME,
            self._shown.get(notice.key, 0),
            DESKTOP_ENTRY,
            title_of(notice),
            text,
            [part for button in buttons for part in button],
            hints,
            _LET_THE_SERVICE_DECIDE,
        )

    async def _open(self) -> Bus:
        if self._bus is None:
            bus = await open_bus(SESSION, self._scope)
            await bus.listen(SERVICE, "ActionInvoked", self._on_action)
            await bus.listen(SERVICE, "NotificationClosed", self._on_closed)
            bus.on_lost(self._on_lost)
            self._bus = bus
        return self._bus

    def _on_action(self, body: tuple[Any, ...]) -> None:
        number, action = body[:2]
        key = next((key for key, shown in self._shown.items() if shown == number), None)
        if key is not None:
            del self._shown[key]  # a second press is not ours to answer: it may dial
            self.pressed(key, str(action))

    def _on_closed(self, body: tuple[Any, ...]) -> None:
        number = body[0]
        self._shown = {key: shown for key, shown in self._shown.items() if shown != number}

    def _on_lost(self) -> None:
        self._bus = None
        self._shown.clear()
