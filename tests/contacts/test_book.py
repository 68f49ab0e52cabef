from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from dialer.contacts.documents import contact_to_json
from dialer.contacts.model import ContactDraft, ContactsChanged, NumberDraft
from dialer.core.errors import InputError, StorageError

from .outside import load, needs_it

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.contacts.book import ContactBook
    from dialer.core.bus import EventBus
    from dialer.core.database import Database

    from .conftest import Region


def draft(name: str = "", *numbers: str, **fields: Any) -> ContactDraft:
    return ContactDraft(name=name, numbers=tuple(NumberDraft(raw=raw) for raw in numbers), **fields)


async def test_a_contact_comes_back_as_it_was_written(book: ContactBook) -> None:
    added = await book.add(
        ContactDraft(
            name="Zoë O'Neil",
            organisation="Acme",
            department="Sales",
            title="Buyer",
            numbers=(NumberDraft(raw="020-123 45 67", label="work"), NumberDraft(raw="1234", label="desk")),
            emails=("zoe@example.com",),
            note="met <b>Jan & Piet</b>\nsecond line",
            favourite=True,
        )
    )
    assert await book.get(added.id) == added
    work, desk = added.numbers
    assert (work.raw, work.e164, work.callable, work.display) == (
        "020-123 45 67",
        "+31201234567",
        True,
        "+31 20 123 4567",
    )
    assert (desk.raw, desk.e164, desk.callable, desk.display) == ("1234", None, False, "1234")
    assert desk.reason
    assert added.note == "met <b>Jan & Piet</b>\nsecond line"
    assert [one.id for one in await book.favourites()] == [added.id]


async def test_the_json_of_a_contact(book: ContactBook) -> None:
    added = await book.add(draft("Jan", "0612345678", title="CEO", emails=("jan@example.com",)))
    assert contact_to_json(added) == {
        "id": added.id,
        "name": "Jan",
        "organisation": "",
        "title": "CEO",
        "numbers": [{"raw": "0612345678", "e164": "+31612345678", "label": "", "callable": True}],
        "emails": ["jan@example.com"],
        "source": "local",
    }


async def test_change_keeps_the_id_and_finds_the_new_name_only(book: ContactBook) -> None:
    added = await book.add(draft("Jan Oud", "0612345678"))
    changed = await book.change(added.id, draft("Jan Nieuw", "020 1234567"))
    assert (changed.id, changed.uid) == (added.id, added.uid)
    assert (await book.search("oud")).total == 0
    assert (await book.search("0612345678")).total == 0
    assert [hit.contact.name for hit in (await book.search("nieuw")).hits] == ["Jan Nieuw"]


async def test_removing_leaves_no_trace_in_the_file(book: ContactBook, database: Database) -> None:
    await book.add(draft("Blijver"))
    gone = await book.add(draft("Xylofonist Quaxenberg", "+31 6 98765432", note="geheim"))
    await book.remove(gone.id)
    assert await book.get(gone.id) is None
    assert (await book.search("quax")).total == 0
    assert await book.who("+31698765432") == []
    assert await book.count() == 1
    await database.close()
    for file in database.path.parent.glob("dialer.db*"):
        content = file.read_bytes().lower()
        assert all(trace not in content for trace in (b"quaxen", b"31698765432", b"geheim", b"xylofo"))


async def test_ids_are_never_used_again(book: ContactBook) -> None:
    first = await book.add(draft("Een"))
    await book.remove(first.id)
    assert (await book.add(draft("Twee"))).id != first.id


@pytest.mark.parametrize(
    ("bad", "key"),
    [
        (draft(), "contacts.error.empty"),
        (draft("   \u202e  "), "contacts.error.empty"),
        (draft("Jan", ""), "contacts.number.empty"),
        (draft("Jan", "O612345678"), "contacts.number.letters"),
        (draft("Jan", "niet bekend"), "contacts.number.no_number"),
        (draft("Jan", "1" * 40), "contacts.number.too_long"),
        (draft("Jan", "٠٦١٢٣٤٥٦٧٨"), "contacts.number.lookalike"),
        (draft("Jan", "\u202e0612345678"), "contacts.number.hidden"),
        (draft("Jan", emails=("geen adres",)), "contacts.error.email"),
        (draft("J" * 1001), "contacts.error.too_long"),
    ],
)
async def test_bad_input_is_refused_with_a_sentence_and_nothing_is_kept(
    book: ContactBook, bad: ContactDraft, key: str
) -> None:
    with pytest.raises(InputError) as caught:
        await book.add(bad)
    assert caught.value.key == key
    assert await book.count() == 0


async def test_a_refused_change_loses_nothing(book: ContactBook) -> None:
    added = await book.add(draft("Jan", "0612345678"))
    with pytest.raises(InputError):
        await book.change(added.id, draft("Jan", "letters"))
    assert await book.get(added.id) == added


