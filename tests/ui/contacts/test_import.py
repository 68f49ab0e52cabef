"""Import from the window: columns, progress, report, and taking it back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QListView, QProgressBar

from dialer.contacts.book import ContactBook
from dialer.contacts.model import ContactDraft, ImportProgress
from dialer.ui.blocks.dialogs import QuestionDialog
from dialer.ui.contacts.import_dialog import ImportDialog
from tests.ui.driving import button, combo, dialog, named, nameless, press, until, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.furnished import Furnished

SPACE, ENTER, ESC, DOWN = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down
_LIST = "Naam;Doorkies;Klantnr;Zaal\nJan Smit;020 555 01 00;77;Noord\nEva Bos;;78;\n;;79;\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lijst.csv"


def drop(furnished: Furnished, *files: Path) -> None:
    """Let files go over the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    furnished.desk.dropEvent(
        QDropEvent(QPoint(9, 9).toPointF(), Qt.DropAction.CopyAction, mime, buttons, keys)
    )


async def finished(shown: ImportDialog) -> None:
    """Wait for the report."""
    await until(lambda: "Import finished" in words(shown), "the report")


async def test_a_list_that_is_known_is_imported_without_a_question(furnished: Furnished, file: Path) -> None:
    file.write_text("Voornaam,Achternaam,Mobiele telefoon\nJan,Smit,06 12345678\n,,\n")
    drop(furnished, file)
    shown = await dialog(ImportDialog)
    await finished(shown)
    assert words(shown).count("1 new, 0 changed, 0 unchanged") == 1
    assert nameless(shown) == []
    await furnished.tells("1 new, 0 changed")
    press(button(shown, "Close"), ENTER)
    assert [one.name for one in await furnished.program.contacts.resolve("Jan Smit")] == ["Jan Smit"]


async def test_columns_that_nobody_knows_are_asked_for_and_shown_at_once(
    furnished: Furnished, file: Path
) -> None:
    file.write_text(_LIST)
    furnished.desk.phone_actions.import_files([str(file)])
    shown = await dialog(ImportDialog)
    await until(lambda: "Jan Smit" in words(shown), "the first contacts")
    assert nameless(shown) == []
    assert combo(shown, "Doorkies").currentText() == "Phone: work"
    assert combo(shown, "Klantnr").hasFocus()
    choice = combo(shown, "Zaal")
    choice.setCurrentIndex(choice.findText("Note, with the column’s name") - 1)
    press(choice, DOWN)
    await until(lambda: "Note: Zaal: Noord" in words(shown), "the note")
    press(button(shown, "Import"), ENTER)
    await finished(shown)
    (jan,) = await furnished.program.contacts.resolve("Jan Smit")
    assert (jan.note, jan.numbers[0].label) == ("Zaal: Noord", "work")
    skipped = named(shown, QListView, "lijst.csv: Skipped: 1")
    assert skipped.model().index(0, 0).data() == (
        "Line 4: The row has no name, organisation, number or e-mail address."
    )


async def test_a_list_without_names_of_columns_is_read_so(furnished: Furnished, file: Path) -> None:
    file.write_text("Jan Smit;020 555 01 00\nEva Bos;020 555 01 01\n")
    furnished.desk.phone_actions.import_files([str(file)])
    shown = await dialog(ImportDialog)
    await until(lambda: "Jan Smit" in words(shown), "the first contacts")
    header = shown.findChildren(QCheckBox)[0]
    assert not header.isChecked()
    press(header, SPACE)
    await until(lambda: "Eva Bos" in words(shown), "the first row as names of columns")
    assert combo(shown, "Jan Smit").currentText() == "Leave out"
    press(header, SPACE)
    await until(lambda: "Column 1" in words(shown), "the first row as a contact")
    assert combo(shown, "Column 1").currentText() == "Name"
    press(button(shown, "Import"), ENTER)
    await finished(shown)
    assert await furnished.program.contacts.count() == 2


async def test_esc_before_the_import_changes_nothing(furnished: Furnished, file: Path) -> None:
    file.write_text(_LIST)
    furnished.desk.phone_actions.import_files([str(file)])
    shown = await dialog(ImportDialog)
    await until(lambda: "Jan Smit" in words(shown), "the first contacts")
    press(shown, ESC)
    scope = furnished.desk.scope
    await until(lambda: not [task for task in scope.tasks if "import" in task.get_name()], "the end")
    assert await furnished.program.contacts.count() == 0


async def test_an_import_is_taken_back(furnished: Furnished, file: Path) -> None:
    file.write_text("Naam,Telefoon\nJan,1\nEva,2\n")
    furnished.desk.phone_actions.import_files([str(file)])
    shown = await dialog(ImportDialog)
    await finished(shown)
    press(button(shown, "Undo this import"), SPACE)
    await furnished.tells("Import undone: 2 removed, 0 as they were before.")
    assert await furnished.program.contacts.count() == 0
    assert not button(shown, "Undo this import").isEnabled()


@pytest.mark.parametrize(("answer", "left"), [("Undo this import", 0), ("Cancel", 2)])
async def test_edits_since_are_lost_only_after_a_question(
    furnished: Furnished, file: Path, answer: str, left: int
) -> None:
    file.write_text("Naam,Telefoon\nJan,1\nEva,2\n")
    furnished.desk.phone_actions.import_files([str(file)])
    shown = await dialog(ImportDialog)
    await finished(shown)
    (jan,) = await furnished.program.contacts.resolve("Jan")
    await furnished.program.contacts.change(jan.id, ContactDraft(name="Johan"))
    press(button(shown, "Undo this import"), SPACE)
    question = await dialog(QuestionDialog)
    assert any("edited since: 1" in text for text in words(question))
    press(button(question, answer), SPACE)
    await until(lambda: button(shown, "Close").isEnabled(), "the end")
    assert await furnished.program.contacts.count() == left


