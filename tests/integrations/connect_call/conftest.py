"""A hub with one Connect Call account on a scripted server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from dialer.calls.provider import DialOrder, TelephonyProvider, telephony
from dialer.core.clock import Clock
from dialer.core.home import Home
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from tests.integrations.connect_call.server import Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from dialer.core.entry import ConfigEntry

PASSWORD = 'p@ss/w&rd +é"<%'
DESTINATION = "+31206241111"


class QuickClock(Clock):
    """Notes every pause and takes none."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Return at the next turn of the loop."""
        self.pauses.append(seconds)
        await asyncio.sleep(0)


@dataclass
class Bench:
    """What a test works with."""

    hub: Hub
    server: Server
    entry: ConfigEntry

    @property
    def telephony(self) -> TelephonyProvider:
        """The account's ability to call, as the calls room finds it."""
        [(_, provider)] = telephony(self.hub)
        return provider

    async def dial(self, **order: Any) -> None:
        """Press Call."""
        await self.telephony.async_dial(
            DialOrder(**{"attempt_id": "attempt", "destination": DESTINATION, **order})
        )


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    scripted = Server()
    await scripted.start()
    yield scripted
    await scripted.stop()


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    hub = Hub(Home.open(tmp_path / "home"), MemorySecrets, clock=QuickClock())
    yield hub
    await hub.stop()


@pytest.fixture
def add(hub: Hub, server: Server) -> Callable[..., Awaitable[Bench]]:
    """Add an account the way a user does, with other values where they are given."""

    async def adding(**values: object) -> Bench:
        flow = hub.flows.start("connect_call")
        entry = await flow.submit(
            {
                "base_url": server.base_url,
                "login": "reception",
                "password": PASSWORD,
                "source": "020 624 1100, 201",
                **values,
            }
        )
        assert entry is not None, flow.errors
        return Bench(hub, server, entry)

    return adding


@pytest.fixture
async def bench(add: Callable[..., Awaitable[Bench]]) -> Bench:
    return await add()
