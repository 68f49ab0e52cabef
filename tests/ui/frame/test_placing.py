"""Where the window opens: where it was with these screens, and always where people can get hold of it."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from dialer.core.storage import JsonStore
from dialer.ui.frame import placing
from dialer.ui.frame.placing import FILE_NAME, Place, Placing, Screen, set_up, visible
from dialer.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from dialer.app import App

LEFT = Screen(QRect(0, 0, 1920, 1080), QRect(0, 40, 1920, 1040))
RIGHT = Screen(QRect(1920, 0, 2560, 1440), QRect(1920, 0, 2560, 1440))
LAPTOP = Screen(QRect(0, 0, 1280, 720), QRect(0, 0, 1280, 680), 1.5)
USUAL = QSize(1180, 740)
_FRAME = 2
"""Pixels of the frame that the platform without a screen pretends to draw."""


class Desk:
    """Screens that a test plugs in, and the windows of one start after the other."""

    def __init__(self, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self._home, self._qtbot, self._patch = home, qtbot, monkeypatch
        self.plug(LEFT, RIGHT)

    def plug(self, *screens: Screen) -> None:
        self._patch.setattr(placing, "_screens", lambda: list(screens))

    def start(self) -> tuple[QWidget, Placing]:
        window = QWidget()
        self._qtbot.addWidget(window)
        place = Placing(window, self._home, USUAL)
        place.restore()
        window.show()
        return window, place


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    return Desk(tmp_path, qtbot, monkeypatch)  # type: ignore[return-value]  # nothing to tidy up


@pytest.mark.parametrize(
    ("wanted", "screens", "expected"),
    [
        (Place(100, 100, 1180, 740), (LEFT, RIGHT), Place(100, 100, 1180, 740)),
        (Place(2500, 300, 1180, 740), (LEFT, RIGHT), Place(2500, 300, 1180, 740)),
        # The screen is gone: the middle of the one that is left.
        (Place(2500, 300, 1180, 740), (LEFT,), Place(370, 190, 1180, 740)),
        # Half over the edge: as little as needed.
        (Place(1000, 500, 1180, 740), (LEFT,), Place(740, 300, 1180, 740)),
        # Larger than the screen, as after a change of the scale factor.
        (Place(50, 50, 1180, 740), (LAPTOP,), Place(50, 0, 1180, 640)),
        (Place(0, 0, 3000, 2000), (LAPTOP,), Place(0, 0, 1280, 640)),
        # Only a corner, or no title bar to drag it by.
        (Place(1900, 1000, 1180, 740), (LEFT,), Place(370, 190, 1180, 740)),
        (Place(300, -500, 1180, 740), (LEFT,), Place(370, 190, 1180, 740)),
    ],
)
def test_a_window_is_where_people_see_it(wanted: Place, screens: tuple[Screen, ...], expected: Place) -> None:
    found = visible(wanted, screens)
    assert found == expected
    assert any(screen.free.contains(found.rect) for screen in screens)


def test_the_same_screens_are_the_same_set_up_in_any_order() -> None:
    assert set_up([LEFT, RIGHT]) == set_up([RIGHT, LEFT]) != set_up([LEFT])
    assert set_up([LAPTOP]) != set_up([Screen(LAPTOP.area, LAPTOP.free, 1.0)])


async def test_each_set_up_has_its_own_place(desk: Desk) -> None:
    window, place = desk.start()
    window.setGeometry(2000, 200, 900, 700)
    await place.save()
    desk.plug(LAPTOP)
    window, place = desk.start()
    assert window.size() == USUAL.boundedTo(window.screen().availableSize())
    window.setGeometry(10, 20, 600, 500)
    await place.save()

    assert desk.start()[0].geometry() == QRect(10, 20, 600, 500)
    desk.plug(LEFT, RIGHT)
    assert desk.start()[0].geometry() == QRect(2000, 200, 900, 700)


async def test_a_maximised_window_knows_what_it_goes_back_to(desk: Desk) -> None:
    window, place = desk.start()
    window.setGeometry(100, 200, 900, 700)
    place.note()
    window.showMaximized()
    await place.save()
    window, _ = desk.start()
    assert window.isMaximized()
    before = window.normalGeometry()
    assert before.size() == QSize(900, 700)
    assert (before.topLeft() - QPoint(100, 200)).manhattanLength() <= 2 * _FRAME


async def test_a_screen_that_goes_leaves_the_window_visible(desk: Desk) -> None:
    window, place = desk.start()
    window.setGeometry(2500, 300, 900, 700)
    place.note()
    desk.plug(LEFT)
    place.screens_changed()
    assert LEFT.free.contains(window.geometry())
    desk.plug(LEFT, RIGHT)
    place.screens_changed()
    assert window.geometry() == QRect(2500, 300, 900, 700)


@pytest.mark.parametrize(
    "content",
    [
        "nonsense",
        "[]",
        '{"version": 1, "places": 5}',
        '{"version": 1, "places": [["x", {"x": 1}]]}',
        '{"version": 1, "places": [["x", {"x": "1", "y": 0}]]}',
        '{"version": 9, "places": []}',
    ],
)
async def test_a_file_that_makes_no_sense_is_as_good_as_none(
    desk: Desk, tmp_path: Path, content: str
) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    window, _ = desk.start()
    assert window.size() == USUAL.boundedTo(window.screen().availableSize())


async def test_a_disk_that_hangs_keeps_nobody_from_quitting(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "_PATIENCE", 0.05)
    hanging = threading.Event()
    monkeypatch.setattr(JsonStore, "save", lambda *_: hanging.wait(20))
    _, place = desk.start()
    async with asyncio.timeout(10):
        await place.save()
    hanging.set()
    assert not (tmp_path / FILE_NAME).exists()


async def test_few_set_ups_are_kept(desk: Desk, tmp_path: Path) -> None:
    for width in range(1300, 1340):
        desk.plug(Screen(QRect(0, 0, width, 900), QRect(0, 0, width, 900)))
        _, place = desk.start()
        await place.save()
    kept = json.loads((tmp_path / FILE_NAME).read_text())["places"]
    assert len(kept) == 12
    assert kept[-1][0] == "0,0,1339x900@1"


def test_who_asks_for_a_minimised_window_gets_it_as_large_as_it_was(
    core_app: App, qapp: QApplication
) -> None:
    window = MainWindow(core_app, qapp.beep, qapp.beep)
    window.showMaximized()
    window.showMinimized()
    assert window.isMinimized()
    window.come_forward()
    assert window.isMaximized()
    assert not window.isMinimized()
    window.hide()
    delete(window)
