"""Global hotkeys on a real X server: keys are pressed with xdotool, and another program has some too."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.core.hotkey import KEYS, read_hotkey
from dialer.desktop import hotkeys
from dialer.desktop.hotkeys import Held, Press, Wanted
from dialer.desktop.hotkeys_x11 import X11Hotkeys, keysym
from tests.desktop.x_program import ALT, CONTROL, XProgram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_D = 0x64


class Keys:
    """A keyboard, our hotkeys, and another program."""

    def __init__(self, display: str, other: XProgram) -> None:
        self._display = display
        self.other = other
        self.presses: asyncio.Queue[Press] = asyncio.Queue()
        self.hotkeys = X11Hotkeys(self.presses.put_nowait)

    async def hold(self, **wanted: str) -> dict[str, str]:
        """Hold these; return why not, for each."""
        asked = {name: Wanted(read_hotkey(keys), name) for name, keys in wanted.items()}
        return {name: held.why_not for name, held in (await self.hotkeys.hold(asked)).items()}

    async def do(self, *command: str) -> None:
        """Do something with the keyboard."""
        process = await asyncio.create_subprocess_exec(
            "xdotool", *command, env={"DISPLAY": self._display, "PATH": "/usr/bin:/bin"}
        )
        assert await process.wait() == 0

    async def pressed(self) -> str:
        """Wait for a press; return which."""
        return (await asyncio.wait_for(self.presses.get(), 5)).name


@pytest.fixture
async def keys(desktop: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Keys]:
    monkeypatch.setenv("DISPLAY", desktop["DISPLAY"])
    async with XProgram(desktop["DISPLAY"]) as other:
        made = Keys(desktop["DISPLAY"], other)
        yield made
        await made.hotkeys.aclose()


async def test_each_press_is_told_whatever_the_locks_are(keys: Keys) -> None:
    assert await keys.hold(dial="Ctrl+Alt+D", search="Ctrl+Shift+F9") == {"dial": "", "search": ""}
    await keys.do("key", "ctrl+alt+d")
    assert await keys.pressed() == "dial"
    try:
        await keys.do("key", "Num_Lock", "Caps_Lock")
        await keys.do("key", "ctrl+alt+d")
        assert await keys.pressed() == "dial"
    finally:
        await keys.do("key", "Num_Lock", "Caps_Lock")
    await keys.do("key", "ctrl+shift+F9")
    assert await keys.pressed() == "search"
    # Fewer or more modifiers are other keys.
    await keys.do("key", "ctrl+d", "ctrl+alt+shift+d", "d", "ctrl+shift+F9")
    assert await keys.pressed() == "search"
    assert keys.presses.empty()


async def test_a_held_key_is_one_press(keys: Keys) -> None:
    await keys.hold(dial="Ctrl+Alt+D", search="Ctrl+Alt+S")
    await keys.do("keydown", "ctrl", "keydown", "alt", "keydown", "d")
    assert await keys.pressed() == "dial"
    await asyncio.sleep(0.75)  # auto-repeat begins after 660 ms
    await keys.do("keyup", "d", "keyup", "alt", "keyup", "ctrl", "key", "ctrl+alt+s")
    assert await keys.pressed() == "search"
    await keys.do("key", "ctrl+alt+d")
    assert await keys.pressed() == "dial"
    assert keys.presses.empty()


async def test_a_key_of_another_programs_is_told_and_had_when_it_is_free(keys: Keys) -> None:
    assert keys.other.grab(_D, CONTROL | ALT)
    assert await keys.hold(dial="Ctrl+Alt+D", search="Ctrl+Alt+S") == {"dial": hotkeys.TAKEN, "search": ""}
    keys.other.ungrab(_D, CONTROL | ALT)
    assert await keys.hold(dial="Ctrl+Alt+D") == {"dial": ""}
    assert not keys.other.grab(_D, CONTROL | ALT)


async def test_what_is_let_go_belongs_to_others_again(keys: Keys) -> None:
    await keys.hold(dial="Ctrl+Alt+D")
    assert await keys.hold(dial="Ctrl+Alt+E") == {"dial": ""}
    assert keys.other.grab(_D, CONTROL | ALT)
    assert await keys.hold() == {}
    assert keys.other.grab(ord("e"), CONTROL | ALT)


async def test_one_key_does_one_thing(keys: Keys) -> None:
    held = await keys.hold(dial="Ctrl+Alt+D", hang_up="Alt+Ctrl+D")
    assert held == {"dial": "", "hang_up": hotkeys.TWICE}


async def test_without_a_server_there_are_none(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    assert await keys.hold(dial="Ctrl+Alt+D") == {"dial": hotkeys.NOT_HERE}


def test_every_key_has_its_number() -> None:
    signs = [keysym(key) for key in KEYS]
    assert len(set(signs)) == len(KEYS)
    assert (keysym("D"), keysym("5"), keysym("F24"), keysym("Home")) == (0x64, 0x35, 0xFFD5, 0xFF50)


@pytest.mark.parametrize(
    ("environment", "wayland"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "x11"}, False),
        ({"DISPLAY": ":0"}, False),
        ({}, False),
    ],
)
def test_the_kind_of_desktop(environment: dict[str, str], wayland: bool) -> None:
    assert hotkeys.on_wayland(environment) is wayland
    assert Held() == Held("", "")
