"""The general pasteboard of macOS (NSPasteboard), each item in each type, and keys that copy (CGEvent)."""

from __future__ import annotations

import time
from ctypes import c_bool, c_double, c_int32, c_uint16, c_uint32, c_uint64, c_void_p
from typing import Any

from dialer.desktop.copying import CannotKeep, Forms, SystemClipboard
from dialer.desktop.objc import ObjectiveC, framework

_TEXT = "public.utf8-plain-text"
_C = 8
_COMMAND = 1 << 20
_SESSION, _ANY_INPUT = 0, 0xFFFFFFFF
_HID_TAP = 0


class MacClipboard(SystemClipboard):
    """The pasteboard; a form is the number of its item and its type."""

    def __init__(self, objc: Any = None, services: Any = None) -> None:
        """Tests bring libraries of their own."""
        self._objc = objc or ObjectiveC()
        self._services = services or framework("ApplicationServices")
        made = self._services.CGEventCreateKeyboardEvent
        made.restype, made.argtypes = c_void_p, (c_void_p, c_uint16, c_bool)
        self._services.CGEventSetFlags.argtypes = (c_void_p, c_uint64)
        self._services.CGEventPost.argtypes = (c_uint32, c_void_p)
        since = self._services.CGEventSourceSecondsSinceLastEventType
        since.restype, since.argtypes = c_double, (c_int32, c_uint32)
        self._board = self._objc.send(self._objc.class_named("NSPasteboard"), "generalPasteboard")

    def sequence(self) -> int:
        """The pasteboard's changeCount."""
        return int(self._objc.send(self._board, "changeCount"))

    def load(self, most: int) -> Forms:
        """Return the data of each item in each type."""
        objc = self._objc
        found: list[tuple[object, bytes]] = []
        for number, item in enumerate(objc.items(objc.send(self._board, "pasteboardItems"))):
            for kind in objc.items(objc.send(item, "types")):
                data = objc.send(item, "dataForType:", kind)
                if not data:
                    raise CannotKeep  # promised by a program that does not make it now
                octets = objc.octets(data)
                most -= len(octets)
                if most < 0:
                    raise CannotKeep
                found.append(((number, objc.words(kind)), octets))
        return tuple(found)

    def text(self, most: int) -> str:
        """Return the pasteboard's text."""
        found = self._objc.send(self._board, "stringForType:", self._objc.text(_TEXT))
        return str(self._objc.words(found))[:most] if found else ""

    def store(self, forms: Forms, expected: int) -> None:
        """Empty it and write every item again."""
        objc = self._objc
        if self.sequence() != expected:
            return
        items: dict[int, int] = {}
        for place, data in forms:
            number, kind = place
            if number not in items:
                made = objc.send(objc.send(objc.class_named("NSPasteboardItem"), "alloc"), "init")
                items[number] = objc.send(made, "autorelease")
            objc.send(items[number], "setData:forType:", objc.data(data), objc.text(kind))
        array = objc.send(objc.class_named("NSMutableArray"), "array")
        for item in items.values():
            objc.send(array, "addObject:", item)
        objc.send(self._board, "clearContents")
        if items:
            objc.send(self._board, "writeObjects:", array)

    def press_copy(self) -> None:
        """Press Command and C; an event carries its own modifiers, whatever is still held down."""
        for down in (True, False):
            event = self._services.CGEventCreateKeyboardEvent(None, _C, down)
            self._services.CGEventSetFlags(event, _COMMAND)
            self._services.CGEventPost(_HID_TAP, event)

    def last_input(self) -> int:
        """The moment of the last key or button, in tenths of seconds."""
        ago = self._services.CGEventSourceSecondsSinceLastEventType(_SESSION, _ANY_INPUT)
        return round((time.monotonic() - float(ago)) * 10)
