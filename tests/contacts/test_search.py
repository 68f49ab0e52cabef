from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.contacts import text
from dialer.contacts.book import ContactBook
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.contacts.schema import MIGRATIONS
from dialer.contacts.search.query import parse
from dialer.core.bus import EventBus
from dialer.core.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    import apsw

PEOPLE = [
    ContactDraft(
        name="Jan van der Meer", organisation="Bakkerij Bart", numbers=(NumberDraft(raw="020 1234567"),)
    ),
    ContactDraft(name="Anna Jansen", organisation="Acme BV", numbers=(NumberDraft(raw="06-12345678"),)),
    ContactDraft(name="Jörg Müller", organisation="Straße & Söhne", department="Verkauf"),
    ContactDraft(name="François O'Brien", title="Notaris", emails=("francois@example.com",)),
    ContactDraft(name="Marie Vandenberghe", note="belt altijd op maandag"),
    ContactDraft(name="Piet Jan", numbers=(NumberDraft(raw="1234"), NumberDraft(raw="+32 2 555 12 12"))),
    ContactDraft(name="Søren Łukasz", organisation="Œuvre"),
    ContactDraft(name="安藤 ロイド", numbers=(NumberDraft(raw="+81 3 1234 5678"),)),
]


@pytest.fixture
async def people(book: ContactBook) -> ContactBook:
    for person in PEOPLE:
        await book.add(person)
    return book


async def names(book: ContactBook, query: str) -> list[str]:
    return [hit.contact.name for hit in (await book.search(query)).hits]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("meer", "Jan van der Meer"),
        ("meer jan", "Jan van der Meer"),
        ("van der meer", "Jan van der Meer"),
        ("vandermeer", "Jan van der Meer"),
        ("v d m", "Jan van der Meer"),
        ("bart meer", "Jan van der Meer"),
        ("akker", "Jan van der Meer"),
        ("muller", "Jörg Müller"),
        ("MÜLLER jo", "Jörg Müller"),
        ("mu\u0308ller", "Jörg Müller"),
        ("strasse", "Jörg Müller"),
        ("verk", "Jörg Müller"),
        ("obrien", "François O'Brien"),
        ("o'br", "François O'Brien"),
        ("o’brien", "François O'Brien"),
        ("francois", "François O'Brien"),
        ("notaris", "François O'Brien"),
        ("francois@example.com", "François O'Brien"),
        ("example", "François O'Brien"),
        ("van den berghe", "Marie Vandenberghe"),
        ("maandag", "Marie Vandenberghe"),
        ("soren lukasz", "Søren Łukasz"),
        ("oeuvre", "Søren Łukasz"),
        ("ロイ", "安藤 ロイド"),
        ("藤", "安藤 ロイド"),
        ("nse", "Anna Jansen"),
        ("me b", "Anna Jansen"),
    ],
)
async def test_any_part_of_a_name_in_any_order(people: ContactBook, query: str, name: str) -> None:
    assert name in await names(people, query)


@pytest.mark.parametrize(
    "query",
    [
        "020",
        "0201234567",
        "020 123",
        "020-1234567",
        "+31 20",
        "0031 20 123",
        "+31 (0)20 123 45 67",
        "4567",
        "31201",
        "123 45 67",
    ],
)
async def test_any_part_of_a_number_however_it_is_written(people: ContactBook, query: str) -> None:
    assert "Jan van der Meer" in await names(people, query)


async def test_numbers_that_cannot_be_called_are_found_too(people: ContactBook) -> None:
    (hit,) = [hit for hit in (await people.search("1234")).hits if hit.contact.name == "Piet Jan"]
    assert hit.number_index == 0
    (hit,) = (await people.search("555 12")).hits
    assert (hit.contact.name, hit.number_index) == ("Piet Jan", 1)


async def test_every_word_must_match(people: ContactBook) -> None:
    assert await names(people, "jan acme") == ["Anna Jansen"]
    assert await names(people, "jan zzz") == []
    assert await names(people, "!!!") == []


