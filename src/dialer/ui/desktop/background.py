"""What Dialer does for the desktop around it: tray, notices, log-in, sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from dialer.contacts.directories.after_sleep import DirectoriesAfterSleep
from dialer.core.after_sleep import AfterSleep
from dialer.desktop.sleep import watch_sleep
from dialer.ui.desktop.notices import Notices
from dialer.ui.desktop.tray import Tray
from dialer.ui.keys.shortcuts import bind

if TYPE_CHECKING:
    from dialer.ui.desk import Desk

_SCREENS_SETTLE_MS = 1000


class Background:
    """Begins all of it, and ends it with the window.

    Attributes:
        tray: the icon, and whether the window may be hidden behind it.
        notices: what is told while another program is in front.
    """

    def __init__(self, desk: Desk) -> None:
        """Begin; the demo shares a computer with the real program and leaves its log-in alone."""
        app, hub, scope = desk.app, desk.app.hub, desk.scope
        self.tray = Tray(desk)
        self.notices = Notices(desk, self.tray)
        self._stops = [
            self.tray.stop,
            self.notices.stop,
            AfterSleep(hub).stop,
            DirectoriesAfterSleep(hub, lambda: app.directories).stop,
        ]
        scope.spawn(watch_sleep(hub.bus, hub.clock, scope), "watch for sleep")
        if not app.demo:
            self._begin_log_in(desk)
        self._begin_meetings(desk)
        self._follow_screens(desk)
        bind(desk, "leave", desk.main_window.leave)

    def stop(self) -> None:
        """End all of it."""
        for stop in self._stops:
            stop()

    def _follow_screens(self, desk: Desk) -> None:
        """When a screen comes or goes, the system moves windows first, and then this one to where it was."""
        settled = QTimer(desk, singleShot=True, interval=_SCREENS_SETTLE_MS)
        settled.timeout.connect(desk.main_window.placing.screens_changed)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            for changed in (application.screenAdded, application.screenRemoved):
                changed.connect(lambda _screen: settled.start() if isValid(settled) else None)

    def _begin_log_in(self, desk: Desk) -> None:
        from dialer.desktop.autostart_care import AutostartCare

        care = AutostartCare(desk.app.hub)
        self._stops.append(care.stop)
        desk.scope.spawn(care.look(), "look at the log-in")

    def _begin_meetings(self, desk: Desk) -> None:
        from dialer.meetings.soon import SoonWatch

        watch = SoonWatch(desk.app.hub, self.notices.tell_meeting)
        self._stops.append(watch.stop)
        desk.scope.spawn(watch.run(), "watch for meetings")
