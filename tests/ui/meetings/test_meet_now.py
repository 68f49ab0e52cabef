"""From a contact's card, or from a running call, to a meeting in one press."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import delete

from dialer.calls.events import CallChanged
from dialer.calls.model import Call, CallState
from dialer.core.fields import Text
from dialer.meetings.requests import MeetingRequest
from dialer.ui.blocks.buttons import Button
from dialer.ui.blocks.widgets import PlainLabel
from dialer.ui.meetings.page import MeetingsPage
from dialer.ui.window import MainWindow
from tests.fakes import START, settle
from tests.meetings.conftest import ACCOUNT, ENTRY, Desk
from tests.meetings.fakes import BASE_URL
from tests.ui.driving import button, combo, named, until, words
from tests.ui.meetings.test_page import program

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from dialer.ui import desk as ui
    from dialer.ui.contacts.card import ContactCard

__all__ = ["program"]


@pytest.fixture
async def shown(program: Desk, qapp: QApplication, qtbot: QtBot) -> AsyncIterator[ui.Desk]:
    """The whole window."""
    await program.app.hub.settings.set("welcomed", True)
    window = MainWindow(program.app, qapp.beep, qapp.beep)
    window.show()
    window.activateWindow()
    window.on_started()
    await until(window.isActiveWindow, "the focus")
    assert window.desk is not None
    yield window.desk
    await window.aclose()
    window.hide()
    delete(window)


async def _card(desk: ui.Desk, typed: str, offer: str) -> ContactCard:
    """The card of somebody who is searched, once it offers something."""
    desk.search()
    QTest.keyClicks(desk.phone.box.entry, typed)
    await until(lambda: "results" in desk.phone.__dict__ and desk.phone.results.card.contact, "the card")
    card = desk.phone.results.card
    await until(lambda: offer in _offers(card), offer)
    return card


def _offers(card: ContactCard) -> list[str]:
    return [each.accessibleName() for each in card.findChildren(Button) if each.isVisibleTo(card)]


def _page(desk: ui.Desk) -> MeetingsPage:
    page = desk.findChild(MeetingsPage)
    assert isinstance(page, MeetingsPage)
    assert page.isVisible()
    return page


async def test_one_press_on_the_card_makes_the_meeting(shown: ui.Desk, program: Desk) -> None:
    card = await _card(shown, "verme", "Meet now")
    button(card, "Meet now").click()
    page = _page(shown)
    await until(lambda: page.card.meeting is not None and page.card.meeting.guest, "the meeting")
    [order] = program.provider.orders
    assert (order.start, order.people[0].email) == (None, "anne@example.com")
    assert named(page, PlainLabel, "Guest link").accessibleDescription() == f"{BASE_URL}guest/m1"
    assert button(page, "Open as host").isEnabled()


async def test_what_is_missing_for_that_is_asked(shown: ui.Desk, program: Desk) -> None:
    program.provider.options = (Text(key="script"),)
    card = await _card(shown, "verme", "Meet now")
    button(card, "Meet now").click()
    page = _page(shown)
    await until(page.form.isVisible, "the form")
    assert program.provider.orders == []
    assert "Anne Vermeer" in " ".join(words(page.form))
    assert button(page, "Create meeting").isEnabled()


async def test_schedule_asks_when(shown: ui.Desk, program: Desk) -> None:
    card = await _card(shown, "verma", "Schedule")
    button(card, "Schedule").click()
    page = _page(shown)
    await until(lambda: "Bob Vermaas" in words(page), "the person")
    assert combo(page, "When").currentText() == "Later"
    assert program.provider.orders == []


async def test_of_several_accounts_it_is_the_last_one_which_is_named(
    program: Desk, qapp: QApplication, qtbot: QtBot
) -> None:
    await program.stop()
    other = {**ACCOUNT, "id": "e2", "title": "Second", "unique_id": "2"}
    program.home.accounts_file.write_text(json.dumps({"version": 1, "accounts": [ACCOUNT, other]}))
    await program.start()
    await program.app.hub.settings.set("welcomed", True)
    made = await program.meetings.create(MeetingRequest(entry_id="e2", subject="Before"))
    await program.meetings.finished(made.id)
    window = MainWindow(program.app, qapp.beep, qapp.beep)
    window.show()
    window.on_started()
    try:
        assert window.desk is not None
        card = await _card(window.desk, "verme", "Meet now")
        assert "Meet now uses Second." in words(card)
        button(card, "Meet now").click()
        page = _page(window.desk)
        await until(lambda: page.card.meeting is not None and page.card.meeting.guest, "the meeting")
        assert page.card.meeting is not None
        assert page.card.meeting.entry_id == "e2"
    finally:
        await window.aclose()
        window.hide()
        delete(window)


async def test_without_an_account_nothing_is_offered(shown: ui.Desk, program: Desk) -> None:
    card = await _card(shown, "verme", "Meet now")
    entry = program.app.hub.entries.get(ENTRY)
    assert entry is not None
    await program.app.hub.entries.set_disabled(entry, True)
    await until(lambda: "Meet now" not in _offers(card), "the end of the offer")
    assert "Schedule" not in _offers(card)


def _call(**changes: object) -> Call:
    values: dict[str, object] = {
        "id": "x",
        "entry_id": "e0",
        "account": "Phone",
        "number": "+31205550142",
        "started_at": START,
        "state": CallState.CONNECTED,
    }
    return Call(**{**values, **changes})  # type: ignore[arg-type]  # one by one they fit


async def test_a_running_call_becomes_a_meeting_in_one_press(shown: ui.Desk, program: Desk) -> None:
    [anne] = (await program.app.contacts.search("anne")).hits
    call = _call(contact_id=anne.contact.id, name="Anne Vermeer")
    program.app.hub.bus.fire(CallChanged(call))
    button(shown.call_bar, "Meeting").click()
    await until(lambda: program.provider.orders, "the request")
    page = _page(shown)
    await until(lambda: page.card.meeting is not None and page.card.meeting.guest, "the meeting")
    [order] = program.provider.orders
    assert (order.start, order.people[0].email) == (None, "anne@example.com")
    assert shown.call_bar.isVisible()
    assert shown.call_bar.call == call  # it goes on


async def test_one_key_makes_the_meeting_while_a_call_lives_and_only_then(
    shown: ui.Desk, program: Desk
) -> None:
    shown.phone.box.entry.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(shown.phone.box.entry, Qt.Key.Key_M, control)
    program.app.hub.bus.fire(CallChanged(_call(state=CallState.ENDED)))
    QTest.keyClick(shown.phone.box.entry, Qt.Key.Key_M, control)
    await settle()
    assert program.provider.orders == []
    program.app.hub.bus.fire(CallChanged(_call(name="Karel")))
    QTest.keyClick(shown.phone.box.entry, Qt.Key.Key_M, control)
    await until(lambda: program.provider.orders, "the request")
    assert program.provider.orders[0].people[0].name == "Karel"


async def test_somebody_who_is_in_no_book_is_met_by_the_number(shown: ui.Desk, program: Desk) -> None:
    program.app.hub.bus.fire(CallChanged(_call()))
    button(shown.call_bar, "Meeting").click()
    await until(lambda: program.provider.orders, "the request")
    [person] = program.provider.orders[0].people
    assert (person.name, person.number) == ("+31205550142", "+31205550142")


async def test_a_call_that_is_over_becomes_no_meeting(shown: ui.Desk, program: Desk) -> None:
    program.app.hub.bus.fire(CallChanged(_call()))
    meet = button(shown.call_bar, "Meeting")
    program.app.hub.bus.fire(CallChanged(_call(state=CallState.ENDED)))
    await settle()
    assert shown.call_bar.isVisible()
    assert not meet.isVisible()
