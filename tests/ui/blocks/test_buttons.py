"""Every kind of button of ours, by the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from dialer.contacts.model import Contact, PhoneNumber
from dialer.core.strings import Strings
from dialer.ui.blocks import hold_button
from dialer.ui.blocks.buttons import SecondaryButton
from dialer.ui.blocks.icon_button import IconButton
from dialer.ui.blocks.row_button import RowButton
from dialer.ui.frame.sidebar import NavButton
from dialer.ui.look.theme import Theme
from dialer.ui.phone.tile import Tile
from tests.ui.driving import press, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QAbstractButton, QWidget


def _tile() -> Tile:
    number = PhoneNumber(raw="020 555 0142", label="work", e164="+31205550142", callable=True, display="")
    return Tile(Contact(id="c1", name="Sanne de Vries", numbers=(number,)), Strings("en"))


MAKERS: dict[str, Callable[[], QAbstractButton]] = {
    "words": lambda: SecondaryButton("Note"),
    "icon": lambda: IconButton("close", "Close"),
    "row": lambda: RowButton("phone", "Add an account"),
    "page": lambda: NavButton("phone", "Phone"),
    "tile": _tile,
}


@pytest.fixture(params=MAKERS)
def button(request: pytest.FixtureRequest, window: QWidget) -> QAbstractButton:
    button = MAKERS[request.param]()
    button.setParent(window)
    return button


@pytest.fixture
def presses(button: QAbstractButton) -> list[str]:
    """What the button told of its presses."""
    told: list[str] = []
    button.clicked.connect(lambda: told.append("pressed"))
    return told


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_presses_it_once(button: QAbstractButton, presses: list[str], key: Qt.Key) -> None:
    press(button, key)
    assert len(presses) == 1


def test_enter_held_down_is_one_press(button: QAbstractButton, presses: list[str]) -> None:
    for repeated in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeated
        )
        QApplication.sendEvent(button, event)
    assert len(presses) == 1


@pytest.mark.parametrize("still", [False, True])
async def test_what_is_held_down_fills_in_steps_where_nothing_may_move(
    qapp: QApplication, window: QWidget, monkeypatch: pytest.MonkeyPatch, still: bool
) -> None:
    monkeypatch.setattr(hold_button, "HOLD_MS", 300)
    Theme(qapp, "light").set_still(still)
    try:
        held: list[str] = []
        seen: set[float] = set()
        button = hold_button.HoldButton("Hold to call")
        button.setParent(window)
        button.show()
        button.held.connect(lambda: held.append("held"))
        press_down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(button, press_down)

        def is_held() -> bool:
            seen.add(button.filled())
            return bool(held)

        await until(is_held, "the end")
        quarters = {0.0, 0.25, 0.5, 0.75, 1.0}
        assert len(seen) > 1
        assert (seen <= quarters) is still
    finally:
        Theme(qapp, "light").set_still(False)
