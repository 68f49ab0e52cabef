"""Hotkeys from the settings to what they do, with a desktop of the test's own behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from dialer.desktop import selection
from dialer.desktop.hotkeys import TAKEN, GlobalHotkeys, Held, Press, Wanted
from dialer.desktop.selection import TextReader
from dialer.ui.keys.hotkey_editor import HotkeyEditor, portable
from dialer.ui.outside import reader as outside_reader
from dialer.ui.outside.link_dialog import LinkDialog
from dialer.ui.pages import SETTINGS
from dialer.ui.settings.page import SettingsPage
from tests.ui.driving import dialog, line, until, whole, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.core.issues import IssueManager
    from tests.ui.furnished import Furnished

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
NUMBER = "bel 020 555 0142 a.u.b."
DIAL = "Call the selected number"


class FakeDesktop(GlobalHotkeys):
    """Gives what is not taken."""

    taken: ClassVar[set[str]] = set()
    made: ClassVar[list[FakeDesktop]] = []

    def __init__(self, pressed: Callable[[Press], None]) -> None:
        super().__init__(pressed)
        self.held: list[str] = []
        self.forward = 0
        self.made.append(self)

    async def hold(self, wanted: Mapping[str, Wanted]) -> dict[str, Held]:
        self.held = [str(each.keys) for each in wanted.values() if str(each.keys) not in self.taken]
        return {
            name: Held(TAKEN) if str(each.keys) in self.taken else Held() for name, each in wanted.items()
        }

    async def aclose(self) -> None:
        self.held = []

    def bring_forward(self, window: int, press: Press) -> bool:
        self.forward += 1
        return True

    def press(self, name: str) -> None:
        self._pressed(Press(name))


class FakeReader(TextReader):
    """Another program with a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    async def selected(self) -> str:
        return selection.usable(self.text)


@pytest.fixture
def desktop_of_ours(monkeypatch: pytest.MonkeyPatch) -> type[FakeDesktop]:
    FakeDesktop.taken, FakeDesktop.made = set(), []
    monkeypatch.setattr("dialer.desktop.hotkeys.system_hotkeys", FakeDesktop)
    return FakeDesktop


@pytest.fixture
def selected(monkeypatch: pytest.MonkeyPatch) -> FakeReader:
    reader = FakeReader(NUMBER)
    monkeypatch.setattr(outside_reader.OutsideReader.__init__, "__defaults__", (lambda: reader,))
    return reader


async def hold(furnished: Furnished, name: str, keys: str) -> FakeDesktop:
    """Set a hotkey, and return the desktop that holds it."""
    await furnished.program.hub.settings.set(f"hotkey_{name}", keys)
    await until(lambda: FakeDesktop.made and keys in FakeDesktop.made[0].held, keys)
    [desktop] = FakeDesktop.made
    return desktop


@pytest.mark.usefixtures("desktop_of_ours")
async def test_what_is_set_is_held_and_what_is_cleared_let_go(furnished: Furnished) -> None:
    assert FakeDesktop.made == [], "nothing is set: nothing is asked of the desktop"
    desktop = await hold(furnished, "dial", "Ctrl+Alt+D")
    await hold(furnished, "search", "Ctrl+Alt+S")
    assert desktop.held == ["Ctrl+Alt+D", "Ctrl+Alt+S"]
    await furnished.program.hub.settings.set("hotkey_dial", None)
    await until(lambda: desktop.held == ["Ctrl+Alt+S"], "the key is let go")
    await furnished.desk.scope.close()  # as when the window goes
    assert desktop.held == []


@pytest.mark.usefixtures("desktop_of_ours")
async def test_the_selected_text_is_asked_about_once(furnished: Furnished, selected: FakeReader) -> None:
    desktop = await hold(furnished, "dial", "Ctrl+Alt+D")
    QApplication.clipboard().setText("as it was")
    desktop.press("dial")
    desktop.press("dial")
    asked = await dialog(LinkDialog)
    assert any("+31 20 555 0142" in text for text in words(asked))
    assert sum(isinstance(each, LinkDialog) for each in QApplication.topLevelWidgets()) == 1
    assert QApplication.clipboard().text() == "as it was"
    asked.reject()
    assert furnished.dialled == []


