"""A link of another program leads to a question at most, and nothing in that can be pressed by accident."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog

from dialer.calls.events import LinkOpened
from dialer.calls.links import open_link, refusal
from dialer.contacts.numbers.numbers import read
from dialer.core.home_region import INTERNAL_NUMBERS
from dialer.desktop import handlers_watch
from dialer.desktop.handlers import TEST_LINK
from dialer.ui.outside import guarded_dialog
from dialer.ui.outside.guarded_dialog import GuardedDialog
from dialer.ui.outside.link_dialog import LinkDialog, RefusedLinkDialog
from dialer.ui.outside.phone_links import PhoneLinks
from tests.contacts.outside import load, needs_it
from tests.contacts.test_real_tel_links import LINKS as REAL_LINKS
from tests.desktop.linux_desktop import TEL, Desktop
from tests.fakes import settle
from tests.ui.driving import button, combo, dialog, nameless, until, words
from tests.ui.furnished import KAREL, SANNE, Furnished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINK = f"tel:{SANNE}"
PREMIUM = "tel:0900-1234567"


@pytest.fixture
def linked(furnished: Furnished) -> Iterator[Furnished]:
    """A window that asks about links."""
    links = PhoneLinks(furnished.desk.app, furnished.window)
    yield furnished
    links.deleteLater()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let clicks count at once, for tests of something else."""
    monkeypatch.setattr(guarded_dialog, "ARM_MS", 0)


async def open_(linked: Furnished, link: str = LINK) -> LinkDialog:
    """Open a link as another program does; return the question."""
    await open_link(linked.program.hub, link)
    return await dialog(LinkDialog)


def call_button(question: QDialog) -> QAbstractButton:
    """Return Call, which counts by now."""
    return button(question, "Call")


async def test_the_question_says_everything_about_the_call(linked: Furnished) -> None:
    await linked.people()
    question = await open_(linked, "TEL:%2B31-6-2041-7735")
    assert question.windowTitle() == question.accessibleName() == "Call this number?"
    said = " ".join(words(question))
    for part in (
        "\u2066+31 6 20417735\u2069",
        "Netherlands · mobile",
        "Sanne de Vries",
        "Van Dijk Advocaten",
        "Scripted",
        "From a link in another program",
    ):
        assert part in said
    assert nameless(question) == []
    assert question.isModal() is False or question.windowModality() is Qt.WindowModality.WindowModal
    question.reject()
    await settle()
    assert linked.dialled == []


async def test_call_calls_the_number_that_is_shown_over_the_account_that_is_shown(
    linked: Furnished, at_once: None
) -> None:
    await linked.people()
    question = await open_(linked)
    await until(call_button(question).isEnabled, "Call")
    QTest.mouseClick(call_button(question), Qt.MouseButton.LeftButton)
    await until(lambda: linked.dialled, "the call")
    assert linked.dialled == [SANNE]
    call = linked.program.calls.current
    assert call is not None
    assert (call.name, call.account) == ("Sanne de Vries", "Scripted")


async def test_everybody_with_the_number_is_named_and_so_is_the_call(
    linked: Furnished, at_once: None
) -> None:
    await linked.people()
    for name in ("Bob Bakker", "Cas Cornelisse", "Dirk Dekker", "Els Evers"):
        await linked.add(name, SANNE)
    question = await open_(linked)
    said = "\n".join(words(question))
    for part in ("Sanne de Vries", "Bob Bakker", "Cas Cornelisse", "and 2 more people with this number"):
        assert part in said
    assert "Els Evers" not in said
    await until(call_button(question).isEnabled, "Call")
    QTest.mouseClick(call_button(question), Qt.MouseButton.LeftButton)
    await until(lambda: linked.dialled, "the call")
    call = linked.program.calls.current
    assert call is not None
    assert (call.name, call.contact_id) == ("Sanne de Vries, Bob Bakker, Cas Cornelisse", None)


async def test_the_question_names_the_number_rule(linked: Furnished) -> None:
    await linked.program.hub.settings.set(INTERNAL_NUMBERS, ["4 = +31 6 2041"])
    question = await open_(linked, "tel:7735")
    said = " ".join(words(question))
    assert "\u2066+31 6 20417735\u2069" in said
    assert "Read by the number rule “\u2068Internal numbers of 4 digits\u2069”" in said


async def test_cancel_is_the_default(linked: Furnished, at_once: None) -> None:
    question = await open_(linked)
    await until(lambda: question.armed, "the dialog to count")
    QTest.keyClick(question, Qt.Key.Key_Return)
    await until(lambda: not _open_dialogs(), "the end of the dialog")
    question = await open_(linked)
    await until(lambda: question.armed, "the dialog to count")
    QTest.keyClick(question, Qt.Key.Key_Escape)
    await until(lambda: not _open_dialogs(), "the end of the dialog")
    await settle()
    assert linked.dialled == []


async def test_what_is_pressed_in_the_first_moment_does_nothing(linked: Furnished) -> None:
    question = await open_(linked)
    call = call_button(question)
    cancel = button(question, "Cancel")
    for _ in range(5):
        for widget in (question, call, cancel):
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
            for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape):
                QTest.keyClick(widget, key)
        await asyncio.sleep(0.05)
    call.click()  # as assistive technology does
    await settle()
    assert question.isVisible(), "not even Cancel is pressed by accident"
    assert linked.dialled == []
    assert not call.isEnabled()
    await until(call.isEnabled, "Call")
    QTest.mouseClick(call, Qt.MouseButton.LeftButton)
    await until(lambda: linked.dialled == [SANNE], "the call")


