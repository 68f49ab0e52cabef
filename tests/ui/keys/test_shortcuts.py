"""The table of keys is the truth: each in it works, each that works is in it, and F1 shows all of them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from dialer.core.strings import LANGUAGES, Strings
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.keys.shortcuts import SHORTCUTS, words
from dialer.ui.keys.shortcuts_dialog import ShortcutsDialog, as_page, shortcut_rows
from dialer.ui.keys.words import key_words
from dialer.ui.settings.page import SettingsPage
from tests.source import dotted, modules
from tests.ui.driving import button, dialog, line, retype, until
from tests.ui.driving import words as read

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.furnished import Furnished

PORTABLE = QKeySequence.SequenceFormat.PortableText


async def test_the_table_and_the_windows_keys_are_the_same(furnished: Furnished) -> None:
    real = sorted(
        key.toString(PORTABLE)
        for each in furnished.desk.findChildren(QShortcut)
        for key in list(each.keys())  # a shortcut is no dictionary
    )
    declared = sorted(
        QKeySequence(key).toString(PORTABLE)
        for each in SHORTCUTS
        if each.area == "window"
        for key in each.keys
    )
    assert real == declared
    assert len(set(declared)) == len(declared), "one key does one thing"


def test_keys_of_the_window_are_made_from_the_table_only() -> None:
    makers = {
        module.path
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and dotted(node.func) in {"QShortcut", "QtGui.QShortcut"}
    }
    assert makers == {"ui/keys/shortcuts.py"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_told_in_every_language(language: str) -> None:
    strings = Strings(language)
    for each in SHORTCUTS:
        assert not words(each, strings).startswith("shortcuts."), each.name
    assert key_words("Ctrl+Esc", strings) == {"de": "Strg Esc", "fr": "Ctrl Échap"}.get(language, "Ctrl Esc")


async def test_f1_shows_searches_and_saves_them(furnished: Furnished, tmp_path: Path) -> None:
    desk = furnished.desk
    QTest.keyClick(desk.main_window, Qt.Key.Key_F1)
    shown = await dialog(ShortcutsDialog)
    assert {"Ctrl K", "Go to the search box", "Show the page Settings"} <= set(read(shown))
    retype(line(shown, "Search shortcuts"), "MEETING")
    assert "Go to the search box" not in read(shown)
    assert {"Ctrl M", "Turn the call into a meeting"} <= set(read(shown))
    button(shown, "Save for printing").click()
    chooser = await dialog(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "keys.html"))
    chooser.close()
    await until((tmp_path / "keys.html").exists, "the page")
    page = (tmp_path / "keys.html").read_text(encoding="utf-8")
    assert "<td>Ctrl K</td><td>Go to the search box</td>" in page
    shown.close()


async def test_a_key_that_was_chosen_for_every_program_is_in_the_list(furnished: Furnished) -> None:
    hub = furnished.program.hub
    assert "everywhere" not in shortcut_rows(hub)
    await hub.settings.set("hotkey_dial", "Ctrl+Alt+D")
    rows = shortcut_rows(hub)
    assert rows["everywhere"] == [("Ctrl Alt D", "Call the selected number")]
    await hub.settings.reset("hotkey_dial")
    rows["search"].append(("<b>", "&"))
    assert "<td>&lt;b&gt;</td><td>&amp;</td>" in as_page(rows, hub.strings)


async def test_keys_lead_from_page_to_page_and_from_area_to_area(furnished: Furnished) -> None:
    desk = furnished.desk
    pages = {each.text_key: each.keys[0] for each in SHORTCUTS if each.text_key}
    assert pages["ui.page.phone"] == "Ctrl+1"
    last = pages["ui.page.settings"][-1]
    QTest.keyClick(desk.main_window, getattr(Qt.Key, f"Key_{last}"), Qt.KeyboardModifier.ControlModifier)
    assert desk.side_bar.marked == "settings"
    QTest.keyClick(desk.main_window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page = desk.current_page
    assert isinstance(page, SettingsPage)
    assert QApplication.focusWidget() is line(page, "Search settings")
    QTest.keyClick(desk.main_window, Qt.Key.Key_F6)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert desk.side_bar.isAncestorOf(focused)
    QTest.keyClick(desk.main_window, Qt.Key.Key_F6)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
    QTest.keyClick(desk.main_window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert desk.side_bar.marked == "phone"
    QTest.keyClick(desk.main_window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is desk.phone.box.entry


async def test_in_a_narrow_list_what_a_key_does_is_not_cut_within_words(furnished: Furnished) -> None:
    QTest.keyClick(furnished.desk.main_window, Qt.Key.Key_F1)
    shown = await dialog(ShortcutsDialog)
    shown.resize(360, 560)
    said = words(SHORTCUTS[0], Strings("en"))
    does = next(each for each in shown.findChildren(FoldingLabel) if each.text() == said)
    await until(lambda: shown.width() == 360 and does.width() < 300, "the new width")
    metrics = does.fontMetrics()
    assert does.width() >= max(metrics.horizontalAdvance(word) for word in does.text().split())
    assert does.width() >= 150
    shown.close()
