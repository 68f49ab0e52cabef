"""Importing again who was merged: no twins, and nothing of what the others brought is lost."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.merging.duplicates import Duplicates

from .test_import import write
from .test_vcard import card

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.contacts.book import ContactBook
    from dialer.contacts.model import Contact, FileReport
    from dialer.core.database import Database

ANN = ("UID:ann", "FN:Ann Bakker", "TEL:+31201234567")
ANNE = ("UID:anne", "FN:Anne Bakker", "TEL:+31687654321", "EMAIL:anne@example.org")


@pytest.fixture
async def merged(book: ContactBook, database: Database, tmp_path: Path) -> Contact:
    """Ann, with Anne in her."""
    await book.import_files([write(tmp_path, card(*ANN), card(*ANNE))])
    duplicates = Duplicates(database, book, lambda: datetime(2026, 11, 22, tzinfo=UTC))
    people = {hit.contact.uid: hit.contact.id for hit in (await book.search("bakker")).hits}
    return await duplicates.merge([people["ann"], people["anne"]], keep=people["ann"])


async def _import(book: ContactBook, folder: Path, *cards: tuple[str, ...]) -> FileReport:
    [report] = await book.import_files([write(folder, *(card(*lines) for lines in cards))])
    return report


def _said(contact: Contact) -> tuple[list[str | None], tuple[str, ...]]:
    return [number.e164 for number in contact.numbers], contact.emails


async def test_the_same_file_changes_nothing(book: ContactBook, merged: Contact, tmp_path: Path) -> None:
    report = await _import(book, tmp_path, ANN, ANNE)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    assert [hit.contact for hit in (await book.search("")).hits] == [merged]


async def test_what_is_new_about_somebody_merged_away_goes_to_the_one_that_stayed(
    book: ContactBook, merged: Contact, tmp_path: Path
) -> None:
    changed = (*ANNE, "EMAIL:new@example.org")
    report = await _import(book, tmp_path, ANN, changed)
    assert (report.new, report.changed, report.unchanged) == (0, 1, 1)
    [hit] = (await book.search("")).hits
    assert hit.contact.name == "Ann Bakker"
    assert _said(hit.contact) == (
        ["+31201234567", "+31687654321"], ("anne@example.org", "new@example.org"),
    )  # fmt: skip
    again = await _import(book, tmp_path, ANN, changed)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


async def test_what_is_new_about_the_one_that_stayed_loses_nothing_of_the_other(
    book: ContactBook, merged: Contact, tmp_path: Path
) -> None:
    changed = ("UID:ann", "FN:Ann Bakker-Visser", "TEL:+31201112222")
    report = await _import(book, tmp_path, changed)
    assert (report.new, report.changed) == (0, 1)
    [hit] = (await book.search("")).hits
    assert hit.contact.name == "Ann Bakker-Visser"
    assert {"+31201112222", "+31687654321"} <= set(_said(hit.contact)[0])
    again = await _import(book, tmp_path, changed)
    assert (again.changed, again.unchanged) == (0, 1)


async def test_taking_it_back_leaves_them_as_they_were(
    book: ContactBook, merged: Contact, tmp_path: Path
) -> None:
    await _import(book, tmp_path, ANN, (*ANNE, "EMAIL:new@example.org"))
    await book.undo()
    assert [hit.contact for hit in (await book.search("")).hits] == [merged]


async def test_what_was_edited_out_of_them_stays_out(
    book: ContactBook, merged: Contact, tmp_path: Path
) -> None:
    edited = await book.change(merged.id, dataclasses.replace(merged.draft(), emails=()))
    await _import(book, tmp_path, ANN, ANNE)
    assert [hit.contact for hit in (await book.search("")).hits] == [edited]
