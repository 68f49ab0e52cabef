"""Links that other programs open: at most one question at a time, and never the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from dialer.calls.events import LinkOpened
from dialer.core.settings import PHONE_LINKS

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.contacts.numbers.reading import Reading
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
        self._asked: list[float] = []
        self.destroyed.connect(app.hub.bus.listen(LinkOpened, self._on_link))
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)

    async def begin(self, link: str | None) -> None:
        """Begin with the link that the program was started for, if any, and those that come as events."""
        hand_links_to = getattr(QGuiApplication.instance(), "hand_links_to", None)
        if hand_links_to is not None:  # on macOS
            hand_links_to(self._open)
        if self._app.hub.settings.get(PHONE_LINKS):
            from dialer.desktop import handlers_watch

            await handlers_watch.keep(self._app.hub)
        if link is not None:
            from dialer.calls.links import open_link

            await open_link(self._app.hub, link)

    def _open(self, link: str) -> None:
        from dialer.calls.links import open_link

        if self._window.desk is not None:
            self._window.desk.scope.spawn(open_link(self._app.hub, link), "open a link")

    def _on_link(self, event: LinkOpened) -> None:
        from dialer.desktop.handlers import TEST_LINK
        from dialer.ui.outside.call_question import CallQuestion

        if event.reading.input.strip() == TEST_LINK:
            return  # the settings wait for it
        desk = self._window.desk
        if desk is None:
            msg = "the window is not furnished"
            raise RuntimeError(msg)
        question = CallQuestion.of(desk)
        if question.asking:
            question.ignore()
        elif self._is_too_often():
            desk.phone_actions.told.emit("warning", self._app.hub.strings.text("links.too_many"))
        elif self._is_to_be_prefilled(event.reading):
            from dialer.ui.phone.prefill import prefill

            prefill(desk, event.reading)
        else:
            question.ask(event.reading, "link")

    def _is_to_be_prefilled(self, reading: Reading) -> bool:
        """Whether the number goes into the search box: never while somebody may be typing another there."""
        if self._app.hub.settings.get("link_does") != "prefill" or self._window.isActiveWindow():
            return False
        return any(candidate.callable for candidate in reading.candidates)

    def _is_too_often(self) -> bool:
        """Whether some program opens link after link, which nobody can do by hand."""
        now = self._app.hub.clock.monotonic()
        self._asked = [moment for moment in self._asked if now - moment < _PERIOD]
        if len(self._asked) >= _MOST_QUESTIONS:
            return True
        self._asked.append(now)
        return False

    def _on_state(self, state: Qt.ApplicationState) -> None:
        """Look again who opens the links whenever people come back to the window."""
        hub = self._app.hub
        desk = self._window.desk
        is_active = state is Qt.ApplicationState.ApplicationActive
        if is_active and desk is not None and hub.settings.get(PHONE_LINKS):
            from dialer.desktop import handlers_watch

            desk.scope.spawn(handlers_watch.check(hub), "look who opens phone links")
