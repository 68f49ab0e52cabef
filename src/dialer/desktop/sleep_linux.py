"""Sleep as systemd-logind tells it on the computer's bus (org.freedesktop.login1(5), "PrepareForSleep")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.desktop.dbus import SYSTEM, BusError, Service, open_bus

if TYPE_CHECKING:
    from dialer.core.scope import Scope
    from dialer.desktop.sleep import SleepWatch

LOGIND = Service("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")


async def watch_logind(watch: SleepWatch, scope: Scope) -> bool:
    """Listen until the scope closes; False where there is no such service."""

    def heard(body: tuple[Any, ...]) -> None:
        if body[0]:
            watch.sleeps()
        else:
            watch.wakes()

    try:
        bus = await open_bus(SYSTEM, scope)
        await bus.property(LOGIND, "PreparingForSleep")
        await bus.listen(LOGIND, "PrepareForSleep", heard)
    except BusError:
        return False
    # The clocks still tell when nobody else does.
    bus.on_lost(lambda: None if scope.closed else _fall_back(watch, scope))
    return True


def _fall_back(watch: SleepWatch, scope: Scope) -> None:
    scope.spawn(watch.watch_clocks(), "watch the clocks")
