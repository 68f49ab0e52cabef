"""The text that is selected in another program, read without touching the clipboard."""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod

from dialer.core.errors import DialerError

MOST = 4000
"""Characters that are read at most: nobody selects more to reach a number, and nothing longer is copied."""
PATIENCE = 1.0
"""Seconds that another program has to hand its text over."""


class NoText(DialerError):
    """There is no text to be had; the sentence says why and what to do instead."""


class TextReader(ABC):
    """Reads text that other programs have."""

    @abstractmethod
    async def selected(self) -> str:
        """Return the text that is selected in the program in front.

        Raises:
            NoText: nothing is selected, it is too long, or the other program does not answer.
        """


def system_reader() -> TextReader | None:
    """Return the way to read on this desktop; None where only a window in front may (Wayland)."""
    from dialer.desktop.hotkeys import on_wayland

    if sys.platform == "win32":
        from dialer.desktop.selection_windows import WindowsReader

        return WindowsReader()
    if sys.platform == "darwin":
        from dialer.desktop.selection_mac import MacReader

        return MacReader()
    if on_wayland() or not os.environ.get("DISPLAY"):
        return None
    from dialer.desktop.selection_x11 import X11Reader

    return X11Reader()


def usable(text: str) -> str:
    """Return a text that can be read for numbers.

    Raises:
        NoText: it is empty or too long.
    """
    text = text.replace("\0", "").strip()
    if not text:
        raise NoText("hotkeys.text.nothing")
    if len(text) > MOST:
        raise NoText("hotkeys.text.too_long")
    return text
