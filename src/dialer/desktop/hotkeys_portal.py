"""Global hotkeys under Wayland: the desktop gives them out (XDG Desktop Portal, GlobalShortcuts, version 1).

The desktop asks people, decides which keys they are, and remembers that under the program's id. Since version
1.21 the portal wants such an id of everybody, and takes it from a desktop file of that name (its interface
org.freedesktop.host.portal.Registry).
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialer.core.scope import Scope
from dialer.desktop.dbus import SESSION, Bus, BusError, Service, open_bus
from dialer.desktop.hotkeys import NO_PORTAL, NOT_ALLOWED, GlobalHotkeys, Held, Press, twice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.core.hotkey import KeyCombination
    from dialer.desktop.hotkeys import Wanted

APP_ID = "dialer.Hotkeys"
_NAME = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = Service(_NAME, _PATH, "org.freedesktop.portal.GlobalShortcuts")
REGISTRY = Service(_NAME, _PATH, "org.freedesktop.host.portal.Registry")

# The shortcuts specification of freedesktop.org: modifiers in capitals, keys by xkbcommon's names.
_MODIFIERS = {"Meta": "LOGO", "Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT"}
_KEYS = {"Space": "space", "Ins": "Insert", "Del": "Delete", "PgUp": "Prior", "PgDown": "Next"}
_DONE = 0
_DECIDING = 300.0
"""Seconds that people have to answer the desktop's question."""
_STILL_HELD = 1.0
"""Seconds within which another report is the same press; not every desktop tells of releases."""
_ENTRY = f"[Desktop Entry]\nType=Application\nName=Dialer\nNoDisplay=true\nExec=true\nX-Dialer={APP_ID}\n"
_LOGGER = logging.getLogger(__name__)


def trigger(keys: KeyCombination) -> str:
    """Return a combination as the portal wants it."""
    key = _KEYS.get(keys.key, keys.key.lower() if len(keys.key) == 1 else keys.key)
    return "+".join((*(_MODIFIERS[each] for each in keys.modifiers), key))


def entry_file() -> Path:
    """Return where the desktop file is that gives Dialer its id."""
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "applications" / f"{APP_ID}.desktop"


class PortalHotkeys(GlobalHotkeys):
    """Asks the desktop; the connection, and the desktop file, live while it holds some."""

    def __init__(self, pressed: Callable[[Press], None]) -> None:
        """Call `pressed` in the loop for each press."""
        super().__init__(pressed)
        self._numbers = itertools.count(1)
        self._scope: Scope | None = None
        self._session = ""
        self._held: dict[str, Held] = {}
        self._down: dict[str, float] = {}

    async def hold(self, wanted: Mapping[str, Wanted]) -> dict[str, Held]:
        """Ask for exactly these; the desktop may ask people before it answers."""
        await self.aclose()  # a session is bound once, and a connection has one id
        if not wanted:
            await asyncio.to_thread(entry_file().unlink, missing_ok=True)
            return {}
        doubles = twice(wanted)
        try:
            async with asyncio.timeout(_DECIDING):
                self._held = await self._bind({name: wanted[name] for name in wanted if name not in doubles})
        except (BusError, TimeoutError) as error:
            _LOGGER.info("the desktop gave no hotkeys: %s", error)
            await self.aclose()
            return dict.fromkeys(wanted, Held(NO_PORTAL))
        return {**self._held, **doubles}

    async def aclose(self) -> None:
        """Let all of them go: the session ends with its connection."""
        self._session, self._held, self._down = "", {}, {}
        if self._scope is not None:
            scope, self._scope = self._scope, None
            await scope.close()

    async def _bind(self, wanted: Mapping[str, Wanted]) -> dict[str, Held]:
        self._scope = Scope("hotkeys of the desktop")
        bus = await open_bus(SESSION, self._scope)
        await asyncio.to_thread(_write_entry)
        with contextlib.suppress(BusError):  # older portals know no registry, and need none
            await bus.call(REGISTRY, "Register", "sa{sv}", APP_ID, {})
        await bus.property(SHORTCUTS, "version")
        await bus.listen(SHORTCUTS, "Activated", self._on_pressed)
        await bus.listen(SHORTCUTS, "Deactivated", self._on_released)
        await bus.listen(SHORTCUTS, "ShortcutsChanged", self._on_changed)
        token = {"session_handle_token": ("s", f"dialer{next(self._numbers)}")}
        code, found = await self._request(bus, "CreateSession", "", (), token)
        if code != _DONE:
            return dict.fromkeys(wanted, Held(NOT_ALLOWED))
        self._session = str(found["session_handle"][1])
        asked = [
            (name, {"description": ("s", each.words), "preferred_trigger": ("s", trigger(each.keys))})
            for name, each in wanted.items()
        ]
        code, found = await self._request(bus, "BindShortcuts", "oa(sa{sv})s", (self._session, asked, ""), {})
        given = found["shortcuts"][1] if code == _DONE and "shortcuts" in found else []
        return {**dict.fromkeys(wanted, Held(NOT_ALLOWED)), **_held(given, wanted)}

    async def _request(
        self, bus: Bus, method: str, signature: str, values: tuple[object, ...], options: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        """Ask for something that is answered later, by a signal (org.freedesktop.portal.Request)."""
        token = f"dialer{next(self._numbers)}"
        path = f"{_PATH}/request/{bus.unique_name.removeprefix(':').replace('.', '_')}/{token}"
        answer: asyncio.Future[tuple[Any, ...]] = asyncio.get_running_loop().create_future()

        def answered(body: tuple[Any, ...]) -> None:
            if not answer.done():
                answer.set_result(body)

        def lost() -> None:
            if not answer.done():
                answer.set_exception(BusError("the bus is gone"))

        bus.on_lost(lost)
        # Before it is asked: the answer may come before the reply.
        stop = await bus.listen(Service(_NAME, path, "org.freedesktop.portal.Request"), "Response", answered)
        try:
            options = {**options, "handle_token": ("s", token)}
            await bus.call(SHORTCUTS, method, f"{signature}a{{sv}}", *values, options)
            code, found = await answer
        finally:
            stop()
        return int(code), dict(found)

    def _on_pressed(self, body: tuple[Any, ...]) -> None:
        session, name, time, options = body
        now = asyncio.get_running_loop().time()
        if session != self._session or name not in self._held:
            return
        before = self._down.get(name)
        self._down[name] = now
        if before is None or now - before > _STILL_HELD:
            token = options.get("activation_token", ("s", ""))[1]
            self._pressed(Press(name, time=int(time), token=str(token)))

    def _on_released(self, body: tuple[Any, ...]) -> None:
        if body[0] == self._session:
            self._down.pop(body[1], None)

    def _on_changed(self, body: tuple[Any, ...]) -> None:
        """Take over what people changed in the desktop's settings."""
        if body[0] == self._session:
            self._held |= _held(body[1], self._held)
            self.changed(dict(self._held))


def _held(given: list[tuple[str, dict[str, Any]]], wanted: Mapping[str, object]) -> dict[str, Held]:
    """Return what the desktop gave, without what nobody asked for."""
    return {
        name: Held(trigger=str(about.get("trigger_description", ("s", ""))[1]))
        for name, about in given
        if name in wanted
    }


def _write_entry() -> None:
    path = entry_file()
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_ENTRY, encoding="utf-8")
    except OSError:
        _LOGGER.info("the desktop file for hotkeys could not be written")
