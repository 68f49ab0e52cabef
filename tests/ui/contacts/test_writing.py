"""Contacts of a directory that can be written to, in the window: changed there, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dialer.contacts.directories.directory import Changes, DirectoryFeature, WriteConflict, Written
from dialer.core.errors import NotSent
from dialer.ui.blocks.dialogs import QuestionDialog
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.contacts.editor import ContactEditor
from tests.contacts.room import person
from tests.fakes import FakeDirectory, settle
from tests.ui.driving import button, dialog, line, until, words

if TYPE_CHECKING:
    from dialer.contacts.model import ContactDraft
    from tests.ui.furnished import Furnished

SARA = person("7", "Sara Willems", "020 555 0177", organisation="Willems BV")
THEIRS = replace(SARA, title="Chair", organisation="Willems en Zonen")


@dataclass(eq=False)
class Writable(FakeDirectory):
    """A directory that takes changes, or meets a fault with the next one.

    Attributes:
        fault: what the next change meets.
        garbles: whether what it answers to a change is nobody.
        written: the changes that were taken.
    """

    features: DirectoryFeature = DirectoryFeature.SYNC | DirectoryFeature.WRITE
    fault: Exception | None = None
    garbles: bool = False
    written: list[ContactDraft | str] = field(default_factory=list)

    async def async_change(self, person: ContactDraft, before: ContactDraft, version: str) -> Written:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        self.written.append(person)
        return Written(person=replace(person, uid="") if self.garbles else person, version="2")

    async def async_create(self, person: ContactDraft) -> Written:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        self.written.append(person)
        return Written(person=replace(person, uid="new"), version="1")

    async def async_remove(self, key: str, version: str) -> None:
        self.written.append(key)


@pytest.fixture
async def directory(furnished: Furnished) -> Writable:
    """A directory with Sara, who was copied and is marked."""
    directory = Writable(rounds=[Changes(people=(SARA,), versions={"7": "1"})])
    program = furnished.program
    program.hub.provide(program.hub.entries.all[0], directory)
    app = furnished.desk.app
    [source] = [each for each in app.directories.loaded if each.provider is directory]
    await app.directories.copies.sync(source)
    await furnished.find("sara")
    card = furnished.phone.results.card
    await until(lambda: any("is changed in Scripted too" in text for text in words(card)), "the card")
    return directory


async def edit(furnished: Furnished, title: str) -> None:
    """Open the editor, type a job title and save."""
    button(furnished.phone.results.card, "Edit").click()
    editor = await dialog(ContactEditor)
    line(editor, "Job title").setText(title)
    button(editor, "Save").click()


async def test_a_change_goes_to_the_directory(furnished: Furnished, directory: Writable) -> None:
    await edit(furnished, "Owner")
    await until(lambda: directory.written, "the change")
    card = furnished.phone.results.card
    await until(lambda: "Owner · Willems BV" in words(card), "the new title")


async def test_who_is_removed_is_removed_there(furnished: Furnished, directory: Writable) -> None:
    button(furnished.phone.results.card, "Remove").click()
    question = await dialog(QuestionDialog)
    button(question, "Remove").click()
    await until(lambda: directory.written == ["7"], "the removal")
    await until(lambda: not furnished.rows, "an empty list")


async def test_what_was_typed_is_there_again_after_a_failure(
    furnished: Furnished, directory: Writable
) -> None:
    directory.fault = NotSent("core.net.refused")
    await edit(furnished, "Owner")
    await until(lambda: directory.fault is None, "the failure")
    await settle()
    editor = await dialog(ContactEditor)
    assert line(editor, "Job title").text() == "Owner"
    assert furnished.desk.app.hub.strings.text("core.net.refused") in words(editor)
    button(editor, "Save").click()
    await until(lambda: directory.written, "the change")


async def test_a_change_whose_answer_names_nobody_is_said_to_be_made(
    furnished: Furnished, directory: Writable
) -> None:
    directory.garbles = True
    await edit(furnished, "Owner")
    await until(lambda: directory.written, "the change")
    await settle()
    editor = await dialog(ContactEditor)
    assert any("Scripted has made the change" in text for text in words(editor))


@pytest.mark.parametrize(
    ("answer", "organisation"), [("Keep mine", "Willems BV"), ("Keep theirs", "Willems en Zonen")]
)
async def test_two_versions_are_chosen_from(
    furnished: Furnished, directory: Writable, answer: str, organisation: str
) -> None:
    directory.fault = WriteConflict(Written(person=THEIRS, version="2"))
    await edit(furnished, "Owner")
    question = await dialog(QuestionDialog)
    text = "\n".join(words(question))
    assert "Two versions of Sara Willems" in text
    assert "Job title: yours Owner – theirs Chair" in text
    assert "Organisation: yours Willems BV – theirs Willems en Zonen" in text
    assert "Numbers" not in text
    button(question, answer).click()
    hub = furnished.program.hub
    await until(lambda: not [each for each in hub.issues.all if each.id.startswith("conflict/")], "the end")
    [sara] = await furnished.desk.app.contacts.resolve("Sara Willems")
    assert sara.organisation == organisation


async def test_without_an_answer_both_versions_wait_under_repairs(
    furnished: Furnished, directory: Writable
) -> None:
    directory.fault = WriteConflict(Written(person=THEIRS, version="2"))
    await edit(furnished, "Owner")
    question = await dialog(QuestionDialog)
    QTest.keyClick(question, Qt.Key.Key_Escape)
    hub = furnished.program.hub
    [issue] = [each for each in hub.issues.all if each.id.startswith("conflict/")]
    furnished.desk.repairs.fixes.carry_out(issue)
    again = await dialog(QuestionDialog)
    button(again, "Keep mine").click()
    await until(lambda: directory.written, "the change")
    await until(lambda: issue not in hub.issues.all, "the end of the issue")


async def test_somebody_new_is_kept_where_the_user_says(furnished: Furnished, directory: Writable) -> None:
    furnished.desk.phone.results.contact_wanted.emit()
    editor = await dialog(ContactEditor)
    line(editor, "Name").setText("Noor Peeters")
    [place] = [each for each in editor.findChildren(ComboBox) if each.accessibleName() == "Keep in"]
    assert [place.itemText(at) for at in range(place.count())] == ["This computer", "Scripted"]
    place.setCurrentIndex(1)
    place.activated.emit(1)
    directory.fault = NotSent("core.net.refused")
    button(editor, "Save").click()
    await until(lambda: directory.fault is None, "the failure")
    await settle()
    editor = await dialog(ContactEditor)
    assert line(editor, "Name").text() == "Noor Peeters"
    button(editor, "Save").click()
    await until(lambda: directory.written, "the new person")
    [written] = directory.written
    assert getattr(written, "name", "") == "Noor Peeters"
