"""Inputs that say what they are for, also where Qt says something else or nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QToolButton

from dialer.ui.blocks.filter_box import FilterBox
from dialer.ui.blocks.inputs import ComboBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt tells the name there")
def test_a_list_without_a_label_says_what_is_chosen_in_it(qtbot: QtBot) -> None:
    combo = ComboBox()
    qtbot.addWidget(combo)
    combo.addItem("Everything")
    combo.setAccessibleName("Kind")
    heard = QAccessible.queryAccessibleInterface(combo)
    assert heard.text(QAccessible.Text.Name) == "Everything"
    assert heard.text(QAccessible.Text.Description) == "Kind"


def test_the_button_that_empties_a_line_has_a_name(window: QWidget) -> None:
    box = FilterBox("Search settings", "Clear the line")
    box.setParent(window)
    box.line.setText("proxy")
    (button,) = box.line.findChildren(QToolButton)
    assert button.accessibleName() == "Clear the line"
    button.click()
    assert box.line.text() == ""
