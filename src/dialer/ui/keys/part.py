"""The keys that lead from page to page and from area to area, and to the list of all keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from dialer.ui.frame.first_focus import begin, focus_in, holds_focus
from dialer.ui.keys.shortcuts import PAGE_KEYS, bind
from dialer.ui.keys.words import key_words

if TYPE_CHECKING:
    from dialer.ui.desk import Desk

_PAGE = "page_"


class Keys:
    """Makes the keys work that no other part of the window has."""

    def __init__(self, desk: Desk) -> None:
        """Listen to them, and say on the buttons of the side bar which key leads there."""
        self._desk, self._strings = desk, desk.app.hub.strings
        self._shown = False
        for shortcut in PAGE_KEYS:
            page = shortcut.name.removeprefix(_PAGE)
            bind(desk, shortcut.name, partial(self._show_page, page))
            desk.side_bar.say_key(page, key_words(shortcut.keys[0], self._strings))
        bind(desk, "find_here", self._find)
        bind(desk, "help", self.show_list)
        bind(desk, "next_area", partial(self._go, 1))
        bind(desk, "previous_area", partial(self._go, -1))

    def stop(self) -> None:
        """Nothing to end: the keys go with the window."""

    def show_list(self) -> None:
        """Show all keys, once."""
        if not self._shown:
            self._shown = True
            self._desk.scope.spawn(self._show(), "show the keys")

    async def _show(self) -> None:
        from dialer.ui.keys.shortcuts_dialog import show_shortcuts

        try:
            await show_shortcuts(self._desk.app.hub, self._desk.scope, self._desk.main_window)
        finally:
            self._shown = False

    def _show_page(self, name: str) -> None:
        if self._desk.main_window.first_start:
            return
        page = self._desk.show_page(name)
        if not holds_focus(page):
            begin(page)

    def _find(self) -> None:
        """Look for something on this page where it has a search of its own, else for whom to call."""
        search = getattr(self._desk.current_page, "search", None)
        if callable(search):
            search()
        else:
            self._desk.search()

    def _go(self, step: int) -> None:
        """Put the focus into the next area: side bar, call bar, page."""
        if self._desk.main_window.first_start:
            return
        desk = self._desk
        every = (desk.side_bar, desk.call_bar, desk.current_page)
        areas = [area for area in every if area is not None and area.isVisible()]
        focused = QApplication.focusWidget()
        here = next(
            (place for place, area in enumerate(areas) if focused and area.isAncestorOf(focused)), -step
        )
        for _ in areas:
            here = (here + step) % len(areas)
            if focus_in(areas[here]):
                return
