"""Driving widgets from a test as a person does: by name, by key, and by looking at what they say."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QLineEdit, QWidget

from dialer.ui.blocks.slices import Slices

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
D = TypeVar("D", bound=QDialog)
W = TypeVar("W", bound=QWidget)

_PATIENCE = 10.0


async def until(condition: Callable[[], object], what: str = "it") -> None:
    """Wait for something that the loop will bring about."""
    try:
        async with asyncio.timeout(_PATIENCE):
            while not condition():  # noqa: ASYNC110  # what widgets show has no event
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"{what} did not come about") from None


async def outcome(task: asyncio.Task[T]) -> T:
    """Wait for what a task returns, but not for ever."""
    return await asyncio.wait_for(task, _PATIENCE)


async def dialog(kind: type[D]) -> D:
    """Wait for a dialog to stand open, and return it."""
    await until(lambda: _open(kind) is not None, kind.__name__)
    found = _open(kind)
    assert found is not None
    return found


def _open(kind: type[D]) -> D | None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, kind) and widget.isVisible():
            return widget
    return None


def named(root: QWidget, kind: type[W], name: str) -> W:
    """Return the one visible widget with this accessible name."""
    found = [
        each for each in root.findChildren(kind) if each.accessibleName() == name and each.isVisibleTo(root)
    ]
    assert len(found) == 1, f"{len(found)} widgets named {name!r}"
    return found[0]


def button(root: QWidget, name: str) -> QAbstractButton:
    """Return the button with this accessible name."""
    return named(root, QAbstractButton, name)


def line(root: QWidget, name: str) -> QLineEdit:
    """Return the line with this accessible name."""
    return named(root, QLineEdit, name)


def combo(root: QWidget, name: str) -> QComboBox:
    """Return the list of choices with this accessible name."""
    return named(root, QComboBox, name)


def whole(page: W) -> W:
    """Return a page with all that is in it, which it would make in slices."""
    for slices in page.findChildren(Slices):
        slices.finish()
    QApplication.sendPostedEvents()  # what has come into a window is shown by one
    return page


def words(root: QWidget) -> list[str]:
    """Return every text that can be read in a widget."""
    return [label.text() for label in root.findChildren(QLabel) if label.text() and label.isVisibleTo(root)]


def press(widget: QWidget, key: Qt.Key) -> None:
    """Press a key in a widget."""
    QTest.keyClick(widget, key)


def retype(edit: QLineEdit, text: str) -> None:
    """Type a text over what is there."""
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClicks(edit, text)


def nameless(root: QWidget) -> list[str]:
    """Return the widgets that take the focus and have no accessible name."""
    return [
        f"{type(each).__name__} {each.objectName()}"
        for each in root.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisibleTo(root)
        and not each.accessibleName()
    ]
