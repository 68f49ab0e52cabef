"""Global hotkeys on macOS: RegisterEventHotKey of Carbon's event manager, which the window's loop serves.

Carbon Event Manager Reference; the key codes (HIToolbox/Events.h) are places on an American keyboard.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_int32, c_uint32, c_ulong, c_void_p
from typing import TYPE_CHECKING, Any

from dialer.desktop.hotkeys import NO_KEY, NOT_HERE, TAKEN, GlobalHotkeys, Held, Press, twice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.core.hotkey import KeyCombination
    from dialer.desktop.hotkeys import Wanted

_CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
ALREADY_THERE = -9878
"""eventHotKeyExistsErr."""
_EXCLUSIVE = 1
_CODES = {
    "A": 0, "S": 1, "D": 2, "F": 3, "H": 4, "G": 5, "Z": 6, "X": 7, "C": 8, "V": 9, "B": 11, "Q": 12,
    "W": 13, "E": 14, "R": 15, "Y": 16, "T": 17, "1": 18, "2": 19, "3": 20, "4": 21, "6": 22, "5": 23,
    "9": 25, "7": 26, "8": 28, "0": 29, "O": 31, "U": 32, "I": 34, "P": 35, "L": 37, "J": 38, "K": 40,
    "N": 45, "M": 46, "Space": 49, "F17": 64, "F18": 79, "F19": 80, "F20": 90, "F5": 96, "F6": 97,
    "F7": 98, "F3": 99, "F8": 100, "F9": 101, "F11": 103, "F13": 105, "F16": 106, "F14": 107,
    "F10": 109, "F12": 111, "F15": 113, "Ins": 114, "Home": 115, "PgUp": 116, "Del": 117, "F4": 118,
    "End": 119, "F2": 120, "PgDown": 121, "F1": 122, "Left": 123, "Right": 124, "Down": 125, "Up": 126,
}  # fmt: skip
# Qt's Ctrl is the Command key, and its Meta the Control key.
_MODIFIERS = {"Ctrl": 1 << 8, "Shift": 1 << 9, "Alt": 1 << 11, "Meta": 1 << 12}


def _four(letters: str) -> int:
    return int.from_bytes(letters.encode(), "big")


class _EventKind(ctypes.Structure):
    _fields_ = (("group", c_uint32), ("kind", c_uint32))


class _Id(ctypes.Structure):
    _fields_ = (("signature", c_uint32), ("number", c_uint32))


_HANDLER = ctypes.CFUNCTYPE(c_int32, c_void_p, c_void_p, c_void_p)
_PRESSED = _EventKind(_four("keyb"), 5)
_SIGNATURE = _four("Dial")


def key_code(keys: KeyCombination) -> int | None:
    """Return macOS' number of a combination's key; None where Apple's keyboards have none."""
    return _CODES.get(keys.key)


def modifiers(keys: KeyCombination) -> int:
    """Return the flags of its modifiers."""
    return sum(_MODIFIERS[each] for each in keys.modifiers)


class MacHotkeys(GlobalHotkeys):
    """Registers keys with Carbon, which tells one press however long a key is held down."""

    def __init__(self, pressed: Callable[[Press], None], carbon: Any = None) -> None:
        """Call `pressed` in the loop for each press; tests bring a library of their own."""
        super().__init__(pressed)
        self._carbon = carbon
        self._handler: Any = None
        self._installed = c_void_p()
        self._references: list[c_void_p] = []
        self._names: dict[int, str] = {}

    async def hold(self, wanted: Mapping[str, Wanted]) -> dict[str, Held]:
        """Register exactly these."""
        await self.aclose()
        if not wanted:
            return {}
        carbon = self._install()
        held = twice(wanted)
        for number, (name, each) in enumerate(wanted.items(), start=1):
            if name not in held:
                held[name] = self._register(carbon, number, each.keys)
                self._names[number] = name
        return held

    async def aclose(self) -> None:
        """Let all of them go."""
        if self._carbon is not None:
            for reference in self._references:
                self._carbon.UnregisterEventHotKey(reference)
            if self._handler is not None:
                self._carbon.RemoveEventHandler(self._installed)
        self._handler, self._references, self._names = None, [], {}

    def _install(self) -> Any:
        if self._carbon is None:
            self._carbon = ctypes.CDLL(_CARBON)
        carbon = self._carbon
        carbon.GetApplicationEventTarget.restype = c_void_p
        carbon.InstallEventHandler.argtypes = (
            c_void_p, _HANDLER, c_ulong, POINTER(_EventKind), c_void_p, c_void_p,
        )  # fmt: skip
        carbon.RegisterEventHotKey.argtypes = (c_uint32, c_uint32, _Id, c_void_p, c_uint32, c_void_p)
        carbon.UnregisterEventHotKey.argtypes = (c_void_p,)
        carbon.RemoveEventHandler.argtypes = (c_void_p,)
        carbon.GetEventParameter.argtypes = (
            c_void_p, c_uint32, c_uint32, c_void_p, c_ulong, c_void_p, c_void_p,
        )  # fmt: skip
        self._handler = _HANDLER(self._on_event)  # kept: Carbon calls it for as long as it is installed
        carbon.InstallEventHandler(
            carbon.GetApplicationEventTarget(),
            self._handler,
            1,
            byref(_PRESSED),
            None,
            byref(self._installed),
        )
        return carbon

    def _register(self, carbon: Any, number: int, keys: KeyCombination) -> Held:
        code = key_code(keys)
        if code is None:
            return Held(NO_KEY)
        reference = c_void_p()
        target = carbon.GetApplicationEventTarget()
        identity = _Id(_SIGNATURE, number)
        error = carbon.RegisterEventHotKey(
            code, modifiers(keys), identity, target, _EXCLUSIVE, byref(reference)
        )
        if error:
            return Held(TAKEN if error == ALREADY_THERE else NOT_HERE)
        self._references.append(reference)
        return Held()

    def _on_event(self, _call: int, event: int, _data: int) -> int:
        found = _Id()
        direct, kind = _four("----"), _four("hkid")
        self._carbon.GetEventParameter(event, direct, kind, None, ctypes.sizeof(_Id), None, byref(found))
        if found.signature == _SIGNATURE and (name := self._names.get(found.number)) is not None:
            self._pressed(Press(name))
        return 0
