"""Diagnostics are read in full, searched, copied and saved; nothing is done before they are shown."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit

from dialer.core import diagnostics
from dialer.core.secrets import MemorySecrets
from dialer.core.strings import LANGUAGES, Strings
from dialer.ui.accounts.diagnostics_dialog import DiagnosticsDialog, show_diagnostics
from dialer.ui.blocks.strip import Strip
from tests.core.conftest import RIGHT
from tests.ui.driving import button, dialog, line, nameless, outcome, press, retype, until, words

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


@pytest.fixture
async def entry(hub: Hub) -> ConfigEntry:
    made = await hub.flows.start("example").submit({"login": "reception", "password": RIGHT})
    assert made is not None
    return made


@pytest.fixture
async def shown(hub: Hub, window: QWidget, entry: ConfigEntry) -> AsyncIterator[DiagnosticsDialog]:
    """The diagnostics of an account, with the document there."""
    task: asyncio.Task[None] = hub.scope.spawn(show_diagnostics(hub, window, entry), "show")
    opened = await dialog(DiagnosticsDialog)
    await until(lambda: opened.text, "the document")
    yield opened
    opened.close()
    await outcome(task)


def document(opened: DiagnosticsDialog) -> QPlainTextEdit:
    found = opened.findChild(QPlainTextEdit)
    assert found is not None
    return found


def strip(opened: DiagnosticsDialog) -> str:
    return next(each.text() for each in opened.findChildren(Strip))


async def test_the_whole_text_is_shown_and_nothing_can_be_changed_in_it(
    shown: DiagnosticsDialog, entry: ConfigEntry
) -> None:
    text = document(shown)
    assert text.toPlainText() == shown.text
    assert json.loads(text.toPlainText())["accounts"][0]["id"] == entry.id
    assert text.isReadOnly()
    assert any("Dialer sends it to nobody" in each for each in words(shown))
    assert entry.title in shown.windowTitle()
    assert nameless(shown) == []


async def test_before_it_is_shown_it_can_be_neither_copied_nor_saved(
    hub: Hub, window: QWidget, entry: ConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    async def hang(_self: object, _ref: str) -> None:
        started.append(True)
        await until(lambda: not started)

    monkeypatch.setattr(MemorySecrets, "get", hang)
    monkeypatch.setattr(diagnostics, "KEY_RING_SECONDS", 0.2)
    task = hub.scope.spawn(show_diagnostics(hub, window), "show")
    opened = await dialog(DiagnosticsDialog)
    await until(lambda: started, "the question")
    buttons = [button(opened, name) for name in ("Save as…", "Copy")]
    assert [each.isEnabled() for each in buttons] == [False, False]
    await until(lambda: opened.text, "the document, in spite of the key ring")
    assert [each.isEnabled() for each in buttons] == [True, True]
    started.clear()
    opened.close()
    await outcome(task)


async def test_enter_goes_from_place_to_place(shown: DiagnosticsDialog) -> None:
    search = line(shown, "Search in the text")
    retype(search, "account")
    first = document(shown).textCursor().position()
    press(search, Qt.Key.Key_Return)
    assert document(shown).textCursor().position() > first
    assert shown.isVisible()
    retype(search, "nowhere in it")
    assert "nowhere in it" in strip(shown)


async def test_it_is_copied_as_it_is(shown: DiagnosticsDialog) -> None:
    button(shown, "Copy").click()
    assert QGuiApplication.clipboard().text() == shown.text
    assert strip(shown) == "Copied."


async def test_it_is_saved_where_the_user_says(shown: DiagnosticsDialog, tmp_path: Path) -> None:
    button(shown, "Save as…").click()
    chooser = await dialog(QFileDialog)
    assert chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert chooser.selectedFiles()[0].endswith("dialer-diagnostics-2026-03-02.json")
    name = chooser.findChild(QLineEdit)
    assert name is not None
    name.setText(str(tmp_path / "mine.json"))
    chooser.accept()
    await until(lambda: strip(shown).startswith("Saved as"), "the file")
    file = tmp_path / "mine.json"
    assert file.read_text("utf-8") == shown.text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_file_that_cannot_be_written_is_said(shown: DiagnosticsDialog, tmp_path: Path) -> None:
    button(shown, "Save as…").click()
    chooser = await dialog(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "none" / "mine.json"))
    chooser.reject()
    await until(lambda: "could not be written" in strip(shown), "the sentence")


async def test_closing_ends_what_it_does(hub: Hub, window: QWidget) -> None:
    task = hub.scope.spawn(show_diagnostics(hub, window), "show")
    opened = await dialog(DiagnosticsDialog)
    opened.close()
    await outcome(task)
    await until(lambda: not hub.scope.tasks, "the end")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_fits_a_narrow_screen(hub: Hub, window: QWidget, language: str) -> None:
    hub.strings = Strings(language)
    opened = DiagnosticsDialog(hub, window)
    assert opened.minimumSizeHint().width() <= 360
