"""Directories in the window: who comes from where, what arrives late, and what is missing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from dialer.contacts.directories.directory import Changes, DirectoryFeature, Matches
from dialer.contacts.model import ContactsChanged
from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, ErrorKind, NotSent
from dialer.ui.blocks.dialogs import QuestionDialog
from tests.contacts.room import people, person
from tests.fakes import FakeDirectory, settle
from tests.ui.driving import button, dialog, until, words
from tests.ui.furnished import KAREL, SANNE

if TYPE_CHECKING:
    from tests.ui.furnished import Furnished

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down
SARA = person("7", "Sara Willems", "020 555 0177", organisation="Willems BV")
DOWN_ERROR = NotSent("core.net.refused")


@pytest.fixture
async def directory(furnished: Furnished) -> FakeDirectory:
    """A directory on the account, which the test may fill."""
    directory = FakeDirectory(features=DirectoryFeature.SEARCH)
    hub = furnished.program.hub
    hub.provide(hub.entries.all[0], directory)
    return directory


def says(root: QWidget, text: str) -> bool:
    """Whether a text can be read in a widget."""
    return any(text in label for label in words(root))


def trouble(furnished: Furnished) -> str:
    """What stands below the results."""
    return furnished.phone.results._troubles.text()  # noqa: SLF001  # a label without a name of its own


def is_favourite(furnished: Furnished) -> bool:
    contact = furnished.phone.results.card.contact
    return contact is not None and contact.favourite


async def test_hits_of_a_directory_follow_and_the_mark_stays(
    furnished: Furnished, directory: FakeDirectory
) -> None:
    await furnished.people()
    directory.gate = asyncio.Event()
    directory.matches = [Matches(people=(SARA,))]
    await furnished.find("sa")
    furnished.press(DOWN)
    assert [row.title for row in furnished.rows] == ["Samuel Verhoeven", "Sanne de Vries"]
    await until(lambda: directory.log == ["search sa"], "the question")
    directory.gate.set()
    await until(lambda: len(furnished.rows) == 3, "the answer")
    assert [row.title for row in furnished.rows][2] == "Sara Willems"
    assert furnished.rows[2].source == "Scripted"
    assert "Scripted" in furnished.rows[2].spoken()
    marked = furnished.phone.results.view.row()
    assert marked is not None
    assert marked.title == "Sanne de Vries"
    assert says(furnished.phone.box, "3 of")
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    assert furnished.dialled == [SANNE]


async def test_somebody_of_a_directory_is_called_by_name(
    furnished: Furnished, directory: FakeDirectory
) -> None:
    directory.matches = [Matches(people=(SARA,))]
    await furnished.find("willems")
    await until(lambda: furnished.rows, "the answer")
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    await settle()
    call = furnished.program.calls.current
    assert call is not None
    assert (furnished.dialled, call.name) == (["+31205550177"], "Sara Willems")


async def test_a_private_person_leaves_a_number_only(furnished: Furnished, directory: FakeDirectory) -> None:
    directory.private = True
    directory.matches = [Matches(people=(SARA,))]
    await furnished.find("willems")
    await until(lambda: furnished.rows, "the answer")
    furnished.press(ENTER)
    await until(lambda: furnished.dialled, "the call")
    await settle()
    call = furnished.program.calls.current
    assert call is not None
    assert (call.number, call.name, call.contact_id) == ("+31205550177", None, None)


@pytest.mark.parametrize(
    ("matches", "expected"),
    [(DOWN_ERROR, "Scripted: "), (Matches(people=(SARA,), complete=False), "Type more letters")],
    ids=["down", "incomplete"],
)
async def test_what_is_missing_is_said_below(
    furnished: Furnished, directory: FakeDirectory, matches: Matches | Exception, expected: str
) -> None:
    await furnished.people()
    directory.matches = [matches]
    await furnished.find("sa")
    await until(lambda: expected in trouble(furnished), expected)
    directory.matches = [Matches(people=())]
    await furnished.find("karel")
    await until(lambda: directory.log[-1] == "search karel", "the next question")
    await settle()
    assert trouble(furnished) == ""


async def test_who_is_still_asked_is_said_where_nobody_was_found(
    furnished: Furnished, directory: FakeDirectory
) -> None:
    directory.gate = asyncio.Event()
    await furnished.find("zzz")
    await until(lambda: says(furnished.phone.results, "Asking Scripted"), "who is asked")
    directory.gate.set()
    await until(lambda: says(furnished.phone.results, "zzz"), "nobody")
    assert not says(furnished.phone.results, "Asking")


async def test_typing_on_asks_for_the_newest_text_only(
    furnished: Furnished, directory: FakeDirectory
) -> None:
    directory.matches = [Matches(people=(SARA,))]
    furnished.phone.box.take_focus()
    for letter in "willems":
        furnished.type(letter)
        await settle()
    await until(lambda: directory.log, "the question")
    await settle()
    assert directory.log == ["search willems"]


async def test_an_answer_for_an_older_text_is_not_shown(
    furnished: Furnished, directory: FakeDirectory
) -> None:
    await furnished.people()
    directory.gate = asyncio.Event()
    directory.matches = [Matches(people=(SARA,))]
    await furnished.find("sa")
    await until(lambda: directory.log == ["search sa"], "the question")
    await furnished.find("karel")
    directory.gate.set()
    await until(lambda: directory.log[-1] == "search karel", "the next question")
    await until(lambda: len(furnished.rows) == 2, "its answer")
    assert [row.title for row in furnished.rows] == ["Karel Bakker", "Sara Willems"]


async def test_hits_stay_when_contacts_change(furnished: Furnished, directory: FakeDirectory) -> None:
    await furnished.people()
    directory.matches = [Matches(people=(SARA,))]
    await furnished.find("sa")
    await until(lambda: len(furnished.rows) == 3, "the answer")
    await furnished.add("Saar Aalders", KAREL)
    await until(lambda: len(furnished.rows) == 4, "the new contact")
    assert furnished.rows[3].title == "Sara Willems"
    assert directory.log == ["search sa"]


async def test_the_card_says_where_somebody_comes_from(
    furnished: Furnished, directory: FakeDirectory
) -> None:
    directory.matches = [Matches(people=(SARA,))]
    await furnished.find("willems")
    await until(lambda: furnished.rows, "the answer")
    card = furnished.phone.results.card
    await until(lambda: card.contact is not None, "the card")
    assert says(card, "From Scripted")
    assert says(card, "Dialer only reads Scripted")
    buttons = {each.accessibleName(): each.isEnabled() for each in card.findChildren(QAbstractButton)}
    assert [on for name, on in buttons.items() if name in {"Edit", "Remove"}] == [False, False]
    assert not [name for name in buttons if "speed dial" in name.lower()]


async def test_somebody_copied_can_be_put_on_speed_dial(furnished: Furnished) -> None:
    directory = FakeDirectory(features=DirectoryFeature.SYNC, rounds=[Changes(people=(SARA,))])
    hub = furnished.program.hub
    hub.provide(hub.entries.all[0], directory)
    await until(lambda: directory.log == ["sync"], "the copy")
    await furnished.find("willems")
    await until(lambda: furnished.rows, "the copied contact")
    star = next(
        each
        for each in furnished.phone.results.card.findChildren(QAbstractButton)
        if "speed dial" in each.accessibleName().lower()
    )
    star.click()
    await until(lambda: is_favourite(furnished), "the star")


async def test_a_refused_sign_in_is_said_and_not_tried_again(
    furnished: Furnished, directory: FakeDirectory
) -> None:
    directory.matches = [ApiError("core.entry.auth_refused", ErrorKind.AUTH)]
    entry = furnished.program.hub.entries.all[0]
    await furnished.find("sara")
    await until(lambda: entry.state is EntryState.AUTH_NEEDED, "the refusal")
    await furnished.find("sanne")
    await settle()
    assert directory.log == ["search sara"]


async def test_who_vanished_there_goes_here_after_a_question(furnished: Furnished) -> None:
    directory = FakeDirectory(
        features=DirectoryFeature.SYNC, rounds=[Changes(people=people(10)), Changes(people=people(2))]
    )
    hub, contacts = furnished.program.hub, furnished.program.contacts
    copied: list[ContactsChanged] = []
    hub.bus.listen(ContactsChanged, copied.append)
    hub.provide(hub.entries.all[0], directory)
    await until(lambda: copied, "the copy")
    await settle()
    await furnished.program.clock.advance(3601)
    await until(lambda: hub.issues.all, "the issue")
    banner = furnished.desk.repairs.banner
    await until(banner.isVisible, "the banner")
    assert "no longer has 8 of the 10 contacts" in banner.text()
    assert await contacts.count() == 10
    banner.fix.click()
    question = await dialog(QuestionDialog)
    assert says(question, "8 of the 10 contacts")
    button(question, "Remove them").click()
    await furnished.tells("8 contacts removed")
    assert await contacts.count() == 2
    assert not furnished.desk.repairs.shown
