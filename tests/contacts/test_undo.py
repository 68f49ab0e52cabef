from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.book import ContactBook
from dialer.contacts.import_store import KEPT_RUNS
from dialer.contacts.model import ContactDraft, Extras, Instructions, NumberDraft
from dialer.contacts.schema import MIGRATIONS
from dialer.contacts.undo import EditedSince
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
