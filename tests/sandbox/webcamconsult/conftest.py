"""A client that speaks to Webcamconsult as its document has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from dialer.sandbox.webcamconsult.api import TOKEN
from tests.sandbox.conftest import http_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from dialer.sandbox import Sandbox


@dataclass
class Client:
    sandbox: Sandbox
    http: httpx.AsyncClient
    headers: dict[str, str] = field(default_factory=lambda: {"Authorization": f"Token token={TOKEN}"})

    @property
    def root(self) -> str:
        return self.sandbox.base_urls["webcamconsult"]

    async def ask(self, method: str, path: str, body: object = None, **more: Any) -> httpx.Response:
        given = {} if body is None else {"json": body}
        return await self.http.request(method, self.root + path, **{"headers": self.headers, **given, **more})

    async def list(self, resource: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.ask("GET", f"{resource}.json")).json()
        return found


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    async with http_client() as http:
        yield Client(sandbox, http)
