"""Whether this desktop shows tray icons, as it says itself on the session's bus.

The interface is KDE's StatusNotifierItem, which the other desktops took over (freedesktop.org,
"StatusNotifierWatcher"): a watcher keeps the list of icons, and a host draws them. Qt asks for the watcher
only; without a host, nobody would see the icon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.desktop.dbus import SESSION, Bus, BusError, Service, open_bus

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.scope import Scope

WATCHER = Service("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher")


class TrayHost:
    """Watches whether icons are shown.

    Attributes:
        there: whether a watcher has a host; None where there is no watcher, and only the window system knows.
    """

    def __init__(self, scope: Scope, changed: Callable[[], None]) -> None:
        """Know nothing yet; `changed` hears of each change after `start`."""
        self._scope, self._changed = scope, changed
        self._bus: Bus | None = None
        self.there: bool | None = None

    async def start(self) -> None:
        """Look, and go on looking until the scope closes. Without a bus there is no watcher."""
        try:
            self._bus = bus = await open_bus(SESSION, self._scope)
            await bus.watch(WATCHER.name, lambda _taken: self._look_again())
            for signal in ("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"):
                await bus.listen(WATCHER, signal, lambda _body: self._look_again())
            bus.on_lost(self._on_lost)
            await self._look(bus)
        except BusError:
            self.there = None

    def _look_again(self) -> None:
        if self._bus is not None and not self._scope.closed:
            self._scope.spawn(self._look(self._bus), "look for a tray")

    async def _look(self, bus: Bus) -> None:
        there: bool | None = None
        try:
            if await bus.has_owner(WATCHER.name):
                there = bool(await bus.property(WATCHER, "IsStatusNotifierHostRegistered"))
        except BusError:
            there = None  # it has just gone
        if there is not self.there:
            self.there = there
            self._changed()

    def _on_lost(self) -> None:
        self._bus, self.there = None, None
        if not self._scope.closed:
            self._changed()
