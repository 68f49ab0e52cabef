"""Call-backs in the window: promised with a key, called and marked by keyboard, asked about when reached."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from dialer.calls.model import CallState, LegState
from dialer.calls.provider import StatusUpdate
from dialer.ui.callbacks.dialog import CallBackDialog
from dialer.ui.callbacks.offer import ARM_SECONDS, CallBackOffer
from dialer.ui.callbacks.row import CallBackRow
from dialer.ui.callbacks.view import CallBacksView
from tests.fakes import settle
from tests.ui.driving import button, dialog, nameless, press, until, words
from tests.ui.furnished import CTRL, KAREL, SANNE

if TYPE_CHECKING:
    from dialer.calls.callbacks import CallBacks
    from tests.ui.furnished import Furnished

ENTER, SPACE, B = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_B
HOUR = timedelta(hours=1)


def _callbacks(furnished: Furnished) -> CallBacks:
    return furnished.desk.app.callbacks


def _rows(widget: QWidget) -> list[CallBackRow]:
    return [row for row in widget.findChildren(CallBackRow) if row.isVisible()]


def _line(found: QWidget, name: str) -> QLineEdit:
    return next(line for line in found.findChildren(QLineEdit) if line.accessibleName() == name)


async def _promise(
    furnished: Furnished, name: str = "Karel Bakker", number: str = KAREL, note: str = ""
) -> str:
    due = furnished.program.clock.now() + HOUR
    return (await _callbacks(furnished).add(number, due, name=name, note=note)).id


async def test_without_any_there_is_nothing_to_see(furnished: Furnished) -> None:
    await furnished.people()
    assert _rows(furnished.window) == []
    assert "Call back" not in words(furnished.phone.home)


async def test_an_ended_call_becomes_a_promise_with_one_key(furnished: Furnished) -> None:
    await furnished.people()
    call = await furnished.program.press(KAREL)
    await furnished.program.calls.set_note(call.id, "invoice 2231")
    await until(furnished.desk.call_bar.isVisible, "the call")
    furnished.press(B, CTRL)
    found = await dialog(CallBackDialog)
    assert nameless(found) == []
    assert any("Karel Bakker" in text for text in words(found))
    press(button(found, "Tomorrow morning"), SPACE)
    press(_line(found, "What it is about"), ENTER)
    await until(lambda: bool(_rows(furnished.phone.home)), "the card")
    [made] = await _callbacks(furnished).open_ones()
    assert (made.number, made.name, made.call_id) == (KAREL, "Karel Bakker", call.id)
    assert (made.due_at.astimezone() - furnished.program.clock.now()).days in {0, 1}
    [row] = _rows(furnished.phone.home)
    assert "tomorrow 9:00" in row.accessibleName()
    assert nameless(furnished.window) == []


@pytest.mark.parametrize("about", ["call", "call-back"])
async def test_the_number_is_written_as_everywhere(furnished: Furnished, about: str) -> None:
    if about == "call":
        await furnished.program.press(KAREL)
        await until(furnished.desk.call_bar.isVisible, "the call")
        furnished.press(B, CTRL)
    else:
        await _promise(furnished)
        await until(lambda: len(_rows(furnished.phone.home)) == 1, "the row")
        press(_rows(furnished.phone.home)[0], Qt.Key.Key_F2)
    found = await dialog(CallBackDialog)
    assert any("+31 20 555 01 42" in text or "+31 20 555 0142" in text for text in words(found)), words(found)
    assert not any(KAREL in text for text in words(found))
    found.reject()


async def test_a_time_that_is_over_is_said_and_nothing_is_kept(furnished: Furnished) -> None:
    furnished.press(B, CTRL)
    found = await dialog(CallBackDialog)
    _line(found, "Number").setText("020 555 0142")
    for typed, said in (("0:01", "That time has passed"), ("soon", "That is not a time")):
        _line(found, "Time").setText(typed)
        press(button(found, "Save"), SPACE)
        await until(lambda said=said: any(said in text for text in words(found)), said)  # type: ignore[misc]
    assert await _callbacks(furnished).open_ones() == []
    found.reject()


async def test_enter_calls_and_space_marks_it_done(furnished: Furnished) -> None:
    await _promise(furnished, note="invoice 2231")
    await _promise(furnished, "Sanne de Vries", SANNE)
    await until(lambda: len(_rows(furnished.phone.home)) == 2, "the rows")
    row = _rows(furnished.phone.home)[0]
    row.setFocus()
    press(row, ENTER)
    await until(lambda: furnished.dialled == [KAREL], "the call")
    press(row, SPACE)
    await until(lambda: len(_rows(furnished.phone.home)) == 1, "the row to go")
    [row] = _rows(furnished.phone.home)
    assert row.hasFocus(), "the next one has the focus"
    [done] = await _callbacks(furnished).done_ones()
    assert done.number == KAREL


async def test_somebody_who_was_called_in_private_is_called_back_in_private(furnished: Furnished) -> None:
    call = await furnished.program.press(KAREL)
    await furnished.program.calls.set_private(call.id, True)
    due = furnished.program.clock.now() + HOUR
    await _callbacks(furnished).add(KAREL, due, call_id=call.id, private=True)
    await furnished.program.calls.hang_up()
    await until(lambda: len(_rows(furnished.phone.home)) == 1, "the row")
    press(_rows(furnished.phone.home)[0], ENTER)
    await until(lambda: furnished.dialled == [KAREL, KAREL], "the call")
    assert [each.number for each in await furnished.program.calls.history.recent()] == []


@pytest.mark.parametrize("where", ["card", "list"])
async def test_enter_calls_whom_the_focus_was_on_though_a_colleague_adds_another_above(
    furnished: Furnished, where: str
) -> None:
    await _promise(furnished)
    await until(lambda: len(_rows(furnished.phone.home)) == 1, "the row")
    place: QWidget = furnished.phone.home
    if where == "list":
        press(button(furnished.phone.home, "All call-backs"), SPACE)
        await until(lambda: bool(furnished.window.findChildren(CallBacksView)), "the list")
        [place] = furnished.window.findChildren(CallBacksView)
        await until(lambda: len(_rows(place)) == 1, "the row in the list")
    _rows(place)[0].setFocus()
    due = furnished.program.clock.now() + HOUR / 2
    await _callbacks(furnished).add(SANNE, due, name="Sanne de Vries")
    await until(lambda: len(_rows(place)) == 2, "the other one")
    [focused] = [row for row in _rows(place) if row.hasFocus()]
    press(focused, ENTER)
    await until(lambda: furnished.dialled, "the call")
    assert furnished.dialled == [KAREL]


async def test_whoever_is_reached_is_asked_about_and_not_lost(furnished: Furnished) -> None:
    await _promise(furnished, note="invoice 2231")
    both = LegState.CONNECTED
    furnished.program.provider.statuses.append(
        StatusUpdate(code=9, state=CallState.CONNECTED, source_leg=both, destination_leg=both)
    )
    offer = furnished.window.findChild(CallBackOffer)
    assert offer is not None
    assert offer.isHidden()
    await furnished.program.press(KAREL)
    await furnished.program.clock.advance(3)
    await until(offer.isVisible, "the question")
    assert any("invoice 2231" in text for text in words(offer))
    furnished.window.setMinimumSize(0, 0)
    furnished.window.resize(360, 640)
    done = button(offer, "Mark done")
    await until(lambda: done.y() > offer.rect().center().y(), "the buttons below the words")
    assert done.x() + done.sizeHint().width() <= offer.width()
    press(button(offer, "Not yet"), SPACE)
    assert offer.isHidden()
    assert len(await _callbacks(furnished).open_ones()) == 1


async def _asked_about_two(furnished: Furnished) -> CallBackOffer:
    """Reach somebody who is to be called back about two things; return the question about the first."""
    await _promise(furnished, note="invoice 2231")
    await _promise(furnished, note="the new lease")
    both = LegState.CONNECTED
    furnished.program.provider.statuses.append(
        StatusUpdate(code=9, state=CallState.CONNECTED, source_leg=both, destination_leg=both)
    )
    await furnished.program.press(KAREL)
    offer = furnished.window.findChild(CallBackOffer)
    assert offer is not None
    while offer.isHidden():
        await furnished.program.clock.advance(ARM_SECONDS / 2)
        await settle()
    return offer


def _asks(offer: CallBackOffer, note: str) -> bool:
    return any(note in text for text in words(offer))


async def test_a_double_click_on_done_answers_one_question(furnished: Furnished) -> None:
    offer = await _asked_about_two(furnished)
    done = button(offer, "Mark done")
    QTest.mouseClick(done, Qt.MouseButton.LeftButton)
    assert _asks(offer, "invoice 2231"), "it had only just appeared under the mouse"
    await furnished.program.clock.advance(ARM_SECONDS)
    QTest.mouseClick(done, Qt.MouseButton.LeftButton)
    assert _asks(offer, "the new lease")
    QTest.mouseDClick(done, Qt.MouseButton.LeftButton)
    await settle()
    assert [each.note for each in await _callbacks(furnished).open_ones()] == ["the new lease"]
    assert _asks(offer, "the new lease")
    await furnished.program.clock.advance(ARM_SECONDS)
    QTest.mouseClick(done, Qt.MouseButton.LeftButton)
    await until(offer.isHidden, "the second answer")


@pytest.mark.parametrize("answer", ["Mark done", "Not yet"])
async def test_a_key_that_bounces_answers_one_question(furnished: Furnished, answer: str) -> None:
    offer = await _asked_about_two(furnished)
    for _ in range(2):
        press(button(offer, answer), SPACE)
        assert _asks(offer, "the new lease")
    await furnished.program.clock.advance(ARM_SECONDS)
    press(button(offer, answer), SPACE)
    assert offer.isHidden()


@pytest.mark.parametrize("furnished", ["nl"], indirect=True)
async def test_all_of_them_by_owner_and_by_what_is_done(furnished: Furnished) -> None:
    callbacks = _callbacks(furnished)
    mine = await _promise(furnished)
    await callbacks.change(mine, owner="Anna")
    theirs = await _promise(furnished, "Sanne de Vries", SANNE)
    await callbacks.change(theirs, owner="Ben")
    await callbacks.done(theirs, "Ben")
    await until(lambda: len(_rows(furnished.phone.home)) == 1, "the row")
    press(button(furnished.phone.home, "Alle terugbelverzoeken"), SPACE)
    await until(lambda: bool(furnished.window.findChildren(CallBacksView)), "the list")
    [view] = furnished.window.findChildren(CallBacksView)
    await until(lambda: len(_rows(view)) == 1, "the open one")
    assert "Anna" in _rows(view)[0].accessibleName()
    view._which.setCurrentIndex(1)  # noqa: SLF001  # the filter that a person opens
    await until(
        lambda: bool(_rows(view)) and "gedaan door Ben" in _rows(view)[0].accessibleName(), "the done one"
    )
    assert nameless(view) == []
    view.window().close()
