"""The History page: found, called again, written about, forgotten; by keys and by mouse."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMenu

from dialer.calls.gate import DialRequest
from dialer.calls.model import Call, CallState, EndReason
from dialer.meetings.history import MeetingHistory
from dialer.meetings.model import Meeting, MeetingState
from dialer.meetings.provider import MeetingPerson
from dialer.ui.blocks.dialogs import QuestionDialog
from dialer.ui.blocks.icon_button import IconButton
from dialer.ui.history.bar_chart import BarChart
from dialer.ui.history.drawing import ROW
from dialer.ui.history.page import HistoryPage
from dialer.ui.pages import HISTORY, PHONE
from tests.ui.driving import button, combo, dialog, line, named, until, whole, words
from tests.ui.furnished import CTRL, KAREL, SANNE

if TYPE_CHECKING:
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from tests.ui.furnished import Furnished

LEFT = Qt.MouseButton.LeftButton
MANY = 230
ISOLATES = "\u2066\u2069"


async def write(furnished: Furnished, place: int, number: str = KAREL, **facts: Any) -> Call:
    """Write a call of so many minutes ago."""
    known: dict[str, Any] = {
        "state": CallState.ENDED,
        "reason": EndReason.NO_ANSWER,
        "account": "Scripted",
        "entry_id": "e1",
        "id": f"{place:032x}",
        **facts,
    }
    at = furnished.program.clock.now() - timedelta(minutes=place)
    call = Call(number=number, started_at=at, **known)
    await furnished.program.calls.history.insert(call)
    return call


async def write_meeting(furnished: Furnished, place: int) -> None:
    at = furnished.program.clock.now() - timedelta(minutes=place)
    meeting = Meeting(
        id="m1",
        entry_id="m1",
        domain="scripted",
        account="Meetings",
        subject="Advice",
        start=at,
        minutes=30,
        state=MeetingState.ENDED,
        people=(MeetingPerson(name="Sanne Jansen"),),
        requested_at=at,
    )
    await MeetingHistory(furnished.program.hub.database).insert(meeting)


@pytest.fixture
async def page(furnished: Furnished) -> HistoryPage:
    """The page with three calls and a meeting, the newest being Karel's."""
    await write(furnished, 4, "+31302861000")
    await write(
        furnished,
        3,
        SANNE,
        name="Sanne de Vries",
        both_connected=True,
        reason=EndReason.COMPLETED,
        talk_seconds=240,
        outcome="message_left",
        tags=("offer",),
    )
    await write_meeting(furnished, 2)
    await write(furnished, 1, KAREL, name="Karel Bakker", note="invoice 2231")
    page = whole(furnished.desk.show_page(HISTORY))
    assert isinstance(page, HistoryPage)
    await until(lambda: page.list.rows.rowCount() == 4, "the list")
    return page


def titles(page: HistoryPage) -> list[str]:
    rows = page.list.rows
    return [rows.shown(place).title.strip(ISOLATES) for place in range(rows.rowCount())]


async def shows(page: HistoryPage, *wanted: str) -> None:
    await until(lambda: titles(page) == list(wanted), f"{wanted}")


def choose(root: QWidget, name: str, words: str) -> None:
    box = combo(root, name)
    box.setCurrentText(words)
    box.activated.emit(box.currentIndex())


async def test_calls_and_meetings_are_one_list(page: HistoryPage) -> None:
    assert titles(page) == ["Karel Bakker", "Advice", "Sanne de Vries", "+31 30 286 1000"]
    spoken = page.list.rows.shown(2).spoken()
    assert "4 min" in spoken
    assert "Left a message" in spoken
    assert "#offer" in spoken


async def test_what_is_typed_narrows_it_down(page: HistoryPage) -> None:
    page.search()
    QTest.keyClicks(page.filters.box.line, "2231")
    await shows(page, "Karel Bakker")
    page.filters.box.line.setText("28610")
    await shows(page, "+31 30 286 1000")
    page.filters.box.line.setText("nobody")
    await until(lambda: "Nothing was found" in words(page), "the empty list")
    QTest.mouseClick(button(page, "Show everything"), LEFT)
    await until(lambda: page.list.rows.rowCount() == 4, "all of it")


async def test_it_is_narrowed_by_kind_time_and_result(page: HistoryPage) -> None:
    choose(page, "Which outcome", "Reached")
    await shows(page, "Sanne de Vries")
    choose(page, "Which outcome", "Any outcome")
    choose(page, "Kind", "Meetings")
    await shows(page, "Advice")
    choose(page, "Kind", "Everything")
    choose(page, "Period", "Yesterday")
    await until(lambda: "Nothing was found" in words(page), "the empty list")


async def test_enter_calls_again_once(furnished: Furnished, page: HistoryPage) -> None:
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    await until(lambda: furnished.dialled == [KAREL], "the call")
    await until(lambda: page.list.rows.rowCount() == 5, "its row")
    row = page.list.current()
    assert row is not None
    assert row.id == f"{1:032x}"  # the mark stays where it was


async def test_a_meeting_is_shown_and_calls_nobody(furnished: Furnished, page: HistoryPage) -> None:
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert button(page, "Show the meeting").isVisible()
    assert not [each for each in words(page) if "Call again" in each]
    assert furnished.dialled == []


