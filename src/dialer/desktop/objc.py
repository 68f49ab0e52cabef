"""Calling macOS' own libraries: Objective-C's objects, as far as a selection needs them.

Objective-C Runtime Reference (objc_msgSend); NSString, NSData and NSArray of Foundation.
"""

from __future__ import annotations

import contextlib
import ctypes
from ctypes import c_char_p, c_long, c_void_p
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIBRARIES = "/System/Library/Frameworks"


def framework(name: str) -> Any:
    """Return a framework's library."""
    return ctypes.CDLL(f"{_LIBRARIES}/{name}.framework/{name}")


class ObjectiveC:
    """Sends messages to objects."""

    def __init__(self) -> None:
        """Load AppKit, which brings Foundation."""
        framework("AppKit")
        self._runtime = ctypes.CDLL("/usr/lib/libobjc.dylib")
        self._runtime.objc_getClass.restype = c_void_p
        self._runtime.objc_getClass.argtypes = (c_char_p,)
        self._runtime.sel_registerName.restype = c_void_p
        self._runtime.sel_registerName.argtypes = (c_char_p,)
        self._send = ctypes.cast(self._runtime.objc_msgSend, c_void_p).value

    def class_named(self, name: str) -> int:
        """Return a class."""
        return int(self._runtime.objc_getClass(name.encode()))

    def send(self, receiver: int, message: str, *arguments: object, result: Any = c_void_p) -> Any:
        """Send a message whose arguments are objects or numbers; of nothing, nothing is asked."""
        if not receiver:
            return 0
        kinds = [c_long if isinstance(each, int) and each < 0 else c_void_p for each in arguments]
        call = ctypes.CFUNCTYPE(result, c_void_p, c_void_p, *kinds)(self._send or 0)
        return call(receiver, self._runtime.sel_registerName(message.encode()), *arguments) or 0

    def text(self, text: str) -> int:
        """Return a text as an object."""
        maker = self.send(self.class_named("NSString"), "alloc")
        made = ctypes.create_string_buffer(text.encode())
        utf8 = self.send(maker, "initWithUTF8String:", ctypes.addressof(made))
        return int(self.send(utf8, "autorelease"))

    def words(self, text: int) -> str:
        """Return a text object's letters."""
        found = self.send(text, "UTF8String", result=c_char_p)
        return found.decode(errors="replace") if found else ""

    def data(self, data: bytes) -> int:
        """Return bytes as an object."""
        return int(self.send(self.class_named("NSData"), "dataWithBytes:length:", data, len(data)))

    def octets(self, data: int) -> bytes:
        """Return a data object's bytes."""
        length = int(self.send(data, "length"))
        place = self.send(data, "bytes")
        return ctypes.string_at(place, length) if length else b""

    def items(self, array: int) -> list[int]:
        """Return an array's objects."""
        return [self.send(array, "objectAtIndex:", place) for place in range(int(self.send(array, "count")))]

    @contextlib.contextmanager
    def pool(self) -> Iterator[None]:
        """Free at the end what macOS hands out meanwhile."""
        made = self.send(self.send(self.class_named("NSAutoreleasePool"), "alloc"), "init")
        try:
            yield
        finally:
            self.send(made, "drain")
