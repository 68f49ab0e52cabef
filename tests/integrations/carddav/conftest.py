"""A real Radicale for all tests here, with a fresh book for each; and a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.home import Home
from tests.integrations.carddav.desk import Desk
from tests.servers import radicale

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[radicale.Radicale]:
    with radicale.running(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def book(server: radicale.Radicale) -> Iterator[str]:
    """The path of an empty book."""
    path = server.make_book("customers")
    yield path
    server.delete(path)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(Home.open(tmp_path / "home"))
    await desk.start()
    yield desk
    await desk.stop()
