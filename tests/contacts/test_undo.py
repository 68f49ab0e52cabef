from __future__ import annotations

import asyncio
import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.book import ContactBook
from dialer.contacts.exchange.import_store import KEPT_RUNS
from dialer.contacts.exchange.undo import EditedSince
from dialer.contacts.merging.duplicates import Duplicates
from dialer.contacts.model import ContactDraft, Extras, Instructions, NumberDraft
from dialer.contacts.schema import MIGRATIONS
from dialer.core.bus import EventBus
from dialer.core.database import Database
from dialer.core.errors import InputError

from .test_import import write
from .test_vcard import card

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.contacts.model import Contact

PHOTO = "PHOTO:data:image/png;base64,iVBORw0K"


async def everybody(book: ContactBook) -> dict[str, tuple[Contact, Extras]]:
    hits = (await book.search("", limit=0)).hits
    return {hit.contact.uid: (hit.contact, await book.extras(hit.contact.id)) for hit in hits}


async def test_an_import_is_taken_back_wholly(book: ContactBook, tmp_path: Path) -> None:
    jan = card("UID:1", "FN:Jan", "N:Jan;;;;", "TEL:0612345678", PHOTO)
    first = write(tmp_path, jan, card("UID:2", "FN:An"), name="first.vcf")
    await book.import_files([first], region="BE")
    before = await everybody(book)
    second = write(tmp_path, card("UID:1", "FN:Johan"), card("UID:3", "FN:Piet"), card("UID:2", "FN:An"))
    third = write(tmp_path, card("UID:4", "FN:Klaas"), name="more.vcf")
    reports = await book.import_files([second, third])
    assert [(one.new, one.changed, one.unchanged) for one in reports] == [(1, 1, 1), (1, 0, 0)]

    run = await book.last_import()
    assert run is not None
    assert (run.new, run.changed, run.edited) == (2, 1, 0)
    assert run.files == (str(second), str(third))
    seen: list[tuple[int, int]] = []
    assert await book.undo(lambda done, total: seen.append((done, total))) == run
    assert seen == [(3, 3)]
    assert await everybody(book) == before
    assert before["1"][1].photo == b"\x89PNG\r\n"
    assert [hit.contact.name for hit in (await book.search("johan")).hits] == []
    (again,) = await book.import_files([first], region="BE")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


async def test_after_an_undo_the_one_before_is_the_last(book: ContactBook, tmp_path: Path) -> None:
    for at in range(3):
        await book.import_files([write(tmp_path, card(f"UID:{at}", f"FN:Jan {at}"))])
    for left in (2, 1, 0):
        assert (await book.undo()).new == 1
        assert await book.count() == left
    assert await book.last_import() is None
    with pytest.raises(InputError) as caught:
        await book.undo()
    assert caught.value.key == "exchange.undo.none"


async def test_an_import_that_wrote_nothing_is_none(book: ContactBook, tmp_path: Path) -> None:
    file = write(tmp_path, card("UID:1", "FN:Jan"))
    await book.import_files([file])
    await book.import_files([file])
    await book.import_files([tmp_path / "nowhere.vcf"])
    assert (await book.undo()).new == 1
    assert await book.count() == 0


@pytest.mark.parametrize("uid", ["1", "2"])
async def test_who_was_edited_since_is_asked_about(book: ContactBook, tmp_path: Path, uid: str) -> None:
    await book.import_files([write(tmp_path, card("UID:1", "FN:Jan"))])
    await book.import_files([write(tmp_path, card("UID:1", "FN:Johan"), card("UID:2", "FN:Piet"))])
    contact = (await everybody(book))[uid][0]
    await book.change(contact.id, dataclasses.replace(contact.draft(), favourite=True))
    with pytest.raises(EditedSince) as caught:
        await book.undo()
    assert (caught.value.key, caught.value.placeholders) == ("exchange.undo.edited", {"count": 1})
    assert (await book.get(contact.id)) == dataclasses.replace(contact, favourite=True)
    assert (await book.undo(allow_edited=True)).edited == 1
    assert [one.name for one, _ in (await everybody(book)).values()] == ["Jan"]
    # What was not edited after that needs no question.
    await book.undo()
    assert await book.count() == 0