async def test_a_click_that_began_too_early_and_a_key_that_is_held_down_do_nothing(linked: Furnished) -> None:
    question = await open_(linked)
    call = call_button(question)
    QTest.mousePress(call, Qt.MouseButton.LeftButton)
    await until(call.isEnabled, "Call")
    QTest.mouseRelease(call, Qt.MouseButton.LeftButton)
    call.setFocus()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        held = QKeyEvent(kind, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", autorep=True)
        QApplication.sendEvent(call, held)
    await settle()
    assert linked.dialled == []
    assert question.isVisible()


async def test_fifty_links_at_once_are_one_question_and_no_call(linked: Furnished) -> None:
    await asyncio.gather(*(open_link(linked.program.hub, f"tel:+3120555{n:04}") for n in range(100, 150)))
    question = await dialog(LinkDialog)
    assert len(_open_dialogs()) == 1
    assert any("49 more ignored" in each for each in words(question))
    assert linked.dialled == []


async def test_links_without_end_are_not_asked_about_without_end(linked: Furnished, at_once: None) -> None:
    for _ in range(5):
        (await open_(linked)).reject()
        await until(lambda: not _open_dialogs(), "the end of the dialog")
    await open_link(linked.program.hub, LINK)
    await linked.tells("one phone link after the other")
    assert not _open_dialogs()
    await linked.program.clock.advance(61)
    await open_(linked)


async def test_the_question_goes_by_itself(linked: Furnished, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guarded_dialog.EXPIRE_MS == 60_000
    monkeypatch.setattr(guarded_dialog, "EXPIRE_MS", 100)
    await open_(linked)
    await until(lambda: not _open_dialogs(), "the end of the dialog")
    assert linked.dialled == []
    monkeypatch.setattr(guarded_dialog, "EXPIRE_MS", 60_000)
    await open_(linked)


async def test_an_expensive_number_is_asked_about_twice(linked: Furnished, at_once: None) -> None:
    question = await open_(linked, PREMIUM)
    assert any("expensive" in each for each in words(question))
    await until(call_button(question).isEnabled, "Call")
    QTest.mouseClick(call_button(question), Qt.MouseButton.LeftButton)
    await until(lambda: [type(each) for each in _open_dialogs()] not in ([], [LinkDialog]), "the second step")
    assert linked.dialled == []
    _open_dialogs()[0].reject()
    await settle()
    assert linked.dialled == []


@pytest.mark.parametrize(
    "link", ["tel:112", "tel:*21*0900123%23", "tel:0612345678,,1234%23", "sip:1@evil.example"]
)
async def test_what_is_never_called_says_why(linked: Furnished, link: str) -> None:
    reading = await open_link(linked.program.hub, link)
    told = await dialog(RefusedLinkDialog)
    said = words(told)
    assert linked.program.hub.strings.text(str(refusal(reading))) in said
    assert any(link in each for each in said)
    assert not [each for each in told.findChildren(QAbstractButton) if each.accessibleName() == "Call"]
    assert linked.dialled == []


async def test_several_numbers_are_a_choice(linked: Furnished, at_once: None) -> None:
    await linked.people()
    text = f"Sanne {SANNE} or Karel {KAREL}"
    linked.program.hub.bus.fire(LinkOpened(read(text, "NL")))
    question = await dialog(LinkDialog)
    choice = combo(question, "Number")
    assert choice.count() == 2
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    assert any("Karel Bakker" in each for each in words(question))
    await until(call_button(question).isEnabled, "Call")
    QTest.mouseClick(call_button(question), Qt.MouseButton.LeftButton)
    await until(lambda: linked.dialled == [KAREL], "the call")


async def test_without_an_account_nothing_can_be_pressed(linked: Furnished, at_once: None) -> None:
    entries = linked.program.hub.entries
    await entries.set_disabled(entries.all[0], disabled=True)
    question = await open_(linked)
    await until(lambda: question.armed, "the dialog to count")
    assert any("No account can call" in each for each in words(question))
    assert not call_button(question).isEnabled()
    await entries.set_disabled(entries.all[0], disabled=False)
    await until(call_button(question).isEnabled, "Call, with the account")


async def test_whoever_took_the_links_is_noticed_when_people_come_back(
    linked: Furnished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linux, hub = Desktop(tmp_path / "linux"), linked.program.hub
    monkeypatch.setattr(handlers_watch, "handlers_of", lambda _hub: linux.handlers)
    application = QApplication.instance()
    assert isinstance(application, QApplication)

    def come_back() -> None:
        application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)

    come_back()
    await settle()
    assert hub.issues.all == [], "nobody asked for the links"
    await handlers_watch.take(hub)
    linux.list.write_text(f"[Default Applications]\n{TEL}={linux.install('Teams')}\n")
    come_back()
    await until(lambda: [issue.id for issue in hub.issues.all] == ["links"], "the issue")
    linux.handlers.take()
    come_back()
    await until(lambda: hub.issues.all == [], "the end of the issue")


@needs_it
async def test_no_hostile_link_dials_without_a_click(linked: Furnished) -> None:
    for link in load("hostile/links.json"):
        await open_link(linked.program.hub, link)
    await settle()
    assert linked.dialled == []
    assert len(_open_dialogs()) == 1


async def test_the_test_link_asks_nobody_anything(linked: Furnished) -> None:
    await open_link(linked.program.hub, TEST_LINK)
    await settle()
    assert not _open_dialogs()
    assert linked.dialled == []


async def test_no_link_of_a_real_page_dials_without_a_click(linked: Furnished) -> None:
    for each in REAL_LINKS:
        await open_link(linked.program.hub, each["link"])
    await settle()
    question = await dialog(GuardedDialog)
    assert len(_open_dialogs()) == 1
    assert any(f"{len(REAL_LINKS) - 1} more ignored" in said for said in words(question))
    assert linked.dialled == []


def _open_dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
