"""The selected text on Windows: the program in front copies it, and the clipboard is put back as it was."""

from __future__ import annotations

import asyncio

from dialer.desktop.selection import TextReader


class WindowsReader(TextReader):
    """Has the program in front copy."""

    async def selected(self) -> str:
        """Return what it copies.

        Raises:
            NoText: it copies nothing, or what is in the clipboard could not be put back.
        """
        return await asyncio.to_thread(_read)


def _read() -> str:
    from dialer.desktop.clipboard_windows import WindowsClipboard
    from dialer.desktop.copying import copy_and_restore

    clipboard = WindowsClipboard()
    try:
        return copy_and_restore(clipboard)
    finally:
        clipboard.close()
