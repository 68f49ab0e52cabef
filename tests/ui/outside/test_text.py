"""A text from another program: asked about, put into the search box, or called after a countdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from dialer.calls.links import open_link
from dialer.ui.outside import guarded_dialog, undo_dialog
from dialer.ui.outside.link_dialog import LinkDialog, RefusedLinkDialog
from dialer.ui.outside.phone_links import PhoneLinks
from dialer.ui.outside.text import OutsideText
from dialer.ui.outside.undo_dialog import UndoDialog
from tests.fakes import settle
from tests.ui.driving import button, combo, dialog, nameless, until, words
from tests.ui.furnished import KAREL, SANNE, Furnished

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "Sanne de Vries (Van Dijk) 06-2041 7735, sinds 12-03-2024, btw NL123456789B01"


@pytest.fixture
def outside(furnished: Furnished, monkeypatch: pytest.MonkeyPatch) -> Iterator[OutsideText]:
    """What a hotkey calls; clicks count at once, and a second is short."""
    monkeypatch.setattr(guarded_dialog, "ARM_MS", 0)
    monkeypatch.setattr(undo_dialog, "SECOND_MS", 30)
    made = OutsideText(furnished.desk)
    yield made
    made.stop()


async def does(furnished: Furnished, what: str, **further: str) -> None:
    """Set what is done with a selection."""
    for key, value in {"selection_does": what, **further}.items():
        await furnished.program.hub.settings.set(key, value)


async def test_a_selection_is_asked_about_and_its_source_named(
    furnished: Furnished, outside: OutsideText
) -> None:
    await furnished.people()
    outside.offer(TEXT, "selection")
    question = await dialog(LinkDialog)
    said = words(question)
    assert "\u2066+31 6 20417735\u2069" in said
    assert "From the text selected in another program" in said
    assert any("Sanne de Vries" in each for each in said)
    assert not any(each.startswith("From a link") for each in said)
    assert nameless(question) == []
    await until(button(question, "Call").isEnabled, "Call")
    QTest.mouseClick(button(question, "Call"), Qt.MouseButton.LeftButton)
    await until(lambda: furnished.dialled == [SANNE], "the call")


async def test_the_clipboard_has_its_own_setting_and_line(furnished: Furnished, outside: OutsideText) -> None:
    await does(furnished, "prefill")
    outside.offer(SANNE, "clipboard")
    assert "From the clipboard" in words(await dialog(LinkDialog))


async def test_several_numbers_are_a_choice_and_nothing_else_is(
    furnished: Furnished, outside: OutsideText
) -> None:
    await does(furnished, "dial")
    outside.offer(f"IBAN NL91 ABNA 0417 1643 00\n{SANNE}\nor {KAREL} before 31-12-2026", "selection")
    choice = combo(await dialog(LinkDialog), "Number")
    assert [choice.itemText(n).strip("\u2066\u2069") for n in range(choice.count())] == [
        "+31 6 20417735",
        "+31 20 555 0142",
    ]
    assert furnished.dialled == []


@pytest.mark.parametrize("what", ["ask", "prefill", "dial"])
async def test_what_holds_no_number_says_so(furnished: Furnished, outside: OutsideText, what: str) -> None:
    await does(furnished, what)
    outside.offer("IBAN NL91 ABNA 0417 1643 00", "selection")
    told = await dialog(RefusedLinkDialog)
    assert told.windowTitle() == "No number to call"
    assert len([each for each in words(told) if len(each) > 10]) >= 2
    assert furnished.dialled == []


async def test_a_number_is_put_into_the_search_box_and_not_called(
    furnished: Furnished, outside: OutsideText
) -> None:
    await does(furnished, "prefill")
    furnished.desk.show_page("settings")
    outside.offer(TEXT, "selection")
    await furnished.settled("+31 6 20417735")
    assert furnished.desk.phone.isVisible()
    assert furnished.window.focusWidget() is furnished.phone.box.entry
    assert furnished.dialled == []
    outside.offer(f"{SANNE} / {KAREL}", "selection")
    await furnished.settled("+31 6 20417735, +31 20 555 0142")
    assert [row.number for row in furnished.rows[:2]] == [SANNE, KAREL]
    furnished.press(Qt.Key.Key_Return)
    await until(lambda: furnished.dialled == [SANNE], "the call that Enter asks for")


async def test_what_is_pressed_as_the_window_comes_forward_calls_nobody(
    furnished: Furnished, outside: OutsideText, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_dialog, "ARM_MS", 200)
    await does(furnished, "prefill")
    outside.offer(SANNE, "selection")
    await furnished.settled("+31 6 20417735")
    furnished.press(Qt.Key.Key_Return)
    QTest.mouseClick(furnished.desk.phone.results.view.viewport(), Qt.MouseButton.LeftButton)
    await settle()
    assert furnished.dialled == []
    assert furnished.phone.box.text() == "+31 6 20417735"


async def test_a_call_at_once_counts_down_and_goes_out_once(
    furnished: Furnished, outside: OutsideText
) -> None:
    await furnished.people()
    await does(furnished, "dial")
    outside.offer(TEXT, "selection")
    counting = await dialog(UndoDialog)
    number = "\u2066+31\u00a06\u00a020417735\u2069"
    assert words(counting) == [f"Calling \u2068Sanne de Vries\u2069, {number} in 2 s"]
    assert furnished.dialled == []
    assert nameless(counting) == []
    await until(lambda: furnished.dialled, "the call")
    await settle()
    assert furnished.dialled == [SANNE]
    assert not _open()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space])
async def test_a_call_at_once_is_taken_back(
    furnished: Furnished, outside: OutsideText, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    monkeypatch.setattr(undo_dialog, "SECOND_MS", 60_000)
    await does(furnished, "dial", undo_seconds="5")
    outside.offer(SANNE, "selection")
    counting = await dialog(UndoDialog)
    QTest.keyClick(button(counting, "Undo (Esc)"), key)
    await until(lambda: not _open(), "the end of the dialog")
    await settle()
    assert furnished.dialled == []


async def test_a_second_press_takes_the_first_call_back(furnished: Furnished, outside: OutsideText) -> None:
    await does(furnished, "dial")
    outside.offer(SANNE, "selection")
    await dialog(UndoDialog)
    outside.offer(KAREL, "selection")
    await until(lambda: furnished.dialled, "the call")
    await settle()
    assert furnished.dialled == [KAREL]


async def test_a_key_that_bounces_counts_down_once_and_one_undo_takes_all_back(
    furnished: Furnished, outside: OutsideText, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second press comes while the first text is still being read."""
    monkeypatch.setattr(undo_dialog, "SECOND_MS", 60_000)
    await does(furnished, "dial", clipboard_does="dial")
    outside.offer(SANNE, "selection")
    outside.offer(SANNE, "selection")
    OutsideText.of(furnished.desk).offer(SANNE, "clipboard")
    counting = await dialog(UndoDialog)
    await settle()
    assert _open() == [counting]
    counting.reject()
    await settle()
    assert not _open()
    outside.offer(SANNE, "selection")
    await dialog(UndoDialog)
    outside.offer(KAREL, "selection")
    outside.stop()  # the window goes before the text is read
    await settle()
    assert not _open()
    assert furnished.dialled == []


