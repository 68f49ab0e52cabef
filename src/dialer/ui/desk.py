"""All that is in the window: side bar, call bar, messages, pages; and what keys and bus do with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.calls.events import CallChanged, HistoryChanged
from dialer.contacts.model import ContactsChanged
from dialer.core.entry import EntryChanged, EntryRemoved
from dialer.core.hub import ProvidersChanged
from dialer.core.scope import Scope
from dialer.core.settings import SettingsChanged
from dialer.ui.blocks.countdown import Countdown
from dialer.ui.blocks.margins import LOW, NARROW, side_margin
from dialer.ui.blocks.strip import Strip
from dialer.ui.call.bar import CallBar
from dialer.ui.frame.first_focus import begin, holds_focus
from dialer.ui.frame.own_phone import OwnPhone
from dialer.ui.frame.page_stack import PageStack
from dialer.ui.frame.sidebar import SideBar
from dialer.ui.keys.shortcuts import bind
from dialer.ui.look import icons
from dialer.ui.look.theme import colour, px
from dialer.ui.meetings.meet_now import MeetNow
from dialer.ui.pages import ACCOUNTS, PAGES, PHONE, REPAIRS
from dialer.ui.parts import PARTS
from dialer.ui.phone.actions import PhoneActions, dropped_files
from dialer.ui.phone.page import PhonePage
from dialer.ui.repairs.follow import Repairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.ui.window import MainWindow


class Desk(QWidget):
    """Shows what the managers say and forwards what people do.

    Attributes:
        app: the rooms behind the window.
        main_window: the window.
        side_bar: the pages.
        call_bar: the current call.
        own_phone: the phone that calls go through, at the foot of the side bar.
        countdown: says when the seconds until a retry are to be shown anew.
        repairs: what is wrong, above the page.
        strip: what became of the last action.
        above: what stands above the pages; `close_gap` follows whatever is shown or hidden there.
        phone: the Phone page; the others are built when they are visited first.
        phone_actions: what people do on the Phone page.
        scope: the tasks of the window.
    """

    def __init__(self, app: App, window: MainWindow, start_demo: Callable[[], None]) -> None:
        """Furnish a window with what works on these rooms, which have started."""
        super().__init__(window)
        self.app, self.main_window, self._start_demo = app, window, start_demo
        self._strings = app.hub.strings
        self.scope = Scope("window", forgiving=True)
        # "actions" would hide a method of QWidget.
        self.phone_actions = PhoneActions(app, window, self.scope)
        self._pages: dict[str, QWidget] = {}
        self._meet = MeetNow(self)
        self.setAcceptDrops(True)
        window.setWindowIcon(icons.icon("phone-in-talk", 64, colour("accent")))
        self._build()
        self._wire()
        self._parts = [make(self) for make in PARTS]

    def _build(self) -> None:
        self.side_bar = SideBar([(page.name, page.icon, self._strings.text(page.key)) for page in PAGES])
        self.call_bar = CallBar(self.app)
        self.strip = Strip("ok", close=self._strings.text("ui.strip.close"))
        self.strip.hide()
        self.phone = PhonePage(self.app, self.phone_actions, self.scope)
        self.own_phone = OwnPhone(self.app.hub, self.side_bar, self.phone, self.scope)
        self.countdown = Countdown(self.app.hub, self)
        self._stack = PageStack()
        self._stack.addWidget(self.phone)
        self._pages[PHONE] = self.phone
        self.above = QVBoxLayout()
        self.above.setSpacing(14)
        self.above.addWidget(self.call_bar)
        self.above.addWidget(self.strip)
        self.repairs = Repairs(self, self.above)
        content = QVBoxLayout()
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addLayout(self.above)
        content.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side_bar)
        layout.addLayout(content, 1)
        self.close_gap()

    def _wire(self) -> None:
        self.side_bar.chosen.connect(self.show_page)
        self.phone_actions.told.connect(self._tell)
        self.phone_actions.prefilled.connect(self._prefill)
        self.strip.closed.connect(self.close_gap)
        self.repairs.resized.connect(self.close_gap)
        self.repairs.page_wanted.connect(self._show_repairs)
        self.call_bar.hang_up_wanted.connect(self.phone_actions.hang_up)
        self.call_bar.redial_wanted.connect(self.phone_actions.call_again)
        self.call_bar.note_written.connect(self.phone_actions.keep_note)
        self.call_bar.put_away.connect(self._on_put_away)
        self.phone.home.account_wanted.connect(self.add_account)
        self.phone.chips.accounts_wanted.connect(partial(self.show_page, ACCOUNTS))
        self.phone.meet_wanted.connect(self._meet.meet_contact)
        self.phone.schedule_wanted.connect(self._meet.schedule)
        self.phone.home.meeting_wanted.connect(self._meet.show)
        self.call_bar.meet_wanted.connect(self._meet.meet_caller)
        self.countdown.ticked.connect(self.own_phone.refresh)
        self.countdown.ticked.connect(self.phone.chips.refresh)
        bind(self, "search", self.search)
        bind(self, "meet", self.call_bar.meet)
        bind(self, "hang_up", self._on_escape)
        bus = self.app.hub.bus
        self._unsubscribe = [
            bus.listen(CallChanged, self._on_call),
            bus.listen(HistoryChanged, self._on_history),
            bus.listen(ContactsChanged, self._on_contacts),
            bus.listen(EntryChanged, self._on_entries),
            bus.listen(EntryRemoved, self._on_entries),
            bus.listen(ProvidersChanged, self._on_entries),
            bus.listen(SettingsChanged, self._on_setting),
            self.repairs.stop,
        ]

    def open(self, typed: str) -> None:
        """Show what is there, with `typed` in the search box; or the welcome, at the first start."""
        if self.main_window.first_start:
            from dialer.ui.frame.first_start import welcome

            welcome(self, self._stack, self._start_demo)
        else:
            self.phone.box.entry.setFocus()
            self.phone.box.entry.setText(typed)
        self.phone.load()
        self.repairs.refresh()
        self.own_phone.refresh()
        if (call := self.app.calls.current) is not None:
            self._show_call(call)

    async def aclose(self) -> None:
        """Stop listening and end what is under way; closing again closes nothing a second time."""
        while self._parts:
            self._parts.pop(0).stop()
        while self._unsubscribe:
            self._unsubscribe.pop(0)()
        for timer in self.main_window.findChildren(QTimer):
            timer.stop()  # what it would begin may need what is stopped next
        await self.scope.close()

    def search(self) -> None:
        """Go to the search box, from anywhere but the welcome, which comes first."""
        if self.main_window.first_start:
            return
        self.show_page(PHONE)
        self.phone.box.take_focus()

    def _prefill(self, text: str) -> None:
        """Go to the search box with this in it, at its end; at the first start there is none."""
        if not self.main_window.first_start:
            self.search()
            self.phone.box.entry.setText(text)

    def show_page(self, name: str) -> QWidget:
        """Show a page, and return it; it is made when it is visited first."""
        is_new = name not in self._pages
        if is_new:
            page = next(page for page in PAGES if page.name == name)
            self._pages[name] = page.make(self)
            self._stack.addWidget(self._pages[name])
        self._stack.setCurrentWidget(self._pages[name])
        if is_new and holds_focus(self._pages[name]):
            begin(self._pages[name])  # Qt takes whatever is first, later what had the focus last
        before = self.side_bar.marked
        self.side_bar.mark(name)
        if REPAIRS in {before, name}:
            self.repairs.refresh()
        return self._pages[name]

    @property
    def current_page(self) -> QWidget | None:
        """What is shown beside the side bar."""
        return self._stack.currentWidget()

    def _show_repairs(self) -> None:
        self.show_page(REPAIRS)

    def add_account(self) -> None:
        """Go to the accounts, and begin with a new one."""
        from dialer.ui.accounts.page import AccountsPage

        page = self.show_page(ACCOUNTS)
        if isinstance(page, AccountsPage):
            page.add_account()

    def _on_escape(self) -> None:
        """Esc ends the running call; without one it empties the search, then puts the ended call away."""
        call = self.call_bar.call
        if call is not None and call.live:
            self.phone_actions.hang_up()
        elif not self.phone.clear_search():
            self.call_bar.put_away_ended()

    def _on_call(self, event: CallChanged) -> None:
        self._show_call(event.call)

    def _show_call(self, call: Call) -> None:
        self.call_bar.show_call(call)
        self.close_gap()
        self.scope.spawn(self._show_call_number(call), "show a number")

    async def _show_call_number(self, call: Call) -> None:
        shown = await self.phone.numbers.of(call.number)
        self.call_bar.show_number(call.id, shown)

    def _on_put_away(self) -> None:
        self.phone_actions.put_away()
        self.close_gap()
        self.phone.box.take_focus()

    def _on_history(self, _event: HistoryChanged) -> None:
        self.phone.refresh_calls()

    def _on_contacts(self, _event: ContactsChanged) -> None:
        self.phone.refresh_contacts()

    def _on_entries(self, _event: object) -> None:
        self.phone.refresh_accounts()
        self.own_phone.refresh()

    def _on_setting(self, event: SettingsChanged) -> None:
        settings = self.app.hub.settings
        if event.key == "theme":
            self.main_window.theme.set_mode(str(settings.get("theme")))
        elif event.key == "text_size":
            self.main_window.theme.set_text_size(int(str(settings.get("text_size"))))
            self._fit()
        elif event.key == "own_number":
            self.own_phone.refresh()

    def _tell(self, tone: str, words: str) -> None:
        self.strip.say(tone, words)
        self.close_gap()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that may hold contacts, once it is known in which country their numbers are."""
        if dropped_files(event.mimeData()) and not self.main_window.first_start:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files that are let go here."""
        if files := dropped_files(event.mimeData()):
            self.phone_actions.import_files(files)
            event.acceptProposedAction()

    def _fit(self) -> None:
        self.side_bar.set_narrow(self.width() < px(NARROW))
        self.call_bar.set_low(low=self.height() < px(LOW))
        self.close_gap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side bar becomes narrow where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def close_gap(self) -> None:
        """Leave no empty room above the page when nothing is shown there."""
        self.repairs.make_room()
        places = map(self.above.itemAt, range(self.above.count()))
        parts = (place.widget() for place in places if place is not None)
        shown = any(part is not None and not part.isHidden() for part in parts)
        side = side_margin(self.width() - self.side_bar.maximumWidth())
        self.above.setContentsMargins(side, 18 if shown else 4, side, 0)
