"""No word is cut off on any page, nor in dialogs that need nobody: in four languages, at 100 % and 200 %."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget
from shiboken6 import delete

from dialer.core.settings_exchange import Change, Plan
from dialer.core.strings import LANGUAGES, Strings
from dialer.ui.blocks.buttons import Button
from dialer.ui.blocks.dialogs import Answer, QuestionDialog
from dialer.ui.blocks.icon_button import IconButton
from dialer.ui.keys.shortcuts_dialog import ShortcutsDialog
from dialer.ui.look.theme import Theme
from dialer.ui.pages import PAGES
from dialer.ui.settings.file import PlanDialog
from dialer.ui.window import MainWindow
from tests.fakes import settle
from tests.ui.driving import whole
from tests.ui.meetings.test_page import program

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from dialer.ui.desk import Desk
    from tests.meetings.conftest import Desk as Program

__all__ = ["program"]

SIZES = (("100", (1180, 740)), ("200", (1600, 1000)))
# Beside other programs; in the two languages with the longest words, as it takes a while.
NARROW = (("100", (360, 640)), ("200", (720, 1000)))


def clipped(root: QWidget) -> list[str]:
    """Return the labels and buttons that have less room than their words, and do not say so in a tooltip."""
    shown: list[QLabel | QAbstractButton] = [*root.findChildren(QLabel), *root.findChildren(QAbstractButton)]
    return [
        f"{type(each).__name__} {each.text() or each.accessibleName()!r}: {each.width()}x{each.height()}"
        for each in shown
        if each.isVisibleTo(root) and not _fits(each)
    ]


def _fits(each: QLabel | QAbstractButton) -> bool:
    if isinstance(each, IconButton) or not each.text():
        return True
    if getattr(each, "_elide", False) or (each.toolTip() and isinstance(each, Button)):
        return True  # shortened on purpose
    if each.hasHeightForWidth():
        return each.height() + 1 >= each.heightForWidth(each.width())
    hint = each.sizeHint()
    return each.width() + 1 >= hint.width() and each.height() + 1 >= hint.height()


def beyond(root: QWidget) -> list[str]:
    """Return what sticks out of its page to the side, where it cannot be reached."""
    return [
        f"{type(each).__name__} {each.accessibleName()!r}"
        for each in (*root.findChildren(QAbstractButton), *root.findChildren(QComboBox))
        if each.isVisibleTo(root) and each.mapTo(root, each.rect().topRight()).x() > root.width()
    ]


@pytest.fixture
async def desk(
    request: pytest.FixtureRequest, program: Program, qapp: QApplication, qtbot: QtBot
) -> AsyncIterator[Desk]:
    """The whole window in the language that is the parameter."""
    hub = program.app.hub
    hub.strings = Strings(request.param)
    await hub.settings.set("welcomed", True)
    window = MainWindow(program.app, qapp.beep, qapp.beep)
    window.show()
    window.on_started()
    assert window.desk is not None
    yield window.desk
    await hub.settings.set("text_size", "100")
    await window.aclose()
    window.hide()
    delete(window)


@pytest.mark.parametrize("desk", LANGUAGES, indirect=True)
async def test_no_word_is_cut_off_on_any_page_or_in_a_dialog(desk: Desk) -> None:
    hub, window = desk.app.hub, desk.main_window
    for text_size, size in sorted(SIZES + (NARROW if hub.strings.language in {"nl", "de"} else ())):
        await hub.settings.set("text_size", text_size)
        window.resize(*size)
        for page in PAGES:
            shown = whole(desk.show_page(page.name))
            await settle()
            window.grab()  # lays everything out
            assert (clipped(shown), beyond(shown)) == ([], []), (page.name, text_size, size)
        for dialog in _dialogs(desk):
            dialog.show()
            await settle()
            dialog.grab()
            assert clipped(dialog) == [], (type(dialog).__name__, text_size)
            dialog.close()


def _dialogs(desk: Desk) -> list[QWidget]:
    hub, window = desk.app.hub, desk.main_window
    text = hub.strings.text
    plan = Plan(
        (Change("theme", "system", "dark"), Change("abroad", None, ["BE"])), ("shoe_size",), (), ("region",)
    )
    question = QuestionDialog(
        window,
        hub.strings,
        text("settings.reset.title"),
        text("settings.reset.text", count=3),
        [Answer(label=text("settings.reset.action"), danger=True)],
    )
    return [question, PlanDialog(hub, window, plan), ShortcutsDialog(hub, desk.scope, window)]


def test_what_is_cut_off_is_seen(qapp: QApplication, qtbot: QtBot) -> None:
    Theme(qapp, "light")
    root = QWidget()
    qtbot.addWidget(root)
    root.resize(400, 200)
    label, button, folded = (
        QLabel("Contacts", root),
        Button("Import contacts", parent=root),
        QLabel("A b c", root),
    )
    folded.setWordWrap(True)
    for each in (label, button, folded):
        each.resize(30, 8)
    assert len(clipped(root)) == 3
    for each in (label, button, folded):
        each.resize(300, 60)
    assert clipped(root) == []
    button.move(200, 0)
    assert beyond(root) == ["Button 'Import contacts'"]
