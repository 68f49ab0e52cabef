"""A book in a database of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts.book import ContactBook
from dialer.contacts.schema import MIGRATIONS
from dialer.core.bus import EventBus
from dialer.core.database import Database
from dialer.core.home import Home
from tests.contacts.room import COLLEAGUES, Room
from tests.fakes import FakeDirectory, integrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class Region:
    """The home's country, which a test may change."""

    def __init__(self) -> None:
        self.code = "NL"

    def __call__(self) -> str:
        return self.code


@pytest.fixture
def region() -> Region:
    return Region()


@pytest.fixture
def bus() -> EventBus:
    return EventBus()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "dialer.db", MIGRATIONS)
    yield database
    await database.close()


@pytest.fixture
def book(database: Database, bus: EventBus, region: Region) -> ContactBook:
    return ContactBook(database, bus, region)


@pytest.fixture
def directory() -> FakeDirectory:
    """The directory, whose script the test fills in."""
    return FakeDirectory()


@pytest.fixture
def providers(directory: FakeDirectory) -> dict[str, FakeDirectory]:
    """The directory of each account."""
    return {COLLEAGUES: directory}


@pytest.fixture
async def room(
    tmp_path: Path, providers: dict[str, FakeDirectory], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Room]:
    """A started program with directories."""
    room = Room(Home.open(tmp_path / "home"), providers)
    for domain in providers:
        integrate(monkeypatch, domain, room, kinds=("directory",))
    await room.start()
    yield room
    await room.stop()