async def test_the_best_come_first(people: ContactBook) -> None:
    exact = await people.add(ContactDraft(name="Jan"))
    inside = await people.add(ContactDraft(name="Sjaan Trojans"))
    starred = await people.add(ContactDraft(name="Zita Janus", favourite=True))
    called = await people.add(ContactDraft(name="Yvo Janus"))
    company = await people.add(ContactDraft(name="Kees", organisation="Jan & Zoon"))
    await people.touch(called.id, datetime(2026, 1, 1, tzinfo=UTC))
    assert await names(people, "jan") == [
        exact.name,
        starred.name,
        called.name,
        "Jan van der Meer",
        "Anna Jansen",
        "Piet Jan",
        company.name,
        inside.name,
    ]


async def test_what_matched_is_marked(people: ContactBook) -> None:
    (hit,) = (await people.search("müll jör")).hits
    assert [hit.contact.name[start:end] for start, end in hit.spans] == ["Jör", "Müll"]
    (hit,) = (await people.search("strasse")).hits
    assert [hit.contact.organisation[start:end] for start, end in hit.organisation_spans] == ["Straße"]


async def test_pages_hold_everybody_once(book: ContactBook) -> None:
    for number in range(230):
        await book.add(ContactDraft(name=f"Jan {number}", organisation="Jansen"))
    for query in ("jan", "ans", "", "j"):
        seen: list[str] = []
        while page := (await book.search(query, limit=50, offset=len(seen))).hits:
            seen += [hit.contact.id for hit in page]
        assert len(seen) == len(set(seen)) == 230
    everything = await book.search("jan", limit=0)
    assert (len(everything.hits), everything.total, everything.total_is_exact) == (230, 230, True)
    first = await book.search("jan")
    assert (len(first.hits), first.total, first.count_all) == (50, 230, 230)


async def test_an_empty_query_lists_everybody_by_name(people: ContactBook) -> None:
    result = await people.search("  ")
    assert result.total == result.count_all == len(PEOPLE)
    assert [hit.contact.name for hit in result.hits][:2] == ["Anna Jansen", "François O'Brien"]


async def test_a_book_from_before_the_indexes_were_split_is_searched_as_ever(tmp_path: Path) -> None:
    steps = [step.name for step in MIGRATIONS]
    before = MIGRATIONS[: steps.index("contacts-search-1")]

    def keep(connection: apsw.Connection) -> None:
        connection.execute(
            "INSERT INTO contact(source, uid, name, organisation, department, title, note, sort_name,"
            " name_words, rest_words) VALUES('local', 'u', 'Jan Meer', 'Acme', '', '', '', 'jan meer',"
            " 'jan meer', 'acme')"
        )
        connection.execute("INSERT INTO contact_words(rowid, name, rest) VALUES(1, 'jan meer', 'acme')")
        connection.execute(
            "INSERT INTO contact_parts(rowid, parts) VALUES(1, ?)", (text.parts(["jan", "meer", "acme"]),)
        )

    database = await Database.open(tmp_path / "old.db", before)
    await database.write(keep)
    await database.close()
    database = await Database.open(tmp_path / "old.db", MIGRATIONS)
    try:
        book = ContactBook(database, EventBus(), lambda: "NL")
        for query in ("mee", "acme ja", "cme"):
            assert await names(book, query) == ["Jan Meer"]
        await book.remove("c1")
        assert await names(book, "jan") == []
    finally:
        await database.close()


@given(typed=st.text(max_size=80))
def test_every_text_is_a_query(typed: str) -> None:
    query = parse(typed)
    assert all(word == text.fold(word) or not word.isascii() for word in query.words)
    assert query.begins_words().count('"') % 2 == 0


@given(name=st.text(max_size=40), query=st.text(max_size=20))
def test_marks_lie_inside_the_text_and_apart(name: str, query: str) -> None:
    found = text.spans(name, parse(query).words)
    ends = [0, *[end for _, end in found]]
    assert all(before <= start < end <= len(name) for before, (start, end) in zip(ends, found, strict=False))