async def test_what_is_imported_after_another_import_stays(furnished: Furnished, file: Path) -> None:
    file.write_text("Naam\nJan\n")
    furnished.desk.phone_actions.import_files([str(file)])
    shown = await dialog(ImportDialog)
    await finished(shown)
    file.write_text("Naam\nEva\n")
    await furnished.program.contacts.import_files([file])
    press(button(shown, "Undo this import"), SPACE)
    await until(lambda: any("imported again since" in text for text in words(shown)), "the refusal")
    assert await furnished.program.contacts.count() == 2


async def test_what_is_imported_during_the_question_stays(furnished: Furnished, file: Path) -> None:
    file.write_text("Naam\nJan\n")
    contacts = furnished.program.contacts
    furnished.desk.phone_actions.import_files([str(file)])
    shown = await dialog(ImportDialog)
    await finished(shown)
    (jan,) = await contacts.resolve("Jan")
    await contacts.change(jan.id, ContactDraft(name="Johan"))
    press(button(shown, "Undo this import"), SPACE)
    question = await dialog(QuestionDialog)
    file.write_text("Naam\nEva\n")
    await contacts.import_files([file])
    press(button(question, "Undo this import"), SPACE)
    await until(lambda: any("imported again since" in text for text in words(shown)), "the refusal")
    assert await contacts.count() == 2


async def test_who_is_not_lost_with_an_import_is_said(furnished: Furnished, file: Path) -> None:
    file.write_text("Naam\nJan\nEva\n")
    contacts = furnished.program.contacts
    mine = await contacts.add(ContactDraft(name="Bram"))
    furnished.desk.phone_actions.import_files([str(file)])
    shown = await dialog(ImportDialog)
    await finished(shown)
    (jan,) = await contacts.resolve("Jan")
    whole = await furnished.desk.app.duplicates.merge([jan.id, mine.id])
    await contacts.change(whole.id, ContactDraft(name="Jan", note="Bram"))
    press(button(shown, "Undo this import"), SPACE)
    press(button(await dialog(QuestionDialog), "Undo this import"), SPACE)
    await furnished.tells("Left as they are, because somebody else was merged into them since: 1.")
    assert [one.id for one in await contacts.resolve("Jan")] == [whole.id]
    assert await contacts.count() == 1


async def test_an_import_can_be_stopped_and_the_rest_stays_out(
    furnished: Furnished, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("Naam\n" + "".join(f"Persoon {number}\n" for number in range(2000)))
    seen = asyncio.Event()
    whole = ContactBook.import_files

    async def slowly(
        book: ContactBook, paths: list[Path], progress: Callable[[ImportProgress], None], **others: object
    ) -> object:
        def tell(one: ImportProgress) -> None:
            progress(one)
            seen.set()

        return await whole(book, paths, tell, **others)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(ContactBook, "import_files", slowly)
    furnished.desk.phone_actions.import_files([str(file)])
    shown = await dialog(ImportDialog)
    await seen.wait()
    bar = named(shown, QProgressBar, "Import progress")
    assert 0 < bar.value() < bar.maximum()
    furnished.desk.phone_actions.import_files([str(file)])
    await furnished.tells("Contacts are being imported already")
    press(shown, ESC)
    await finished(shown)
    left = await furnished.program.contacts.count()
    assert 0 < left < 2000
    assert any(f"Stopped. What was imported by then stays: {left} new" in text for text in words(shown))
    press(button(shown, "Undo this import"), SPACE)
    await furnished.tells(f"Import undone: {left} removed")
    assert await furnished.program.contacts.count() == 0


async def test_what_is_left_out_is_said(furnished: Furnished, file: Path, tmp_path: Path) -> None:
    file.write_text("Naam,Rare kolom\n" + "Jan,\n" * 300 + "Eva,iets\n")  # beyond what is looked at before
    bad = tmp_path / "map.csv"
    bad.write_bytes(b"PK\x03\x04")
    furnished.desk.phone_actions.import_files([str(file), str(bad)])
    shown = await dialog(ImportDialog)
    await finished(shown)
    assert "Not imported, these columns: Rare kolom." in words(shown)
    assert any("Save it as CSV in Excel" in text for text in words(shown))


async def test_only_files_of_contacts_can_be_dropped(furnished: Furnished, tmp_path: Path) -> None:
    drop(furnished, tmp_path / "foto.jpg", tmp_path / "lijst.csv")
    await asyncio.sleep(0)
    assert not furnished.window.findChildren(ImportDialog)


def offered(furnished: Furnished, file: Path) -> bool:
    """Hold a file over the window, and say whether the window would take it."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys)
    event.ignore()
    furnished.desk.dragEnterEvent(event)
    return event.isAccepted()


async def test_files_are_taken_once_the_country_is_known(furnished: Furnished, file: Path) -> None:
    assert offered(furnished, file)
    assert not offered(furnished, file.with_suffix(".jpg"))
    furnished.window.first_start = True
    assert not offered(furnished, file)
