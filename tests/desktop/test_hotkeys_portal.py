"""Hotkeys of Wayland, asked of a portal on a real bus."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from jeepney import DBusAddress, new_signal

from dialer.core.hotkey import read_hotkey
from dialer.desktop import hotkeys
from dialer.desktop.hotkeys import Held, Press, Wanted
from dialer.desktop.hotkeys_portal import SHORTCUTS, PortalHotkeys, entry_file, trigger
from tests.desktop.bus import FakeService, private_bus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SESSION = "/org/freedesktop/portal/desktop/session/1_2/s"
TWO = {
    "dial": Wanted(read_hotkey("Ctrl+Alt+D"), "Call the selected number"),
    "search": Wanted(read_hotkey("Meta+PgDown"), "Search"),
}


class Portal(FakeService):
    """A portal that gives what it is told to give."""

    def __init__(self) -> None:
        super().__init__(SHORTCUTS)
        self.gives: dict[str, str] = {"dial": "Strg+Alt+D", "search": "Super+Bild ab", "other": "x"}
        self.code = 0
        self.properties["version"] = ("u", 1)
        self.answers["Register"] = lambda *_asked: ("", ())
        self.answers["CreateSession"] = lambda *asked: self._later(asked, session_handle=("s", SESSION))
        self.answers["BindShortcuts"] = lambda *asked: self._later(
            asked, shortcuts=("a(sa{sv})", self.given())
        )

    def given(self) -> list[tuple[str, dict[str, tuple[str, str]]]]:
        return [(name, {"trigger_description": ("s", words)}) for name, words in self.gives.items()]

    def _later(self, asked: tuple[Any, ...], **results: object) -> tuple[str, tuple[str]]:
        """Answer by a signal, which may well come before the reply."""
        path = f"/org/freedesktop/portal/desktop/request/{self.asker}/{asked[-1]['handle_token'][1]}"
        address = DBusAddress(path, SHORTCUTS.name, "org.freedesktop.portal.Request")
        signal = new_signal(address, "Response", "ua{sv}", (self.code, results))
        self.sending = asyncio.create_task(self._connection.send(signal))
        return "o", (path,)

    asker = ""

    async def activate(self, name: str, member: str = "Activated", **options: str) -> None:
        more = {key: ("s", value) for key, value in options.items()}
        await self.say(member, "osta{sv}", SESSION, name, 4711, more)


class Desktop:
    """Our hotkeys on that desktop."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.presses: asyncio.Queue[Press] = asyncio.Queue()
        self.hotkeys = PortalHotkeys(self.presses.put_nowait)

    async def pressed(self) -> Press:
        return await asyncio.wait_for(self.presses.get(), 5)


@pytest.fixture
async def wayland(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desktop]:
    async with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        portal = Portal()
        await portal.start(address)
        portal.asker = "1_1"  # the next on this bus is ours
        made = Desktop(portal)
        yield made
        await made.hotkeys.aclose()
        await portal.stop()


async def test_the_desktop_gives_keys_and_tells_presses(wayland: Desktop) -> None:
    held = await wayland.hotkeys.hold(TWO)
    assert held == {"dial": Held(trigger="Strg+Alt+D"), "search": Held(trigger="Super+Bild ab")}
    assert (await wayland.portal.was_asked("Register"))[0][0] == "dialer.Hotkeys"
    assert entry_file().name == "dialer.Hotkeys.desktop"
    assert "NoDisplay=true" in entry_file().read_text()
    [(session, asked, _window, _options)] = await wayland.portal.was_asked("BindShortcuts")
    assert session == SESSION
    assert asked[0] == (
        "dial",
        {"description": ("s", "Call the selected number"), "preferred_trigger": ("s", "CTRL+ALT+d")},
    )
    await wayland.portal.activate("dial", activation_token="may")
    assert await wayland.pressed() == Press("dial", time=4711, token="may")
    await wayland.portal.activate("dial", "Deactivated")
    await wayland.portal.activate("dial")
    assert await wayland.pressed() == Press("dial", time=4711)


async def test_a_held_key_and_keys_of_others_are_no_presses(wayland: Desktop) -> None:
    await wayland.hotkeys.hold(TWO)
    for name in ("dial", "dial", "dial", "nobody", "search"):
        await wayland.portal.activate(name)
    assert [(await wayland.pressed()).name for _ in range(2)] == ["dial", "search"]
    assert wayland.presses.empty()


async def test_what_people_do_not_allow_is_told(wayland: Desktop) -> None:
    wayland.portal.gives = {"search": "F12"}
    held = await wayland.hotkeys.hold(TWO)
    assert held == {"dial": Held(hotkeys.NOT_ALLOWED), "search": Held(trigger="F12")}
    wayland.portal.code, wayland.portal.asker = 1, "1_2"
    assert set((await wayland.hotkeys.hold(TWO)).values()) == {Held(hotkeys.NOT_ALLOWED)}


async def test_what_people_change_in_the_desktops_settings_is_told(wayland: Desktop) -> None:
    await wayland.hotkeys.hold(TWO)
    news: asyncio.Queue[dict[str, Held]] = asyncio.Queue()
    wayland.hotkeys.changed = news.put_nowait
    wayland.portal.gives = {"dial": "F9"}
    await wayland.portal.say("ShortcutsChanged", "oa(sa{sv})", SESSION, wayland.portal.given())
    assert (await asyncio.wait_for(news.get(), 5))["dial"] == Held(trigger="F9")


async def test_a_portal_without_a_registry_is_used_without(wayland: Desktop) -> None:
    del wayland.portal.answers["Register"]
    assert (await wayland.hotkeys.hold(TWO))["dial"].why_not == ""


async def test_a_desktop_without_the_portal_is_named(wayland: Desktop) -> None:
    wayland.portal.properties.clear()
    assert await wayland.hotkeys.hold(TWO) == dict.fromkeys(TWO, Held(hotkeys.NO_PORTAL))


async def test_without_a_bus_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    ours = PortalHotkeys(lambda _press: None)
    assert set((await ours.hold(TWO)).values()) == {Held(hotkeys.NO_PORTAL)}


async def test_nothing_of_it_stays(wayland: Desktop) -> None:
    await wayland.hotkeys.hold(TWO)
    assert await wayland.hotkeys.hold({}) == {}
    assert not entry_file().exists()


def test_keys_are_written_as_the_portal_wants_them() -> None:
    assert trigger(read_hotkey("Meta+Shift+PgUp")) == "LOGO+SHIFT+Prior"
    assert trigger(read_hotkey("Ctrl+F5")) == "CTRL+F5"
    assert trigger(read_hotkey("Alt+Space")) == "ALT+space"
