"""The selected text on macOS: asked of accessibility (AXSelectedText), else copied with everything put back.

Both need people's leave: System Settings, Privacy & Security, Accessibility (AXUIElement.h).
"""

from __future__ import annotations

import asyncio
from ctypes import byref, c_float, c_int32, c_void_p
from typing import TYPE_CHECKING, Any

from dialer.desktop.selection import MOST, PATIENCE, NoText, TextReader, usable

if TYPE_CHECKING:
    from dialer.desktop.copying import SystemClipboard

_DONE = 0


class MacReader(TextReader):
    """Asks the program in front."""

    async def selected(self) -> str:
        """Return what is marked there.

        Raises:
            NoText: nothing is, it is too long, or Dialer may not ask.
        """
        return await asyncio.to_thread(_read)


def _read() -> str:
    from dialer.desktop.clipboard_mac import MacClipboard
    from dialer.desktop.objc import ObjectiveC, framework

    objc, services = ObjectiveC(), framework("ApplicationServices")
    with objc.pool():
        return read(objc, services, MacClipboard(objc, services))


def read(objc: Any, services: Any, clipboard: SystemClipboard) -> str:
    """Return the selected text, by what these libraries say.

    Raises:
        NoText: as for `MacReader.selected`.
    """
    from dialer.desktop.copying import copy_and_restore

    if not services.AXIsProcessTrusted():
        raise NoText("hotkeys.text.no_leave")
    text = _accessible(objc, services)
    return usable(text) if text.strip() else copy_and_restore(clipboard)


def _accessible(objc: Any, services: Any) -> str:
    """Return what accessibility says; empty where the program says nothing to it."""
    services.AXUIElementCreateSystemWide.restype = c_void_p
    services.AXUIElementCopyAttributeValue.restype = c_int32
    services.AXUIElementCopyAttributeValue.argtypes = (c_void_p, c_void_p, c_void_p)
    services.AXUIElementSetMessagingTimeout.argtypes = (c_void_p, c_float)
    services.CFRelease.argtypes = (c_void_p,)
    everything = services.AXUIElementCreateSystemWide()
    services.AXUIElementSetMessagingTimeout(everything, PATIENCE)
    element, text = c_void_p(), c_void_p()
    try:
        copied = services.AXUIElementCopyAttributeValue
        if copied(everything, objc.text("AXFocusedUIElement"), byref(element)) != _DONE:
            return ""
        if copied(element, objc.text("AXSelectedText"), byref(text)) != _DONE or not text.value:
            return ""
        return str(objc.words(text.value))[: MOST + 1]
    finally:
        for each in (everything, element.value, text.value):
            if each:
                services.CFRelease(each)
