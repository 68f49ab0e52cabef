"""Lists in the book: which files are lists, and that the same file twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.exchange.csv_lists import Lists
from tests.contacts.csv_files import table, write
from tests.contacts.test_import import import_one
from tests.contacts.test_vcard import card

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.contacts.book import ContactBook

_HEADER = ("Naam", "Telefoon", "UID")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


async def test_the_same_list_twice_changes_nothing(book: ContactBook, file: Path) -> None:
    write(file, table(_HEADER, ("Jan", "020 5550100", ""), ("Jan", "020 5550100", ""), ("Eva", "", "e-1")))
    assert await import_one(book, file) == (3, 0, 0)
    before = (await book.search("")).hits
    assert await import_one(book, file) == (0, 0, 3)
    assert (await book.search("")).hits == before


async def test_only_a_key_makes_other_content_a_change(book: ContactBook, file: Path) -> None:
    await import_one(book, write(file, table(_HEADER, ("Jan", "020 5550100", ""), ("Eva", "1", "e-1"))))
    write(file, table(_HEADER, ("Jan", "020 5550199", ""), ("Eva", "2", "e-1")))
    assert await import_one(book, file) == (1, 1, 0)
    assert [hit.contact.numbers[0].raw for hit in (await book.search("jan")).hits] == [
        *("020 5550100", "020 5550199"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["cards.csv", "cards.txt", "cards"])
async def test_what_is_in_a_file_decides_what_it_is(
    book: ContactBook, tmp_path: Path, name: str, encoding: str
) -> None:
    cards = write(tmp_path / name, card("FN:Jan", "TEL:020 5550100"), encoding)
    rows = write(tmp_path / f"list-{name}", table(("Naam", "Telefoon"), ("Eva", "020 5550101")), encoding)
    reports = await book.import_files([cards, rows])
    assert [(report.new, report.error_key) for report in reports] == [(1, None), (1, None)]
    assert [hit.contact.name for hit in (await book.search("")).hits] == ["Eva", "Jan"]


async def test_a_damaged_number_is_kept_and_cannot_be_called(book: ContactBook, file: Path) -> None:
    numbers = ("3,12056E+10", "+3.12E+10", "31205550100.0", "020 555", "telefoon: zie 2")
    await import_one(book, write(file, table(("Naam", *["Telefoon"] * 5), ("Jan", *numbers))))
    (hit,) = (await book.search("jan")).hits
    assert [number.raw for number in hit.contact.numbers] == list(numbers)
    assert not any(number.callable or number.e164 for number in hit.contact.numbers)


async def test_the_line_of_a_skipped_row_is_reported(book: ContactBook, file: Path) -> None:
    write(file, table(("Naam", "Telefoon", "Notitie"), ("Jan", "", "a\nb"), ("", "", "niemand")))
    (report,) = await book.import_files([file])
    assert (report.new, report.skipped) == (1, ((4, "csv.skipped.empty"),))


async def test_the_numbers_of_the_rows_of_two_lists_mix_nobody_up(book: ContactBook, file: Path) -> None:
    await import_one(book, write(file, table(_HEADER, ("Jan", "020 5550100", "1"))))
    assert await import_one(book, write(file, table(_HEADER, ("Eva", "020 5550101", "1")))) == (1, 0, 0)
    assert [hit.contact.name for hit in (await book.search("")).hits] == ["Eva", "Jan"]


async def test_first_and_last_name_stay_apart_in_an_export_until_the_name_is_edited(
    book: ContactBook, file: Path, tmp_path: Path
) -> None:
    header, cards = ("Voornaam", "Tussenvoegsel", "Achternaam", "Weergavenaam"), tmp_path / "all.vcf"
    rows = (("Jan", "van der", "Berg", ""), ("Eva", "", "Bos; jr.", "Eva uit Delft"), ("", "", "", "Balie"))
    await import_one(book, write(file, table(header, *rows)))

    async def names() -> set[str]:
        await book.export(cards)
        lines = cards.read_text(encoding="utf-8").splitlines()
        return {line for line in lines if line.startswith(("N:", "FN:"))}

    both = {"FN:Eva uit Delft", "N:Bos\\; jr.;Eva;;;", "FN:Balie"}
    assert await names() == {"FN:Jan van der Berg", "N:van der Berg;Jan;;;", *both}
    (hit,) = (await book.search("jan")).hits
    await book.change(hit.contact.id, replace(hit.contact.draft(), name="Johan van der Berg"))
    assert await names() == {"FN:Johan van der Berg", *both}
    assert await import_one(book, cards) == (0, 0, 3)


async def _import(book: ContactBook, file: Path, *choices: str) -> tuple[int, int, int]:
    lists = Lists(lambda _path, guessed: guessed.with_choices(choices))
    (report,) = await book.import_files([file], reader=lists.open)
    return report.new, report.changed, report.unchanged


async def test_a_better_map_of_the_same_list_changes_its_people(book: ContactBook, file: Path) -> None:
    rows = (("Jan", "020 5550100", "x"), ("Jan", "020 5550101", "x"), ("Eva", "", ""), ("Eva", "", ""))
    write(file, table(("Naam", "Nr", "Kleur"), *rows))
    assert await _import(book, file) == (4, 0, 0)
    ids = [hit.contact.id for hit in (await book.search("")).hits]
    assert await _import(book, file, "Nr=number") == (0, 2, 2)
    assert await _import(book, file, "Nr=number") == (0, 0, 4)
    hits = (await book.search("")).hits
    assert sorted(hit.contact.id for hit in hits) == sorted(ids)
    assert sorted(number.raw for hit in hits for number in hit.contact.numbers) == [
        *("020 5550100", "020 5550101"),
    ]
    await book.undo()
    assert not any(hit.contact.numbers for hit in (await book.search("")).hits)


async def test_who_was_edited_is_left_alone_until_the_list_says_something_else(
    book: ContactBook, file: Path
) -> None:
    write(file, table(("Naam", "Nr"), ("Jan", "020 5550100")))
    await _import(book, file)
    (hit,) = (await book.search("jan")).hits
    await book.change(hit.contact.id, replace(hit.contact.draft(), name="Jan Smit"))
    assert await _import(book, file) == (0, 0, 1)
    assert [hit.contact.name for hit in (await book.search("")).hits] == ["Jan Smit"]
    assert await _import(book, file, "Nr=number") == (0, 1, 0)


async def test_the_people_of_a_list_with_one_more_column_are_known_by_what_it_says(
    book: ContactBook, file: Path, tmp_path: Path
) -> None:
    people = (("Jan", "020 5550100"), ("Eva", "1"), ("Eva", "1"))
    await _import(book, write(file, table(("Naam", "Telefoon"), *people)))
    wider = ((*person, colour) for person, colour in zip(people, ("rood", "wit", "blauw"), strict=True))
    write(file, table(("Naam", "Telefoon", "Kleur"), *wider, ("Eva", "1", "geel")))
    assert await _import(book, file) == (1, 0, 3)
    cards = write(tmp_path / "cards.vcf", card("FN:Jan", "TEL:020 5550100"))
    assert await import_one(book, cards) == (0, 0, 1)
