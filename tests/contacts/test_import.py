from __future__ import annotations

import asyncio
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.documents import report_to_json
from dialer.contacts.model import ContactDraft, FileReport, ImportProgress, Instructions, NumberDraft
from dialer.core.strings import Strings

from .outside import FOLDER, needs_it
from .test_vcard import card

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.contacts.book import ContactBook
    from dialer.core.database import Database


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


async def test_star_and_instructions_of_a_file_are_for_new_people_only(
    book: ContactBook, tmp_path: Path
) -> None:
    own = ("X-DIALER-FAVOURITE:1", "X-DIALER-NEVER-PUT-THROUGH:1", "X-DIALER-ASK-FOR:x")
    await import_one(book, write(tmp_path, card("UID:1", "FN:Jan"), card("UID:2", "FN:Piet", *own)))
    (piet,) = (await book.search("piet")).hits
    assert (piet.contact.favourite, piet.contact.instructions.ask_for) == (True, "x")
    assert await import_one(book, write(tmp_path, card("UID:1", "FN:Jan", *own))) == (0, 0, 1)
    assert await import_one(book, write(tmp_path, card("UID:1", "FN:Johan", *own))) == (0, 1, 0)
    assert await import_one(book, write(tmp_path, card("UID:2", "FN:Pieter"))) == (0, 1, 0)
    found = {hit.contact.name: hit.contact for hit in (await book.search("")).hits}
    assert not found["Johan"].favourite
    assert found["Johan"].instructions == Instructions()
    assert (found["Pieter"].favourite, found["Pieter"].instructions) == (True, piet.contact.instructions)


async def test_one_more_twin_is_new(book: ContactBook, tmp_path: Path) -> None:
    assert await import_one(book, write(tmp_path, card("FN:Twin"))) == (1, 0, 0)
    assert await import_one(book, write(tmp_path, card("FN:Twin"), card("FN:Twin"))) == (1, 0, 1)


async def test_what_changed_in_many_is_found_by_its_new_words_only(
    book: ContactBook, database: Database, tmp_path: Path
) -> None:
    for name in ("Jansen", "Pietersen"):
        file = write(tmp_path, *(card(f"UID:{at}", f"FN:Jan {name} {at}") for at in range(60)))
        await import_one(book, file)
    assert (await book.search("jansen")).hits == ()
    assert len((await book.search("pietersen")).hits) == 50
    pending = await database.read(lambda one: one.execute("SELECT count(*) FROM contact_unmerged").get)
    assert pending == 0


async def test_photos_of_many_take_little_memory(book: ContactBook, tmp_path: Path) -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 400_000
    file = write(tmp_path, *(card(f"UID:{at}", f"FN:Jan {at}", photo) for at in range(40)))
    await book.import_files([write(tmp_path, card("FN:Eerst"), name="first.vcf")])
    tracemalloc.start()
    assert await import_one(book, file) == (40, 0, 0)
    await book.export(tmp_path / "out.vcf")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "out.vcf").stat().st_size > 16_000_000
    assert peak < 16_000_000
