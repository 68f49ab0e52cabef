"""Copying from a real server: all that is there, only what changed, and nobody lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts.directories.sync import Vanishing
from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, ErrorKind
from tests.integrations.carddav.desk import card

if TYPE_CHECKING:
    from tests.integrations.carddav.desk import Desk
    from tests.servers.radicale import Radicale

JAN = card(
    "jan",
    "Jan Smit",
    "ORG:Smit & Zn.;Sales",
    "TITLE:Director",
    "TEL;TYPE=CELL:06 12345678",
    "EMAIL:jan@smit.example",
)


def fill(server: Radicale, book: str, count: int) -> None:
    server.put_all(
        book, [card(f"u{n}", f"Person {n:04}", f"TEL;TYPE=WORK:020 555 {n:04}") for n in range(count)]
    )


async def test_people_are_copied_as_their_cards_say(server: Radicale, book: str, desk: Desk) -> None:
    server.put(f"{book}jan.vcf", JAN)
    entry = await desk.add(server.url)
    assert entry.title == "Customers (reception)"
    assert await desk.counts() == (1, 0, 0, 0)
    [hit] = (await desk.book.search("smit")).hits
    jan = hit.contact
    assert (jan.name, jan.organisation, jan.department, jan.title) == (
        "Jan Smit",
        "Smit & Zn.",
        "Sales",
        "Director",
    )
    assert ([number.e164 for number in jan.numbers], jan.emails) == (["+31612345678"], ("jan@smit.example",))
    assert (jan.source, desk.directories.title(jan.source)) == (entry.id, "Customers (reception)")


async def test_a_round_without_changes_is_one_request(server: Radicale, book: str, desk: Desk) -> None:
    fill(server, book, 150)
    await desk.add(server.url)
    assert await desk.counts() == (150, 0, 0, 0)
    before = desk.requests()
    assert await desk.counts() == (0, 0, 0, 150)
    assert desk.requests() == before + 1
    await desk.stop()
    await desk.start()
    assert await desk.counts() == (0, 0, 0, 150)
    assert desk.requests() == 1


async def test_what_changes_there_changes_here(server: Radicale, book: str, desk: Desk) -> None:
    fill(server, book, 12)
    paths = server.paths(book)
    await desk.add(server.url)
    await desk.sync()
    server.put(f"{book}new.vcf", card("new", "Nadia New"))
    server.put(paths[0], card("u0", "Person Zero"))
    server.delete(paths[1])
    assert await desk.counts() == (1, 1, 1, 10)
    assert {"Nadia New", "Person Zero"} < set(await desk.names())


async def test_a_book_that_was_made_anew_is_compared_and_not_emptied(
    server: Radicale, book: str, desk: Desk
) -> None:
    fill(server, book, 12)
    await desk.add(server.url)
    await desk.sync()
    server.delete(book)
    server.make_book("customers")
    fill(server, book, 11)
    assert (await desk.sync()).removed == 1
    assert len(await desk.names()) == 11


async def test_an_emptied_book_is_asked_about(server: Radicale, book: str, desk: Desk) -> None:
    fill(server, book, 12)
    await desk.add(server.url)
    await desk.sync()
    for path in server.paths(book):
        server.delete(path)
    for _ in range(2):
        with pytest.raises(Vanishing):
            await desk.sync()
    assert len(await desk.names()) == 12
    assert (await desk.sync(allow_vanishing=True)).removed == 12
    assert await desk.names() == []


async def test_the_key_is_the_place_whatever_the_uid(server: Radicale, book: str, desk: Desk) -> None:
    server.put(f"{book}one.vcf", card("one", "First"))
    await desk.add(server.url)
    await desk.sync()
    [before] = await desk.everybody()
    server.delete(f"{book}one.vcf")
    server.put(f"{book}one.vcf", card("another", "First Again"))
    assert await desk.counts() == (0, 1, 0, 0)
    [after] = await desk.everybody()
    assert (after.id, after.name) == (before.id, "First Again")


@pytest.mark.parametrize(
    "path",
    ["", "reception", "reception/", "reception/customers/", "reception/customers", ".well-known/carddav"],
)
async def test_whatever_address_was_given_leads_to_the_book(
    server: Radicale, book: str, desk: Desk, path: str
) -> None:
    entry = await desk.add(server.url + path)
    assert entry.data["books"] == [book]


async def test_several_books_are_all_offered(server: Radicale, book: str, desk: Desk) -> None:
    server.put(f"{book}jan.vcf", JAN)
    second = server.make_book("suppliers")
    try:
        server.put(f"{second}piet.vcf", card("piet", "Piet Visser"))
        flow = desk.hub.flows.start("carddav")
        first_page = {"url": server.url, "username": "reception", "password": 'p@ss/w&rd +é"<%'}
        assert (await flow.submit(first_page), flow.errors) == (None, {})
        [field] = flow.fields
        assert field.labels == {book: "Customers", second: "Suppliers"}  # type: ignore[attr-defined]
        entry = await flow.submit({"books": [second]})
        assert entry is not None
        await desk.sync()
        assert await desk.names() == ["Piet Visser"]
        await desk.hub.entries.remove(entry)
        both = await desk.add(server.url)
        assert sorted(both.data["books"]) == [book, second]
    finally:
        server.delete(second)


async def test_a_wrong_password_is_sent_once(server: Radicale, book: str, desk: Desk) -> None:
    entry, flow = await desk.submit(server.url, password="wrong")
    assert isinstance(flow.error, ApiError)
    assert (entry, flow.error.kind, desk.requests()) == (None, ErrorKind.AUTH, 1)


async def test_an_empty_password_is_refused(server: Radicale, desk: Desk) -> None:
    entry, flow = await desk.submit(server.url, password="  ")
    assert (entry, flow.errors, desk.requests()) == (None, {"password": "core.field.required"}, 0)


@pytest.mark.parametrize("url", ["http://dav.example.com/", "dav://example.com", "a b", "jan@"])
async def test_an_address_that_cannot_be_is_refused(desk: Desk, url: str) -> None:
    entry, flow = await desk.submit(url)
    assert (entry, list(flow.errors), desk.requests()) == (None, ["url"], 0)


async def test_somebody_elses_book_is_refused_in_a_sentence_of_its_own(server: Radicale, desk: Desk) -> None:
    path = server.make_book("private", user="other")
    try:
        entry, flow = await desk.submit(server.url + path[1:])
        assert (entry, flow.errors) == (None, {"base": "carddav.error.forbidden"})
    finally:
        server.delete(path)


async def test_after_a_refusal_nothing_is_asked_until_a_new_sign_in(
    server: Radicale, book: str, desk: Desk
) -> None:
    entry = await desk.add(server.url)
    users = server.folder / "users"
    kept = users.read_text(encoding="utf-8")
    before = desk.requests()
    try:
        users.write_text(kept.replace("p@ss", "new-"), encoding="utf-8")
        with pytest.raises(ApiError):
            await desk.sync()
        assert entry.state is EntryState.AUTH_NEEDED
        assert desk.requests() == before + 1
    finally:
        users.write_text(kept, encoding="utf-8")
