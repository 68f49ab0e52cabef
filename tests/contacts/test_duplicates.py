"""Who is there more than once: suggested, merged, taken back, linked, or said to be different people."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from dialer.contacts import records, store
from dialer.contacts.book import ContactBook
from dialer.contacts.directories import sync_store
from dialer.contacts.merging.duplicates import Duplicates
from dialer.contacts.merging.same import Reason
from dialer.contacts.model import Contact, ContactDraft, ContactsChanged, Extras, Instructions, NumberDraft
from dialer.contacts.schema import MIGRATIONS
from dialer.core.bus import EventBus
from dialer.core.database import Database
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
NUMBER, OTHER, MOBILE = "020 123 45 67", "+31 20 123 45 67", "06 12345678"


class Desk:
    """A book and its duplicates, on a file that can be opened again."""

    def __init__(self, database: Database) -> None:
        self.database, self.bus = database, EventBus()
        self.book = ContactBook(database, self.bus, lambda: "NL")
        self.duplicates = Duplicates(database, self.book, lambda: NOW)

    async def add(self, name: str, *numbers: str, email: str = "", organisation: str = "") -> Contact:
        drafts = tuple(NumberDraft(raw=number) for number in numbers)
        emails = (email,) if email else ()
        return await self.book.add(
            ContactDraft(name=name, numbers=drafts, emails=emails, organisation=organisation)
        )

    async def copy(self, name: str, *numbers: str, source: str = "directory") -> str:
        """Keep somebody of a directory."""
        draft = ContactDraft(name=name, numbers=tuple(NumberDraft(raw=number) for number in numbers))
        record = records.imported(draft, "NL", source=source, uid=f"{source}-{name}")
        row = await self.database.write(lambda connection: store.insert(connection, record))
        return store.id_of(row)

    async def remove_source(self, source: str) -> None:
        await self.database.write(
            lambda connection: sync_store.delete(connection, sync_store.rows_of(connection, source, 100))
        )

    async def names(self) -> list[list[str]]:
        """Return who is suggested."""
        groups = (await self.duplicates.suggest()).groups
        return [[contact.name for contact in group.contacts] for group in groups]

    async def found(self, query: str) -> list[str]:
        return [hit.contact.name for hit in (await self.book.search(query)).hits]


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Desk]:
    database = await Database.open(path, MIGRATIONS)
    try:
        yield Desk(database)
    finally:
        await database.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path / "dialer.db") as made:
        yield made


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan van der Meer", "Jan Meer"),
        ("Jan Meer", "Meer, Jan"),
        ("J. Meer", "Jan van der Meer"),
        ("Jörg Müller", "jorg muller"),
        ("Katrien Verhoeven", "Katrien Verhoven"),
    ],
)
async def test_one_number_and_a_similar_name(desk: Desk, one: str, other: str) -> None:
    await desk.add(one, NUMBER)
    await desk.add(other, OTHER)
    (group,) = (await desk.duplicates.suggest()).groups
    assert [contact.name for contact in group.contacts] == [one, other]
    assert Reason.NUMBER in group.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jan Jansen", "Anna Jansen"), ("Jan Meer", "Els Bos"), ("Acme BV", "Jan Meer"), ("J. M.", "Jan Meer")],
)
async def test_one_number_alone_may_be_a_switchboards(desk: Desk, one: str, other: str) -> None:
    await desk.add(one, NUMBER, organisation="Acme")
    await desk.add(other, OTHER, organisation="Acme")
    assert await desk.names() == []


async def test_one_address_is_one_person_but_for_the_mailbox_of_a_company(desk: Desk) -> None:
    await desk.add("Jan Meer", email="jan@acme.example")
    await desk.add("Janneman", email="JAN@acme.example")
    for name in ("Els Bos", "Kees Kok"):
        await desk.add(name, email="info@acme.example")
    for name in ("Ab Post", "Bea Vos", "Cor Haan"):
        await desk.add(name, email="shared@acme.example")
    assert await desk.names() == [["Jan Meer", "Janneman"]]


async def test_one_name_in_one_organisation(desk: Desk) -> None:
    await desk.add("Jan Meer", NUMBER, organisation="Acme B.V.")
    await desk.add("jan  MEER", MOBILE, organisation="acme b v")
    await desk.add("Jan Meer", organisation="Other")
    for _ in range(2):
        await desk.add("Jan")
    assert await desk.names() == [["Jan Meer", "jan  MEER"]]


async def test_the_surest_come_first_and_all_are_counted(desk: Desk) -> None:
    for number in range(4):
        for _ in range(2):
            await desk.add(f"Person {number} of many", organisation="Acme")
    for _ in range(2):
        await desk.add("Zoë Meer", NUMBER, email="zoe@acme.example", organisation="Acme")
    found = await desk.duplicates.suggest(limit=2)
    assert found.total == 5
    assert [group.contacts[0].name for group in found.groups] == ["Zoë Meer", "Person 0 of many"]
    assert set(found.groups[0].reasons) == set(Reason)


async def test_a_merge_loses_nothing(desk: Desk) -> None:
    one = await desk.book.add(
        ContactDraft(
            name="Jan Meer",
            numbers=(NumberDraft(raw=NUMBER),),
            emails=("jan@acme.example",),
            note="First note",
            tags=("VIP",),
            extras=Extras(lines=("BDAY:19700101",)),
        )
    )
    other = await desk.book.add(
        ContactDraft(
            name="J. van der Meer",
            organisation="Acme",
            numbers=(NumberDraft(raw=OTHER, label="work"), NumberDraft(raw=MOBILE, label="mobile")),
            emails=("JAN@acme.example", "private@home.example"),
            note="Second note",
            tags=("vip", "Board"),
            favourite=True,
            instructions=Instructions(never_put_through=True, ask_for="name"),
            extras=Extras(lines=("X-SHOE:43",), media_type="image/png", photo=b"\x89PNG"),
        )
    )
    await desk.book.touch(other.id, NOW)
    whole = await desk.duplicates.merge([one.id, other.id])
    assert (whole.id, whole.name, whole.organisation) == (one.id, "Jan Meer", "Acme")
    assert [(number.e164, number.label) for number in whole.numbers] == [
        ("+31201234567", "work"),
        ("+31612345678", "mobile"),
    ]
    assert whole.emails == ("jan@acme.example", "private@home.example")
    assert whole.note == "First note\n\nJ. van der Meer\n\nSecond note"
    assert whole.tags == ("VIP", "Board")
    assert whole.favourite
    assert whole.instructions == Instructions(never_put_through=True, ask_for="name")
    extras = await desk.book.extras(one.id)
    assert (extras.lines, extras.photo) == (("BDAY:19700101", "X-SHOE:43"), b"\x89PNG")
    assert await desk.book.count() == 1
    for query in ("acme", "12345678", "private", "second", "board"):
        assert await desk.found(query) == ["Jan Meer"]


async def test_who_knew_the_one_that_went_finds_the_one_that_stayed(desk: Desk) -> None:
    one, other, third = [await desk.add("Jan Meer", organisation="Acme") for _ in range(3)]
    await desk.duplicates.merge([one.id, other.id], keep=one.id)
    await desk.duplicates.merge([one.id, third.id], keep=third.id)
    for gone in (one, other):
        assert await desk.book.get(gone.id) == await desk.book.get(third.id)


async def test_a_merge_is_taken_back_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "dialer.db"
    async with opened(path) as desk:
        one = await desk.add("Jan Meer", NUMBER, organisation="Acme")
        draft = ContactDraft(
            name="J Meer",
            numbers=(NumberDraft(raw=MOBILE),),
            note="Second",
            extras=Extras(media_type="image/png", photo=b"\x89PNG"),
        )
        other = await desk.book.add(draft)
        await desk.duplicates.merge([one.id, other.id])
    async with opened(path) as desk:
        last = await desk.duplicates.last()
        assert last is not None
        assert (last.contact.id, last.others) == (one.id, 1)
        changes: list[ContactsChanged] = []
        desk.bus.listen(ContactsChanged, changes.append)
        assert await desk.duplicates.undo() == [one, other]
        assert len(changes) == 1
        assert [await desk.book.get(each.id) for each in (one, other)] == [one, other]
        assert await desk.book.extras(other.id) == draft.extras
        assert await desk.book.count() == 2
        assert await desk.found("second") == ["J Meer"]
        assert await desk.found("0612") == ["J Meer"]
        with pytest.raises(InputError, match=r"duplicates\.error\.no_merge"):
            await desk.duplicates.undo()
        assert await desk.duplicates.last() is None


async def test_a_contact_that_was_changed_since_stays_as_it_is(desk: Desk) -> None:
    one, other = [await desk.add("Jan Meer", organisation="Acme") for _ in range(2)]
    whole = await desk.duplicates.merge([one.id, other.id])
    await desk.book.change(whole.id, ContactDraft(name="Jan de Meer"))
    with pytest.raises(InputError, match=r"duplicates\.error\.no_merge"):
        await desk.duplicates.undo()
    assert await desk.found("jan") == ["Jan de Meer"]


async def test_a_call_since_does_not_keep_a_merge_from_being_taken_back(desk: Desk) -> None:
    one, other, third = [await desk.add("Jan Meer", organisation="Acme") for _ in range(3)]
    whole = await desk.duplicates.merge([one.id, other.id])
    await desk.book.touch(whole.id, NOW)
    await desk.duplicates.undo()
    order = [hit.contact.id for hit in (await desk.book.search("jan m")).hits]
    assert order == [one.id, other.id, third.id]


async def test_an_import_that_brings_a_card_again_does_not_keep_it_from_coming_back(desk: Desk) -> None:
    one, other = [await desk.book.add(ContactDraft(name="Jan Meer", uid=uid)) for uid in ("a", "b")]
    await desk.duplicates.merge([one.id, other.id])
    record = records.imported(ContactDraft(name="Jan Meer"), "NL", source="local", uid=other.uid)
    await desk.database.write(lambda connection: store.insert(connection, record))
    await desk.duplicates.undo()
    assert await desk.book.count() == 3


async def test_different_people_are_not_suggested_again(tmp_path: Path) -> None:
    path = tmp_path / "dialer.db"
    async with opened(path) as desk:
        one, other = [await desk.add("Jan Meer", organisation="Acme") for _ in range(2)]
        await desk.duplicates.dismiss([one.id, other.id])
    async with opened(path) as desk:
        assert await desk.names() == []
        # A third one is like both, but does not make one of them.
        await desk.add("Jan Meer", NUMBER, organisation="Acme")
        (group,) = await desk.names()
        assert len(group) == 2


async def test_people_of_directories_are_linked_and_keep_their_own(desk: Desk) -> None:
    own = await desk.add("Jan Meer", NUMBER)
    second = await desk.add("Jan Meer", MOBILE)
    copied = await desk.copy("J. Meer", NUMBER)
    whole = await desk.duplicates.merge([copied, own.id, second.id])
    assert whole.id == own.id
    assert [contact.id for contact in await desk.duplicates.linked(own.id)] == [copied]
    assert [contact.id for contact in await desk.duplicates.linked(copied)] == [own.id]
    kept = await desk.book.get(copied)
    assert kept is not None
    assert (kept.name, kept.source) == ("J. Meer", "directory")
    assert await desk.names() == []
    await desk.remove_source("directory")
    assert await desk.found("meer") == ["Jan Meer"]
    assert await desk.duplicates.linked(own.id) == []
    whole_again = await desk.book.get(own.id)
    assert whole_again == whole


async def test_a_link_is_taken_back(desk: Desk) -> None:
    first, second, third = [await desk.copy("Jan Meer", NUMBER, source=source) for source in "abc"]
    await desk.duplicates.merge([first, second])
    await desk.duplicates.merge([third, second])
    assert {contact.id for contact in await desk.duplicates.linked(first)} == {second, third}
    await desk.duplicates.undo()
    assert [contact.id for contact in await desk.duplicates.linked(first)] == [second]
    assert await desk.duplicates.linked(third) == []


async def test_what_was_linked_with_the_one_that_went_is_linked_with_the_one_that_stays(desk: Desk) -> None:
    own, second = [await desk.add("Jan Meer", NUMBER) for _ in range(2)]
    copied = await desk.copy("Jan Meer", NUMBER)
    await desk.duplicates.merge([second.id, copied])
    await desk.duplicates.merge([own.id, second.id])
    assert [contact.id for contact in await desk.duplicates.linked(own.id)] == [copied]


async def test_nothing_stays_of_who_is_removed_after_a_merge(tmp_path: Path) -> None:
    path = tmp_path / "dialer.db"
    async with opened(path) as desk:
        one, other = await desk.add("Jan Meer"), await desk.add("Wilhelmina Zonderland", MOBILE)
        await desk.duplicates.merge([one.id, other.id])
        await desk.book.remove(one.id)
    assert b"Zonderland" not in path.read_bytes()
    assert b"612345678" not in path.read_bytes()


async def test_it_takes_two_who_are_there(desk: Desk) -> None:
    one = await desk.add("Jan Meer")
    with pytest.raises(InputError, match=r"duplicates\.error\.two"):
        await desk.duplicates.merge([one.id, one.id])
    with pytest.raises(InputError, match=r"contacts\.error\.no_contact"):
        await desk.duplicates.merge([one.id, "c99"])
    other = await desk.add("Els Bos")
    with pytest.raises(InputError, match=r"contacts\.error\.no_contact"):
        await desk.duplicates.merge([one.id, other.id], keep="c99")
    with pytest.raises(InputError, match=r"duplicates\.error\.two"):
        await desk.duplicates.dismiss([one.id])
    assert await desk.book.count() == 2
