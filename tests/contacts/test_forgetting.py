"""An account that is removed takes its people along, however long that takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.app import App
from dialer.contacts.directories import copies
from dialer.contacts.directories.directory import Changes
from dialer.contacts.model import ContactDraft
from dialer.core.secrets import MemorySecrets
from tests.contacts.room import COLLEAGUES, people
from tests.fakes import until

if TYPE_CHECKING:
    from collections.abc import Callable

    import apsw

    from tests.contacts.room import Room
    from tests.fakes import FakeDirectory

BATCH = 200


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopping waits as long as it takes: how long it does is none of these tests' business."""
    monkeypatch.setattr(copies, "_FORGET_PATIENCE", 50.0)


@pytest.mark.usefixtures("patient")
async def test_people_go_with_their_account(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=people(450))]
    await room.book.add(ContactDraft(name="My own"))
    await room.sync()
    await room.hub.entries.set_disabled(room.entry(), True)
    assert len(await room.names()) == 451
    room.directories.forget_account(COLLEAGUES)
    await room.directories.stop()
    assert await room.names() == ["My own"]
    assert await room.book.copied_sources() == []


@pytest.mark.usefixtures("patient")
async def test_who_is_forgotten_twice_at_once_is_gone_once(
    room: Room, directory: FakeDirectory, caplog: pytest.LogCaptureFixture
) -> None:
    """As where an account is removed while the start still looks for those of accounts that are gone."""
    directory.rounds = [Changes(people=people(3))]
    await room.sync()
    await room.hub.entries.set_disabled(room.entry(), True)
    for _ in range(2):
        room.directories.forget_account(COLLEAGUES)
    await room.directories.stop()
    assert await room.names() == []
    assert "failed" not in caplog.text


@pytest.mark.usefixtures("patient")
async def test_an_account_that_goes_meanwhile_leaves_nobody(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=people(600))]
    copying = asyncio.ensure_future(room.sync())
    await until(lambda: directory.log == ["sync"])
    await room.hub.entries.remove(room.entry())
    room.directories.forget_account(COLLEAGUES)
    await asyncio.wait({copying})
    await room.directories.stop()
    assert await room.names() == []
    assert await room.book.copied_sources() == []


async def test_what_stopping_cut_off_is_made_good_at_the_next_start(
    room: Room, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory.rounds = [Changes(people=people(450))]
    await room.book.add(ContactDraft(name="My own"))
    await room.sync()
    await room.hub.entries.remove(room.entry())
    write, first = room.hub.database.write, asyncio.Event()

    async def stuck(function: Callable[[apsw.Connection], object]) -> None:
        await write(function)
        first.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as slow:
        slow.setattr(room.hub.database, "write", stuck)
        slow.setattr(copies, "_FORGET_PATIENCE", 0.0)
        room.directories.forget_account(COLLEAGUES)
        await first.wait()
        await room.directories.stop()
    assert len(await room.names()) == 451 - BATCH
    assert await room.book.copied_sources() == [COLLEAGUES]
    await room.hub.stop()

    monkeypatch.setattr(copies, "_FORGET_PATIENCE", 50.0)
    app = App(room.home, make_secrets=MemorySecrets)
    await app.start()
    await app.recovery
    await app.directories.stop()
    await app.stop()
    await room.start()
    assert await room.names() == ["My own"]
    assert await room.book.copied_sources() == []
