"""Hotkeys on Windows and macOS, by fakes of their interfaces only."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

from dialer.core.hotkey import KEYS, read_hotkey
from dialer.desktop import hotkeys
from dialer.desktop.hotkeys import Held, Press, Wanted
from dialer.desktop.hotkeys_mac import ALREADY_THERE, MacHotkeys
from dialer.desktop.hotkeys_windows import (
    ALREADY_REGISTERED,
    HotkeyWindow,
    WindowsHotkeys,
    modifiers,
    virtual_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable

WANTED = {
    "dial": Wanted(read_hotkey("Ctrl+Alt+D"), ""),
    "search": Wanted(read_hotkey("Meta+Shift+F5"), ""),
    "hang_up": Wanted(read_hotkey("Alt+Ctrl+D"), ""),
}
_WM_HOTKEY = 0x0312


class _Function:
    def __init__(self, does: Callable[..., Any]) -> None:
        self.does = does

    def __call__(self, *arguments: Any) -> Any:
        return self.does(*arguments)


class FakeUser32:
    """Windows' part, as far as hotkeys go."""

    def __init__(self) -> None:
        self.registered: dict[int, tuple[int, int]] = {}
        self.taken: set[int] = set()
        self.others: list[int] = []
        self.procedure: Any = None
        self.alt_gr: dict[str, str] = {"€": "E", "@": "Q"}
        self.VkKeyScanW = _Function(lambda sign: 0x600 | ord(self.alt_gr.get(chr(sign), "\xff")))
        self.destroyed = False
        self.CreateWindowExW = _Function(lambda *_arguments: 42)
        self.DestroyWindow = _Function(self._destroy)
        self.RegisterHotKey = _Function(self._register)
        self.UnregisterHotKey = _Function(lambda _window, number: self.registered.pop(number))
        self.SetWindowLongPtrW = _Function(self._set_procedure)
        self.CallWindowProcW = _Function(self._call_before)

    def _register(self, window: int, number: int, flags: int, key: int) -> int:
        assert window == 42
        if key in self.taken:
            return 0
        self.registered[number] = (flags, key)
        return 1

    def _call_before(self, _before: int, _window: int, message: int, *_more: int) -> int:
        self.others.append(message)
        return 1

    def _destroy(self, _window: int) -> int:
        self.destroyed = True
        return 1

    def _set_procedure(self, _window: int, _what: int, procedure: Any) -> int:
        kind = ctypes.CFUNCTYPE(
            ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_uint, ctypes.c_size_t, ctypes.c_ssize_t
        )
        self.procedure = ctypes.cast(procedure, kind)
        return 7


async def test_windows_registers_keys_and_tells_presses() -> None:
    user32, presses = FakeUser32(), list[Press]()
    ours = WindowsHotkeys(presses.append, lambda pressed: HotkeyWindow(pressed, user32))
    assert await ours.hold(WANTED) == {"dial": Held(), "search": Held(), "hang_up": Held(hotkeys.TWICE)}
    no_repeat = 0x4000
    assert user32.registered == {1: (no_repeat | 1 | 2, ord("D")), 2: (no_repeat | 4 | 8, 0x74)}
    assert user32.procedure(42, _WM_HOTKEY, 2, 0) == 0
    assert user32.procedure(42, 0x10, 0, 0) == 1
    assert (presses, user32.others) == ([Press("search")], [0x10])
    assert await ours.hold({}) == {}
    assert (user32.registered, user32.destroyed) == ({}, True)


async def test_windows_says_what_is_taken() -> None:
    user32 = FakeUser32()
    user32.taken = {ord("D")}
    ours = WindowsHotkeys(lambda _press: None, lambda pressed: HotkeyWindow(pressed, user32))
    held = await ours.hold(WANTED)
    assert (held["dial"], held["search"]) == (Held(hotkeys.TAKEN), Held())
    assert ALREADY_REGISTERED == 1409
    await ours.aclose()


async def test_windows_keeps_the_signs_that_people_type() -> None:
    user32 = FakeUser32()
    ours = WindowsHotkeys(lambda _press: None, lambda pressed: HotkeyWindow(pressed, user32))
    asked = {"a": "Ctrl+Alt+E", "b": "Ctrl+Alt+Q", "c": "Ctrl+E", "d": "Ctrl+Alt+D", "e": "Ctrl+Alt+Shift+E"}
    held = await ours.hold({name: Wanted(read_hotkey(keys), "") for name, keys in asked.items()})
    assert [name for name, each in held.items() if each.why_not == hotkeys.TYPES_A_SIGN] == ["a", "b"]
    assert len(user32.registered) == 3
    await ours.aclose()


def test_windows_numbers_of_keys() -> None:
    combinations = [read_hotkey(f"Alt+{key}") for key in KEYS]
    assert len({virtual_key(each) for each in combinations}) == len(KEYS)
    assert {modifiers(each) for each in combinations} == {0x4001}


class FakeCarbon:
    """macOS' part, as far as hotkeys go."""

    def __init__(self) -> None:
        self.registered: dict[int, tuple[int, int]] = {}
        self.taken: set[int] = set()
        self.handler: Any = None
        self.pressed = 0
        self.GetApplicationEventTarget = _Function(lambda: 1)
        self.InstallEventHandler = _Function(self._install)
        self.RemoveEventHandler = _Function(self._remove)
        self.RegisterEventHotKey = _Function(self._register)
        self.UnregisterEventHotKey = _Function(lambda reference: self.registered.pop(reference.value))
        self.GetEventParameter = _Function(self._parameter)

    def _install(self, _target: int, handler: Any, _count: int, _kinds: Any, _data: Any, _into: Any) -> int:
        self.handler = handler
        return 0

    def _remove(self, _installed: Any) -> int:
        self.handler = None
        return 0

    def _register(self, code: int, flags: int, identity: Any, _to: int, exclusive: int, into: Any) -> int:
        assert exclusive
        if code in self.taken:
            return ALREADY_THERE
        into._obj.value = identity.number  # noqa: SLF001  # what byref holds
        self.registered[identity.number] = (flags, code)
        self.signature = identity.signature
        return 0

    def _parameter(self, *arguments: Any) -> int:
        found = arguments[-1]._obj  # noqa: SLF001
        found.signature, found.number = self.signature, self.pressed
        return 0


async def test_macos_registers_keys_and_tells_presses() -> None:
    carbon, presses = FakeCarbon(), list[Press]()
    ours = MacHotkeys(presses.append, carbon)
    held = await ours.hold({**WANTED, "other": Wanted(read_hotkey("Ctrl+F24"), "")})
    assert held == {
        "dial": Held(), "search": Held(), "hang_up": Held(hotkeys.TWICE), "other": Held(hotkeys.NO_KEY),
    }  # fmt: skip
    command, shift, option, control = 0x100, 0x200, 0x800, 0x1000
    assert carbon.registered == {1: (command | option, 2), 2: (control | shift, 96)}
    carbon.pressed = 2
    assert carbon.handler(0, 0, 0) == 0
    carbon.pressed = 9
    carbon.handler(0, 0, 0)
    assert presses == [Press("search")]
    carbon.taken = {2}
    assert (await ours.hold(WANTED))["dial"] == Held(hotkeys.TAKEN)
    await ours.aclose()
    assert (carbon.registered, carbon.handler) == ({}, None)