@pytest.mark.parametrize("contact_id", ["", "c99", "99", "c", "cx", "c-1", "c" + "9" * 40, "c¹"])
async def test_who_is_not_there_cannot_be_changed(book: ContactBook, contact_id: str) -> None:
    assert await book.get(contact_id) is None
    for attempt in (book.remove(contact_id), book.change(contact_id, draft("Jan"))):
        with pytest.raises(InputError) as caught:
            await attempt
        assert caught.value.key == "contacts.error.no_contact"


async def test_a_company_without_people_stands_for_itself(book: ContactBook) -> None:
    assert (await book.add(draft(organisation="Acme BV"))).name == "Acme BV"
    assert (await book.add(draft("", "020 1234567"))).name == "020 1234567"
    assert (await book.add(draft(emails=("info@example.com",)))).name == "info@example.com"


async def test_resolve_by_id_name_or_email(book: ContactBook) -> None:
    jan = await book.add(draft("Jan de Vries", emails=("Jan@Example.com",)))
    twin = await book.add(draft("JAN DE VRIES"))
    assert await book.resolve(jan.id) == [jan]
    assert await book.resolve("jan@example.com") == [jan]
    assert await book.resolve(" jan de vries ") == [jan, twin]
    assert await book.resolve("jan") == []
    assert await book.resolve("") == []


async def test_who_has_this_number(book: ContactBook) -> None:
    jan = await book.add(draft("Jan", "020 1234567"))
    piet = await book.add(draft("Piet", "+31 20 123 45 67"))
    await book.add(draft("Belg", "+32 2 555 12 12"))
    assert await book.who("0031201234567") == [jan, piet]
    assert await book.who("1234567") == []
    assert await book.who("nonsense") == []


async def test_a_home_that_moves_reads_its_numbers_again(book: ContactBook, region: Region) -> None:
    added = await book.add(draft("Jan", "0475 12 34 56", "+31 6 12345678"))
    assert added.numbers[0].e164 == "+31475123456"
    region.code = "BE"
    await book.read_numbers_again()
    moved = await book.get(added.id)
    assert moved is not None
    assert [number.e164 for number in moved.numbers] == ["+32475123456", "+31612345678"]
    assert (await book.search("32475")).total == 1
    assert await book.who("+31475123456") == []


async def test_each_change_is_told_on_the_bus(book: ContactBook, bus: EventBus) -> None:
    told: list[ContactsChanged] = []
    bus.listen(ContactsChanged, told.append)
    added = await book.add(draft("Jan"))
    await book.change(added.id, draft("Piet"))
    await book.remove(added.id)
    assert len(told) == 3


async def test_an_older_call_does_not_hide_a_later_one(book: ContactBook) -> None:
    first, second = await book.add(draft("Jan A")), await book.add(draft("Jan B"))
    await book.touch(second.id, datetime(2026, 1, 3, tzinfo=UTC))
    await book.touch(first.id, datetime(2026, 1, 2, tzinfo=UTC))
    await book.touch(second.id, datetime(2026, 1, 1, tzinfo=UTC))
    await book.touch("c999", datetime(2026, 1, 1, tzinfo=UTC))
    assert [hit.contact.name for hit in (await book.search("jan")).hits] == ["Jan B", "Jan A"]


async def test_a_full_disk_is_told_and_nothing_is_half_written(
    book: ContactBook, database: Database, tmp_path: Path
) -> None:
    await book.add(draft("Jan"))
    await database.write(lambda connection: connection.execute("PRAGMA max_page_count=1").get)
    with pytest.raises(StorageError):
        await book.add(draft("Piet " * 100, note="x" * 30_000))
    kept = await book.count()
    assert (await book.search("", limit=0)).total == kept


@needs_it
async def test_naughty_strings_are_kept_and_searched_literally(book: ContactBook) -> None:
    for text in load("naughty_strings/blns.json"):
        found = await book.search(text)
        assert found.total == 0 or not text.strip()
    kept = 0
    for text in load("naughty_strings/blns.json"):
        try:
            added = await book.add(draft("Jan", organisation=text, note=text))
        except InputError:
            continue
        kept += 1
        assert await book.get(added.id) == added
        assert "".join(added.note.split()) in "".join(text.split()) or not text.isprintable()
        await book.search(text)
    assert kept > 500
    assert await book.count() == kept


async def test_an_extension_is_shown_beside_its_number(book: ContactBook) -> None:
    added = await book.add(ContactDraft(name="Desk", numbers=(NumberDraft(raw="020 555 0177 tst. 12"),)))
    [number] = added.numbers
    assert (number.e164, number.display) == ("+31205550177", "+31 20 555 0177 ext. 12")
