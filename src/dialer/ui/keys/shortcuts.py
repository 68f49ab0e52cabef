"""Every key of the window, declared once: the shortcuts are made from this table, and F1 shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from dialer.ui.keys.words import key_words
from dialer.ui.pages import PAGES, REPAIRS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dialer.core.strings import Strings


@dataclass(frozen=True)
class Shortcut:
    """A key, and what it does.

    Attributes:
        name: what the program calls it; the words are ``shortcuts.do.<name>``, but for a page its own.
        keys: the keys, each in Qt's portable form; any of them does it.
        area: where it works: ``window`` is anywhere in it; what works elsewhere belongs to the widget there.
        text_key: the key of the words where they are others.
    """

    name: str
    keys: tuple[str, ...]
    area: str = "window"
    text_key: str = ""


PAGE_KEYS: tuple[Shortcut, ...] = tuple(
    Shortcut(f"page_{page.name}", (f"Ctrl+{place}",), text_key=page.key)
    for place, page in enumerate((page for page in PAGES if page.name != REPAIRS), start=1)
)
"""The pages, in the order of the side bar."""

SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("search", ("Ctrl+K",)),
    Shortcut("hang_up", ("Esc",)),
    Shortcut("meet", ("Ctrl+M",)),
    Shortcut("note", ("Ctrl+N",)),
    Shortcut("outcome", ("Ctrl+O",)),
    Shortcut("redial", ("Ctrl+R",)),
    Shortcut("next_number", ("Ctrl+Shift+N",)),
    Shortcut("call_back", ("Ctrl+B",)),
    Shortcut("slip", ("Ctrl+Shift+M",)),
    Shortcut("call_copied", ("Ctrl+Shift+V",)),
    Shortcut("find_here", ("Ctrl+F",)),
    Shortcut("next_area", ("F6",)),
    Shortcut("previous_area", ("Shift+F6",)),
    Shortcut("help", ("F1",)),
    Shortcut("leave", ("Ctrl+Q",)),
    *PAGE_KEYS,
    Shortcut("mark", ("Up", "Down", "PgUp", "PgDown"), "search"),
    Shortcut("call", ("Return",), "search"),
    Shortcut("tile_go", ("Left", "Right", "Up", "Down"), "tiles"),
    Shortcut("tile_call", ("Return", "Space"), "tiles"),
    Shortcut("list_go", ("Up", "Down"), "lists"),
    Shortcut("list_open", ("Return", "Space"), "lists"),
    Shortcut("next_field", ("Tab",), "forms"),
    Shortcut("previous_field", ("Shift+Tab",), "forms"),
    Shortcut("press", ("Return", "Space"), "forms"),
    Shortcut("cancel", ("Esc",), "forms"),
)
"""All of them, in the order in which they are shown."""


def keys_of(name: str) -> tuple[str, ...]:
    """Return the keys that do something, each in Qt's portable form."""
    return next(each.keys for each in SHORTCUTS if each.name == name)


def hint(name: str, strings: Strings) -> str:
    """Return the key that does something as a button beside it says it."""
    return key_words(keys_of(name)[0], strings)


def bind(parent: QWidget, name: str, act: Callable[[], object]) -> QShortcut:
    """Have a key of the table do something in a window, once per press however long it is held."""
    shortcut = QShortcut(parent)
    shortcut.setKeys([QKeySequence(key) for key in keys_of(name)])
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)
    return shortcut


def words(shortcut: Shortcut, strings: Strings) -> str:
    """Return what a key does."""
    if shortcut.text_key:
        return strings.text("shortcuts.do.page", page=strings.text(shortcut.text_key))
    return strings.text(f"shortcuts.do.{shortcut.name}")
