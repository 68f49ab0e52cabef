"""The first start in the window: the welcome stands in the place of the pages until it is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dialer.ui.frame.welcome import WelcomePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStackedWidget

    from dialer.ui.desk import Desk


def welcome(desk: Desk, stack: QStackedWidget, start_demo: Callable[[], None]) -> None:
    """Ask the two things that everything depends on, before the pages in this stack are shown."""
    page = WelcomePage(desk.app, start_demo)
    done = partial(_end, desk, stack, page)
    page.skipped.connect(done)
    page.add_account.connect(done)
    page.add_account.connect(desk.add_account)
    page.import_contacts.connect(done)
    page.import_contacts.connect(desk.phone_actions.import_contacts)
    stack.addWidget(page)
    stack.setCurrentWidget(page)
    desk.side_bar.hide()


def _end(desk: Desk, stack: QStackedWidget, page: WelcomePage) -> None:
    desk.main_window.first_start = False
    desk.side_bar.show()
    desk.search()
    desk.repairs.refresh()
    stack.removeWidget(page)
    page.deleteLater()
