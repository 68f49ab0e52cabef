"""Whose number it is: by its E.164 form, then by country and national digits, never looser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts import records, store
from dialer.contacts.book import ContactBook
from dialer.contacts.directories.directory import Changes, DirectoryFeature
from dialer.contacts.model import LOCAL, ContactDraft, NumberDraft
from dialer.core.bus import EventBus
from dialer.core.home_region import CompanyLines, HomeRegion
from tests.contacts.room import person

if TYPE_CHECKING:
    from dialer.core.database import Database
    from tests.contacts.room import Room
    from tests.fakes import FakeDirectory


async def names(database: Database, region: str, stored: tuple[str, ...], number: str) -> list[str]:
    """Keep somebody with each of these numbers, and return who has the number by what they have."""
    book = ContactBook(database, EventBus(), lambda: region)
    for raw in stored:
        await book.add(ContactDraft(name=f"<{raw}>", numbers=(NumberDraft(raw=raw),)))
    return [contact.name.strip("<>") for contact in await book.who(number)]


@pytest.mark.parametrize(
    ("region", "stored", "number"),
    [
        ("NL", "020 555 0142", "+31205550142"),
        ("NL", "+31 (0)20 555 0142", "0031205550142"),
        ("NL", "+31 20 555 0142 tst. 12", "020 555 0142"),
        ("NL", "020 555 0142", "+31 20 555 0142 ext 99"),
        ("NL", "+44 (0)20 7946 0018", "+44 20 7946 0018"),
        ("NL", "+44 20 7946 0018", "0044 020 7946 0018"),
        ("IT", "06 1234 5678", "+39 06 1234 5678"),
        ("IT", "+39 06 12345678", "06 12345678"),
        ("US", "(212) 555-0100", "+1 212 555 0100"),
        ("US", "1-212-555-0100", "2125550100"),
        ("US", "+1 416 555 0100", "416 555 0100"),
        # In no numbering plan, but the same digits in the same country.
        ("NL", "1234", "1234"),
        ("NL", "1234", "12 34"),
        ("NL", "020 5550", "+31 20 5550"),
        ("NL", "+31 20 5550", "020 5550"),
        ("NL", "0031 (0)20 5550", "020-5550"),
        ("US", "555-0100", "5550100"),
    ],
)
async def test_the_same_number(database: Database, region: str, stored: str, number: str) -> None:
    assert await names(database, region, (stored,), number) == [stored]


@pytest.mark.parametrize(
    ("region", "stored", "number"),
    [
        # The same national digits in another country.
        ("NL", "02 555 12 12", "+32 2 555 12 12"),
        ("NL", "+32 20 5550", "020 5550"),
        ("NL", "+31 6 12345678", "+39 06 12345678"),
        ("NL", "06 12345678", "+39 06 12345678"),
        ("IT", "6 1234 5678", "06 1234 5678"),
        ("US", "+1 212 555 0100", "+44 212 555 0100"),
        ("US", "+44 555 0100", "555-0100"),
        ("NL", "1234", "+32 1234"),
        # A part of a number, or more than it.
        ("NL", "020 555 0142", "555 0142"),
        ("NL", "555 0142", "+31 20 555 0142"),
        ("NL", "0142", "142"),
        ("NL", "1234", "11234"),
        ("US", "555-0100", "+1 212 555 0100"),
        ("US", "0 555-0100", "555-0100"),
        # Not only a number.
        ("NL", "1-800-FLOWERS", "1800"),
        ("NL", "*1234#", "1234"),
        ("NL", "1234 of 5678", "12345678"),
        ("NL", "020 5550142 / 06 12345678", "0205550142 0612345678"),
        ("NL", "1234", "intern 1234"),
        ("NL", "1234", ""),
        ("NL", "anonymous", "anonymous"),
    ],
)
async def test_another_number(database: Database, region: str, stored: str, number: str) -> None:
    book = ContactBook(database, EventBus(), lambda: region)
    draft = ContactDraft(name="Somebody", numbers=(NumberDraft(raw=stored),))
    record = records.imported(draft, region, source=LOCAL, uid="u1")  # as from a file: in any spelling
    await database.write(lambda connection: store.insert(connection, record))
    assert await book.count() == 1
    assert await book.who(number) == []


async def test_two_people_with_one_number_are_both_there_the_certain_one_first(database: Database) -> None:
    stored = ("020 555 0142", "+31 20 555 01 42 ext 1", "020 555 0143")
    assert await names(database, "NL", stored, "0205550142") == list(stored[:2])


async def test_an_internal_number_finds_who_has_the_number_it_stands_for(database: Database) -> None:
    home = HomeRegion("NL", CompanyLines(outside_line="9", internal=("3 = +31205550",)))
    stored = ("020 555 0142", "142", "9 020 555 0142", "143")
    assert await names(database, home, stored, "142") == list(stored[:3])
    assert await names(database, home, (), "+31 20 555 0142") == list(stored[:3])
    assert await names(database, home, (), "0142") == []


async def test_a_number_is_read_in_the_country_that_is_asked_for(database: Database) -> None:
    book = ContactBook(database, EventBus(), lambda: "NL")
    luc = await book.add(ContactDraft(name="Luc", numbers=(NumberDraft(raw="+32 2 555 12 12"),)))
    assert await book.who("02 555 12 12") == []
    assert await book.who("02 555 12 12", region="BE") == [luc]


async def test_people_of_directories_are_looked_up_too_those_in_memory_last(
    room: Room, directory: FakeDirectory
) -> None:
    assert await room.book.who("020 555 0142") == []
    directory.private, directory.features = True, DirectoryFeature.SYNC
    directory.rounds = [
        Changes(people=(person("7", "Zoe", "020 555 0142"), person("8", "Piet", "020 555 0143")), token="1")
    ]
    await room.sync()
    await room.book.add(ContactDraft(name="Jan", numbers=(NumberDraft(raw="+31 20 555 0142"),)))
    found = await room.book.who("0205550142")
    assert [(contact.name, contact.private) for contact in found] == [("Jan", False), ("Zoe", True)]
