"""Calls the number that was copied: Ctrl+Shift+V, or the search box's menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dialer.ui.keys.shortcuts import bind

if TYPE_CHECKING:
    from dialer.ui.desk import Desk
    from dialer.ui.outside.text import OutsideText


class ClipboardDial(QObject):
    """Reads the clipboard when people want it, and leaves it as it is."""

    def __init__(self, desk: Desk) -> None:
        """Listen to the key and to the search box."""
        super().__init__(desk)
        self._desk = desk
        self._reading = False
        self._outside: OutsideText | None = None
        bind(desk, "call_copied", self.dial)
        desk.phone.box.copied_wanted.connect(self.dial)

    def stop(self) -> None:
        """Take back what is not sent yet."""
        if self._outside is not None:
            self._outside.stop()

    def dial(self) -> None:
        """Offer what was copied."""
        if not self._reading and not self._desk.main_window.first_start:
            self._reading = True
            self._desk.scope.spawn(self._dial(), "read the clipboard")

    async def _dial(self) -> None:
        from dialer.desktop.selection import NoText
        from dialer.ui.outside.reader import OutsideReader
        from dialer.ui.outside.text import OutsideText

        try:
            text = await OutsideReader(self._desk.main_window).copied()
        except NoText as error:
            self._desk.phone_actions.told.emit("warning", self._desk.app.hub.strings.text(error.key))
            return
        finally:
            self._reading = False
        if self._outside is None:
            self._outside = OutsideText.of(self._desk)
        self._outside.offer(text, "clipboard")
