"""Global hotkeys on Windows: RegisterHotKey for a window of messages only (Win32 API, "Keyboard Input").

The window belongs to the thread of the program's own window, whose loop hands out its messages.
"""

from __future__ import annotations

import ctypes
from ctypes import c_int, c_short, c_size_t, c_ssize_t, c_uint, c_ushort, c_void_p, c_wchar_p
from typing import TYPE_CHECKING, Any

from dialer.core.hotkey import FUNCTION_KEYS
from dialer.desktop.hotkeys import NOT_HERE, TAKEN, TYPES_A_SIGN, GlobalHotkeys, Held, Press, twice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.core.hotkey import KeyCombination
    from dialer.desktop.hotkeys import Wanted

ALREADY_REGISTERED = 1409
"""ERROR_HOTKEY_ALREADY_REGISTERED."""

_MODIFIERS = {"Alt": 1, "Ctrl": 2, "Shift": 4, "Meta": 8}
_NO_REPEAT = 0x4000
_F1 = 0x70
# Virtual-key codes; letters and digits have those of their signs.
_NAMED = {
    "Space": 0x20, "Ins": 0x2D, "Del": 0x2E, "Home": 0x24, "End": 0x23, "PgUp": 0x21, "PgDown": 0x22,
    "Left": 0x25, "Up": 0x26, "Right": 0x27, "Down": 0x28, "Pause": 0x13, "Print": 0x2C,
}  # fmt: skip
_WM_HOTKEY = 0x0312
_SIGNS = (*range(0x21, 0x180), ord("€"))
_SHIFT, _ALT_GR = 1, 6
_MESSAGE_ONLY = -3
_WINDOW_PROCEDURE = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)(
    c_ssize_t, c_void_p, c_uint, c_size_t, c_ssize_t
)


def virtual_key(keys: KeyCombination) -> int:
    """Return Windows' number of a combination's key."""
    if keys.key in FUNCTION_KEYS:
        return _F1 + int(keys.key[1:]) - 1
    return _NAMED.get(keys.key) or ord(keys.key)


def modifiers(keys: KeyCombination) -> int:
    """Return the flags of its modifiers; a key that is held down is told once."""
    return _NO_REPEAT | sum(_MODIFIERS[each] for each in keys.modifiers)


class HotkeyWindow:
    """A window that gets the messages about hotkeys and nothing else."""

    def __init__(self, pressed: Callable[[int], None], user32: Any = None) -> None:
        """Make it; `pressed` gets the number of a hotkey. Tests bring a library of their own."""
        self._user32 = user32 or ctypes.WinDLL("user32", use_last_error=True)  # type: ignore[attr-defined]
        user32 = self._user32
        user32.CreateWindowExW.restype = c_void_p
        user32.CreateWindowExW.argtypes = (
            c_uint, c_wchar_p, c_wchar_p, c_uint, *(c_int,) * 4, *(c_void_p,) * 4,
        )  # fmt: skip
        user32.VkKeyScanW.restype, user32.VkKeyScanW.argtypes = c_short, (c_ushort,)
        user32.RegisterHotKey.argtypes = (c_void_p, c_int, c_uint, c_uint)
        user32.UnregisterHotKey.argtypes = (c_void_p, c_int)
        user32.DestroyWindow.argtypes = (c_void_p,)
        user32.CallWindowProcW.restype = c_ssize_t
        user32.CallWindowProcW.argtypes = (c_void_p, c_void_p, c_uint, c_size_t, c_ssize_t)
        user32.SetWindowLongPtrW.restype = c_void_p
        user32.SetWindowLongPtrW.argtypes = (c_void_p, c_int, c_void_p)
        self._pressed = pressed
        # The class is the system's own for plain texts, so that none has to be registered.
        self._window = user32.CreateWindowExW(
            0, "STATIC", None, 0, 0, 0, 0, 0, c_void_p(_MESSAGE_ONLY), None, None, None
        )
        # Kept: Windows calls it for as long as the window lives.
        self._procedure = _WINDOW_PROCEDURE(self._on_message)
        procedure_of_window = -4
        self._before = user32.SetWindowLongPtrW(
            self._window, procedure_of_window, ctypes.cast(self._procedure, c_void_p)
        )

    def register(self, number: int, flags: int, key: int) -> int:
        """Register a hotkey; return Windows' error, 0 where there is none."""
        if self._user32.RegisterHotKey(self._window, number, flags, key):
            return 0
        return int(getattr(ctypes, "get_last_error", lambda: ALREADY_REGISTERED)()) or ALREADY_REGISTERED

    def types_a_sign(self, keys: KeyCombination) -> bool:
        """Whether people type a sign with it here: Ctrl and Alt together are AltGr, which makes € of an E."""
        if {"Ctrl", "Alt"} - set(keys.modifiers) or "Meta" in keys.modifiers:
            return False
        state = _ALT_GR | (_SHIFT if "Shift" in keys.modifiers else 0)
        wanted = state << 8 | virtual_key(keys)
        return any(self._user32.VkKeyScanW(sign) == wanted for sign in _SIGNS)

    def unregister(self, number: int) -> None:
        """Let a hotkey go."""
        self._user32.UnregisterHotKey(self._window, number)

    def close(self) -> None:
        """Destroy the window; Windows then forgets its hotkeys."""
        self._user32.DestroyWindow(self._window)

    def _on_message(self, window: int, message: int, first: int, second: int) -> int:
        if message == _WM_HOTKEY:
            self._pressed(first)
            return 0
        return int(self._user32.CallWindowProcW(self._before, window, message, first, second))


class WindowsHotkeys(GlobalHotkeys):
    """Registers keys; whoever gets such a message may bring its window to the front, so Qt does that."""

    def __init__(
        self,
        pressed: Callable[[Press], None],
        make_window: Callable[[Callable[[int], None]], HotkeyWindow] = HotkeyWindow,
    ) -> None:
        """Call `pressed` in the loop for each press."""
        super().__init__(pressed)
        self._make_window = make_window
        self._window: HotkeyWindow | None = None
        self._names: dict[int, str] = {}

    async def hold(self, wanted: Mapping[str, Wanted]) -> dict[str, Held]:
        """Register exactly these."""
        await self.aclose()
        if not wanted:
            return {}
        window = self._window = self._make_window(self._on_hotkey)
        held = twice(wanted)
        for number, (name, each) in enumerate(wanted.items(), start=1):
            if name in held:
                continue
            if window.types_a_sign(each.keys):
                held[name] = Held(TYPES_A_SIGN)
                continue
            match window.register(number, modifiers(each.keys), virtual_key(each.keys)):
                case 0:
                    held[name] = Held()
                    self._names[number] = name
                case error:
                    held[name] = Held(TAKEN if error == ALREADY_REGISTERED else NOT_HERE)
        return held

    async def aclose(self) -> None:
        """Let all of them go."""
        window, self._window = self._window, None
        if window is not None:
            for number in self._names:
                window.unregister(number)
            window.close()
        self._names = {}

    def _on_hotkey(self, number: int) -> None:
        if (name := self._names.get(number)) is not None:
            self._pressed(Press(name))
