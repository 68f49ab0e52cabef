"""A book in a database of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts.book import ContactBook
from dialer.contacts.schema import MIGRATIONS
from dialer.core.bus import EventBus
from dialer.core.database import Database

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