async def test_note_outcome_and_tags_are_kept(furnished: Furnished, page: HistoryPage) -> None:
    history = furnished.program.calls.history
    note = line(page, "Call note")
    note.setFocus()
    note.selectAll()
    QTest.keyClicks(note, "paid")
    QTest.keyClick(note, Qt.Key.Key_Return)
    choose(page, "Outcome", "Voicemail")
    tags = line(page, "Call tags")
    tags.setFocus()
    QTest.keyClicks(tags, "invoice, 2026")
    page.list.setFocus()
    await until(lambda: "#2026" in page.list.rows.shown(0).below, "the tags in the list")
    (call, *_) = await history.recent(1)
    assert (call.note, call.outcome, call.tags) == ("paid", "voicemail", ("invoice", "2026"))


async def pick(page: HistoryPage, words: str) -> None:
    QTest.mouseClick(button(page, "More"), LEFT)
    await until(lambda: [menu for menu in page.findChildren(QMenu) if menu.isVisible()], "the menu")
    (menu,) = [menu for menu in page.findChildren(QMenu) if menu.isVisible()]
    (item,) = [item for item in menu.actions() if item.text() == words]
    item.trigger()
    menu.close()


async def test_a_person_is_forgotten_after_a_question(furnished: Furnished, page: HistoryPage) -> None:
    await pick(page, "Forget this person…")
    question = await dialog(QuestionDialog)
    assert any("Karel Bakker" in each for each in words(question))
    QTest.mouseClick(button(question, "Forget"), LEFT)
    await furnished.tells("Forgotten. Calls: 1")
    await shows(page, "a forgotten number", "Advice", "Sanne de Vries", "+31 30 286 1000")
    assert "invoice" not in page.list.rows.shown(0).below


async def test_cancel_forgets_nobody(furnished: Furnished, page: HistoryPage) -> None:
    await pick(page, "Make private…")
    question = await dialog(QuestionDialog)
    QTest.keyClick(question, Qt.Key.Key_Escape)
    await until(lambda: not question.isVisible(), "the end of the question")
    (call, *_) = await furnished.program.calls.history.recent(1)
    assert (call.number, call.private) == (KAREL, False)


async def test_somebody_is_looked_up(furnished: Furnished, page: HistoryPage) -> None:
    await pick(page, "Show in contacts")
    assert furnished.desk.side_bar.marked == PHONE
    assert furnished.phone.box.text() == "Karel Bakker"


async def test_the_next_pages_come_while_one_scrolls(furnished: Furnished, page: HistoryPage) -> None:
    for place in reversed(range(MANY)):
        await write(furnished, 100 + place, name=f"Somebody {place}")
    furnished.desk.show_page(PHONE)
    furnished.desk.show_page(HISTORY)
    await until(lambda: page.list.rows.rowCount() == 100, "the first page")
    page.list.setFocus()
    end = partial(QTest.keyClick, page.list, Qt.Key.Key_End)
    end()
    await until(lambda: page.list.rows.rowCount() == 200, "the second page")
    end()
    await until(lambda: page.list.rows.rowCount() == MANY + 4, "the last page")
    assert len({page.list.rows.row(place).id for place in range(MANY + 4)}) == MANY + 4  # type: ignore[union-attr]  # all there


async def test_tabs_lead_to_call_backs_and_charts(furnished: Furnished, page: HistoryPage) -> None:
    page.tabs.setFocus()
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    assert combo(page, "Which call-backs").isVisible()
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    await until(lambda: any("Calls: 3" in each for each in words(page)), "the sum")
    assert named(page, BarChart, "Calls per day").isVisible()


async def test_ctrl_and_f_goes_to_the_line(furnished: Furnished, page: HistoryPage) -> None:
    page.list.setFocus()
    furnished.press(Qt.Key.Key_F, CTRL)
    await until(page.filters.box.line.hasFocus, "the cursor in the line")


@pytest.mark.parametrize("height", [480, 640])
async def test_in_a_narrow_window_the_list_has_more_room_than_the_card(
    page: HistoryPage, height: int
) -> None:
    """The card below it may have much to say: it scrolls, and leaves nothing empty where it has little."""
    window = page.window()
    window.setMinimumSize(0, 0)
    window.resize(360, height)
    listing, card = page.list, page.card.parentWidget()
    assert card is not None  # what of the card can be seen
    await until(lambda: listing.width() < 360 and listing.height() > card.height() > 0, "room for the list")
    assert listing.mapTo(page, listing.rect().bottomLeft()).y() < card.mapTo(page, card.rect().topLeft()).y()


async def test_during_a_call_a_narrow_window_has_room_for_rows(
    furnished: Furnished, page: HistoryPage
) -> None:
    """Title and filters give way; what they do is still there."""
    window = page.window()
    window.setMinimumSize(0, 0)
    window.resize(360, 640)
    await furnished.program.calls.dial(DialRequest(number=KAREL))
    shown = page.list.viewport()
    await until(lambda: page.height() < 520 and shown.height() >= 3 * ROW, "three rows")
    assert not [box for box in page.filters.findChildren(QComboBox) if box.isVisible()]
    assert named(page, IconButton, "Export").isVisible()
    named(page, IconButton, "Show filters").click()
    outcomes = combo(page, "Which outcome")
    outcomes.setCurrentIndex(1)
    outcomes.activated.emit(1)
    named(page, IconButton, "Hide filters").click()
    assert not outcomes.isVisible()
    assert named(page, IconButton, "Show filters: not everything is listed now").isVisible()
