"""The speed dial: its tiles, what became of the last calls, and the order that they are put in."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from dialer.contacts.model import ContactsChanged
from dialer.core.errors import StorageError
from dialer.ui.phone.speed_dial import SpeedDial
from dialer.ui.phone.tile import Tile
from tests.ui.driving import until, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.furnished import Furnished

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
async def names(furnished: Furnished) -> list[str]:
    """Four favourites, in the order of their names."""
    names = ["Anna", "Bas", "Carla", "Dirk"]
    for place, name in enumerate(names):
        contact = await furnished.add(name, f"+31 20 555 010{place}", favourite=True)
        assert contact.favourite
    await until(lambda: shown(furnished) == names, "four tiles")
    return names


def tiles(furnished: Furnished) -> list[Tile]:
    found = [tile for tile in furnished.phone.findChildren(Tile) if tile.isVisible()]
    return sorted(found, key=lambda tile: (tile.y(), tile.x()))


def shown(furnished: Furnished) -> list[str]:
    return [tile.contact.name for tile in tiles(furnished)]


async def kept(furnished: Furnished) -> list[str]:
    return [contact.name for contact in await furnished.program.contacts.favourites()]


async def order_of(furnished: Furnished, change: Callable[[], None]) -> list[str]:
    """Return the order that is kept once a change was written."""
    written = asyncio.Event()
    unsubscribe = furnished.program.hub.bus.listen(ContactsChanged, lambda _: written.set())
    change()
    await asyncio.wait_for(written.wait(), 10)
    unsubscribe()
    return await kept(furnished)


async def test_ctrl_and_an_arrow_move_a_tile_which_keeps_the_focus(
    furnished: Furnished, names: list[str]
) -> None:
    anna = tiles(furnished)[0]
    anna.setFocus()
    right = partial(QTest.keyClick, anna, Qt.Key.Key_Right, CTRL)
    assert await order_of(furnished, right) == ["Bas", "Anna", "Carla", "Dirk"]
    assert await order_of(furnished, right) == ["Bas", "Carla", "Anna", "Dirk"]
    await until(lambda: shown(furnished) == ["Bas", "Carla", "Anna", "Dirk"], "the new order")
    assert anna.hasFocus()
    assert tiles(furnished)[2] is anna
    assert furnished.dialled == []


async def test_an_order_that_cannot_be_written_is_told_and_goes_back(
    furnished: Furnished, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_ids: list[str]) -> None:
        raise StorageError("core.database.full")

    monkeypatch.setattr(furnished.program.contacts, "order_favourites", full)
    anna, [dial] = tiles(furnished)[0], furnished.phone.findChildren(SpeedDial)
    anna.setFocus()
    before = dial.ids
    QTest.keyClick(anna, Qt.Key.Key_Right, CTRL)
    assert dial.ids == [before[1], before[0], *before[2:]]
    await until(lambda: dial.ids == before, "the order that there is")
    await until(lambda: shown(furnished) == names, "the old places")
    await until(lambda: "The disk is full" in " ".join(words(furnished.phone.window())), "the reason")
    assert anna.hasFocus()


async def test_a_dragged_tile_moves_and_calls_nobody(furnished: Furnished, names: list[str]) -> None:
    anna, bas, *_ = tiles(furnished)
    over = anna.mapFromGlobal(bas.mapToGlobal(bas.rect().center()))
    QTest.mousePress(anna, LEFT, pos=QPoint(20, 20))
    QTest.mouseMove(anna, QPoint(40, 40))
    QTest.mouseMove(anna, over)
    await until(lambda: shown(furnished)[:2] == ["Bas", "Anna"], "the tile below the mouse")
    drop = partial(QTest.mouseRelease, anna, LEFT, pos=QPoint(20, 20))
    assert await order_of(furnished, drop) == ["Bas", "Anna", "Carla", "Dirk"]
    assert furnished.dialled == []


async def test_escape_lets_a_dragged_tile_go_back(furnished: Furnished, names: list[str]) -> None:
    anna, bas, *_ = tiles(furnished)
    over = anna.mapFromGlobal(bas.mapToGlobal(bas.rect().center()))
    QTest.mousePress(anna, LEFT, pos=QPoint(20, 20))
    QTest.mouseMove(anna, QPoint(40, 40))
    QTest.mouseMove(anna, over)
    await until(lambda: shown(furnished) != names, "the tile below the mouse")
    QTest.keyClick(anna, Qt.Key.Key_Escape)
    QTest.mouseRelease(anna, LEFT, pos=QPoint(20, 20))
    await until(lambda: shown(furnished) == names, "the old order")
    assert await kept(furnished) == names
    assert furnished.dialled == []


async def test_a_trembling_hand_clicks(furnished: Furnished, names: list[str]) -> None:
    anna = tiles(furnished)[0]
    QTest.mousePress(anna, LEFT, pos=QPoint(20, 20))
    QTest.mouseMove(anna, QPoint(22, 21))
    QTest.mouseRelease(anna, LEFT, pos=QPoint(22, 21))
    await until(lambda: furnished.dialled == ["+31205550100"], "the call")


async def test_a_tile_tells_what_became_of_the_last_call(furnished: Furnished, names: list[str]) -> None:
    anna = tiles(furnished)[0]
    QTest.mouseClick(anna, LEFT)
    await until(lambda: "in progress" in anna.accessibleDescription(), "the running call")
    furnished.press(Qt.Key.Key_Escape)
    await furnished.says("You hung up")
    await until(lambda: anna.accessibleDescription().startswith("cancelled, "), "its end")
    assert tiles(furnished)[1].accessibleDescription().startswith("Drag it")


async def test_a_favourite_of_later_stands_behind_those_in_order(
    furnished: Furnished, names: list[str]
) -> None:
    contacts = furnished.program.contacts
    people = {contact.name: contact.id for contact in await contacts.favourites()}
    await contacts.order_favourites([people[name] for name in ("Dirk", "Carla", "Bas", "Anna")])
    await furnished.add("Aaron", "+31 20 555 0190", favourite=True)
    assert await kept(furnished) == ["Dirk", "Carla", "Bas", "Anna", "Aaron"]
    await contacts.remove(people["Carla"])
    await until(lambda: shown(furnished) == ["Dirk", "Bas", "Anna", "Aaron"], "one tile less")
