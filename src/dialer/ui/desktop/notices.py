"""What Dialer tells while another program is in front; it decides when, the desktop room how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from dialer.calls.call_back import CallBackDue, CallBacksChanged, press_for
from dialer.calls.events import CallChanged
from dialer.calls.model import CallState, EndReason
from dialer.calls.sentences import sentence
from dialer.core.issues import IssuesChanged, Severity
from dialer.core.settings import SettingsChanged
from dialer.core.storage import JsonStore
from dialer.desktop.notifications import OPEN, Notice, system_notifier, text_of, title_of
from dialer.ui.blocks.widgets import capital, ltr
from dialer.ui.look.moments import clock_time
from dialer.ui.pages import MEETINGS, PHONE, REPAIRS

if TYPE_CHECKING:
    from dialer.calls.call_back import CallBack
    from dialer.calls.model import Call
    from dialer.desktop.notifications import Notifier
    from dialer.meetings.soon import Soon
    from dialer.ui.desk import Desk
    from dialer.ui.desktop.tray import Tray

CALL, REPAIR, HIDDEN, MEETING, DUE = "call", "repairs", "hidden", "meeting", "due"

_HANG_UP, _CALL_NOW = "hang_up", "call_now"
_TOLD = "told.json"
_VERSION = 1


class Notices(QObject):
    """Listens, and tells what people asked to be told; never while they look at the window anyway."""

    def __init__(self, desk: Desk, tray: Tray, notifier: Notifier | None = None) -> None:
        """Listen; the system's own service tells, else the tray."""
        super().__init__(desk)
        self._desk, self._app, self._tray = desk, desk.app, tray
        self._strings = desk.app.hub.strings
        self._notifier = notifier or system_notifier(desk.scope)
        if self._notifier is not None:
            self._notifier.pressed = self._on_pressed
        self._stage: tuple[str, str] = ("", "")
        self._issues = {issue.id for issue in self._app.hub.issues.all}
        self._due: dict[str, CallBack] = {}
        self._last = ""
        bus = self._app.hub.bus
        self._unsubscribe = [
            bus.listen(CallChanged, lambda event: self._on_call(event.call)),
            bus.listen(CallBackDue, lambda event: self._on_due(event.call_back)),
            bus.listen(CallBacksChanged, self._on_call_backs),
            bus.listen(IssuesChanged, lambda _event: self._on_issues()),
            bus.listen(SettingsChanged, self._on_setting),
        ]
        tray.hid.connect(self._on_hid)
        tray.notice_pressed.connect(lambda: self._on_pressed(self._last, OPEN))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._on_front)

    def stop(self) -> None:
        """Tell no more."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def tell_meeting(self, meeting: Soon) -> None:
        """Tell that a meeting begins soon."""
        subject = meeting.subject or self._text("notices.meeting.unnamed")
        words = self._text("notices.meeting.text", time=clock_time(meeting.start.astimezone(), self._strings))
        self._tell(Notice(key=MEETING, title=subject, text=words))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(key, **placeholders)

    def _on_call(self, call: Call) -> None:
        stage = (call.id, _stage(call))
        if stage == self._stage:
            return
        self._stage = stage
        if not stage[1]:
            self._withdraw(CALL)
            return
        # Desktops keep what was told, for longer than a private call is to be known.
        private = capital(self._text("history.who.private"))
        title = private if call.private else call.name or ltr(call.number)
        buttons = ((_HANG_UP, self._text("notices.hang_up")),) if call.live else ()
        self._tell(Notice(key=CALL, title=title, text=sentence(call, self._strings), actions=buttons))

    def _on_due(self, call_back: CallBack) -> None:
        self._due[call_back.id] = call_back
        who = ltr(call_back.number) if call_back.private or not call_back.name else call_back.name
        self._tell(
            Notice(
                key=f"{DUE}/{call_back.id}",
                title=self._text("notices.due.title", who=who),
                text="" if call_back.private else call_back.note,
                actions=((_CALL_NOW, self._text("notices.call_now")),),
            )
        )

    def _on_call_backs(self, _event: CallBacksChanged) -> None:
        if self._due and not self._desk.scope.closed:
            self._desk.scope.spawn(self._withdraw_closed(), "see which call-backs are due still")

    async def _withdraw_closed(self) -> None:
        """Take away what is done, removed or forgotten meanwhile, here or at a colleague's."""
        still = {each.id for each in await self._app.callbacks.open_ones()}
        for gone in self._due.keys() - still:
            del self._due[gone]
            self._withdraw(f"{DUE}/{gone}")

    def _on_issues(self) -> None:
        issues = self._app.hub.issues.all
        new = [issue for issue in issues if issue.id not in self._issues and issue.fix is not None]
        self._issues = {issue.id for issue in issues}
        urgent = next((issue for issue in new if issue.severity is not Severity.INFO), None)
        if urgent is not None:
            words = self._text(urgent.key, **urgent.placeholders)
            self._tell(Notice(key=REPAIR, title=self._text("notices.repairs.title"), text=words))
        elif not self._issues:
            self._withdraw(REPAIR)

    def _on_hid(self) -> None:
        """Say once where the window went, whatever else is told: nobody may think that Dialer is gone."""
        told = JsonStore(self._app.hub.home.path / _TOLD, _VERSION)
        if self._app.hub.settings.get("quiet") is True or self._desk.scope.closed:
            return
        self._desk.scope.spawn(self._tell_once(told), "tell where the window is")

    async def _tell_once(self, told: JsonStore) -> None:
        import asyncio

        from dialer.core.errors import StorageError

        try:
            known = await asyncio.to_thread(told.load)
            if known.get(HIDDEN) is True:
                return
            await asyncio.to_thread(told.save, {**known, HIDDEN: True})
        except StorageError:
            return  # rather never than every time
        title, words = self._text("notices.hidden.title"), self._text("notices.hidden.text")
        await self._show(Notice(key=HIDDEN, title=title, text=words))

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key in {"quiet", "notifications"} and not self._wanted(CALL):
            for key in (CALL, REPAIR, MEETING, *(f"{DUE}/{each}" for each in self._due)):
                self._withdraw(key)

    def _on_front(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._withdraw(CALL)  # the window says it

    def _wanted(self, key: str) -> bool:
        settings = self._app.hub.settings
        kinds = settings.get("notifications")
        about_calls = key == CALL or key.startswith(DUE)
        return settings.get("quiet") is not True and (kinds == "all" or (kinds == "calls" and about_calls))

    def _tell(self, notice: Notice) -> None:
        if self._desk.scope.closed or not self._wanted(notice.key) or self._in_front():
            return
        if not self._desk.main_window.isActiveWindow():
            QApplication.alert(self._desk.main_window)  # a hint in the task bar; never the focus
        self._desk.scope.spawn(self._show(notice), "notice")

    def _in_front(self) -> bool:
        state = QApplication.applicationState()
        return state is Qt.ApplicationState.ApplicationActive and self._desk.main_window.isVisible()

    async def _show(self, notice: Notice) -> None:
        if self._notifier is not None and await self._notifier.show(notice):
            return
        if self._tray.icon is not None:
            self._last = notice.key
            self._tray.icon.show_message(title_of(notice), text_of(notice))

    def _withdraw(self, key: str) -> None:
        if self._notifier is not None and not self._desk.scope.closed:
            self._desk.scope.spawn(self._notifier.withdraw(key), "withdraw a notice")

    def _on_pressed(self, key: str, action: str) -> None:
        if action == _HANG_UP:
            self._desk.phone_actions.hang_up()
            return
        if action not in {OPEN, _CALL_NOW}:
            return
        self._desk.main_window.come_forward()
        call_back = self._due.pop(key.partition("/")[2], None) if key.startswith(DUE) else None
        if action == _CALL_NOW and call_back is not None:
            self._desk.phone_actions.call(press_for(call_back))
        elif not self._desk.main_window.first_start:
            pages = {REPAIR: REPAIRS, MEETING: MEETINGS, CALL: PHONE}
            if (page := pages.get(key)) is not None:
                self._desk.show_page(page)


def _stage(call: Call) -> str:
    """Return what is worth telling of a call; nothing where people wait, or ended it themselves."""
    if not call.live:
        return "" if call.reason is EndReason.HUNG_UP else "ended"
    if call.state is CallState.SOURCE_RINGING:
        return "rings"
    return "connected" if call.both_connected else ""
