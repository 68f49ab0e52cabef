"""Where the focus goes in a page or another area of the window that somebody comes to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def holds_focus(area: QWidget) -> bool:
    """Whether the focus is in an area, or on it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is area or area.isAncestorOf(focused))


def begin(page: QWidget) -> None:
    """Put the focus where people begin on a page: its own search, else what is first."""
    search = getattr(page, "search", None)
    if callable(search):
        search()
    elif not holds_focus(page):
        focus_in(page)


def focus_in(area: QWidget) -> bool:
    """Put the focus on the first thing in an area that takes it by Tab; return whether there is one."""
    each = area.nextInFocusChain()
    while each is not None and each is not area:
        takes = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled() and each.isVisible()
        if takes and area.isAncestorOf(each):
            each.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        each = each.nextInFocusChain()
    return False
