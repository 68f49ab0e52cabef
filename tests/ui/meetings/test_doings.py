"""From a meeting's card: phone somebody in, write to everybody, who was there, share a document."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QProgressBar, QWidget

from dialer.core.errors import ErrorKind, OutcomeUnknown, Refused
from dialer.meetings.in_and_after import Attendee, Presence
from dialer.meetings.provider import MeetingFeature
from dialer.ui.blocks.dialogs import QuestionDialog
from dialer.ui.meetings.attendance_dialog import AttendanceDialog
from dialer.ui.meetings.phone_in_dialog import PhoneInDialog
from dialer.ui.meetings.upload_dialog import UploadDialog
from dialer.ui.outside.guarded_dialog import ARM_MS
from tests.fakes import START
from tests.ui.driving import button, dialog, line, named, nameless, press, retype, until, words
from tests.ui.meetings.test_page import Visit, program, visit

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["program", "visit"]

PHONE, ACTIONS = "Phone somebody in", ("Phone somebody in", "Share a document", "Who is there")
MESSAGE = "Message to everybody in it"
BOB = "dial m1 +31205550142 Bob Vermaas NL"
MAY_STILL_RUN = "The last call may still be running. Call anyway?"


def _of(visit: Visit, what: str) -> list[str]:
    return [entry for entry in visit.provider.log if entry.startswith(f"{what} ")]


def _shown(root: QWidget) -> list[str]:
    found = root.findChildren(QAbstractButton)
    return [each.accessibleName() for each in found if each.isVisibleTo(root)]


async def phoning(visit: Visit, typed: str) -> PhoneInDialog:
    """Open the dialog on a new meeting's card, and type."""
    if visit.page.card.meeting is None:
        await visit.create()
    await visit.press(PHONE)
    asked = await dialog(PhoneInDialog)
    QTest.keyClicks(asked.line, typed)
    return asked


async def test_only_what_can_be_done_is_offered(visit: Visit) -> None:
    everything = visit.provider.features
    await visit.create()
    for name in (*ACTIONS, "Documents"):
        await visit.there(name)
    assert line(visit.page, MESSAGE).isEnabled()
    assert nameless(visit.page.card) == []
    visit.provider.features = everything & ~(MeetingFeature.DIAL_OUT | MeetingFeature.MESSAGE)
    visit.page.card.show_meeting(visit.page.card.meeting)  # type: ignore[arg-type]  # it is shown
    assert PHONE not in _shown(visit.page)
    assert "Share a document" in _shown(visit.page)
    visit.provider.features = everything
    await visit.press("End for everybody")
    (await dialog(QuestionDialog)).done(0)
    await visit.comes("Over.")
    await visit.there("Who was there")
    await visit.there("Documents")
    assert not {PHONE, "Share a document"} & set(_shown(visit.page))


async def test_nobody_is_phoned_into_a_meeting_of_tomorrow(visit: Visit) -> None:
    meeting = await visit.desk.made(start=START + timedelta(days=1))
    visit.page.show_meeting(meeting.id)
    await visit.there("Share a document")
    assert not {PHONE, "Who is there"} & set(_shown(visit.page))
    await visit.desk.clock.advance(24 * 3600)
    await visit.desk.meetings.refresh()
    await visit.there(PHONE)


async def test_one_press_phones_and_the_card_tells(visit: Visit) -> None:
    asked = await phoning(visit, "bob")
    await until(lambda: "Phone Bob Vermaas" in " ".join(_shown(asked)), "Bob")
    assert nameless(asked) == []
    press(asked.line, Qt.Key.Key_Return)
    await visit.comes("was asked to phone Bob Vermaas. Whether it rings")
    await visit.comes("Bob Vermaas · the provider phones")
    assert _of(visit, "dial") == [BOB]
    assert not any("ringing" in text.lower() or "connected" in text.lower() for text in words(visit.page))


async def test_a_typed_number_comes_first_under_its_owners_name(visit: Visit) -> None:
    asked = await phoning(visit, "020 555 0142")
    await until(lambda: "Phone Bob Vermaas" in " ".join(_shown(asked)), "Bob")
    retype(asked.line, "+31 6 12345678")
    await until(lambda: "Phone +31 6 12345678" in " ".join(_shown(asked)), "the number")
    press(asked.line, Qt.Key.Key_Return)
    await until(lambda: _of(visit, "dial"), "the request")
    assert _of(visit, "dial") == ["dial m1 +31612345678  NL"]


async def test_emergency_numbers_are_refused_here_too(visit: Visit) -> None:
    asked = await phoning(visit, "112")
    press(asked.line, Qt.Key.Key_Return)
    await until(lambda: "Dialer never calls emergency numbers" in " ".join(words(asked)), "the refusal")
    assert _of(visit, "dial") == []
    asked.reject()


async def test_an_expensive_number_is_asked_about(visit: Visit) -> None:
    asked = await phoning(visit, "0906 1234567")
    press(asked.line, Qt.Key.Key_Return)
    (await dialog(QuestionDialog)).reject()
    await until(lambda: "Asking" not in " ".join(words(asked)), "the end of it")
    assert _of(visit, "dial") == []
    press(asked.line, Qt.Key.Key_Return)
    (await dialog(QuestionDialog)).done(0)
    await visit.comes("was asked to phone")
    assert _of(visit, "dial") == ["dial m1 +319061234567  NL"]


