"""Which phone one sits at: in the window's title, in a menu at the side bar's foot, and asked once a day."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from dialer.calls import own_phones
from dialer.core.settings import SettingsChanged
from dialer.ui.blocks.widgets import ltr, one_line

if TYPE_CHECKING:
    from dialer.calls.own_phones import OwnPhone
    from dialer.ui.desk import Desk
    from dialer.ui.ready.hot_desk_dialog import HotDeskDialog

_MOST_IN_TITLE = 40


def log_in() -> str:
    """Return the name of this log-in to the computer; empty where the system has none for it."""
    return os.environ.get("XDG_SESSION_ID", "")


class HotDesk(QObject):
    """Shows the phone that one sits at, and lets another be chosen."""

    def __init__(self, desk: Desk) -> None:
        """Work for this window."""
        super().__init__(desk)
        self._desk, self._hub = desk, desk.app.hub
        self._strings = self._hub.strings
        self._asking: HotDeskDialog | None = None
        self._menu: QMenu | None = None
        desk.side_bar.phone_pressed.connect(self._show_menu)
        desk.main_window.installEventFilter(self)
        self._unlisten = self._hub.bus.listen(SettingsChanged, self._on_setting)
        self._show_title()
        if desk.main_window.isActiveWindow():
            self._ask_if_due()

    def stop(self) -> None:
        """Stop listening."""
        self._unlisten()
        self._desk.main_window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask when the window is used for the first time of a day."""
        if event.type() == QEvent.Type.WindowActivate:
            self._ask_if_due()
        return super().eventFilter(watched, event)

    def _on_setting(self, event: SettingsChanged) -> None:
        if own_phones.concerns(event):
            self._show_title()
            self._desk.own_phone.refresh()
            if event.key == own_phones.HOT_DESK:
                self._ask_if_due()

    def _show_title(self) -> None:
        phone = own_phones.chosen(self._hub.settings)
        label = one_line(phone.label)[:_MOST_IN_TITLE] if phone is not None else ""
        self._desk.main_window.setWindowTitle(f"Dialer \u2013 {label}" if label else "Dialer")

    def _ask_if_due(self) -> None:
        call = self._desk.app.calls.current
        busy = self._desk.main_window.first_start or (call is not None and call.live)
        if busy or self._asking is not None or not own_phones.is_to_be_asked(self._hub, log_in()):
            return
        from dialer.ui.ready.hot_desk_dialog import HotDeskDialog

        now = own_phones.chosen(self._hub.settings)
        phones = own_phones.to_choose_from(self._hub)
        shown = self._desk.phone.numbers.known
        self._asking = HotDeskDialog(self._desk.main_window, self._strings, phones, now, shown)
        self._desk.phone_actions.run(self._ask(self._asking), "ask which phone one is at")

    async def _ask(self, dialog: HotDeskDialog) -> None:
        from dialer.ui.blocks.dialogs import result_of

        try:
            await result_of(dialog)
            await own_phones.note_asked(self._hub, log_in())
        finally:
            self._asking = None  # not before: the window that comes back would ask again
        if dialog.chosen is not None:
            await self._choose(dialog.chosen)

    def _show_menu(self) -> None:
        if self._menu is not None and isValid(self._menu):
            self._menu.deleteLater()
        self._menu = menu = QMenu(self._desk)
        menu.setAccessibleName(self._strings.text("hot_desk.menu"))
        self._fill(menu)
        foot = self._desk.side_bar.foot
        menu.popup(foot.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _fill(self, menu: QMenu) -> None:
        text = self._strings.text
        phones = own_phones.to_choose_from(self._hub)
        now = own_phones.chosen(self._hub.settings)
        group = QActionGroup(menu)
        for phone in phones:
            action = menu.addAction(self._words(phone).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(now is not None and _same(phone, now))
            action.setEnabled(own_phones.may_choose(self._hub))
            action.triggered.connect(partial(self._on_chosen, phone))
            group.addAction(action)
        if phones:
            menu.addSeparator()
        menu.addAction(text("hot_desk.ready")).triggered.connect(self._show_ready)

    def _words(self, phone: OwnPhone) -> str:
        number = ltr(self._desk.phone.numbers.known.get(phone.number, phone.number))
        return f"{one_line(phone.label)}   {number}" if phone.label else number

    def _on_chosen(self, phone: OwnPhone, _checked: bool = False) -> None:
        self._desk.phone_actions.run(self._choose(phone), "choose the own phone")

    async def _choose(self, phone: OwnPhone) -> None:
        await own_phones.choose(self._hub, phone)
        told = self._desk.phone_actions.told
        if deaf := own_phones.cannot_ring(self._hub):
            words = {"title": deaf[0].title, "phone": phone.name}
            told.emit("warning", self._strings.text("readiness.phone.other", **words))
        else:
            told.emit("ok", self._strings.text("hot_desk.rings", phone=phone.name))

    def _show_ready(self) -> None:
        from dialer.ui.ready.dialog import show_ready

        self._desk.phone_actions.run(show_ready(self._desk), "show whether the phone is ready")


def _same(one: OwnPhone, other: OwnPhone) -> bool:
    return own_phones.digits(one.number) == own_phones.digits(other.number)