async def test_after_a_sleep_nobody_is_called_any_more(
    furnished: Furnished, outside: OutsideText, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(undo_dialog, "wall", lambda: clock[0])
    monkeypatch.setattr(undo_dialog, "SECOND_MS", 200)
    told: list[tuple[str, str]] = []
    furnished.desk.phone_actions.told.connect(lambda tone, said: told.append((tone, said)))
    await does(furnished, "dial")
    outside.offer(SANNE, "selection")
    await dialog(UndoDialog)
    clock[0] += 3600
    await until(lambda: not _open(), "the end of the countdown")
    await settle()
    assert furnished.dialled == []
    assert [tone for tone, _ in told] == ["warning"]


async def test_without_seconds_it_is_called_at_once(furnished: Furnished, outside: OutsideText) -> None:
    await does(furnished, "dial", undo_seconds="0")
    outside.offer(SANNE, "selection")
    await until(lambda: furnished.dialled == [SANNE], "the call")


@pytest.mark.parametrize("text", ["0900-1234567", f"{SANNE} {KAREL}", "+881 6 1234 5678", "+41 31 555 12 34"])
async def test_what_needs_a_second_step_is_never_called_at_once(
    furnished: Furnished, outside: OutsideText, text: str
) -> None:
    await does(furnished, "dial", undo_seconds="0")
    outside.offer(text, "selection")
    await dialog(LinkDialog)
    assert furnished.dialled == []


async def test_in_mid_call_it_is_asked_about(furnished: Furnished, outside: OutsideText) -> None:
    await does(furnished, "dial", undo_seconds="0")
    outside.offer(SANNE, "selection")
    await until(lambda: furnished.dialled == [SANNE], "the call")
    outside.offer(KAREL, "selection")
    await dialog(LinkDialog)
    assert furnished.dialled == [SANNE]


async def test_whoever_points_at_another_text_means_that_one(
    furnished: Furnished, outside: OutsideText
) -> None:
    outside.offer(SANNE, "selection")
    first = await dialog(LinkDialog)
    outside.offer(KAREL, "clipboard")
    await until(lambda: any("+31 20 555 0142" in said for each in _open() for said in words(each)), "the new")
    assert len(_open()) == 1
    assert _open()[0] is not first


async def test_a_link_may_be_put_into_the_search_box_but_never_into_somebodys_typing(
    furnished: Furnished, outside: OutsideText, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = PhoneLinks(furnished.desk.app, furnished.window)
    hub = furnished.program.hub
    await hub.settings.set("link_does", "prefill")
    monkeypatch.setattr(furnished.window, "isActiveWindow", lambda: True)
    await open_link(hub, f"tel:{SANNE}")
    (await dialog(LinkDialog)).reject()
    await until(lambda: not _open(), "the end of the dialog")
    assert furnished.phone.box.text() == ""
    monkeypatch.setattr(furnished.window, "isActiveWindow", lambda: False)
    await open_link(hub, f"tel:{SANNE}")
    await furnished.settled("+31 6 20417735")
    assert not _open()
    assert furnished.dialled == []
    links.deleteLater()


def _open() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
