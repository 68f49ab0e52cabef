"""An address book server of one's own: the real program, a real Radicale, the command line and the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.screen import Window
from tests.integrations.carddav.desk import card
from tests.servers import radicale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.program import Done, Program
    from tests.servers.radicale import Radicale

TITLE = "Customers (reception)"
SANNE = card("sanne", "Sanne de Vries", "ORG:Vries BV", "TEL;TYPE=WORK:020 555 0142", "X-OTHER:kept")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale.running(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def book(server: Radicale) -> Iterator[str]:
    """The path of a book with twelve people."""
    path = server.make_book("customers")
    for number in range(11):
        server.put(
            f"{path}u{number}.vcf", card(f"u{number}", f"Person {number:02}", f"TEL:020 555 {number:04}")
        )
    server.put(f"{path}sanne.vcf", SANNE)
    yield path
    server.delete(path)


async def add(program: Program, server: Radicale, *more: str, password: str = radicale.PASSWORD) -> Done:
    """Add the account."""
    settings = ("--set", f"url={server.url}", "--set", f"username={radicale.USER}", *more)
    return await program.run(
        "accounts", "add", "carddav", *settings, "--secret", "password", "--json", stdin=f"{password}\n"
    )


async def find(program: Program, text: str) -> list[dict[str, Any]]:
    """Return whom a search finds."""
    found: list[dict[str, Any]] = (await program.run("contacts", "find", text, "--json")).json
    return found


async def test_people_are_copied_found_changed_added_and_removed(
    program: Program, server: Radicale, book: str
) -> None:
    assert (await add(program, server, password="wrong")).code == 4
    added = await add(program, server, "--set", "writable=yes")
    assert (added.code, added.json["title"]) == (0, TITLE)
    synced = await program.run("contacts", "sync", "--json")
    assert (synced.code, synced.json["new"]) == (0, 12)
    [sanne] = await find(program, "sanne")
    assert (sanne["source"], sanne["numbers"][0]["e164"]) == (added.json["id"], "+31205550142")
    changed = await program.run("contacts", "change", sanne["id"], "--set", "title=Director", "--json")
    assert (changed.code, changed.json["title"]) == (0, "Director")
    assert "TITLE:Director\r\n" in server.get(f"{book}sanne.vcf")
    assert "X-OTHER:kept\r\n" in server.get(f"{book}sanne.vcf")
    new = ("--name", "Zoë Zwart", "--number", "mobile=06 12345678", "--to", "carddav")
    zoe = await program.run("contacts", "add", *new, "--json")
    assert (zoe.code, zoe.json["source"], len(server.paths(book))) == (0, added.json["id"], 13)
    assert (await program.run("contacts", "remove", zoe.json["id"])).code == 0
    assert len(server.paths(book)) == 12
    assert (await program.run("contacts", "sync", "--json")).json == {
        **synced.json, "new": 0, "changed": 0, "removed": 0, "unchanged": 12,
    }  # fmt: skip


async def test_two_versions_are_kept_and_chosen_from(program: Program, server: Radicale, book: str) -> None:
    await add(program, server, "--set", "writable=yes")
    await program.run("contacts", "sync")
    [sanne] = await find(program, "sanne")
    server.put(f"{book}sanne.vcf", SANNE.replace("Vries BV", "Vries en Zonen"))
    refused = await program.run("contacts", "change", sanne["id"], "--set", "title=Director")
    assert (refused.code, refused.out) == (7, "")
    assert "dialer contacts settle 1" in refused.err
    assert "Vries en Zonen" in server.get(f"{book}sanne.vcf")
    [issue] = [
        each for each in (await program.run("repairs", "--json")).json if each["fix"] == "choose_version"
    ]
    assert issue["command"] == "dialer contacts conflicts"
    [conflict] = (await program.run("contacts", "conflicts", "--json")).json
    assert (conflict["mine"]["title"], conflict["theirs"]["organisation"]) == ("Director", "Vries en Zonen")
    assert (await program.run("contacts", "settle", "1", "--keep", "mine")).code == 0
    assert "TITLE:Director\r\n" in server.get(f"{book}sanne.vcf")
    assert (await program.run("contacts", "conflicts", "--json")).json == []


async def test_an_account_is_added_in_the_window(program: Program, server: Radicale) -> None:
    path = server.make_book("customers", user=radicale.TYPIST)
    server.put(f"{path}sanne.vcf", SANNE)
    try:
        async with Window(program) as window:
            await add_by_keyboard(window, server.url)
            await window.press("ctrl+k")
            await window.search("sanne", "Sanne de Vries")
            await window.reads("From Customers (typist)", "What you change here is changed in")
    finally:
        server.delete(path)


async def test_somebody_is_changed_in_the_window(program: Program, server: Radicale, book: str) -> None:
    await add(program, server, "--set", "writable=yes")
    async with Window(program) as window:
        await window.search("sanne", "Sanne de Vries")
        await window.reads("What you change here is changed in")
        await window.focus("Edit")
        await window.press("Return")
        await window.in_front("Edit contact")
        await window.focus("Job title")
        await window.type("Director")
        await window.press("Return")
        await window.reads("Director · Vries BV")
    assert "TITLE:Director\r\n" in server.get(f"{book}sanne.vcf")


async def add_by_keyboard(window: Window, url: str) -> None:
    """Add the account of a book that may be written to."""
    await window.focus("Add an account")
    await window.press("Return")
    await window.in_front("Which provider?")
    await window.focus("CardDAV")
    await window.press("Return")
    await window.in_front("Add CardDAV")
    for name, value in (("User name", radicale.TYPIST), ("Password", radicale.TYPEABLE)):
        await window.focus(name)
        await window.type(value)
    await window.focus("Change contacts on the server too")
    await window.press("space")
    await window.focus("Address", "shift+Tab")
    await window.type(url)
    await window.press("Return")
    await window.in_front("Dialer")
    await window.reads("Ready")
