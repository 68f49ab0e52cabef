"""The call bar: both legs, the sentence, what can be done; and that it never says less than is known."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from dialer.calls.model import Call, CallState, EndReason, LegState
from dialer.calls.provider import TelephonyFeature
from dialer.core.errors import ApiError, ErrorKind
from tests.calls.test_manager import BUSY, DEST_HANGS_UP, DEST_RINGS, SOURCE_RINGS, SOURCE_UP, TALKING
from tests.fakes import START, settle
from tests.source import PACKAGE
from tests.ui.driving import button, line, press, until, words
from tests.ui.furnished import CTRL, KAREL

if TYPE_CHECKING:
    from dialer.ui.call.bar import CallBar
    from tests.fakes import FakeTelephony
    from tests.ui.furnished import Furnished

ESC = Qt.Key.Key_Escape
LEFT = Qt.MouseButton.LeftButton
FAILED = ApiError("core.net.timeout", ErrorKind.NETWORK)
THEY_ARE_BUSY = dataclasses.replace(BUSY, destination_leg=LegState.FAILED)
CALL = Call(
    id="a1",
    entry_id="e1",
    account="Front <b>desk</b> & more",
    number=KAREL,
    name="Karel Bakker",
    started_at=START,
)


def legs(bar: CallBar) -> tuple[str, str]:
    shown = bar.legs
    return shown.source.word.text(), shown.destination.word.text()


async def call_karel(furnished: Furnished) -> CallBar:
    await furnished.program.press(KAREL)
    await furnished.says("Calling")
    return furnished.desk.call_bar


async def test_a_call_from_ring_to_end(furnished: Furnished, provider: FakeTelephony) -> None:
    await furnished.people()
    provider.statuses = [None, SOURCE_RINGS, SOURCE_UP, DEST_RINGS, TALKING, DEST_HANGS_UP]
    bar = await call_karel(furnished)
    assert legs(bar) == ("waiting", "waiting")
    seen = []
    for sentence, words_of_legs in (
        ("Your phone rings: pick up", ("ringing", "waiting")),
        ("You picked up. Now calling Karel Bakker", ("picked up", "waiting")),
        ("Ringing Karel Bakker", ("picked up", "ringing")),
        ("Talking with Karel Bakker", ("picked up", "picked up")),
    ):
        await furnished.program.clock.advance(1)
        await furnished.says(sentence)
        assert legs(bar) == words_of_legs
        seen.append(bar.ticking)
    assert all(seen)
    await furnished.program.clock.advance(1)
    await furnished.says("Karel Bakker hung up")
    assert not bar.ticking, "an ended call needs no clock"
    assert button(bar, "Redial").isVisible()
    assert not bar.hang_up.isVisible()


@pytest.mark.parametrize("furnished", ["nl", "fr"], indirect=True)
async def test_the_way_to_hang_up_stays_where_it_is(furnished: Furnished) -> None:
    furnished.window.resize(1180, 740)
    bar, places = furnished.desk.call_bar, set()
    called = dataclasses.replace(CALL, name="Sanne de Vries", account="Connect Call (reception)")
    for state in (state for state in CallState if state is not CallState.ENDED):
        bar.show_call(dataclasses.replace(called, state=state))
        await settle()
        furnished.window.grab()  # lays everything out
        places.add((bar.height(), bar.hang_up.mapTo(furnished.window, bar.hang_up.rect().center()).toTuple()))
    assert len(places) == 1


async def test_a_press_of_the_mouse_ends_the_call_although_the_bar_changes_meanwhile(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    furnished.window.resize(420, 740)
    provider.statuses = [None, SOURCE_RINGS, TALKING]
    await call_karel(furnished)
    bar, middle = furnished.desk.call_bar, furnished.desk.call_bar.hang_up.rect().center()
    at = bar.hang_up.mapToGlobal(middle)
    QTest.mousePress(bar.hang_up, LEFT, pos=middle)
    await furnished.program.clock.advance(1)
    await furnished.says("Your phone rings")
    bar.said.detail(CALL, KAREL, "More to read than before. " * 8, "")
    await settle()
    furnished.window.grab()  # lays everything out
    under = bar.hang_up.mapFromGlobal(at)
    assert not bar.hang_up.rect().contains(under), "what was pressed is elsewhere now"
    QTest.mouseRelease(bar.hang_up, LEFT, pos=under)
    await furnished.says("You hung up")
    assert provider.log.count("hang_up") == 1


async def test_a_press_that_is_drawn_off_the_button_ends_no_call(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    provider.statuses = [None, TALKING]
    bar = await call_karel(furnished)
    beside = bar.hang_up.rect().topLeft() - QPoint(30, 0)
    QTest.mousePress(bar.hang_up, LEFT, pos=bar.hang_up.rect().center())
    QTest.mouseMove(bar.hang_up, beside)
    QTest.mouseRelease(bar.hang_up, LEFT, pos=beside)
    await settle()
    assert "hang_up" not in provider.log


async def test_the_next_call_looks_like_the_one_before(furnished: Furnished) -> None:
    """While its buttons change one after the other, there is a moment with too many of them."""
    furnished.window.resize(1180, 740)
    bar, heights = furnished.desk.call_bar, []
    for call_id in ("a1", "a2"):
        called = dataclasses.replace(CALL, id=call_id, name="Anne")
        bar.show_call(dataclasses.replace(called, state=CallState.SOURCE_RINGING))
        await settle()
        furnished.window.grab()
        heights.append(bar.height())
        bar.show_call(dataclasses.replace(called, state=CallState.ENDED, reason=EndReason.BUSY))
        await settle()
    assert heights[0] == heights[1]


async def test_a_failed_call_stays_until_it_is_put_away(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    provider.statuses = [None, THEY_ARE_BUSY]
    bar = await call_karel(furnished)
    await furnished.program.clock.advance(1)
    await furnished.says("is busy. Try again in a few minutes.")
    assert legs(bar) == ("not called", "not reached"), "a leg of an ended call waits for nothing"
    await furnished.program.clock.advance(3600)
    assert bar.isVisible()
    press(button(bar, "Close the call bar"), Qt.Key.Key_Space)
    assert not bar.isVisible()
    assert furnished.window.focusWidget() is furnished.phone.box.entry


async def test_redial_is_a_new_press_for_the_same_party(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    await furnished.people()
    provider.statuses = [None, THEY_ARE_BUSY]
    bar = await call_karel(furnished)
    await furnished.program.clock.advance(1)
    await furnished.says("is busy")
    await furnished.program.clock.advance(10)
    press(button(bar, "Redial"), Qt.Key.Key_Space)
    await until(lambda: furnished.dialled == [KAREL, KAREL], "the second call")
    assert bar.call is not None
    assert bar.call.name == "Karel Bakker"


async def test_no_news_is_shown_as_that_and_not_as_an_end(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    provider.statuses = [TALKING, FAILED]
    bar = furnished.desk.call_bar
    await furnished.program.press(KAREL)
    await furnished.says("Talking")
    await furnished.program.clock.advance(4)
    await furnished.says("No news from the provider since")
    assert bar.hang_up.isVisible()
    assert legs(bar) == ("picked up", "picked up")
    provider.statuses = [TALKING]
    await furnished.program.clock.advance(2)
    await furnished.says("Talking")


async def test_a_hang_up_that_fails_is_said_and_can_be_pressed_again(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    provider.statuses = [TALKING]
    provider.hang_ups = [FAILED]
    await furnished.program.press(KAREL)
    await furnished.says("Talking")
    furnished.press(ESC)
    await settle()
    await furnished.program.clock.advance(30)
    await furnished.says("We could not end the call")
    bar = furnished.desk.call_bar
    assert bar.hang_up.isVisible()
    assert bar.hang_up.isEnabled()


async def test_hanging_up_is_greyed_out_where_the_provider_cannot(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    provider.features = TelephonyFeature.STATUS
    provider.statuses = [TALKING]
    await furnished.people()
    await furnished.program.press(KAREL)
    await furnished.says("Talking with Karel Bakker")
    bar = furnished.desk.call_bar
    assert not bar.hang_up.isEnabled()
    why = "This provider lets nobody hang up from the screen. Hang up on your phone."
    assert (bar.hang_up.toolTip(), bar.hang_up.accessibleDescription()) == (why, why)
    assert any(why in line for line in words(bar))


async def test_the_note_is_kept_and_esc_leaves_it_first(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    provider.statuses = [TALKING]
    await furnished.program.press(KAREL)
    await furnished.says("Talking")
    bar = furnished.desk.call_bar
    press(button(bar, "Note"), Qt.Key.Key_Space)
    note = line(bar, "Call note")
    assert furnished.window.focusWidget() is note
    furnished.type("contract ready Monday")
    furnished.press(ESC)
    assert not note.isVisible()
    await settle()
    assert provider.log.count("hang_up") == 0
    (record,) = await furnished.program.calls.history.recent(1)
    assert record.note == "contract ready Monday"
    furnished.press(ESC)
    await furnished.says("You hung up")


async def test_ctrl_k_out_of_the_note_keeps_it(furnished: Furnished) -> None:
    bar = await call_karel(furnished)
    bar.write_note()
    furnished.type("call back")
    furnished.press(Qt.Key.Key_K, CTRL)
    await settle()
    (record,) = await furnished.program.calls.history.recent(1)
    assert record.note == "call back"
    assert furnished.window.focusWidget() is furnished.phone.box.entry


async def test_a_half_written_note_stays_with_its_call(furnished: Furnished, provider: FakeTelephony) -> None:
    """The next call begins while the note on the last one is being written."""
    provider.statuses = [None, THEY_ARE_BUSY]
    bar = await call_karel(furnished)
    await furnished.program.clock.advance(1)
    await furnished.says("is busy")
    bar.write_note()
    furnished.type("was busy")
    await furnished.program.clock.advance(10)
    await furnished.program.press("+31205550199")
    await until(lambda: bar.call is not None and bar.call.number == "+31205550199", "the next call")
    await settle()
    new, old = await furnished.program.calls.history.recent(2)
    assert (old.note, new.note) == ("was busy", "")
    assert bar.note.text() == ""


async def test_the_details_name_number_account_and_time(furnished: Furnished) -> None:
    bar = furnished.desk.call_bar
    now = furnished.program.clock.now()
    bar.show_call(dataclasses.replace(CALL, started_at=now - timedelta(seconds=66)))
    details = next(text for text in words(bar) if "through" in text)
    assert "Front <b>desk</b> & more" in details
    assert details.endswith("1:06")
    bar.show_number("a1", "+31 20 555 0142")
    assert any("+31 20 555 0142" in text for text in words(bar))


async def test_without_a_name_the_number_is_named_as_people_write_it(furnished: Furnished) -> None:
    bar = furnished.desk.call_bar
    state = CallState.DESTINATION_RINGING
    bar.show_call(dataclasses.replace(CALL, name=None, state=state))
    bar.show_number("a1", "+31 20 555 0142")
    assert "+31 20 555 0142" in bar.status.text()
    assert "+31 20 555 0142" in bar.legs.destination.name.text()


@pytest.mark.parametrize("width", [500, 700, 900, 1400])
async def test_nothing_is_cut_off_at_any_width(furnished: Furnished, width: int) -> None:
    furnished.window.resize(width + 100, 700)
    bar = furnished.desk.call_bar
    for reason in (EndReason.UNKNOWN, EndReason.BUSY, EndReason.WRONG_SOURCE):
        leg = LegState.FAILED
        bar.show_call(dataclasses.replace(CALL, state=CallState.ENDED, reason=reason, destination_leg=leg))
        await settle()
        needed = bar.status.heightForWidth(bar.status.width())
        assert bar.status.height() >= needed, reason
        for part in (bar.redial, bar.note_button):
            assert part.width() >= part.sizeHint().width()
            assert bar.rect().contains(part.mapTo(bar, part.rect().bottomRight()))


def test_every_state_reason_and_leg_has_its_words() -> None:
    """These keys are put together at run time."""
    texts = json.loads((PACKAGE / "resources/strings/en/ui.json").read_bytes())
    for state in LegState:
        assert f"ui.leg.{state}" in texts
    for reason in EndReason:
        assert f"ui.outcome.{reason}" in texts


async def test_the_bar_is_a_group(furnished: Furnished) -> None:
    bar = furnished.desk.call_bar
    assert isinstance(bar, QWidget)
    assert bar.accessibleName() == "Call bar"
    assert not bar.isVisible()


async def test_a_call_that_cannot_be_followed_is_put_away_by_hand(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    provider.features = TelephonyFeature.HANG_UP
    bar = await call_karel(furnished)
    await furnished.says("Dialer cannot follow this call")
    assert not bar.ticking, "nobody knows how long it takes"
    assert bar.hang_up.isEnabled()
    press(button(bar, "Close the call bar"), Qt.Key.Key_Space)
    await settle()
    [record] = await furnished.program.calls.history.recent()
    assert record.reason is EndReason.LOST
    assert not bar.isVisible()
    assert provider.log == ["dial"]
    await furnished.program.press(KAREL)
    await furnished.says("Dialer cannot follow this call")
    assert bar.isVisible()
