"""When the small call window is there; it is not even loaded where the setting says never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from dialer.core.settings import SettingsChanged

if TYPE_CHECKING:
    from dialer.ui.call.window import CallWindow
    from dialer.ui.desk import Desk

SETTING = "call_window"
NEVER, AWAY, ALWAYS = "never", "away", "always"

_SETTLED_MS = 150
"""How long nobody has the focus while it goes from one window of ours to another."""


class CallWindowPart:
    """Follows the call bar and the focus.

    Attributes:
        window: the small window, once it was needed.
    """

    def __init__(self, desk: Desk) -> None:
        """Begin to follow."""
        self._desk, self._bar = desk, desk.call_bar
        self.window: CallWindow | None = None
        self._closed_for = ""
        self._settled = QTimer(desk, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self.refresh)
        self._bar.shown.connect(self.refresh)
        self._bar.put_away.connect(self.refresh)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._settled.start)
        self._unlisten = desk.app.hub.bus.listen(SettingsChanged, self._on_setting)

    def stop(self) -> None:
        """Follow no more; the window goes."""
        self._unlisten()
        self._settled.stop()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.disconnect(self._settled.start)
        if self.window is not None:
            self.window.go()
            self.window.deleteLater()
            self.window = None

    def refresh(self) -> None:
        """Show the window if it is wanted now, with the call as it is, or hide it."""
        call = self._bar.call
        if call is None or call.id == self._closed_for or not self._is_wanted():
            self._bar.said.speaker = None
            if self.window is not None and self.window.isVisible():
                self.window.go()
                self._desk.scope.spawn(self.window.placing.save(), "keep the place of the call window")
            return
        window = self.window or self._make()
        buttons = self._bar.buttons
        window.show_call(call, self._bar.status.text(), buttons.hang_up.toolTip())
        window.appear()
        # Each state is said once: on behalf of the window that people have before them.
        self._bar.said.speaker = None if self._desk.main_window.isActiveWindow() else window.said

    def _is_wanted(self) -> bool:
        wanted = self._desk.app.hub.settings.get(SETTING)
        return wanted == ALWAYS or (wanted == AWAY and self._is_away())

    def _is_away(self) -> bool:
        """Whether no window of ours but the small one has the keys."""
        if QGuiApplication.focusWindow() is None:
            return True
        return self.window is not None and self.window.has_keys

    def _make(self) -> CallWindow:
        from dialer.ui.call.window import CallWindow

        self.window = window = CallWindow(self._desk)
        window.hang_up.clicked.connect(self._desk.phone_actions.hang_up)
        window.note.written.connect(self._desk.phone_actions.keep_note)
        window.closed.connect(self._on_closed)
        window.back_wanted.connect(self._go_back)
        return window

    def _on_closed(self) -> None:
        self._closed_for = self._bar.call.id if self._bar.call is not None else ""
        self._bar.said.speaker = None

    def _go_back(self) -> None:
        main = self._desk.main_window
        main.setWindowState(main.windowState() & ~Qt.WindowState.WindowMinimized)
        main.show()
        main.raise_()
        main.activateWindow()

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key == SETTING:
            self._closed_for = ""
            self.refresh()
