"""Keys that were pressed before the window could do anything with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from dialer.ui.phone.search_box import ENTER_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QKeyCombination

    from dialer.ui.desk import Desk


def press_again(desk: Desk, keys: Iterable[tuple[QKeyCombination, str]], typed: str) -> None:
    """Have keys do what they do, in their order.

    Args:
        desk: what is in the window now.
        keys: each with what stood in the line when it was pressed.
        typed: what stands in the search box now: Enter that was pressed for another text calls nobody.
    """
    for combination, text in keys:
        if combination.key() not in ENTER_KEYS:
            _do(desk, QKeySequence(combination))
        elif text == typed:
            modifiers = combination.keyboardModifiers()
            pressed = QKeyEvent(QEvent.Type.KeyPress, combination.key().value, modifiers)
            QApplication.sendEvent(desk.phone.box.entry, pressed)


def _do(desk: Desk, key: QKeySequence) -> None:
    for shortcut in desk.findChildren(QShortcut):
        keys = shortcut.keys()
        if key in keys and shortcut.isEnabled():
            shortcut.activated.emit()
            return
