"""The dialog in which a contact is typed or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from dialer.contacts.model import ContactDraft, ContactsChanged, NumberDraft
from dialer.ui.blocks.widgets import PlainLabel
from dialer.ui.contacts.editor import ContactEditor
from tests.ui.driving import button, combo, dialog, line, named, nameless, press, retype, until, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.furnished import Furnished

NARROW = 360
ENTER, SPACE, ESC = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape


def numbers(editor: ContactEditor) -> list[QLineEdit]:
    return [each for each in editor.findChildren(QLineEdit) if each.accessibleName() == "Number"]


def around(widget: QWidget) -> QWidget:
    """Return what a widget lies in."""
    parent = widget.parentWidget()
    assert parent is not None
    return parent


async def test_a_contact_is_added_by_keyboard(furnished: Furnished) -> None:
    furnished.desk.phone_actions.add_contact()
    editor = await dialog(ContactEditor)
    assert nameless(editor) == []
    line(editor, "Name").setText("Zoë Ærø")  # QTest has keys for ASCII only
    line(editor, "Organisation").setText("Ærø & Zn")
    retype(numbers(editor)[0], "020 305 7700")
    retype(numbers(editor)[1], "06 20417735")
    retype(line(editor, "E-mail"), "zoe@aero.example; z@aero.example")
    named(editor, QPlainTextEdit, "Note").setPlainText("Not before 9:30")
    press(line(editor, "Name"), ENTER)
    await furnished.tells("Zoë Ærø is in your contacts now")
    (contact,) = await furnished.program.contacts.resolve("Zoë Ærø")
    assert contact.organisation == "Ærø & Zn"
    assert [number.e164 for number in contact.numbers] == ["+31203057700", "+31620417735"]
    assert [number.label for number in contact.numbers] == ["mobile", "mobile"]
    assert contact.emails == ("zoe@aero.example", "z@aero.example")
    assert contact.note == "Not before 9:30"


async def test_a_change_keeps_what_the_dialog_does_not_show(furnished: Furnished) -> None:
    draft = ContactDraft(
        name="Karel",
        department="Sales",
        favourite=True,
        numbers=(NumberDraft(raw="020 305 7700", label="Ski hut"), NumberDraft(raw="112", label="")),
    )
    before = await furnished.program.contacts.add(draft)
    furnished.desk.phone_actions.edit_contact(before)
    editor = await dialog(ContactEditor)
    assert [each.text() for each in numbers(editor)] == ["020 305 7700", "112", ""]
    retype(line(editor, "Name"), "Karel Bakker")
    changes: list[ContactsChanged] = []
    furnished.program.hub.bus.listen(ContactsChanged, changes.append)
    press(button(editor, "Save"), SPACE)
    await until(lambda: not editor.isVisible(), "the end of the dialog")
    await until(lambda: changes, "the change")
    after = await furnished.program.contacts.get(before.id)
    assert after is not None
    assert after.name == "Karel Bakker"
    assert (after.department, after.favourite, after.uid) == ("Sales", True, before.uid)
    assert [(number.raw, number.label) for number in after.numbers] == [
        ("020 305 7700", "Ski hut"),
        ("112", ""),
    ]


async def test_nothing_at_all_is_not_a_contact(furnished: Furnished) -> None:
    furnished.desk.phone_actions.add_contact()
    editor = await dialog(ContactEditor)
    press(button(editor, "Save"), SPACE)
    assert editor.isVisible()
    assert any("Fill in a name" in text for text in words(editor))
    press(editor, ESC)
    await until(lambda: not editor.isVisible(), "the end of the dialog")
    assert await furnished.program.contacts.count() == 0


async def test_a_number_is_taken_away(furnished: Furnished) -> None:
    contact = await furnished.add("Karel", "020 305 7700", "020 305 7701")
    editor = ContactEditor(furnished.window, furnished.window.strings, contact)
    editor.show()
    first = [each for each in editor.findChildren(QLineEdit) if each.text() == "020 305 7700"]
    assert len(first) == 1
    press(button(around(first[0]), "Remove this number"), SPACE)
    press(button(editor, "Save"), SPACE)
    assert [number.raw for number in editor.draft.numbers] == ["020 305 7701"]


@pytest.mark.parametrize("label", ["work", "Ski hut"])
async def test_a_label_can_be_chosen(furnished: Furnished, label: str) -> None:
    draft = ContactDraft(name="Karel", numbers=(NumberDraft(raw="020 305 7700", label=label),))
    contact = await furnished.program.contacts.add(draft)
    editor = ContactEditor(furnished.window, furnished.window.strings, contact)
    editor.show()
    kinds = combo(around(numbers(editor)[0]), "Kind of number")
    assert kinds.currentData() == label
    kinds.setCurrentIndex(kinds.findData("fax"))
    press(button(editor, "Save"), SPACE)
    assert editor.draft.numbers[0].label == "fax"


async def test_in_a_narrow_dialog_labels_stand_above_their_fields(furnished: Furnished) -> None:
    """Beside them, a telephone number would have room for three digits."""
    contact = await furnished.add("Karel", "020 305 7700")
    editor = ContactEditor(furnished.window, furnished.window.strings, contact)
    editor.show()
    name, number = line(editor, "Name"), numbers(editor)[0]
    label = next(each for each in editor.findChildren(PlainLabel) if each.text() == "Name")
    editor.resize(560, 600)
    await until(lambda: left(name) > left(label), "the label beside its field")
    editor.resize(NARROW, 600)
    await until(lambda: left(name) == left(label), "the label above its field")
    assert label.geometry().bottom() < name.geometry().top()
    assert number.fontMetrics().horizontalAdvance(number.text()) < number.width()
    for each in editor.findChildren(QLineEdit):
        assert left(each) + each.width() <= editor.width()
    editor.close()


def left(widget: QWidget) -> int:
    """Return where a widget begins in its window, in pixels."""
    return widget.mapTo(widget.window(), widget.rect().topLeft()).x()
