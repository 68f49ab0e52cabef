"""What becomes of an account: signed in again, moved, preset by an organisation, cut off in the middle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dialer.contacts.directories.conflicts import ConflictKept
from dialer.core.config_flow import FlowKind
from dialer.core.diagnostics import describe
from dialer.core.entry import EntryState
from dialer.core.errors import StorageError
from dialer.core.secrets import Secret
from tests.integrations.carddav.cutter import Cutter
from tests.integrations.carddav.desk import card
from tests.servers.radicale import PASSWORD, USER

if TYPE_CHECKING:
    from tests.integrations.carddav.desk import Desk
    from tests.servers.radicale import Radicale


async def test_signing_in_again_keeps_the_account_and_its_books(
    server: Radicale, book: str, desk: Desk
) -> None:
    entry = await desk.add(server.url, writable=True)
    before = (entry.title, entry.unique_id, dict(entry.data), dict(entry.options))
    flow = desk.hub.flows.start("carddav", FlowKind.REAUTH, entry)
    assert [field.key for field in flow.fields] == ["password"]
    assert await flow.submit({"password": "wrong"}) is None
    assert flow.errors == {"base": "carddav.error.sign_in"}
    assert await flow.submit({"password": PASSWORD}) is entry
    assert (entry.title, entry.unique_id, dict(entry.data), dict(entry.options)) == before


async def test_another_server_gets_no_password_that_was_given_for_this_one(
    server: Radicale, book: str, desk: Desk
) -> None:
    entry = await desk.add(server.url)
    async with Cutter(to=server.port) as other:
        flow = desk.hub.flows.start("carddav", FlowKind.RECONFIGURE, entry)
        assert await flow.submit({"url": other.url, "username": USER}) is None
        assert (flow.errors, other.seen) == ({"password": "core.flow.secret_again"}, [])
        assert await flow.submit({"url": other.url, "username": USER, "password": PASSWORD}) is entry
    assert entry.data["server"] == other.url.rstrip("/")


async def test_whether_it_is_written_to_is_an_option(server: Radicale, book: str, desk: Desk) -> None:
    entry = await desk.add(server.url)
    assert not desk.directories.writing.may_write(entry.id)
    flow = desk.hub.flows.start("carddav", FlowKind.OPTIONS, entry)
    assert await flow.submit({"writable": "yes"}) is entry
    await desk.hub.entries.settled()
    assert desk.directories.writing.may_write(entry.id)


async def test_an_account_that_has_an_address_only_finds_its_books(
    server: Radicale, book: str, desk: Desk
) -> None:
    server.put(f"{book}jan.vcf", card("jan", "Jan Smit"))
    entry = await desk.hub.entries.add(
        domain="carddav",
        title="Preset",
        unique_id="",
        data={"url": server.url, "username": USER},
        options={"writable": False},
        secrets={"password": Secret(PASSWORD)},
    )
    assert entry.state is EntryState.LOADED
    await desk.sync()
    assert await desk.names() == ["Jan Smit"]


async def test_cut_off_at_any_moment_the_next_round_makes_it_whole(
    server: Radicale, book: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [card(f"u{number}", f"Person {number:03}") for number in range(210)]
    server.put_all(book, people)
    await desk.add(server.url)
    database = desk.hub.database
    write = database.write
    left = 0

    async def limited(statement: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise StorageError("core.storage.full")
        return await write(statement)

    monkeypatch.setattr(database, "write", limited)
    for moment in range(20):
        left = moment
        try:
            await desk.sync()
        except StorageError:
            continue
        break
    else:
        pytest.fail("it never came to its end")
    left = 1000
    assert moment > 3
    assert (await desk.counts(), len(set(await desk.names()))) == ((0, 0, 0, 210), 210)
    left = 1000
    before = desk.requests()
    await desk.sync()
    assert desk.requests() == before + 1


async def test_what_is_sent_for_help_names_nobody(server: Radicale, book: str, desk: Desk) -> None:
    server.put(f"{book}jan.vcf", card("jan", "Jan Smit", "TITLE:Director"))
    entry = await desk.add(server.url + book[1:], writable=True)
    assert entry.data["name"] == "Customers"
    await desk.sync()
    [jan] = await desk.everybody()
    server.put(f"{book}jan.vcf", card("jan", "Jan Smit", "TITLE:Chairman"))
    with pytest.raises(ConflictKept):
        await desk.directories.writing.change(jan, replace(jan.draft(), title="CEO"))
    sent = await describe(desk.hub, entry)
    assert "directories.issue.conflict" in sent
    assert [name for name in (USER, "Jan Smit", PASSWORD) if name in sent] == []
    assert [found for found in (book, book.strip("/").rpartition("/")[2], "Customers") if found in sent] == []
    assert f'"server": "{server.url.rstrip("/")}"' in sent