@pytest.mark.usefixtures("desktop_of_ours")
@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "No text is selected"), ("1" * 5000, "too much text")],
)
async def test_why_nothing_can_be_read_is_said_where_it_is_seen(
    furnished: Furnished, selected: FakeReader, text: str, sentence: str
) -> None:
    desktop = await hold(furnished, "dial", "Ctrl+Alt+D")
    selected.text = text
    desktop.press("dial")
    await until(lambda: any(sentence in each for each in words(furnished.desk)), sentence)
    assert desktop.forward == 1


@pytest.mark.usefixtures("desktop_of_ours")
async def test_where_no_selection_is_shown_the_copied_text_is_read_and_that_is_said(
    furnished: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside_reader.OutsideReader.__init__, "__defaults__", (lambda: None,))
    desktop = await hold(furnished, "dial", "Ctrl+Alt+D")
    QApplication.clipboard().setText("")
    desktop.press("dial")
    await until(lambda: any("does not show Dialer" in each for each in words(furnished.desk)), "why not")
    QApplication.clipboard().setText(NUMBER)
    desktop.press("dial")
    (await dialog(LinkDialog)).reject()
    assert any("copied text was read" in each for each in words(furnished.desk))


@pytest.mark.usefixtures("desktop_of_ours")
async def test_the_search_comes_forward_with_all_of_it_selected(furnished: Furnished) -> None:
    desktop = await hold(furnished, "search", "Ctrl+Alt+S")
    furnished.phone.box.entry.setText("sanne")
    furnished.desk.show_page(SETTINGS)
    furnished.window.showMinimized()
    desktop.press("search")
    assert furnished.phone.box.entry.selectedText() == "sanne"
    assert not furnished.window.isMinimized()
    await until(furnished.phone.box.entry.hasFocus, "the focus")
    assert desktop.forward == 1


@pytest.mark.usefixtures("desktop_of_ours")
async def test_hanging_up_from_anywhere_ends_the_call_and_moves_no_window(furnished: Furnished) -> None:
    desktop = await hold(furnished, "hang_up", "Ctrl+Alt+H")
    desktop.press("hang_up")  # no call: nothing to do
    furnished.desk.phone_actions.call_number("+31205550142")
    calls = furnished.desk.app.calls
    await until(lambda: calls.current is not None and calls.current.live, "a call")
    desktop.press("hang_up")
    await until(lambda: calls.current is None or not calls.current.live, "the end of the call")
    assert desktop.forward == 0


@pytest.mark.usefixtures("desktop_of_ours")
async def test_a_key_that_is_taken_is_in_repairs_until_it_is_free(furnished: Furnished) -> None:
    issues: IssueManager = furnished.program.hub.issues
    FakeDesktop.taken = {"Ctrl+Alt+D"}
    await furnished.program.hub.settings.set("hotkey_dial", "Ctrl+Alt+D")
    await until(lambda: issues.all, "the issue")
    assert [(issue.id, issue.key, issue.placeholders) for issue in issues.all] == [
        ("hotkeys/dial", TAKEN, {"keys": "Ctrl+Alt+D"})
    ]
    FakeDesktop.taken = set()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    await until(lambda: not issues.all, "the issue's end")
    assert FakeDesktop.made[0].held == ["Ctrl+Alt+D"]


