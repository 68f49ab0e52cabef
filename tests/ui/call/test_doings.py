"""What is said and done about a call in the bar: outcome, tags, private, next number; by keys and by menu."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from dialer.calls.model import CallState, EndReason
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.ui.blocks.dialogs import QuestionDialog
from tests.calls.test_manager import BUSY, SOURCE_RINGS, SOURCE_UP, TALKING
from tests.fakes import settle
from tests.ui.call.test_bar import CALL
from tests.ui.driving import button, dialog, line, nameless, press, until, words
from tests.ui.furnished import CTRL, KAREL, SANNE

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.ui.call.bar import CallBar
    from tests.fakes import FakeTelephony
    from tests.ui.furnished import Furnished

SHIFT = Qt.KeyboardModifier.ShiftModifier


async def call_karel(furnished: Furnished, provider: FakeTelephony, *, ends: bool = True) -> CallBar:
    """Call somebody with two numbers, the first of which is busy."""
    numbers = NumberDraft(raw=KAREL, label="work"), NumberDraft(raw=SANNE, label="mobile")
    await furnished.program.contacts.add(ContactDraft(name="Karel Bakker", numbers=numbers))
    provider.statuses = [SOURCE_UP, BUSY] if ends else [TALKING]
    await furnished.program.press(KAREL)
    bar, state = furnished.desk.call_bar, CallState.ENDED if ends else CallState.CONNECTED
    await furnished.program.clock.advance(1)
    await until(lambda: bar.call is not None and bar.call.state is state, state)
    await furnished.program.clock.advance(10 if ends else 0)
    return bar


async def record(furnished: Furnished) -> Call:
    await settle()
    call = furnished.desk.call_bar.call
    assert call is not None
    kept = await furnished.program.calls.history.get(call.id)
    assert kept is not None
    return kept


def menu() -> QMenu:
    shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    assert len(shown) == 1
    return shown[0]


def choose(opened: QMenu, name: str) -> None:
    (item,) = [each for each in opened.actions() if each.text().partition("\t")[0] == name]
    assert item.isEnabled()
    item.trigger()
    opened.close()


async def test_the_outcome_is_said_by_key_and_stands_on_its_button(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    bar = await call_karel(furnished, provider)
    furnished.press(Qt.Key.Key_O, CTRL)
    opened = menu()
    press(opened, Qt.Key.Key_Down)
    press(opened, Qt.Key.Key_Return)
    assert (await record(furnished)).outcome == "message_left"
    await until(lambda: button(bar, "Outcome: Left a message").isVisible(), "the outcome on its button")
    press(button(bar, "Outcome: Left a message"), Qt.Key.Key_Space)
    choose(menu(), "None")
    assert (await record(furnished)).outcome == ""


async def test_outcome_and_tags_are_written_while_talking(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    bar = await call_karel(furnished, provider, ends=False)
    press(button(bar, "More for this call"), Qt.Key.Key_Space)
    (outcomes,) = [item.menu() for item in menu().actions() if item.menu() is not None]
    assert isinstance(outcomes, QMenu)
    choose(outcomes, "Reached")
    menu().close()
    press(button(bar, "More for this call"), Qt.Key.Key_Space)
    choose(menu(), "Tags")
    assert furnished.window.focusWidget() is line(bar, "Call tags")
    furnished.type("invoice, vip,  Invoice")
    furnished.press(Qt.Key.Key_Return)
    kept = await record(furnished)
    assert (kept.outcome, kept.tags) == ("reached", ("invoice", "vip"))
    details = " ".join(words(bar))
    assert "invoice" in details
    assert "Reached" in details
    assert furnished.window.focusWidget() is button(bar, "More for this call")


async def test_one_press_calls_the_next_number_of_the_same_person(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    bar = await call_karel(furnished, provider)
    await furnished.says("Try again in a few minutes, or call the other number: mobile.")
    (called,) = [each for each in bar.buttons.children() if each is bar.buttons.next]
    assert called.isVisible()
    assert bar.buttons.next.label() == "Call mobile"
    assert furnished.dialled == [KAREL]
    furnished.press(Qt.Key.Key_N, CTRL | SHIFT)
    await until(lambda: furnished.dialled == [KAREL, SANNE], "the second call")
    assert bar.call is not None
    assert bar.call.name == "Karel Bakker"
    assert bar.call.contact_id is not None
    await furnished.program.clock.advance(1)
    await settle()
    assert bar.following is not None
    assert bar.following.e164 == KAREL, "and round"
    assert furnished.dialled == [KAREL, SANNE]


async def test_during_a_call_the_next_number_asks_first(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    bar = await call_karel(furnished, provider, ends=False)
    await until(lambda: bar.following is not None, "another number")
    furnished.press(Qt.Key.Key_N, CTRL | SHIFT)
    asked = await dialog(QuestionDialog)
    assert furnished.dialled == [KAREL]
    asked.reject()
    await settle()
    assert furnished.dialled == [KAREL]


async def test_nobody_else_to_call_is_not_offered(furnished: Furnished, provider: FakeTelephony) -> None:
    await furnished.add("Karel Bakker", KAREL)
    provider.statuses = [SOURCE_UP, BUSY]
    await furnished.program.press(KAREL)
    await furnished.program.clock.advance(1)
    await furnished.says("is busy")
    await furnished.program.clock.advance(10)
    bar = furnished.desk.call_bar
    assert bar.following is None
    assert not bar.buttons.next.isVisible()
    furnished.press(Qt.Key.Key_N, CTRL | SHIFT)
    await settle()
    assert furnished.dialled == [KAREL]


async def test_a_private_call_keeps_nothing_and_asks_before_it_erases(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    bar = await call_karel(furnished, provider, ends=False)
    furnished.press(Qt.Key.Key_N, CTRL)
    furnished.type("about the contract")
    furnished.press(Qt.Key.Key_Return)
    assert (await record(furnished)).note == "about the contract"
    press(bar.buttons.more, Qt.Key.Key_Space)
    choose(menu(), "Private call")
    asked = await dialog(QuestionDialog)
    press(button(asked, "Make private"), Qt.Key.Key_Space)
    await until(lambda: bar.call is not None and bar.call.private, "a private call")
    kept = await record(furnished)
    assert (kept.private, kept.note, kept.number, kept.name) == (True, "", "", None)
    assert bar.note.text() == ""
    assert not bar.buttons.note.isEnabled()
    furnished.press(Qt.Key.Key_N, CTRL)
    assert not bar.note.isVisible()
    assert "private" in " ".join(words(bar))


async def test_the_number_is_copied_as_people_write_it(furnished: Furnished, provider: FakeTelephony) -> None:
    bar = await call_karel(furnished, provider)
    await until(lambda: bar.number == "+31 20 555 0142", "the number as people write it")
    press(bar.buttons.more, Qt.Key.Key_Space)
    choose(menu(), "Copy number")
    assert QGuiApplication.clipboard().text() == "+31 20 555 0142"
    await furnished.tells("is copied")


async def test_redial_has_a_key_that_does_nothing_during_a_call(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    await call_karel(furnished, provider, ends=False)
    furnished.press(Qt.Key.Key_R, CTRL)
    await settle()
    assert furnished.dialled == [KAREL]
    furnished.press(Qt.Key.Key_Escape)
    await furnished.says("You hung up")
    await furnished.program.clock.advance(10)
    furnished.press(Qt.Key.Key_R, CTRL)
    await until(lambda: furnished.dialled == [KAREL, KAREL], "the second call")


@pytest.mark.parametrize("furnished", ["nl", "de"], indirect=True)
@pytest.mark.parametrize("size", [100, 200])
async def test_what_has_no_room_is_in_the_menu(
    furnished: Furnished, provider: FakeTelephony, size: int
) -> None:
    bar = await call_karel(furnished, provider)
    furnished.window.theme.set_text_size(size)
    furnished.window.resize(420, 700)
    for _ in range(2):
        await settle()
        furnished.window.grab()  # lays everything out
    assert bar.width() <= furnished.window.width()
    buttons = bar.buttons
    shown: list[QAbstractButton] = [
        each for each in (buttons.note, buttons.outcome, buttons.next, buttons.redial) if each.isVisible()
    ]
    shown += [each for each in (buttons.more, buttons.close_button) if each.isVisible()]
    assert {buttons.more, buttons.redial} <= set(shown)
    for each in shown:
        assert bar.rect().contains(each.geometry().translated(buttons.pos())), each.accessibleName()
        assert each.width() >= each.sizeHint().width()
    press(buttons.more, Qt.Key.Key_Space)
    opened = menu()
    offered = [item.text().partition("\t")[0] for item in opened.actions()]
    opened.close()
    for folded in buttons.folded:
        assert folded.accessibleName() in offered or folded is buttons.next
    if buttons.next in buttons.folded:
        assert buttons.next.label() in offered
    assert nameless(bar) == []


async def test_an_ended_call_says_its_outcome_only_once(furnished: Furnished) -> None:
    bar = furnished.desk.call_bar
    ended = dataclasses.replace(CALL, state=CallState.ENDED, reason=EndReason.BUSY, outcome="reached")
    bar.show_call(ended)
    await settle()
    assert button(bar, "Outcome: Reached").isVisible()
    assert not any("Reached" in text for text in words(bar))


async def test_a_private_call_that_is_redialled_is_private_too(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    bar = await call_karel(furnished, provider)
    assert bar.call is not None
    await furnished.program.calls.set_private(bar.call.id, True)
    await until(lambda: bar.call is not None and bar.call.private, "a private call")
    furnished.press(Qt.Key.Key_R, CTRL)
    await until(lambda: furnished.dialled == [KAREL, KAREL], "the second call")
    kept = await record(furnished)
    assert (kept.private, kept.number) == (True, "")


async def test_the_phone_that_rings_is_named_as_the_user_names_it(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    await furnished.program.hub.settings.set("own_phones", ["Desk 12 = 020 555 0112"])
    provider.statuses = [SOURCE_RINGS]
    await furnished.program.press(KAREL, source="020 555 0112")
    await furnished.says("Desk 12 rings: pick up")
    assert furnished.desk.call_bar.legs.source.name.text() == "Desk 12"
