"""Links that other programs open: at most one question at a time, and never the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from dialer.calls.events import LinkOpened
from dialer.calls.provider import telephony
from dialer.core.hub import ProvidersChanged
from dialer.core.settings import PHONE_LINKS

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.contacts.reading import Reading
    from dialer.ui.desk import Desk
    from dialer.ui.guarded_dialog import GuardedDialog
    from dialer.ui.window import MainWindow

_MOST_QUESTIONS = 5
_PERIOD = 60.0


class PhoneLinks(QObject):
    """Asks before the number of a link is called, and watches whether links still come here.

    What it needs for that is loaded when the first link comes.
    """

    def __init__(self, app: App, window: MainWindow) -> None:
        """Listen; the window is furnished."""
        super().__init__(window)
        self._app, self._window = app, window
        self._asking = False
        self._dialog: GuardedDialog | None = None
        self._ignored = 0
        self._asked: list[float] = []
        self.destroyed.connect(app.hub.bus.listen(LinkOpened, self._on_link))
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)

    async def begin(self, link: str | None) -> None:
        """Begin with the link that the program was started for, if any."""
        if self._app.hub.settings.get(PHONE_LINKS):
            from dialer.desktop import handlers_watch

            await handlers_watch.keep(self._app.hub)
        if link is not None:
            from dialer.calls.links import open_link

            await open_link(self._app.hub, link)

    @property
    def _desk(self) -> Desk:
        desk = self._window.desk
        if desk is None:
            msg = "the window is not furnished"
            raise RuntimeError(msg)
        return desk

    def _on_link(self, event: LinkOpened) -> None:
        if self._asking:
            self._ignored += 1
            if self._dialog is not None and isValid(self._dialog):
                self._dialog.show_ignored(self._ignored)
        elif self._is_too_often():
            self._desk.phone_actions.told.emit("warning", self._app.hub.strings.text("links.too_many"))
        else:
            self._asking, self._ignored = True, 0
            self._desk.scope.spawn(self._ask(event.reading), "ask about a link")

    def _is_too_often(self) -> bool:
        """Whether some program opens link after link, which nobody can do by hand."""
        now = self._app.hub.clock.monotonic()
        self._asked = [moment for moment in self._asked if now - moment < _PERIOD]
        if len(self._asked) >= _MOST_QUESTIONS:
            return True
        self._asked.append(now)
        return False

    async def _ask(self, reading: Reading) -> None:
        from dialer.calls.links import refusal

        try:
            if reason := refusal(reading):
                await self._refuse(reading.input, reason)
            else:
                await self._confirm(reading)
        finally:
            self._asking, self._dialog = False, None

    async def _refuse(self, link: str, reason: str) -> None:
        from dialer.ui.link_dialog import RefusedLinkDialog

        await self._show(RefusedLinkDialog(self._app.hub.strings, link, reason))

    async def _confirm(self, reading: Reading) -> None:
        from dialer.ui.link_dialog import LinkChoice, LinkDialog

        choices = [
            LinkChoice(candidate=candidate, people=await self._app.contacts.who(str(candidate.e164)))
            for candidate in reading.candidates
            if candidate.callable
        ]
        dialog = LinkDialog(self._app.hub.strings, choices)

        def show_account(_event: ProvidersChanged | None = None) -> None:
            if isValid(dialog):
                dialog.show_account(next((entry for entry, _ in telephony(self._app.hub)), None))

        show_account()
        unsubscribe = self._app.hub.bus.listen(ProvidersChanged, show_account)
        try:
            await self._show(dialog)
        finally:
            unsubscribe()
        if dialog.request is not None:
            self._come_forward()
            self._desk.phone_actions.call(dialog.request)

    async def _show(self, dialog: GuardedDialog) -> None:
        from dialer.ui.dialogs import result_of

        self._dialog = dialog
        dialog.show_ignored(self._ignored)
        await result_of(dialog, modal=False)

    def _come_forward(self) -> None:
        """Show what becomes of the call, and what it asks first: the user has just pressed Call."""
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        """Look again who opens the links whenever people come back to the window."""
        hub = self._app.hub
        if state is Qt.ApplicationState.ApplicationActive and hub.settings.get(PHONE_LINKS):
            from dialer.desktop import handlers_watch

            self._desk.scope.spawn(handlers_watch.check(hub), "look who opens phone links")