@pytest.mark.usefixtures("desktop_of_ours")
async def test_a_hotkey_is_set_by_pressing_it_and_nothing_happens_meanwhile(furnished: Furnished) -> None:
    settings = furnished.program.hub.settings
    desktop = await hold(furnished, "search", "Ctrl+Alt+S")
    page = whole(furnished.desk.show_page(SETTINGS))
    assert isinstance(page, SettingsPage)
    edit = line(page, DIAL)
    [editor] = [each for each in page.findChildren(HotkeyEditor) if each.label == DIAL]
    edit.setFocus()
    await until(lambda: desktop.held == [], "no hotkeys while one is recorded")
    assert edit.placeholderText() == "Press the keys…"
    QTest.keyClick(edit, Qt.Key.Key_D)
    assert "together with Ctrl" in editor.note()
    QTest.keyClick(edit, Qt.Key.Key_Escape, CTRL_ALT)
    assert "cannot be used" in editor.note()
    # What the window does with these keys otherwise, it does not do now.
    QTest.keyClick(edit, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: settings.get("hotkey_dial") == "Ctrl+K", "the setting")
    assert edit.hasFocus()
    FakeDesktop.taken = {"Ctrl+Alt+D"}
    QTest.keyClick(edit, Qt.Key.Key_D, CTRL_ALT)
    await until(lambda: settings.get("hotkey_dial") == "Ctrl+Alt+D", "the setting")
    assert edit.text() == "Ctrl+Alt+D"
    await until(lambda: "used by another program" in editor.note(), "that it is taken")
    desktop.press("search")
    assert edit.hasFocus()
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    await until(lambda: settings.get("hotkey_dial") is None, "no hotkey")
    assert (edit.text(), editor.note()) == ("", "")
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert not edit.hasFocus()
    await until(lambda: desktop.held == ["Ctrl+Alt+S"], "the other hotkey works again")


@pytest.mark.usefixtures("desktop_of_ours")
async def test_what_works_is_said(furnished: Furnished) -> None:
    desktop = await hold(furnished, "dial", "Ctrl+Alt+D")
    page = whole(furnished.desk.show_page(SETTINGS))
    [editor] = [each for each in page.findChildren(HotkeyEditor) if each.label == DIAL]
    assert "Works in every program" in editor.note()
    desktop.changed({"dial": Held(trigger="Super+F9")})
    assert "Super+F9" in editor.note()


@pytest.mark.parametrize(
    ("key", "code", "keys"),
    [
        (Qt.Key.Key_Exclam, 10, "Ctrl+Shift+1"),
        (Qt.Key.Key_ParenRight, 19, "Ctrl+Shift+0"),
        (Qt.Key.Key_A, 24, "Ctrl+Shift+A"),
        (Qt.Key.Key_Exclam, 61, "Ctrl+Shift+!"),
    ],
)
def test_a_digit_is_one_whatever_shift_makes_of_it(key: Qt.Key, code: int, keys: str) -> None:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    assert portable(QKeyEvent(QEvent.Type.KeyPress, key, held, code, 0, 0)) == keys


@pytest.mark.parametrize("furnished", ["de"], indirect=True)
async def test_keys_are_named_as_on_the_keyboard(furnished: Furnished) -> None:
    await furnished.program.hub.settings.set("hotkey_hang_up", "Ctrl+Shift+PgUp")
    page = whole(furnished.desk.show_page(SETTINGS))
    assert line(page, "Auflegen").text() == "Strg+Umschalt+Bild auf"


async def test_a_copied_number_is_called_by_key_and_by_mouse(furnished: Furnished) -> None:
    QApplication.clipboard().setText(NUMBER)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(furnished.phone.box.entry, Qt.Key.Key_V, keys)
    asked = await dialog(LinkDialog)
    assert any("+31 20 555 0142" in text for text in words(asked))
    asked.reject()
    assert QApplication.clipboard().text() == NUMBER
    entry = furnished.phone.box.entry
    QApplication.clipboard().setText(" ")
    at = entry.rect().center()
    QApplication.sendEvent(
        entry, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, entry.mapToGlobal(at))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    [action] = [each for each in menu.actions() if each.text().startswith("Call the copied number")]
    action.trigger()
    menu.close()
    await until(lambda: any("No text was copied" in each for each in words(furnished.desk)), "why not")
    assert furnished.dialled == []
