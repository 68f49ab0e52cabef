"""The text that people point at in another program: what they have marked there, or copied."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtGui import QClipboard, QGuiApplication

from dialer.desktop.selection import NoText, system_reader, usable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dialer.desktop.selection import TextReader

_PATIENCE = 1.0
"""Seconds that a desktop has to bring a window to the front."""


class OutsideReader:
    """Reads as this desktop lets programs read."""

    def __init__(self, window: QWidget, reader: Callable[[], TextReader | None] = system_reader) -> None:
        """Read for a window; tests bring a way of their own."""
        self._window, self._reader = window, reader

    async def selected(self, come_forward: Callable[[], None]) -> tuple[str, bool]:
        """Return the text that is marked, and whether it had to be the copied one instead.

        Wayland shows a selection to the window in front only, so there ours comes forward first.

        Raises:
            NoText: there is none.
        """
        if (reader := self._reader()) is not None:
            return await reader.selected(), False
        come_forward()
        await self._in_front()
        clipboard = QGuiApplication.clipboard()
        if clipboard.supportsSelection():
            try:
                return usable(clipboard.text(QClipboard.Mode.Selection)), False
            except NoText as error:
                if error.key != "hotkeys.text.nothing":
                    raise
        try:
            return usable(clipboard.text()), True
        except NoText as error:
            if error.key != "hotkeys.text.nothing":
                raise
            raise NoText("hotkeys.text.hidden") from None

    async def copied(self) -> str:
        """Return the text that was copied.

        Raises:
            NoText: there is none.
        """
        clipboard = QGuiApplication.clipboard()
        if QGuiApplication.platformName() == "xcb" and not clipboard.ownsClipboard():
            # Qt would wait for the other program, and fetch all of it.
            from dialer.desktop.selection_x11 import X11Reader

            try:
                return await X11Reader().copied()
            except NoText as error:
                raise _of_clipboard(error) from None
        try:
            return usable(clipboard.text())
        except NoText as error:
            raise _of_clipboard(error) from None

    async def _in_front(self) -> None:
        """Wait until the desktop has brought the window to the front, but not for long."""
        application = QGuiApplication.instance()
        if self._window.isActiveWindow() or not isinstance(application, QGuiApplication):
            return
        arrived = asyncio.Event()
        application.focusWindowChanged.connect(arrived.set)
        try:
            async with asyncio.timeout(_PATIENCE):
                await arrived.wait()
        except TimeoutError:
            pass
        finally:
            application.focusWindowChanged.disconnect(arrived.set)


def _of_clipboard(error: NoText) -> NoText:
    return NoText("hotkeys.text.nothing_copied") if error.key == "hotkeys.text.nothing" else error
