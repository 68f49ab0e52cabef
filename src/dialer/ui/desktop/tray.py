"""The tray, as far as the window depends on it: it may be hidden while there is an icon to open it with."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from dialer.core.settings import SettingsChanged

if TYPE_CHECKING:
    from dialer.desktop.tray_linux import TrayHost
    from dialer.ui.desk import Desk
    from dialer.ui.desktop.tray_icon import TrayIcon

PATIENCE = 5.0
"""Seconds that a panel gets to come up: at log-in it may start later than Dialer."""

_LOOK_MS = 3000


class Tray(QObject):
    """Keeps the icon where there is a tray, and the window from being hidden without one.

    Signals:
        hid: the window was hidden in place of being closed.
        notice_pressed: somebody pressed the message that was shown last.

    Attributes:
        icon: the icon, while there is one.
    """

    hid = Signal()
    notice_pressed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Look for a tray."""
        super().__init__(desk)
        self._desk, self._window = desk, desk.main_window
        self._settings = desk.app.hub.settings
        self.icon: TrayIcon | None = None
        self._host: TrayHost | None = None
        self._looked = asyncio.Event()
        self._came = asyncio.Event()
        # A tray of the older kind, on X11, says nothing when it goes.
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self.refresh)
        self._window.keeper = self
        self._unsubscribe = desk.app.hub.bus.listen(SettingsChanged, self._on_setting)
        desk.scope.spawn(self._begin(), "look for a tray")

    def stop(self) -> None:
        """Take the icon away; the window goes."""
        self._unsubscribe()
        self._window.keeper = None
        self._looking.stop()
        self._remove()

    async def begin_hidden(self) -> None:
        """Leave a window that is not shown yet hidden behind its icon; without one, show it minimised."""
        await self._looked.wait()
        if self._wanted:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._came.wait()
        if self.icon is None and not self._window.isVisible():
            self._window.showMinimized()
        self._watch()

    @property
    def _wanted(self) -> bool:
        return self._settings.get("tray") is True

    @property
    def _is_there(self) -> bool:
        if self._host is not None and self._host.there is not None:
            return self._host.there
        return QSystemTrayIcon.isSystemTrayAvailable()

    async def _begin(self) -> None:
        try:
            if self._wanted:
                await self._look_for_host()
        finally:
            self.refresh()
            self._looked.set()

    async def _look_for_host(self) -> None:
        if sys.platform in {"win32", "darwin"} or self._host is not None:
            return
        from dialer.desktop.tray_linux import TrayHost

        self._host = TrayHost(self._desk.scope, self._on_host)
        await self._host.start()

    def _on_host(self) -> None:
        self._remove()  # another kind of tray needs another icon
        self.refresh()

    def refresh(self) -> None:
        """Have an icon if there is a tray and people want one, and a window if there is no icon."""
        if self._desk.scope.closed:
            return
        if self._wanted and self._is_there:
            if self.icon is None:
                self._make()
        else:
            self._remove()
            if self._looked.is_set() and not self._window.isVisible():
                self._come_back()
        self._watch()

    def _make(self) -> None:
        from dialer.ui.desktop.tray_icon import TrayIcon

        self.icon = TrayIcon(self._desk)
        self.icon.open_wanted.connect(self._on_open)
        self.icon.leave_wanted.connect(self._window.leave)
        self.icon.notice_pressed.connect(self.notice_pressed)
        self._came.set()

    def _remove(self) -> None:
        if self.icon is not None:
            self.icon.remove()
            self.icon = None
            self._came.clear()

    def _watch(self) -> None:
        """Look again and again only while a hidden window depends on a tray that says nothing."""
        silent = self._host is None or self._host.there is None
        needed = silent and self.icon is not None and not self._window.isVisible()
        if needed and sys.platform not in {"win32", "darwin"}:
            self._looking.start()
        else:
            self._looking.stop()

    def _come_back(self) -> None:
        """Show a hidden window that nothing could open any more; people may be typing elsewhere."""
        from dialer.ui.blocks.unfocused import leave_focus

        leave_focus(self._window)
        self._window.show()

    def hide_instead(self) -> bool:
        """Hide the window, where people want that and there is an icon; return whether it is hidden."""
        if self._settings.get("on_close") != "hide" or self.icon is None or not self._is_there:
            return False
        self._window.placing.note()
        self._window.hide()
        self._watch()
        self.hid.emit()
        return True

    def _on_open(self) -> None:
        self._window.come_forward()
        self._watch()

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key == "tray":
            self._desk.scope.spawn(self._begin(), "look for a tray")
