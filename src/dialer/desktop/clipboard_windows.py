"""The clipboard of Windows (Win32 API, "Clipboard"), in all its formats, and the keys that copy (SendInput).

All of it in one thread, which may wait: a program that promised a format makes it when it is asked for it.
"""

from __future__ import annotations

import contextlib
import ctypes
import time
from ctypes import c_int, c_long, c_size_t, c_uint, c_ulong, c_ushort, c_void_p, c_wchar_p
from typing import TYPE_CHECKING, Any

from dialer.desktop.copying import BETWEEN, CannotKeep, Forms, SystemClipboard

if TYPE_CHECKING:
    from collections.abc import Iterator

UNICODE_TEXT = 13
# Handles of drawings: not memory that could be copied.
_BITMAP, _METAFILE, _PALETTE, _ENHANCED = 2, 3, 9, 14
_DIB, _DIB_V5 = 8, 17
_DRAWN_BY_OWNER = range(0x80, 0x90)
_PRIVATE_HANDLES = range(0x200, 0x400)
_MOVEABLE = 2
_MESSAGE_ONLY = -3
_ATTEMPTS = 20
_KEYBOARD = 1
_KEY_UP = 2
_CONTROL, _C = 0x11, 0x43
_HELD = (0x12, 0x10, 0x5B, 0x5C)
"""Alt, Shift and the two system keys."""


class _Key(ctypes.Structure):
    _fields_ = (
        ("key", c_ushort), ("scan", c_ushort), ("flags", c_ulong), ("time", c_ulong), ("extra", c_size_t),
    )  # fmt: skip


class _Mouse(ctypes.Structure):
    _fields_ = (
        ("x", c_long), ("y", c_long), ("data", c_ulong), ("flags", c_ulong), ("time", c_ulong),
        ("extra", c_size_t),
    )  # fmt: skip


class _Either(ctypes.Union):
    _fields_ = (("key", _Key), ("mouse", _Mouse))


class _Input(ctypes.Structure):
    _fields_ = (("kind", c_ulong), ("what", _Either))


class _LastInput(ctypes.Structure):
    _fields_ = (("size", c_uint), ("time", c_ulong))


