"""The menus of the call bar: what a call came to, and all that has no button of its own at the moment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from dialer.calls.outcomes import OUTCOMES, outcome_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dialer.calls.model import Call
    from dialer.core.strings import Strings


def add_outcomes(menu: QMenu, call: Call, strings: Strings, choose: Callable[[str], None]) -> None:
    """Offer in a menu what a call can have come to; the one that holds is ticked, and can be taken back."""
    group = QActionGroup(menu)
    for outcome in (*OUTCOMES, ""):
        if not outcome and not call.outcome:
            continue
        words = outcome_text(outcome, strings) or strings.text("call_bar.outcome.none")
        item = add_item(menu, words, partial(choose, outcome))
        item.setCheckable(True)
        item.setChecked(bool(outcome) and outcome == call.outcome)
        group.addAction(item)


def add_item(
    menu: QMenu, words: str, act: Callable[[], object], keys: str = "", why_not: str = ""
) -> QAction:
    """Add an item to a menu; one that cannot be chosen now says why."""
    item = QAction(words.replace("&", "&&") + (f"\t{keys}" if keys else ""), menu)
    item.triggered.connect(lambda _checked=False: act())
    if why_not:
        item.setEnabled(False)
        item.setToolTip(why_not)
    menu.addAction(item)
    return item


def new_menu(button: QWidget) -> QMenu:
    """Make a menu that belongs to a button; it goes when it is closed."""
    menu = QMenu(button)
    menu.setAccessibleName(button.accessibleName())
    menu.setToolTipsVisible(True)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def open_below(menu: QMenu, button: QWidget) -> None:
    """Open a menu below its button; the keyboard is in it."""
    place = button if button.isVisible() else button.parentWidget() or button
    menu.popup(place.mapToGlobal(QPoint(0, place.height() + 4)))
    offered = [item for item in menu.actions() if item.isEnabled() and not item.isSeparator()]
    if offered and offered[0].menu() is None:  # else that one would open as well
        menu.setActiveAction(offered[0])
