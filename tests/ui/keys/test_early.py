"""Keys that are pressed before the window is furnished are not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import delete

from dialer.ui.settings.page import SettingsPage
from dialer.ui.window import MainWindow
from tests.fakes import settle
from tests.ui.driving import until
from tests.ui.furnished import CTRL, KAREL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.ui.furnished import Furnished

ENTER = Qt.Key.Key_Return


@pytest.fixture
async def bare(furnished: Furnished, qapp: QApplication) -> AsyncIterator[MainWindow]:
    """A window of the same program that is not furnished yet."""
    window = MainWindow(furnished.desk.app, qapp.beep, qapp.beep)
    window.show()
    yield window
    await window.aclose()
    window.hide()
    delete(window)


def line(window: MainWindow) -> QLineEdit:
    found = window.findChild(QLineEdit)
    assert found is not None
    return found


async def test_the_key_of_a_page_leads_there_once_it_is_there(bare: MainWindow) -> None:
    QTest.keyClicks(line(bare), "anne")
    QTest.keyClick(line(bare), Qt.Key.Key_5, CTRL)
    bare.on_started()
    assert bare.desk is not None
    assert isinstance(bare.desk.current_page, SettingsPage)
    assert bare.desk.phone.box.text() == "anne"


async def test_enter_calls_what_was_typed_once(furnished: Furnished, bare: MainWindow) -> None:
    QTest.keyClicks(line(bare), "020 555 0142")
    QTest.keyClick(line(bare), ENTER)
    bare.on_started()
    await until(lambda: furnished.dialled, "the call")
    await settle()
    assert furnished.dialled == [KAREL]


async def test_enter_calls_nobody_whose_number_was_not_typed_yet(
    furnished: Furnished, bare: MainWindow
) -> None:
    QTest.keyClicks(line(bare), "020 555 01")
    QTest.keyClick(line(bare), ENTER)
    QTest.keyClicks(line(bare), "42")
    bare.on_started()
    assert bare.desk is not None
    desk = bare.desk
    await until(lambda: (found := desk.phone.results.model.found) is not None and found.settled, "results")
    await settle()
    assert furnished.dialled == []
