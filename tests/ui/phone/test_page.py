"""The Phone page, driven by the keyboard: search, marks, Enter, numbers, Esc, Ctrl+K."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QGroupBox, QLabel, QLineEdit, QListView, QWidget

from dialer.calls.model import CallState
from dialer.core.home_region import NUMBER_RULES, OUTSIDE_LINE
from dialer.ui.blocks import hold_button
from dialer.ui.blocks.dialogs import QuestionDialog
from dialer.ui.phone.finder import FIRST_PAGE
from dialer.ui.phone.tile import Tile
from tests.calls.test_manager import TALKING
from tests.fakes import settle
from tests.ui.driving import button, dialog, line, named, nameless, press, until, words
from tests.ui.furnished import CTRL, KAREL, SAMUEL, SANNE

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Collection
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from dialer.contacts.model import SearchResult
    from tests.fakes import FakeTelephony
    from tests.ui.furnished import Furnished

ENTER, DOWN, UP, ESC = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Escape


async def test_typing_finds_and_enter_calls_the_first(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sa")
    assert [row.title for row in furnished.rows] == ["Samuel Verhoeven", "Sanne de Vries"]
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    await settle()
    assert furnished.dialled == [SAMUEL]
    call = furnished.program.calls.current
    assert call is not None
    assert call.name == "Samuel Verhoeven"


async def test_arrows_move_the_mark_while_the_focus_stays(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sa")
    for key in (DOWN, DOWN, UP, DOWN):
        furnished.press(key)
    assert furnished.window.focusWidget() is furnished.phone.box.entry
    assert furnished.phone.results.card.contact is not None
    assert furnished.phone.results.card.contact.name == "Sanne de Vries"
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    assert furnished.dialled == [SANNE]


async def test_enter_is_one_press_however_it_is_held(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sanne")
    entry = furnished.phone.box.entry
    furnished.press(ENTER)
    for _ in range(5):
        held = QKeyEvent(QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", True)
        entry.keyPressEvent(held)
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    await settle()
    assert furnished.dialled == [SANNE]


async def test_enter_waits_for_the_results_of_what_is_typed(furnished: Furnished) -> None:
    """She types a name and presses Enter before the list is there: the list on the screen is not meant."""
    await furnished.people()
    await furnished.find("k")
    furnished.press(Qt.Key.Key_K, CTRL)
    furnished.type("sanne")
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    assert furnished.dialled == [SANNE]


async def test_what_is_typed_after_enter_takes_it_back(furnished: Furnished) -> None:
    await furnished.people()
    furnished.press(Qt.Key.Key_K, CTRL)
    furnished.type("sa")
    furnished.press(ENTER)
    furnished.type("n")
    await furnished.settled("san")
    await settle()
    assert furnished.dialled == []


async def test_the_newest_text_wins(furnished: Furnished) -> None:
    await furnished.people()
    seen: list[str] = []
    furnished.phone.results.model.modelReset.connect(
        lambda: seen.append(found.text if (found := furnished.phone.results.model.found) else "")
    )
    furnished.press(Qt.Key.Key_K, CTRL)
    for letter in "karel":
        furnished.type(letter)
    await furnished.settled("karel")
    await settle()
    assert seen[-1] == "karel"
    assert [row.title for row in furnished.rows] == ["Karel Bakker"]


async def test_the_mark_stays_with_the_person_when_the_list_changes(furnished: Furnished) -> None:
    """An import ends just before Enter: whoever was marked is called, not who stands in that row now."""
    await furnished.people()
    await furnished.find("sa")
    furnished.press(DOWN)
    await furnished.add("Saar Aalders", "+31205550199")
    await until(lambda: len(furnished.rows) == 3, "the new row")
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    assert furnished.dialled == [SANNE]


async def test_a_number_can_be_typed(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("020 305 7700")
    assert furnished.rows[0].title == "Call +31 20 305 7700"
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    assert furnished.dialled == ["+31203057700"]


async def test_a_number_is_called_by_the_companys_rules_which_are_named(furnished: Furnished) -> None:
    await furnished.program.hub.settings.set(OUTSIDE_LINE, "9")
    await furnished.program.hub.settings.set(NUMBER_RULES, ["Desk: 7(\\d{3}) => +31203050$1"])
    await furnished.find("9 020 305 7700")
    assert furnished.rows[0].title == "Call +31 20 305 7700"
    assert "Read by the number rule “\u2068Outside line 9\u2069”" in furnished.rows[0].subtitle
    await furnished.find("7123")
    assert furnished.rows[0].title == "Call +31 20 305 0123"
    assert "“\u2068Desk\u2069”" in furnished.rows[0].spoken()
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    assert furnished.dialled == ["+31203050123"]


async def test_an_emergency_number_behind_an_outside_line_is_refused(furnished: Furnished) -> None:
    await furnished.program.hub.settings.set(OUTSIDE_LINE, "0")
    await furnished.find("0112")
    furnished.press(ENTER)
    await furnished.tells("Call 0112 directly from a phone")
    assert furnished.dialled == []


async def test_enter_waits_until_the_number_is_read(furnished: Furnished) -> None:
    furnished.press(Qt.Key.Key_K, CTRL)
    furnished.type("0203057700")
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    assert furnished.dialled == ["+31203057700"]


@pytest.mark.parametrize(
    ("typed", "says"), [("112", "Call 112 directly from a phone"), ("12345", "")], ids=["emergency", "short"]
)
async def test_what_cannot_be_called_says_why(furnished: Furnished, typed: str, says: str) -> None:
    await furnished.find(typed)
    assert "cannot be called" in furnished.rows[0].title
    assert not furnished.phone.results.view.button.isVisible()
    furnished.press(ENTER)
    await furnished.tells(says)
    assert furnished.dialled == []
    assert furnished.window.focusWidget() is furnished.phone.box.entry


async def test_a_contact_without_a_number(furnished: Furnished) -> None:
    await furnished.add("Piet Nummerloos")
    await furnished.find("piet")
    furnished.press(ENTER)
    await furnished.tells("has no number to call")


async def test_an_expensive_number_wants_a_second_step(
    furnished: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnished.find("0900 1234567")
    furnished.press(ENTER)
    question = await dialog(QuestionDialog)
    press(button(question, "Cancel"), Qt.Key.Key_Space)
    await until(lambda: not question.isVisible(), "the answer")
    assert furnished.dialled == []

    furnished.press(ENTER)
    question = await dialog(QuestionDialog)
    call = button(question, "Hold to call this number")
    for key in (Qt.Key.Key_Space, ENTER):
        press(call, key)  # let go at once
    QTest.mouseClick(call, Qt.MouseButton.LeftButton)
    call.click()
    await settle()
    assert question.isVisible()
    assert furnished.dialled == []
    monkeypatch.setattr(hold_button, "HOLD_MS", 10)
    QTest.mousePress(call, Qt.MouseButton.LeftButton)
    await until(lambda: furnished.dialled, "the call")
    await settle()
    assert len(furnished.dialled) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, ENTER])
async def test_an_expensive_number_is_held_by_key(
    furnished: Furnished, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    monkeypatch.setattr(hold_button, "HOLD_MS", 10)
    await furnished.find("0900 1234567")
    furnished.press(ENTER)
    question = await dialog(QuestionDialog)
    assert nameless(question) == []
    QTest.keyPress(button(question, "Hold to call this number"), key)
    await until(lambda: furnished.dialled == ["+319001234567"], "the call")


async def test_a_country_is_allowed_for_good_by_one_press(furnished: Furnished) -> None:
    settings = furnished.program.hub.settings
    before = ["BE", "DE", "FR", "GB", "LU", "NL"]
    assert settings.get("abroad") == before
    await furnished.find("+41 31 555 12 34")
    furnished.press(ENTER)
    question = await dialog(QuestionDialog)
    assert any("+41 31 555 12 34 is abroad: Switzerland" in said for said in words(question))
    press(button(question, "Call, and always allow Switzerland"), Qt.Key.Key_Space)
    await until(lambda: len(furnished.dialled) == 1, "the call")
    assert settings.get("abroad") == sorted([*before, "CH"])


async def test_nobody_found_offers_what_to_do(furnished: Furnished) -> None:
    await furnished.find("zz <b>&amp;")
    assert "Nobody found for “zz <b>&amp;”" in words(furnished.window)
    assert button(furnished.phone.results, "Add contact").isVisible()


async def test_esc_hangs_up_wherever_the_focus_is(furnished: Furnished, provider: FakeTelephony) -> None:
    await furnished.people()
    provider.statuses = [TALKING]
    await furnished.find("sanne")
    furnished.press(ENTER)
    await furnished.says("Talking with Sanne de Vries")
    furnished.desk.show_page("accounts")
    furnished.press(ESC)
    await furnished.says("You hung up")
    assert provider.log.count("hang_up") == 1
    assert furnished.phone.box.text() == "sanne"


async def test_esc_without_a_call_empties_the_search_then_puts_the_ended_call_away(
    furnished: Furnished,
) -> None:
    await furnished.people()
    await furnished.find("sanne")
    furnished.press(ENTER)
    await furnished.says("Calling Sanne")
    furnished.press(ESC)
    await furnished.says("You hung up")
    furnished.press(ESC)
    assert not furnished.phone.box.text()
    assert furnished.desk.call_bar.isVisible()
    furnished.press(ESC)
    assert not furnished.desk.call_bar.isVisible()


async def test_ctrl_k_comes_back_from_any_page_and_selects(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sanne")
    furnished.desk.show_page("settings")
    assert not furnished.phone.isVisible()
    furnished.press(Qt.Key.Key_K, CTRL)
    assert furnished.phone.isVisible()
    assert furnished.window.focusWidget() is furnished.phone.box.entry
    assert furnished.phone.box.entry.selectedText() == "sanne"


async def test_a_search_begins_with_the_key_and_skips_what_was_typed_over(
    furnished: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnished.people()
    contacts, begun = furnished.program.contacts, list[str]()
    begin = contacts.begin_search

    def note(text: str, limit: int, *, without: Collection[str]) -> asyncio.Future[SearchResult]:
        begun.append(text)
        return begin(text, limit, without=without)

    monkeypatch.setattr(contacts, "begin_search", note)
    furnished.press(Qt.Key.Key_K, CTRL)
    furnished.type("s")
    assert begun == ["s"]
    furnished.type("an")
    await furnished.settled("san")
    assert begun == ["s", "san"]


async def test_the_count_and_the_next_pages(furnished: Furnished) -> None:
    for number in range(60):
        await furnished.add(f"Anna {number:02}")
    await furnished.find("anna")
    assert any("60 of 60" in text for text in words(furnished.phone.box))
    assert len(furnished.rows) == FIRST_PAGE
    for _ in range(12):
        furnished.press(Qt.Key.Key_PageDown)
    await until(lambda: len(furnished.rows) == 60, "the second page")
    assert len({row.key for row in furnished.rows}) == 60


async def test_speed_dial_and_recent_calls(furnished: Furnished) -> None:
    await furnished.people()
    await until(lambda: furnished.phone.findChildren(Tile), "the speed dial")
    (tile,) = furnished.phone.findChildren(Tile)
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    await until(lambda: furnished.dialled == [KAREL], "the call")
    furnished.press(ESC)
    await furnished.says("You hung up")
    again = "Call Karel Bakker again"
    await until(
        lambda: any(each.accessibleName() == again for each in furnished.phone.findChildren(QAbstractButton)),
        "the recent call",
    )
    press(button(furnished.phone.home, again), Qt.Key.Key_Space)
    await until(lambda: furnished.dialled == [KAREL, KAREL], "the second call")


async def test_the_small_button_of_another_row_calls_that_row(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sa")
    view = furnished.phone.results.view
    rect = view.visualRect(furnished.phone.results.model.index(1))
    place = rect.topRight()
    place.setX(rect.right() - 20)
    place.setY(rect.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await until(lambda: furnished.dialled, "the call")
    await settle()
    assert furnished.dialled == [SANNE]


async def test_a_click_beside_the_buttons_only_marks(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sa")
    view = furnished.phone.results.view
    rect = view.visualRect(furnished.phone.results.model.index(1))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    await settle()
    row = view.row()
    assert row is not None
    assert row.title == "Sanne de Vries"
    assert furnished.dialled == []


async def test_the_contact_card(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sanne")
    card = furnished.phone.results.card
    assert "Not before 9:30" in words(card)
    assert "Van Dijk Advocaten" in words(card)
    furnished.press(ENTER)
    await furnished.says("Calling Sanne")
    await settle()
    assert "Earlier" not in words(card), "the running call is in the call bar"
    furnished.press(ESC)
    await until(lambda: any("cancelled" in text for text in words(card)), "the earlier call")
    press(button(card, "Call Work +31 6 20417735"), Qt.Key.Key_Space)
    await until(lambda: furnished.dialled == [SANNE, SANNE], "the second call")


async def test_a_contact_is_removed_only_after_a_question(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sanne")
    press(button(furnished.phone.results.card, "Remove"), Qt.Key.Key_Space)
    press(button(await dialog(QuestionDialog), "Cancel"), Qt.Key.Key_Space)
    await settle()
    assert await furnished.program.contacts.count() == 3
    press(button(furnished.phone.results.card, "Remove"), Qt.Key.Key_Space)
    press(button(await dialog(QuestionDialog), "Remove"), Qt.Key.Key_Space)
    await furnished.tells("Sanne de Vries was removed")
    assert await furnished.program.contacts.count() == 2


async def test_a_star_puts_a_contact_on_speed_dial(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sanne")
    press(button(furnished.phone.results.card, "Add to speed dial"), Qt.Key.Key_Space)
    await until(lambda: len(furnished.phone.findChildren(Tile)) == 2, "the second tile")
    await until(
        lambda: any(
            each.accessibleName() == "Remove from speed dial"
            for each in furnished.phone.results.card.findChildren(QAbstractButton)
        ),
        "the star",
    )


async def test_an_import_tells_what_it_did(furnished: Furnished, tmp_path: Path) -> None:
    good, bad = tmp_path / "people.vcf", tmp_path / "none.vcf"
    good.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Zoë Ærø\nTEL:+31205550144\nEND:VCARD\n")
    furnished.desk.phone_actions.import_files([str(good)])
    await furnished.tells("1 new, 0 changed")
    furnished.desk.phone_actions.import_files([str(good), str(bad)])
    await furnished.tells("0 new, 0 changed, 1 unchanged")
    assert "none.vcf" in furnished.desk.strip.text()


async def test_an_empty_home_says_what_to_do(furnished: Furnished) -> None:
    home = furnished.phone.home
    await until(lambda: "Nobody in your contacts yet" in words(home), "the empty home")
    assert button(home, "Import contacts").isVisible()
    await furnished.people()
    await until(lambda: "Nobody in your contacts yet" not in words(home), "the contacts")


async def test_without_an_account_enter_says_where_to_add_one(furnished: Furnished) -> None:
    await furnished.people()
    (entry,) = furnished.program.hub.entries.all
    await furnished.program.hub.entries.unload(entry)
    await furnished.find("sanne")
    furnished.press(ENTER)
    sentence = "is just being connected; nobody was called"  # beside what else can be done
    await until(lambda: any(sentence in each for each in words(furnished.desk)), sentence)


async def test_names_are_never_markup(furnished: Furnished) -> None:
    await furnished.add('<img src="x"> & <b>Bob</b>\u202e', "+31205550177", note="<i>note</i> & more")
    await furnished.find("bob")
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in furnished.window.findChildren(QLabel)
    )
    assert "<i>note</i> & more" in words(furnished.phone.results.card)
    assert furnished.rows[0].title.startswith("<img")


async def test_everything_has_its_name(furnished: Furnished, provider: FakeTelephony) -> None:
    await furnished.people()
    provider.statuses = [TALKING]
    await furnished.find("sanne")
    furnished.press(ENTER)
    await furnished.says("Sanne de Vries")
    assert nameless(furnished.window) == []
    window = furnished.window
    for name in ("Phone", "Accounts", "Settings", "Call", "Hang up"):
        assert button(window, name).isVisible()
    assert line(window, "Search or type a number").isVisible()
    assert named(window, QListView, "Results").isVisible()
    assert named(window, QGroupBox, "Call bar").isVisible()
    status = named(window, QLabel, "Call status")
    assert status.accessibleDescription() == status.text()


class Windows(QObject):
    """Notes every window that is shown, however short."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each event of the application."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


