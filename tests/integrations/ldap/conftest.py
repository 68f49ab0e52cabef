"""The app with one LDAP account on a real server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import trustme

from dialer.app import App
from dialer.core.config_flow import FlowKind
from dialer.core.home import Home
from dialer.core.secrets import MemorySecrets
from tests.servers import company, slapd

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from pathlib import Path

    from dialer.contacts.directories.directories import Answer
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow import Flow
    from dialer.core.hub import Hub


@dataclass
class Desk:
    """What a test works with.

    Attributes:
        app: the app.
        server: the server.
    """

    app: App
    server: slapd.Slapd

    @property
    def hub(self) -> Hub:
        """The platform."""
        return self.app.hub

    def values(self) -> dict[str, object]:
        """Return what a user fills in."""
        return {
            "url": self.server.url,
            "bind_dn": company.READER,
            "password": company.PASSWORD,
            "base_dn": company.BASE,
        }

    async def submit(
        self,
        values: Mapping[str, object],
        kind: FlowKind = FlowKind.USER,
        entry: ConfigEntry | None = None,
    ) -> tuple[ConfigEntry | None, Flow]:
        """Fill a flow in; return what came of it, and the flow."""
        flow = self.hub.flows.start("ldap", kind, entry)
        return await flow.submit(values), flow

    async def add(self, **changed: object) -> ConfigEntry:
        """Add an account as a user does, with other values where they are given."""
        entry, flow = await self.submit({**self.values(), **changed})
        assert entry is not None, flow.errors
        await self.hub.entries.settled()
        return entry

    async def refusal(self, **changed: object) -> Flow:
        """Return the flow of an account that cannot be added."""
        entry, flow = await self.submit({**self.values(), **changed})
        assert entry is None
        assert self.hub.entries.all == []
        return flow

    async def ask(self, text: str, limit: int = 50) -> Answer:
        """Search, and return what the one directory answers."""
        answers: list[Answer] = []
        await asyncio.wait_for(self.app.directories.search(text, limit, answers.append), 10)
        [answer] = answers
        return answer

    async def names(self, text: str, limit: int = 50) -> list[str]:
        """Return the names of whom a search finds."""
        answer = await self.ask(text, limit)
        assert answer.error is None, answer.error
        return [hit.contact.name for hit in answer.hits]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Who signs the server's certificate."""
    return trustme.CA()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[slapd.Slapd]:
    """A server that speaks TLS, too."""
    with slapd.running(tmp_path_factory.mktemp("slapd"), authority) as server:
        yield server


@pytest.fixture
async def desk(tmp_path: Path, server: slapd.Slapd) -> AsyncIterator[Desk]:
    """The app, without an account."""
    secrets = MemorySecrets()
    app = App(Home.open(tmp_path / "home"), make_secrets=lambda: secrets)
    await app.start()
    yield Desk(app, server)
    await app.stop()
