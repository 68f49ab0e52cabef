"""The side bar: each page by one press, however it is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface

from dialer.ui.frame.sidebar import SideBar
from tests.ui.driving import button, press, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PAGES = [("phone", "phone", "Phone"), ("settings", "cog-outline", "Settings")]


@pytest.fixture
def bar(window: QWidget) -> SideBar:
    made = SideBar(PAGES, window)
    made.show()
    return made


@pytest.fixture
def chosen(bar: SideBar) -> list[str]:
    pages: list[str] = []
    bar.chosen.connect(pages.append)
    return pages


def test_a_press_chooses_once(bar: SideBar, chosen: list[str]) -> None:
    press(button(bar, "Settings"), Qt.Key.Key_Space)
    assert (chosen, bar.marked) == (["settings"], "settings")


@pytest.mark.parametrize(
    "action", [QAccessibleActionInterface.toggleAction(), QAccessibleActionInterface.pressAction()]
)
async def test_what_assistive_technology_does_chooses_once(
    bar: SideBar, chosen: list[str], action: str
) -> None:
    accessible = QAccessible.queryAccessibleInterface(button(bar, "Settings"))
    accessible.actionInterface().doAction(action)
    await until(lambda: chosen, "the page")
    assert (chosen, bar.marked) == (["settings"], "settings")


def test_showing_a_page_chooses_none(bar: SideBar, chosen: list[str]) -> None:
    bar.mark("settings")
    assert (chosen, bar.marked) == ([], "settings")
