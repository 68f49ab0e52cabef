"""The main window: side bar, call bar, and the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dialer.calls.events import CallChanged, HistoryChanged
from dialer.calls.provider import telephony
from dialer.contacts.model import ContactsChanged
from dialer.core.entries import EntryChanged, EntryRemoved
from dialer.core.hub import ProvidersChanged
from dialer.core.scope import Scope
from dialer.core.settings import SettingsChanged
from dialer.ui import icons
from dialer.ui.actions import PhoneActions
from dialer.ui.call_bar import CallBar
from dialer.ui.dialogs import tell
from dialer.ui.entry_words import entry_look, entry_words
from dialer.ui.phone_page import PhonePage
from dialer.ui.sidebar import SideBar
from dialer.ui.strip import Strip
from dialer.ui.theme import Theme, colour, px
from dialer.ui.widgets import ltr, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.core.errors import DialerError

_PAGES = (
    ("phone", "ui.page.phone"),
    ("account-multiple-outline", "ui.page.accounts"),
    ("cog-outline", "ui.page.settings"),
)
_PHONE, _ACCOUNTS, _SETTINGS = range(3)
_NARROW = 1000
_SIZE = (1180, 740)
_LEAST_SIZE = (420, 400)


class MainWindow(QWidget):
    """Shows what the managers say and forwards what people do."""

    def __init__(
        self,
        app: App,
        on_close: Callable[[], None],
        start_demo: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        """Build the window; only the Phone page is there from the beginning.

        Args:
            app: the rooms; they may not have started yet, `on_started` tells when they have.
            on_close: called when the user closes the window; the window stays until the app ends.
            start_demo: opens the demo beside this window.
            parent: none, but in tests.
        """
        super().__init__(parent)
        settings = app.hub.settings
        application = cast("QApplication", QApplication.instance())
        size = int(str(settings.get("text_size")))
        self._theme = Theme(application, str(settings.get("theme")), size, parent=self)
        self._app, self._on_close, self._start_demo = app, on_close, start_demo
        self.strings = app.hub.strings
        self.scope = Scope("window")
        self.phone_actions = PhoneActions(app, self, self.scope)
        self._pages: dict[int, QWidget] = {}
        self._own_phone = ("", "", "dim")
        self.setWindowTitle("Dialer")
        self.setWindowIcon(icons.icon("phone-in-talk", 64, colour("accent")))
        self.setMinimumSize(*_LEAST_SIZE)
        self.resize(*_SIZE)
        self._build()
        self._wire()

    def _build(self) -> None:
        self.side_bar = SideBar([(icon, self.strings.text(key)) for icon, key in _PAGES])
        self.call_bar = CallBar(self._app)
        self.strip = Strip("ok", close=self.strings.text("ui.strip.close"))
        self.strip.hide()
        self.phone = PhonePage(self._app, self.phone_actions, self.scope)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.phone)
        self._pages[_PHONE] = self.phone
        above = QVBoxLayout()
        above.setContentsMargins(20, 18, 20, 0)
        above.setSpacing(14)
        above.addWidget(self.call_bar)
        above.addWidget(self.strip)
        self._above = above
        content = QVBoxLayout()
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addLayout(above)
        content.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side_bar)
        layout.addLayout(content, 1)
        self._close_gap()
        self.phone.box.take_focus()
        if not (self._app.demo or self._app.hub.settings.get("welcomed")):
            self._welcome()

    def _welcome(self) -> None:
        """The first start: ask the two things that everything depends on, before the pages are shown."""
        from dialer.ui.welcome import WelcomePage

        welcome = WelcomePage(self._app, self._start_demo)
        welcome.skipped.connect(self._welcomed)
        welcome.add_account.connect(self._welcomed)
        welcome.add_account.connect(self.add_account)
        welcome.import_contacts.connect(self._welcomed)
        welcome.import_contacts.connect(self.phone_actions.import_contacts)
        self._stack.addWidget(welcome)
        self._stack.setCurrentWidget(welcome)
        self.side_bar.hide()

    def _welcomed(self) -> None:
        welcome = self._stack.currentWidget()
        self.side_bar.show()
        self.search()
        if welcome is not None:
            self._stack.removeWidget(welcome)
            welcome.deleteLater()

    def _wire(self) -> None:
        self.side_bar.chosen.connect(self.show_page)
        self.phone_actions.told.connect(self._tell)
        self.strip.closed.connect(self._close_gap)
        self.call_bar.hang_up_wanted.connect(self.phone_actions.hang_up)
        self.call_bar.redial_wanted.connect(self.phone_actions.call_again)
        self.call_bar.note_written.connect(self.phone_actions.keep_note)
        self.call_bar.put_away.connect(self._on_put_away)
        self.phone.home.account_wanted.connect(self.add_account)
        self._shortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_K)).activated.connect(self.search)
        self._shortcut(QKeySequence(Qt.Key.Key_Escape)).activated.connect(self._on_escape)
        bus = self._app.hub.bus
        self._unsubscribe = [
            bus.listen(CallChanged, self._on_call),
            bus.listen(HistoryChanged, self._on_history),
            bus.listen(ContactsChanged, self._on_contacts),
            bus.listen(EntryChanged, self._on_entries),
            bus.listen(EntryRemoved, self._on_entries),
            bus.listen(ProvidersChanged, self._on_entries),
            bus.listen(SettingsChanged, self._on_setting),
        ]

    def _shortcut(self, keys: QKeySequence) -> QShortcut:
        shortcut = QShortcut(keys, self)
        shortcut.setAutoRepeat(False)
        return shortcut

    def on_started(self) -> None:
        """The app has started: everything can be used from now on."""
        self.phone.on_started()
        self._show_own_phone()
        if (call := self._app.calls.current) is not None:
            self._show_call(call)

    async def show_failure(self, error: DialerError) -> None:
        """Say why the app could not start, and wait until that was read."""
        words = self.strings.text(error.key, **error.placeholders)
        await tell(self, self.strings, title=self.strings.text("ui.start.failed"), text=words)

    async def aclose(self) -> None:
        """Stop listening and end what is under way; the window can go then."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        await self.scope.close()

    def search(self) -> None:
        """Go to the search box, from anywhere."""
        self.show_page(_PHONE)
        self.phone.box.take_focus()

    def show_page(self, place: int) -> None:
        """Show a page; it is built when it is visited first."""
        if place not in self._pages:
            self._pages[place] = self._make_page(place)
            self._stack.addWidget(self._pages[place])
        self._stack.setCurrentWidget(self._pages[place])
        self.side_bar.mark(place)

    def add_account(self) -> None:
        """Go to the accounts, and begin with a new one."""
        from dialer.ui.accounts_page import AccountsPage

        self.show_page(_ACCOUNTS)
        page = self._pages[_ACCOUNTS]
        if isinstance(page, AccountsPage):
            page.add_account()

    def _make_page(self, place: int) -> QWidget:
        if place == _ACCOUNTS:
            from dialer.ui.accounts_page import AccountsPage

            return AccountsPage(self._app)
        from dialer.ui.settings_page import SettingsPage

        return SettingsPage(self._app)

    def _on_escape(self) -> None:
        """Esc leaves what is open first; then it ends the call; then it empties the search."""
        call = self.call_bar.call
        if call is not None and call.live and self.call_bar.isVisible():
            self.phone_actions.hang_up()
        elif not self.phone.clear_search():
            self.call_bar.escape()

    def _on_call(self, event: CallChanged) -> None:
        self._show_call(event.call)

    def _show_call(self, call: Call) -> None:
        self.call_bar.show_call(call)
        self._close_gap()
        self.scope.spawn(self._show_call_number(call), "show a number")

    async def _show_call_number(self, call: Call) -> None:
        shown = await self.phone.shown_number(call.number)
        self.call_bar.show_number(call.id, shown)

    def _on_put_away(self) -> None:
        self._close_gap()
        self.phone.box.take_focus()

    def _on_history(self, _event: HistoryChanged) -> None:
        self.phone.refresh_calls()

    def _on_contacts(self, _event: ContactsChanged) -> None:
        self.phone.refresh_contacts()

    def _on_entries(self, _event: object) -> None:
        self.phone.refresh_accounts()
        self._show_own_phone()

    def _on_setting(self, event: SettingsChanged) -> None:
        settings = self._app.hub.settings
        if event.key == "theme":
            self._theme.set_mode(str(settings.get("theme")))
        elif event.key == "text_size":
            self._theme.set_text_size(int(str(settings.get("text_size"))))
            self.side_bar.set_narrow(self.width() < px(_NARROW))
        elif event.key == "own_number":
            self._show_own_phone()

    def _show_own_phone(self) -> None:
        """The own phone and its account's state, at the foot of the side bar."""
        hub = self._app.hub
        entries = [entry for entry in hub.entries.all if not entry.disabled]
        if not entries:
            self._own_phone = ("", "", "dim")
            self.side_bar.show_own_phone(*self._own_phone)
            return
        sources = [provider.sources for _, provider in telephony(hub) if provider.sources]
        number = str(hub.settings.get("own_number") or (sources[0][0] if sources else ""))
        tone, _icon = entry_look(entries[0])
        tint = tone if tone == "dim" else f"{tone}_text"
        self._own_phone = (number, entry_words(entries[0], self.strings, hub.clock), tint)
        title = ltr(number) if number else one_line(entries[0].title)
        self.side_bar.show_own_phone(title, *self._own_phone[1:])
        if number and self._app.started:
            self.scope.spawn(self._show_own_number(number), "show the own number")

    async def _show_own_number(self, number: str) -> None:
        shown = await self.phone.shown_number(number)
        if self._own_phone[0] == number:
            self.side_bar.show_own_phone(ltr(shown), *self._own_phone[1:])

    def _tell(self, tone: str, words: str) -> None:
        self.strip.say(tone, words)
        self._close_gap()

    def _close_gap(self) -> None:
        """Leave no empty room above the page when neither call bar nor strip is shown."""
        shown = not self.call_bar.isHidden() or not self.strip.isHidden()
        self._above.setContentsMargins(20, 18 if shown else 4, 20, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side bar becomes narrow where there is little room."""
        super().resizeEvent(event)
        self.side_bar.set_narrow(self.width() < px(_NARROW))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is asking: the app decides, and ends in order."""
        event.ignore()
        self._on_close()
