"""The icon in the tray and its menu; made only where there is a tray, and people want it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from shiboken6 import isValid

from dialer.calls.events import CallChanged, HistoryChanged
from dialer.core.entry import EntryChanged, EntryRemoved
from dialer.core.hub import ProvidersChanged
from dialer.core.settings import SettingsChanged
from dialer.ui.blocks.widgets import ltr, one_line
from dialer.ui.desktop.tray_look import TrayLook, look, tray_icon

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.ui.desk import Desk

_RECENT = 5
_LONGEST = 60


class TrayIcon(QObject):
    """Shows how things are, and does the few things that need no window.

    Signals:
        open_wanted: somebody asks for the window.
        leave_wanted: somebody wants to quit.
        notice_pressed: somebody pressed the message that was shown last.
    """

    open_wanted = Signal()
    leave_wanted = Signal()
    notice_pressed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Show the icon."""
        super().__init__(desk)
        self._desk, self._app = desk, desk.app
        self._text = desk.app.hub.strings.text
        self._due = 0
        self._shown: TrayLook | None = None
        self._build_menu()
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self.notice_pressed)
        self._listen()
        self._refresh()
        self._icon.show()
        self._load_recent()
        self._load_due()

    def _build_menu(self) -> None:
        text = self._text
        self._menu = menu = QMenu()
        self._open = self._add(text("tray.open"), self.open_wanted.emit)
        menu.setDefaultAction(self._open)
        self._state = self._add("", None)
        menu.addSeparator()
        self._hang_up = self._add(text("tray.hang_up"), self._desk.phone_actions.hang_up)
        self._recent = menu.addMenu(text("tray.call_again"))
        self._quiet = self._add(text("tray.quiet"), self._toggle_quiet)
        self._quiet.setCheckable(True)
        menu.addSeparator()
        self._add(text("tray.quit"), self.leave_wanted.emit)

    def _add(self, words: str, do: object) -> QAction:
        action = QAction(_plain(words), self)
        self._menu.addAction(action)
        if callable(do):
            action.triggered.connect(lambda _checked=False: do())
        else:
            action.setEnabled(False)
        return action

    def _listen(self) -> None:
        bus = self._app.hub.bus
        self._unsubscribe = [
            bus.listen(CallChanged, lambda _event: self._refresh()),
            bus.listen(EntryChanged, lambda _event: self._refresh()),
            bus.listen(EntryRemoved, lambda _event: self._refresh()),
            bus.listen(ProvidersChanged, lambda _event: self._refresh()),
            bus.listen(SettingsChanged, self._on_setting),
            bus.listen(HistoryChanged, lambda _event: self._load_recent()),
        ]
        if hasattr(self._app, "callbacks"):
            from dialer.calls.call_back import CallBackDue, CallBacksChanged

            for event in (CallBackDue, CallBacksChanged):
                self._unsubscribe.append(bus.listen(event, lambda _event: self._load_due()))

    def remove(self) -> None:
        """Take the icon away."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._icon.hide()
        self._menu.deleteLater()
        self.deleteLater()

    def show_message(self, title: str, words: str) -> None:
        """Show a message beside the icon, where the system has no better service."""
        self._icon.showMessage(title, words, self._icon.icon())

    def _refresh(self) -> None:
        now = look(self._app, self._due)
        call = self._app.calls.current
        self._hang_up.setVisible(call is not None and call.live)
        self._quiet.setChecked(self._app.hub.settings.get("quiet") is True)
        if now == self._shown:
            return
        if self._shown is None or now.state != self._shown.state:
            self._icon.setIcon(tray_icon(now.state))
        self._shown = now
        self._icon.setToolTip(f"Dialer: {now.words}")
        self._state.setText(_plain(now.words))

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key == "quiet":
            self._refresh()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.open_wanted.emit()

    def _toggle_quiet(self) -> None:
        wanted = self._app.hub.settings.get("quiet") is not True
        self._desk.phone_actions.run(self._app.hub.settings.set("quiet", wanted), "quiet")
        self._quiet.setChecked(not wanted)  # it is shown as it is: the organisation may have decided it

    def _load_recent(self) -> None:
        if not self._desk.scope.closed:
            self._desk.scope.spawn(self._show_recent(), "recent calls for the tray")

    async def _show_recent(self) -> None:
        calls = await self._app.calls.history.recent(_RECENT)
        if not isValid(self):
            return
        self._recent.clear()
        for call in calls:
            words = one_line(call.name or "") or ltr(call.number)
            action = self._recent.addAction(_plain(words))
            action.triggered.connect(partial(self._call_again, call))
        self._recent.menuAction().setVisible(bool(calls))

    def _call_again(self, call: Call, _checked: bool = False) -> None:
        self.open_wanted.emit()  # what becomes of the call is to be seen, and what is asked first
        self._desk.phone_actions.call_again(call)

    def _load_due(self) -> None:
        if hasattr(self._app, "callbacks") and not self._desk.scope.closed:
            self._desk.scope.spawn(self._count_due(), "call-backs for the tray")

    async def _count_due(self) -> None:
        self._due = len(await self._app.callbacks.overdue())
        if isValid(self):
            self._refresh()


def _plain(words: str) -> str:
    """Return foreign words as a menu shows them: a & would name a key."""
    return (words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…").replace("&", "&&")