async def test_a_click_on_what_has_just_appeared_does_nothing(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("dialer.ui.meetings.phone_in_rows.time.monotonic", lambda: now[0])
    asked = await phoning(visit, "bob")
    await until(lambda: "Phone Bob Vermaas" in " ".join(_shown(asked)), "Bob")
    row = next(each for each in asked.findChildren(QAbstractButton) if "Bob" in each.accessibleName())
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    await asyncio.sleep(0.05)
    assert _of(visit, "dial") == []
    now[0] += ARM_MS / 1000
    for _ in range(5):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    await visit.comes("was asked to phone Bob Vermaas")
    assert _of(visit, "dial") == [BOB]


async def test_an_unknown_outcome_is_told_and_the_next_press_asks_first(visit: Visit) -> None:
    visit.provider.trouble = OutcomeUnknown("core.net.no_answer")
    asked = await phoning(visit, "+31205550142")
    press(asked.line, Qt.Key.Key_Return)
    await until(lambda: "We do not know whether the phone is being rung" in " ".join(words(asked)), "it")
    await visit.comes("not known whether it rang")
    visit.provider.trouble = None
    retype(asked.line, "+31205550143")
    press(asked.line, Qt.Key.Key_Return)
    question = await dialog(QuestionDialog)
    assert MAY_STILL_RUN in words(question)
    question.reject()
    await asyncio.sleep(0)
    assert len(_of(visit, "dial")) == 1
    asked.reject()


async def test_a_key_that_is_held_down_is_one_press(visit: Visit) -> None:
    visit.provider.trouble = Refused("answers.refused", ErrorKind.VALIDATION)
    asked = await phoning(visit, "+31205550142")
    press(asked.line, Qt.Key.Key_Return)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
    )
    await visit.comes("not taken on")
    results = named(asked, QWidget, "Who to phone")
    await until(results.isEnabled, "the end of it")
    QApplication.sendEvent(asked.line, held)
    assert results.isEnabled()  # else somebody is being phoned
    press(asked.line, Qt.Key.Key_Return)
    assert not results.isEnabled()
    await until(lambda: len(_of(visit, "dial")) == 2, "the second press")
    asked.reject()


async def test_whoever_closes_the_dialog_meanwhile_reads_it_on_the_card(visit: Visit) -> None:
    await visit.create()
    visit.provider.gate = asyncio.Event()
    asked = await phoning(visit, "+31205550143")
    press(asked.line, Qt.Key.Key_Return)
    await until(lambda: _of(visit, "dial"), "the request")
    asked.reject()
    await visit.comes("being asked")
    visit.provider.gate.set()
    await visit.comes("was asked to phone")


async def test_a_message_goes_with_enter_and_what_fails_stays_typed(visit: Visit) -> None:
    await visit.create()
    assert not button(visit.page, "Send").isEnabled()
    await visit.type(MESSAGE, "We begin")
    press(line(visit.page, MESSAGE), Qt.Key.Key_Return)
    press(line(visit.page, MESSAGE), Qt.Key.Key_Return)
    await visit.comes("Shown to everybody in the meeting.")
    assert (_of(visit, "message"), line(visit.page, MESSAGE).text()) == (["message m1 We begin"], "")
    visit.provider.trouble = OutcomeUnknown("core.net.no_answer")
    await visit.type(MESSAGE, "Again")
    button(visit.page, "Send").click()
    await visit.comes("We do not know whether this was carried out")
    assert line(visit.page, MESSAGE).text() == "Again"


async def test_who_was_there(visit: Visit) -> None:
    came = Presence(since=START, until=START + timedelta(minutes=12), by_phone=True)
    visit.provider.attended = (
        Attendee(name="Jan\nJansen", email="jan@example.com", leads=True, times=(came,)),
        Attendee(name="Piet"),
    )
    await visit.create()
    await visit.press("Who is there")
    asked = await dialog(AttendanceDialog)
    await until(lambda: "Jan Jansen" in words(asked), "the list")
    said = " ".join(words(asked))
    assert "host · 12 min" in said
    assert "by phone · jan@example.com" in said
    assert "not there" in said
    assert nameless(asked) == []
    asked.reject()


async def test_a_document_is_shared_and_can_be_stopped(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "Plan.pdf"
    file.write_bytes(b"%PDF plan")

    async def choose(*_: object, **__: object) -> list[str]:
        return [str(file)]

    monkeypatch.setattr("dialer.ui.meetings.doing.ask_open_files", choose)
    visit.provider.gate = asyncio.Event()
    visit.provider.gate.set()
    await visit.create()
    visit.provider.gate.clear()
    await visit.press("Share a document")
    sharing = await dialog(UploadDialog)
    assert "host’s drive" in " ".join(words(sharing))
    await until(lambda: _of(visit, "upload"), "the upload")
    assert sharing.findChildren(QProgressBar)[0].value() == 0
    assert nameless(sharing) == []
    button(sharing, "Stop").click()
    await until(lambda: "Stopped." in " ".join(words(sharing)), "the end")
    button(sharing, "Close").click()
    visit.provider.gate.set()
    await visit.press("Share a document")
    again = await dialog(UploadDialog)
    await until(lambda: "is on the host’s drive" in " ".join(words(again)), "the end")
    assert len(_of(visit, "upload")) == 2
    again.reject()
