"""A sandbox whose calls go by a clock of the test's, and a client that speaks to it."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest

from dialer.sandbox import MAGIC, MAGIC_SOURCES, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dialer.sandbox import Sandbox

ORDINARY = "+31205550199"
SOURCE = "+31205550112"
NUMBERS = {entry.name: entry.number for entry in (*MAGIC, *MAGIC_SOURCES)}


class HandClock:
    """A clock whose hand the test moves."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.time += seconds


def http_client() -> httpx.AsyncClient:
    """Return a client that needs no certificates, and so is made at once."""
    return httpx.AsyncClient(
        trust_env=False, timeout=5, follow_redirects=False, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    )


@dataclass
class Caller:
    """Speaks Connect Call as the document has it."""

    sandbox: Sandbox
    http: httpx.AsyncClient
    clock: HandClock
    guid: str = ""

    async def get(self, **params: str) -> httpx.Response:
        return await self.http.get(f"{self.sandbox.base_url}connectcall.aspx", params=params)

    async def login(self, dest: str = ORDINARY, *, source: str = SOURCE, kind: str = "1") -> httpx.Response:
        """Log in with a call, and keep the session's id if there is one."""
        response = await self.get(login="demo", password="demo", dest=dest, source=source, type=kind)
        self.guid = message(response) if code(response) == 103 else ""
        return response

    async def connect(self, dest: str = ORDINARY) -> httpx.Response:
        return await self.get(guid=self.guid, cmd="connect", source=SOURCE, dest=dest, type="1")

    async def command(self, cmd: str) -> httpx.Response:
        return await self.get(guid=self.guid, cmd=cmd)

    async def follow(self, seconds: float, *, every: float = 0.5) -> list[int]:
        """Let scenario time pass; return the codes that were news."""
        news = []
        for _ in range(round(seconds / every)):
            self.clock.advance(every)
            if (now := code(await self.command("getStatus"))) != 105:
                news.append(now)
        return news


def code(response: httpx.Response) -> int:
    """Return the code of a good answer, 0 of any other."""
    found = re.search(r"<code>(\d+)</code>", response.text)
    return int(found[1]) if found else 0


def message(response: httpx.Response) -> str:
    found = re.search(r"<message>(.*)</message>", response.text)
    return found[1] if found else ""


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def sandbox(clock: HandClock) -> AsyncIterator[Sandbox]:
    """Serve on a free port, with calls that go by the test's clock."""
    running = await serve(clock=clock)
    yield running
    await running.close()


@pytest.fixture
async def caller(sandbox: Sandbox, clock: HandClock) -> AsyncIterator[Caller]:
    async with http_client() as http:
        yield Caller(sandbox, http, clock)
