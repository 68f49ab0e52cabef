from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.documents import report_to_json
from dialer.contacts.model import ContactDraft, FileReport, ImportProgress, NumberDraft
from dialer.core.strings import Strings

from .outside import FOLDER, needs_it
from .test_vcard import card

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.contacts.book import ContactBook


def write(tmp_path: Path, *cards: str, name: str = "cards.vcf") -> Path:
    file = tmp_path / name
    file.write_text("".join(cards), encoding="utf-8", newline="")
    return file


async def import_one(book: ContactBook, file: Path) -> tuple[int, int, int]:
    (report,) = await book.import_files([file])
    assert report.error_key is None
    return report.new, report.changed, report.unchanged


async def test_the_second_import_changes_nothing(book: ContactBook, tmp_path: Path) -> None:
    file = write(tmp_path, card("UID:1", "FN:Jan", "TEL:0612345678"), card("FN:Piet", "TEL:020 1234567"))
    assert await import_one(book, file) == (2, 0, 0)
    before = (await book.search("")).hits
    assert await import_one(book, file) == (0, 0, 2)
    assert (await book.search("")).hits == before


async def test_a_known_card_with_other_content_is_a_change(book: ContactBook, tmp_path: Path) -> None:
    await import_one(book, write(tmp_path, card("UID:1", "FN:Jan", "TEL:0612345678")))
    (hit,) = (await book.search("jan")).hits
    assert await import_one(book, write(tmp_path, card("UID:1", "FN:Johan", "TEL:020 1234567"))) == (0, 1, 0)
    changed = await book.get(hit.contact.id)
    assert changed is not None
    assert (changed.name, changed.numbers[0].e164) == ("Johan", "+31201234567")


async def test_an_edit_of_ones_own_survives_the_same_file(book: ContactBook, tmp_path: Path) -> None:
    file = write(tmp_path, card("UID:1", "FN:Jan"))
    await import_one(book, file)
    (hit,) = (await book.search("jan")).hits
    await book.change(
        hit.contact.id, ContactDraft(name="Jan (belt terug)", numbers=(NumberDraft(raw="1234"),))
    )
    assert await import_one(book, file) == (0, 0, 1)
    assert [hit.contact.name for hit in (await book.search("jan")).hits] == ["Jan (belt terug)"]


async def test_two_people_with_one_key_are_both_kept(book: ContactBook, tmp_path: Path) -> None:
    file = write(
        tmp_path, card("UID:1", "FN:Jan"), card("UID:1", "FN:Piet"), card("FN:Twin"), card("FN:Twin")
    )
    assert await import_one(book, file) == (4, 0, 0)
    assert await import_one(book, file) == (0, 0, 4)
    assert await book.count() == 4


async def test_numbers_are_kept_as_written(book: ContactBook, tmp_path: Path) -> None:
    numbers = ["0612345678", "112", "bel de balie", "*21*0900#", "020 1234567 ext 12", "1" * 40]
    await import_one(book, write(tmp_path, card("FN:Jan", *(f"TEL:{number}" for number in numbers))))
    (hit,) = (await book.search("jan")).hits
    assert [number.raw for number in hit.contact.numbers] == numbers
    assert [number.callable for number in hit.contact.numbers] == [True, False, False, False, True, False]
    assert all(number.callable or number.reason for number in hit.contact.numbers)


async def test_one_bad_file_does_not_keep_the_others_out(book: ContactBook, tmp_path: Path) -> None:
    good = write(tmp_path, card("FN:Jan"), card("NOTE:niemand"))
    missing, text = tmp_path / "weg.vcf", write(tmp_path, "geen vCard", name="text.txt")
    reports = await book.import_files([missing, text, good])
    assert reports == [
        FileReport(file=str(missing), error_key="contacts.import.missing"),
        FileReport(file=str(text), error_key="contacts.import.no_card"),
        FileReport(file=str(good), new=1, skipped=((5, "contacts.skipped.empty"),)),
    ]
    assert report_to_json(reports[2], Strings("en")) == {
        "file": str(good),
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "skipped": [{"line": 5, "reason": "The card has no name, organisation, number or e-mail address."}],
    }


async def test_progress_rises_to_the_whole_file(book: ContactBook, tmp_path: Path) -> None:
    file = write(tmp_path, *(card(f"UID:{at}", f"FN:Jan {at}") for at in range(450)))
    seen: list[ImportProgress] = []
    await book.import_files([file], seen.append)
    assert [one.contacts for one in seen] == [200, 400, 450]
    assert sorted(one.done for one in seen) == [one.done for one in seen]
    assert 0.9 < seen[-1].done / seen[-1].total <= 1


async def test_a_cancelled_import_keeps_whole_batches(book: ContactBook, tmp_path: Path) -> None:
    file = write(tmp_path, *(card(f"UID:{at}", f"FN:Jan {at}") for at in range(2000)))
    first_batch = asyncio.Event()
    task = asyncio.create_task(book.import_files([file], lambda _: first_batch.set()))
    await first_batch.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    kept = await book.count()
    assert 0 < kept < 2000
    assert kept % 200 == 0
    assert await import_one(book, file) == (2000 - kept, 0, kept)


@needs_it
async def test_files_of_other_programs_import_twice_without_a_change(book: ContactBook) -> None:
    files = sorted((FOLDER / "vcard_misc").rglob("*.vcf")) + sorted((FOLDER / "vcard_android").rglob("*.vcf"))
    for file in files:
        await book.import_files([file])
        (again,) = await book.import_files([file])
        assert (again.new, again.changed) == (0, 0), file