async def test_an_edit_before_an_import_comes_back_as_an_edit(book: ContactBook, tmp_path: Path) -> None:
    await book.import_files([write(tmp_path, card("UID:1", "FN:Jan"))])
    contact = (await everybody(book))["1"][0]
    edited = ContactDraft(
        name="Jan (belt terug)",
        numbers=(NumberDraft(raw="1234", label="balie"),),
        favourite=True,
        tags=("vip",),
        instructions=Instructions(never_put_through=True),
        extras=Extras(media_type="image/gif", photo=b"GIF8"),
    )
    here = await book.change(contact.id, edited)
    await book.import_files([write(tmp_path, card("UID:1", "FN:Johan", "TEL:1"))])
    changed = (await everybody(book))["1"][0]
    assert (changed.name, changed.favourite, changed.instructions) == ("Johan", True, here.instructions)
    await book.undo()
    assert (await everybody(book))["1"] == (here, edited.extras)
    with pytest.raises(EditedSince):
        await book.undo()


async def test_who_was_removed_since_stays_removed(book: ContactBook, tmp_path: Path) -> None:
    await book.import_files([write(tmp_path, card("UID:1", "FN:Jan"))])
    await book.import_files([write(tmp_path, card("UID:1", "FN:Johan"), card("UID:2", "FN:Piet"))])
    for contact, _ in (await everybody(book)).values():
        await book.remove(contact.id)
    run = await book.last_import()
    assert run is not None
    assert (run.new, run.changed, run.edited) == (0, 0, 0)
    await book.undo()
    assert await book.count() == 0


async def test_an_undo_works_after_a_restart(tmp_path: Path) -> None:
    for edit in (False, True):
        database = await Database.open(tmp_path / "dialer.db", MIGRATIONS)
        book = ContactBook(database, EventBus(), lambda: "NL")
        if edit:
            await book.undo()
            assert await book.count() == 0
        else:
            await book.import_files([write(tmp_path, card("UID:1", "FN:Jan"))])
        await database.close()


async def test_a_cancelled_import_can_be_taken_back(book: ContactBook, tmp_path: Path) -> None:
    file = write(tmp_path, *(card(f"UID:{at}", f"FN:Jan {at}") for at in range(1000)))
    first_batch = asyncio.Event()
    task = asyncio.create_task(book.import_files([file], lambda _: first_batch.set()))
    await first_batch.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    run = await book.last_import()
    assert run is not None
    assert run.new == await book.count() > 0
    await book.undo()
    assert await book.count() == 0


async def test_only_the_last_imports_are_kept(book: ContactBook, database: Database, tmp_path: Path) -> None:
    for at in range(KEPT_RUNS + 3):
        await book.import_files([write(tmp_path, card(f"UID:{at}", f"FN:Jan {at}"))])
    noted = await database.read(
        lambda connection: (
            connection.execute("SELECT count(DISTINCT import), count(*) FROM contact_import_step").get
        )
    )
    assert noted == (KEPT_RUNS, KEPT_RUNS)
    for _ in range(KEPT_RUNS):
        await book.undo()
    assert await book.last_import() is None
    assert await book.count() == 3


def merging(database: Database, book: ContactBook) -> Duplicates:
    return Duplicates(database, book, lambda: datetime(2026, 11, 22, 11, tzinfo=UTC))


async def own(book: ContactBook, name: str) -> Contact:
    """Add somebody by hand."""
    return await book.add(ContactDraft(name=name, numbers=(NumberDraft(raw="0612345678"),)))


@pytest.mark.parametrize("known", [True, False])
async def test_who_was_merged_into_an_imported_contact_comes_back(
    book: ContactBook, database: Database, tmp_path: Path, *, known: bool
) -> None:
    if known:
        await book.import_files([write(tmp_path, card("UID:1", "FN:Jan"))])
    mine = await own(book, "Eigen")
    before = await everybody(book)
    await book.import_files([write(tmp_path, card("UID:1", "FN:Johan", "TEL:1"))])
    imported = (await everybody(book))["1"][0]
    await merging(database, book).merge([imported.id, mine.id])
    assert mine.uid not in await everybody(book)
    undone = await book.undo(allow_edited=True)
    assert (undone.new, undone.changed, undone.left) == (int(not known), int(known), 0)
    assert await everybody(book) == before
    assert [hit.contact for hit in (await book.search("0612345678")).hits] == [mine]


