"""Export from the settings: a name, a file, and how many are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from dialer.ui.contacts.export_card import ExportCard
from tests.ui.driving import button, dialog, nameless, press, until, whole, words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.furnished import Furnished

SPACE = Qt.Key.Key_Space


async def choosing(furnished: Furnished) -> tuple[ExportCard, QFileDialog, QLineEdit]:
    """Press the button; return the card, and the dialog in which a file is named."""
    whole(furnished.desk.show_page("settings"))
    (card,) = furnished.window.findChildren(ExportCard)
    assert nameless(card) == []
    press(button(card, "Export contacts"), SPACE)
    chooser = await dialog(QFileDialog)
    name = chooser.findChild(QLineEdit)
    assert name is not None
    return card, chooser, name


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [("mine", 0, "mine.vcf"), ("mine", 1, "mine.csv"), ("mine.csv", 0, "mine.csv")],
)
async def test_the_kind_of_file_is_that_of_its_name(
    furnished: Furnished, tmp_path: Path, typed: str, kind: int, written: str
) -> None:
    await furnished.people()
    card, chooser, name = await choosing(furnished)
    chooser.selectNameFilter(chooser.nameFilters()[kind])
    chooser.filterSelected.emit(chooser.nameFilters()[kind])
    name.setText(str(tmp_path / typed))
    chooser.accept()
    await until(
        lambda: any(f"written to \u2068{written}\u2069: 3" in text for text in words(card)), "the file"
    )
    text = (tmp_path / written).read_text("utf-8-sig")
    assert text.startswith("BEGIN:VCARD" if written.endswith("vcf") else "Name,")
    assert "Sanne de Vries" in text


async def test_photos_that_a_list_has_no_room_for_are_mentioned(furnished: Furnished, tmp_path: Path) -> None:
    photo = "PHOTO:data:image/gif;base64,R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs="
    cards = tmp_path / "a.vcf"
    cards.write_text(f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna\r\n{photo}\r\nEND:VCARD\r\n", newline="")
    await furnished.program.contacts.import_files([cards])
    card, chooser, _name = await choosing(furnished)
    chooser.fileSelected.emit(str(tmp_path / "all.csv"))
    chooser.reject()
    await until(
        lambda: any(text.endswith(": 1\nPhotos are in vCard files only.") for text in words(card)), "the end"
    )


async def test_what_cannot_be_written_is_said(furnished: Furnished, tmp_path: Path) -> None:
    card, chooser, _name = await choosing(furnished)
    chooser.fileSelected.emit(str(tmp_path / "none" / "mine.csv"))
    chooser.reject()
    await until(
        lambda: any("could not be written" in text or "cannot be written" in text for text in words(card)),
        "why",
    )
    assert button(card, "Export contacts").isEnabled()


async def test_the_last_import_is_taken_back_from_here_too(furnished: Furnished, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text("Naam\nJan\nEva\n")
    whole(furnished.desk.show_page("settings"))
    (card,) = furnished.window.findChildren(ExportCard)
    await furnished.program.contacts.import_files([file])
    await until(lambda: any("lijst.csv" in text and "2 new, 0 changed" in text for text in words(card)), "it")
    press(button(card, "Undo this import"), SPACE)
    await until(lambda: any("2 removed" in text for text in words(card)), "the end")
    await until(lambda: not any("lijst.csv" in text for text in words(card)), "nothing to take back")
    assert await furnished.program.contacts.count() == 0


async def test_nothing_happens_where_no_file_is_named(furnished: Furnished) -> None:
    card, chooser, _name = await choosing(furnished)
    chooser.reject()
    await until(lambda: len(words(card)) == 1, "nothing but the card's own sentence")
    assert button(card, "Export contacts").isEnabled()
