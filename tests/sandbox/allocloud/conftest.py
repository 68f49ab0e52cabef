"""A client that speaks to ALLOcloud as its document has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from dialer.sandbox.allocloud.api import API_KEY
from dialer.sandbox.allocloud.records import USER_ID
from tests.sandbox.conftest import http_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from dialer.sandbox import Sandbox

MEETING: dict[str, Any] = {
    "topic": "My Meeting Topic",
    "startTime": "2031-04-07T09:00:00.000Z",
    "endTime": "2031-04-07T10:00:00.000Z",
    "duration": 60,
    "type": "standard",
    "isRecurring": False,
    "isRecorded": False,
    "isDialin": False,
    "invitedParticipants": [],
    "recurring": {},
    "meetingPermissionId": None,
}


@dataclass
class Client:
    sandbox: Sandbox
    http: httpx.AsyncClient
    headers: dict[str, str] = field(default_factory=lambda: {"X-API-KEY": API_KEY, "X-USER-ID": USER_ID})

    @property
    def root(self) -> str:
        return self.sandbox.base_urls["allocloud"]

    async def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if isinstance(body, bytes):
            sent["content-type"] = "application/json"
            return await self.http.request(method, self.root + path, content=body, headers=sent)
        return await self.http.request(method, self.root + path, json=body, headers=sent)

    async def make(self, **changes: object) -> dict[str, Any]:
        """Create a meeting; return its data."""
        answer = (await self.ask("POST", "api/v6/meeting", {**MEETING, **changes})).json()
        assert answer["responseCode"] == 0, answer
        data: dict[str, Any] = answer["data"]
        return data


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    async with http_client() as http:
        yield Client(sandbox, http)