@pytest.mark.parametrize("known", [True, False])
async def test_who_cannot_be_parted_any_more_stays(
    book: ContactBook, database: Database, tmp_path: Path, *, known: bool
) -> None:
    if known:
        await book.import_files([write(tmp_path, card("UID:1", "FN:Jan"))])
    first, second = await own(book, "Eerste"), await own(book, "Tweede")
    await book.import_files([write(tmp_path, card("UID:1", "FN:Johan"), card("UID:2", "FN:Piet"))])
    imported = (await everybody(book))["1"][0]
    # A chain: the first one goes into the second, both of them into the imported one.
    await merging(database, book).merge([second.id, first.id])
    whole = await merging(database, book).merge([imported.id, second.id])
    whole = await book.change(whole.id, dataclasses.replace(whole.draft(), title="Directeur"))
    undone = await book.undo(allow_edited=True)
    assert (undone.new, undone.changed, undone.left) == (1, 0, 1)
    assert [one for one, _ in (await everybody(book)).values()] == [whole]
    assert "Eerste" in whole.note
    # The step is done with: what is left to take back is the import before it, if there is one.
    assert ((await book.last_import()) is not None) == known
    if known:
        assert (await book.undo(allow_edited=True)).left == 1
    assert [one for one, _ in (await everybody(book)).values()] == [whole]


async def test_one_merge_of_several_is_taken_back_and_the_rest_stays(
    book: ContactBook, database: Database, tmp_path: Path
) -> None:
    first, second = await own(book, "Eerste"), await own(book, "Tweede")
    await book.import_files([write(tmp_path, card("UID:1", "FN:Johan"))])
    imported = (await everybody(book))["1"][0]
    for mine in (first, second):
        await merging(database, book).merge([imported.id, mine.id])
    assert (await book.undo(allow_edited=True)).left == 1
    found = await everybody(book)
    assert set(found) == {"1", second.uid}
    assert found["1"][0].note == "Eerste"
    assert found[second.uid][0] == second


@pytest.mark.parametrize("edit", [True, False])
async def test_who_was_merged_out_of_one_import_goes_with_it(
    book: ContactBook, database: Database, tmp_path: Path, *, edit: bool
) -> None:
    cards = (card(f"UID:{at}", "FN:Jan") for at in range(300))
    await book.import_files([write(tmp_path, *cards)])
    people = await everybody(book)
    for keep, other in (("299", "0"), ("1", "298")):
        whole = await merging(database, book).merge([people[keep][0].id, people[other][0].id])
        if edit:
            await book.change(whole.id, dataclasses.replace(whole.draft(), title="Directeur"))
    undone = await book.undo(allow_edited=True)
    assert (undone.new, undone.left) == (298 if edit else 300, 0)
    assert await book.count() == 0
    assert await book.last_import() is None


async def test_a_merge_from_before_an_import_is_no_reason_to_leave_it(
    book: ContactBook, database: Database, tmp_path: Path
) -> None:
    mine = await own(book, "Eigen")
    await book.import_files([write(tmp_path, card("UID:1", "FN:Jan"))])
    whole = await merging(database, book).merge([(await everybody(book))["1"][0].id, mine.id])
    await book.import_files([write(tmp_path, card("UID:1", "FN:Johan"))])
    assert (await book.undo()).left == 0
    assert [one for one, _ in (await everybody(book)).values()] == [whole]
    # Only the import after it could have been taken back without losing anybody.
    assert (await book.undo(allow_edited=True)).left == 1
    assert [one for one, _ in (await everybody(book)).values()] == [whole]


async def test_only_the_import_that_is_meant_is_taken_back(book: ContactBook, tmp_path: Path) -> None:
    await book.import_files([write(tmp_path, card("UID:1", "FN:Jan"))])
    meant = await book.last_import()
    assert meant is not None
    await book.import_files([write(tmp_path, card("UID:2", "FN:Piet"))])
    with pytest.raises(InputError, match=r"importing\.undo\.not_last"):
        await book.undo(run=meant.id)
    assert await book.count() == 2
    await book.undo()
    assert (await book.undo(run=meant.id)).new == 1
    assert await book.count() == 0
