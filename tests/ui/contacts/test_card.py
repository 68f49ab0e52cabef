"""The card of a contact: what to know before calling, and what was before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit

from dialer.contacts.directories.directory import Changes, DirectoryFeature
from dialer.contacts.model import ContactDraft, Extras, Instructions, NumberDraft
from dialer.meetings.history import MeetingHistory
from dialer.meetings.model import Meeting, MeetingState
from dialer.meetings.provider import MeetingPerson
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import Avatar, Chip
from dialer.ui.contacts.editor import ContactEditor
from dialer.ui.look.photos import Photo, read_photo
from tests.calls.test_manager import TALKING
from tests.contacts.room import person
from tests.fakes import FakeDirectory
from tests.ui.driving import button, dialog, line, named, press, until, words

if TYPE_CHECKING:
    from tests.ui.furnished import Furnished

SPACE = Qt.Key.Key_Space
DOOR = Instructions(never_put_through=True, ask_for="Patient number", best_time="after 14:00")


def picture(width: int, height: int, kind: bytes = b"png") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, kind).write(image)
    return bytes(buffer.data().data())


async def show(furnished: Furnished, draft: ContactDraft) -> None:
    """Keep a contact and mark it."""
    await furnished.program.contacts.add(draft)
    await furnished.find(draft.name.split()[0].lower())
    card = furnished.phone.results.card
    await until(lambda: card.contact is not None and card.contact.name == draft.name, "the card")


async def test_what_to_know_stands_above_the_numbers(furnished: Furnished) -> None:
    await show(
        furnished, ContactDraft(name="Anne Vos", tags=("VIP", "Clinic"), instructions=DOOR, note="Deaf")
    )
    card = furnished.phone.results.card
    (strip,) = card.findChildren(Strip)
    assert strip.text().splitlines() == [
        "Never put through",
        "Ask first: Patient number",
        "Best reached: after 14:00",
    ]
    assert [chip.text() for chip in card.findChildren(Chip)] == ["VIP", "Clinic"]
    assert "Deaf" in words(card)


async def test_the_row_warns_too_for_the_card_may_have_no_room(furnished: Furnished) -> None:
    await show(furnished, ContactDraft(name="Anne Vos", instructions=DOOR))
    assert furnished.rows[0].spoken() == "Anne Vos, Never put through, No number"


async def test_without_instructions_nothing_warns(furnished: Furnished) -> None:
    await show(furnished, ContactDraft(name="Anne Vos", note="Deaf"))
    assert furnished.phone.results.card.findChildren(Strip) == []
    assert furnished.rows[0].spoken() == "Anne Vos, No number"


@pytest.mark.parametrize(
    ("number", "said"),
    [("+1 212 555 0123", "there now"), ("+354 410 4000", ""), ("+800 1234 5678", "")],
)
async def test_another_time_of_day_is_said(furnished: Furnished, number: str, said: str) -> None:
    await show(furnished, ContactDraft(name="Anne Vos", numbers=(NumberDraft(raw=number),), note="Deaf"))
    card = furnished.phone.results.card
    await until(lambda: card._details is not None, "the details")  # noqa: SLF001  # nothing may come of them
    assert any("there now" in text for text in words(card)) is bool(said)


async def test_the_time_there_moves_on(furnished: Furnished) -> None:
    furnished.window.resize(1180, 740)
    await show(furnished, ContactDraft(name="Anne Vos", numbers=(NumberDraft(raw="+1 212 555 0123"),)))
    card = furnished.phone.results.card
    await until(lambda: any("there now" in text for text in words(card)), "the time")
    before = [text for text in words(card) if "there now" in text]
    await furnished.program.clock.advance(60)
    assert card._minute.isActive()  # noqa: SLF001  # nobody waits a minute for it
    card._minute.timeout.emit()  # noqa: SLF001  # the same
    await until(lambda: before != [text for text in words(card) if "there now" in text], "the next minute")


async def test_meetings_stand_among_the_earlier_calls(furnished: Furnished) -> None:
    contact = await furnished.program.contacts.add(ContactDraft(name="Anne Vos"))
    now = furnished.program.clock.now()
    meeting = Meeting(
        id="m1", entry_id="e1", domain="iotum", account="Iotum", subject="Mortgage",
        start=now - timedelta(days=3), minutes=30, requested_at=now, state=MeetingState.ENDED,
        people=(MeetingPerson(name="Anne Vos", contact_id=contact.id),),
    )  # fmt: skip
    history = MeetingHistory(furnished.program.hub.database)
    await history.insert(meeting)
    await history.insert(replace(meeting, id="m2", subject="Of others", people=(MeetingPerson(name="Bob"),)))
    await furnished.find("anne")
    card = furnished.phone.results.card
    await until(lambda: any("Mortgage · Iotum" in text for text in words(card)), "the meeting")
    assert not any("Of others" in text for text in words(card))


async def test_coming_meetings_stand_apart_the_soonest_first(furnished: Furnished) -> None:
    contact = await furnished.program.contacts.add(ContactDraft(name="Anne Vos"))
    now = furnished.program.clock.now()
    history = MeetingHistory(furnished.program.hub.database)
    for days, subject in ((-3, "Intake"), (9, "Signing"), (2, "Advice")):
        await history.insert(
            Meeting(
                id=subject,
                entry_id="e1",
                domain="iotum",
                account="Iotum",
                subject=subject,
                start=now + timedelta(days=days),
                minutes=30,
                requested_at=now,
                state=MeetingState.READY,
                people=(MeetingPerson(name="Anne Vos", contact_id=contact.id),),
            )
        )
    await furnished.find("anne")
    card = furnished.phone.results.card
    await until(lambda: any("Signing · Iotum" in text for text in words(card)), "the meetings")
    shown = "\n".join(words(card))
    places = [shown.casefold().index(each) for each in ("coming", "advice", "signing", "earlier", "intake")]
    assert places == sorted(places)


async def test_how_often_a_number_was_reached_is_said(furnished: Furnished) -> None:
    await show(furnished, ContactDraft(name="Anne Vos", numbers=(NumberDraft(raw="020 555 0142"),)))
    card = furnished.phone.results.card
    furnished.program.provider.statuses = [TALKING]
    for _ in range(2):
        press(button(card, "Call +31 20 555 0142"), SPACE)
        await furnished.says("Talking")
        furnished.press(Qt.Key.Key_Escape)
        await furnished.says("hung up")
    await until(lambda: any("reached 2 times" in text for text in words(card)), "the count")


async def test_a_photo_stands_for_the_initials(furnished: Furnished) -> None:
    extras = Extras(media_type="image/png", photo=picture(300, 200))
    await show(furnished, ContactDraft(name="Anne Vos", extras=extras))
    card = furnished.phone.results.card
    await until(lambda: card.findChildren(Photo), "the photo")
    assert card.findChildren(Avatar) == []


@pytest.mark.parametrize(("width", "height"), [(900, 300), (300, 900), (20, 30)])
def test_the_middle_of_a_picture_is_shown_small(width: int, height: int) -> None:
    image = read_photo(picture(width, height))
    assert image is not None
    assert image.width() == image.height() == min(160, width, height)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture(50, 50)[:60],
        picture(9, 9, b"bmp"),
    ],
)
def test_what_is_no_picture_for_a_card_is_none(data: bytes) -> None:
    assert read_photo(data) is None


async def test_a_directory_decides_about_its_fields_and_the_desk_about_the_rest(furnished: Furnished) -> None:
    directory = FakeDirectory(
        features=DirectoryFeature.SYNC,
        rounds=[Changes(people=(person("7", "Sara Willems", "020 555 0177"),))],
    )
    hub = furnished.program.hub
    hub.provide(hub.entries.all[0], directory)
    await until(lambda: directory.log == ["sync"], "the copy")
    await furnished.find("willems")
    await until(lambda: furnished.rows, "the copied contact")
    card = furnished.phone.results.card
    press(button(card, "Edit"), SPACE)
    editor = await dialog(ContactEditor)
    assert [line(editor, name).isEnabled() for name in ("Name", "E-mail", "Tags")] == [False] * 3
    assert "Scripted decides about the fields in grey" in " ".join(words(editor))
    named(editor, QPlainTextEdit, "Note").setPlainText("Deaf")
    next(iter(editor.findChildren(QCheckBox))).setChecked(True)
    press(named(editor, QLineEdit, "Best reached"), Qt.Key.Key_Return)
    await until(
        lambda: [each.text() for each in card.findChildren(Strip)] == ["Never put through"], "the strip"
    )
    contact = card.contact
    assert contact is not None
    assert (contact.note, contact.name) == ("Deaf", "Sara Willems")


async def test_who_is_the_same_person_elsewhere_is_said(furnished: Furnished) -> None:
    sara = person("7", "Sara Willems", "020 555 0177")
    directory = FakeDirectory(features=DirectoryFeature.SYNC, rounds=[Changes(people=(sara,))])
    hub = furnished.program.hub
    hub.provide(hub.entries.all[0], directory)
    await until(lambda: directory.log == ["sync"], "the copy")
    own = await furnished.add("Sara W.", "020 555 0177")
    await furnished.find("willems")
    await until(lambda: furnished.rows, "the copied contact")
    await furnished.desk.phone._app.duplicates.merge([own.id, furnished.rows[0].key])  # noqa: SLF001  # its app
    await furnished.find("sara w.")
    await until(lambda: any("Also in Scripted" in text for text in words(furnished.phone.results.card)), "it")


@pytest.mark.parametrize(
    ("width", "height", "place"), [(1180, 740, "beside"), (700, 740, "below"), (700, 400, "nowhere")]
)
async def test_the_card_goes_where_there_is_room(
    furnished: Furnished, width: int, height: int, place: str
) -> None:
    furnished.window.resize(width, height)
    await show(furnished, ContactDraft(name="Anne Vos"))
    pane = furnished.phone.results
    await until(lambda: pane.card.isVisible() is (place != "nowhere"), "the card")
    beside = pane.card.geometry().left() > pane.view.mapTo(pane, pane.view.rect().topRight()).x()
    assert beside is (place == "beside") or place == "nowhere"