async def test_no_other_window_flashes_up(furnished: Furnished, qapp: QApplication) -> None:
    """A part that is shown before it has its place is a window for a moment, and takes the focus."""
    await furnished.people()
    windows = Windows()
    qapp.installEventFilter(windows)
    try:
        await furnished.find("sanne")
        await furnished.find("0203057700")
        furnished.press(ENTER)
        await furnished.says("Calling")
        furnished.desk.call_bar.write_note()
        furnished.desk.show_page("accounts")
        furnished.desk.show_page("settings")
        furnished.press(Qt.Key.Key_K, CTRL)
        furnished.press(ESC)
        await furnished.says("You hung up")
    finally:
        qapp.removeEventFilter(windows)
    assert windows.seen == []
    assert furnished.window.isActiveWindow()


async def test_tab_goes_from_top_to_bottom(furnished: Furnished) -> None:
    await furnished.people()
    home = furnished.phone.home
    await until(lambda: home.findChildren(Tile), "the speed dial")
    await settle()
    home.findChildren(Tile)[-1].setFocus()
    furnished.press(Qt.Key.Key_Tab)
    assert furnished.window.focusWidget() is button(home, "Import contacts")


async def test_what_was_typed_before_the_start_is_searched(furnished: Furnished, qapp: QApplication) -> None:
    """The frame is there first: what is typed into it stays."""
    await furnished.people()
    furnished.desk.open("sanne")
    await furnished.settled("sanne")
    assert furnished.window.focusWidget() is furnished.phone.box.entry
    assert furnished.phone.box.entry.cursorPosition() == len("sanne")


async def test_a_running_call_shows_when_the_window_opens(furnished: Furnished) -> None:
    await furnished.program.press(KAREL)
    await furnished.says("Calling")
    call = furnished.desk.call_bar.call
    assert call is not None
    assert call.state is CallState.REQUESTED


async def test_the_entry_takes_no_more_than_it_should(furnished: Furnished) -> None:
    entry = furnished.phone.box.entry
    assert isinstance(entry, QLineEdit)
    entry.setText("x" * 10_000)
    assert len(entry.text()) == 200


async def test_a_window_that_is_closed_twice_ends_once(
    furnished: Furnished, caplog: pytest.LogCaptureFixture
) -> None:
    before = furnished.program.hub.bus.listener_count()
    await furnished.window.aclose()
    after = furnished.program.hub.bus.listener_count()
    assert after < before
    await furnished.window.aclose()
    assert furnished.program.hub.bus.listener_count() == after
    assert furnished.desk.scope.tasks == frozenset()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