class WindowsClipboard(SystemClipboard):
    """The clipboard, as a window of ours opens it."""

    def __init__(self, user32: Any = None, kernel32: Any = None) -> None:
        """Work in this thread; tests bring libraries of their own."""
        load = getattr(ctypes, "WinDLL", None)
        self._user32 = user32 or load("user32", use_last_error=True)  # type: ignore[misc]
        self._kernel32 = kernel32 or load("kernel32", use_last_error=True)  # type: ignore[misc]
        for library, name, result, arguments in (
            (self._user32, "CreateWindowExW", c_void_p,
             (c_uint, c_wchar_p, c_wchar_p, c_uint, *(c_int,) * 4, *(c_void_p,) * 4)),
            (self._user32, "DestroyWindow", c_int, (c_void_p,)),
            (self._user32, "OpenClipboard", c_int, (c_void_p,)),
            (self._user32, "EnumClipboardFormats", c_uint, (c_uint,)),
            (self._user32, "GetClipboardData", c_void_p, (c_uint,)),
            (self._user32, "SetClipboardData", c_void_p, (c_uint, c_void_p)),
            (self._user32, "SendInput", c_uint, (c_uint, c_void_p, c_int)),
            (self._kernel32, "GlobalAlloc", c_void_p, (c_uint, c_size_t)),
            (self._kernel32, "GlobalLock", c_void_p, (c_void_p,)),
            (self._kernel32, "GlobalUnlock", c_int, (c_void_p,)),
            (self._kernel32, "GlobalSize", c_size_t, (c_void_p,)),
            (self._kernel32, "GlobalFree", c_void_p, (c_void_p,)),
        ):  # fmt: skip
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        # Who empties the clipboard without a window of his own can put nothing in.
        self._window = self._user32.CreateWindowExW(
            0, "STATIC", None, 0, 0, 0, 0, 0, c_void_p(_MESSAGE_ONLY), None, None, None
        )

    def close(self) -> None:
        """Destroy the window."""
        self._user32.DestroyWindow(self._window)

    def sequence(self) -> int:
        """GetClipboardSequenceNumber."""
        return int(self._user32.GetClipboardSequenceNumber())

    def load(self, most: int) -> Forms:
        """Return every format as its bytes; drawings that Windows makes from others need none."""
        with self._opened():
            formats, last = [], 0
            while last := int(self._user32.EnumClipboardFormats(last)):
                formats.append(last)
            if {_BITMAP, _PALETTE} & set(formats) and not {_DIB, _DIB_V5} & set(formats):
                raise CannotKeep
            kept: list[tuple[object, bytes]] = []
            for each in formats:
                if each in {_BITMAP, _PALETTE}:
                    continue
                if each in {_METAFILE, _ENHANCED} or each in _DRAWN_BY_OWNER or each in _PRIVATE_HANDLES:
                    raise CannotKeep
                data = self._bytes(each, most)
                most -= len(data)
                kept.append((each, data))
            return tuple(kept)

    def text(self, most: int) -> str:
        """Return CF_UNICODETEXT up to its end or `most`."""
        with self._opened():
            handle = self._user32.GetClipboardData(UNICODE_TEXT)
            if not handle:
                return ""
            length = min(int(self._kernel32.GlobalSize(handle)), 2 * most)
            found = self._copied(handle, length - length % 2).decode("utf-16-le", errors="replace")
            return found.partition("\0")[0]

    def store(self, forms: Forms, expected: int) -> None:
        """Empty it and put everything back, in its order."""
        with self._opened():
            if self.sequence() != expected:
                return
            self._user32.EmptyClipboard()
            for number, data in forms:
                self._put(number, data)

    def press_copy(self) -> None:
        """Press Ctrl and C; Alt and the others go up while Ctrl is down, so that no menu opens."""
        pressed = 0x8000
        held = [key for key in _HELD if self._user32.GetAsyncKeyState(key) & pressed]
        keys = [(_CONTROL, 0), *((key, _KEY_UP) for key in held), (_C, 0), (_C, _KEY_UP), (_CONTROL, _KEY_UP)]
        inputs = (_Input * len(keys))()
        for each, (key, flags) in zip(inputs, keys, strict=True):
            each.kind = _KEYBOARD
            each.what.key = _Key(key=key, flags=flags)
        self._user32.SendInput(len(keys), ctypes.byref(inputs), ctypes.sizeof(_Input))

    def last_input(self) -> int:
        """GetLastInputInfo."""
        found = _LastInput(size=ctypes.sizeof(_LastInput))
        self._user32.GetLastInputInfo(ctypes.byref(found))
        return int(found.time)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[None]:
        for _ in range(_ATTEMPTS):
            if self._user32.OpenClipboard(self._window):
                break
            time.sleep(BETWEEN)  # another program has it open for a moment
        else:
            raise CannotKeep
        try:
            yield
        finally:
            self._user32.CloseClipboard()

    def _bytes(self, number: int, most: int) -> bytes:
        handle = self._user32.GetClipboardData(number)
        length = int(self._kernel32.GlobalSize(handle)) if handle else 0
        if not handle or length > most:
            raise CannotKeep
        return self._copied(handle, length)

    def _copied(self, handle: int, length: int) -> bytes:
        place = self._kernel32.GlobalLock(handle)
        if not place:
            raise CannotKeep
        try:
            return ctypes.string_at(place, length)
        finally:
            self._kernel32.GlobalUnlock(handle)

    def _put(self, number: object, data: bytes) -> None:
        handle = self._kernel32.GlobalAlloc(_MOVEABLE, max(len(data), 1))
        place = self._kernel32.GlobalLock(handle) if handle else None
        if not place:
            return
        ctypes.memmove(place, data, len(data))
        self._kernel32.GlobalUnlock(handle)
        if not self._user32.SetClipboardData(number, handle):  # else it is Windows' now
            self._kernel32.GlobalFree(handle)
