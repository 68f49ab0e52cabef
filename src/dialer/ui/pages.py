"""The pages of the window, in the order of the side bar; each is made when it is visited first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dialer.ui.desk import Desk

PHONE, MEETINGS, HISTORY, ACCOUNTS = "phone", "meetings", "history", "accounts"
SETTINGS, REPAIRS = "settings", "repairs"


@dataclass(frozen=True)
class Page:
    """A page and its button in the side bar.

    Attributes:
        name: what the program calls it.
        icon: the picture on its button.
        key: the key of what people call it.
        make: makes it; what it needs is imported then.
    """

    name: str
    icon: str
    key: str
    make: Callable[[Desk], QWidget]


def _meetings(desk: Desk) -> QWidget:
    from dialer.ui.meetings.page import MeetingsPage

    page = MeetingsPage(desk.app, desk.scope)
    page.account_wanted.connect(desk.add_account)
    return page


def _history(desk: Desk) -> QWidget:
    from dialer.ui.history.page import HistoryPage

    return HistoryPage(desk)


def _accounts(desk: Desk) -> QWidget:
    from dialer.ui.accounts.page import AccountsPage

    page = AccountsPage(desk.app)
    desk.countdown.ticked.connect(page.count_down)
    return page


def _settings(desk: Desk) -> QWidget:
    from dialer.ui.settings.page import SettingsPage

    return SettingsPage(desk.app)


def _repairs(desk: Desk) -> QWidget:
    from dialer.ui.repairs.page import RepairsPage

    return RepairsPage(desk.app, desk.repairs.fixes)


def _phone(desk: Desk) -> QWidget:
    return desk.phone


PAGES = (
    Page(PHONE, "phone", "ui.page.phone", _phone),
    Page(MEETINGS, "video-outline", "ui_meetings.title", _meetings),
    Page(HISTORY, "history", "ui_history.title", _history),
    Page(ACCOUNTS, "account-multiple-outline", "ui.page.accounts", _accounts),
    Page(SETTINGS, "cog-outline", "ui.page.settings", _settings),
    Page(REPAIRS, "wrench-outline", "repairs.title", _repairs),  # its button is there when it is needed
)
