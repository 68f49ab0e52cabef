"""A client that speaks to Iotum's interface as its document has it, on a day of the test's."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.conftest import http_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from dialer.sandbox import Sandbox
    from tests.sandbox.conftest import HandClock

# A Friday; on the 29th the clocks in Amsterdam go forward.
TODAY = datetime(2026, 3, 20, 9, tzinfo=UTC)
HOST, COMPANY = 31, 5
PLAN: dict[str, Any] = {
    "host_id": HOST,
    "subject": "Overleg",
    "agenda": None,
    "start": "2026-03-23 10:00:00",
    "time_zone": "Europe/Amsterdam",
    "duration": 45,
    "one_time_access_code": True,
    "participants": [],
}


@dataclass
class Client:
    sandbox: Sandbox
    http: httpx.AsyncClient
    clock: HandClock
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        return self.sandbox.base_urls["iotum"]

    async def send(self, operation: str, values: object, method: str = "POST") -> httpx.Response:
        url, head = f"{self.root}enterprise_api/{operation}", {"Content-Type": "application/json"}
        return await self.http.request(method, url, content=json.dumps(values), headers=head)

    async def ask(self, operation: str, *, role: str = "", **values: Any) -> httpx.Response:
        """Ask with a session of this role: the reseller's administrator, or ``-company``, or ``-host``."""
        method = "PUT" if operation == "subscription/update" else "POST"
        token = self.tokens.get(role) or await self.sign_in(role)
        return await self.send(operation, {"auth_token": token, **values}, method)

    async def call(self, operation: str, **values: Any) -> Any:
        """Ask, and return the value of an answer that has to be good."""
        response = await self.ask(operation, **values)
        assert response.status_code == 200, (operation, response.status_code, response.text)
        return response.json()

    async def refused(self, operation: str, **values: Any) -> tuple[int, str]:
        """Ask for what is refused; return the status and the message."""
        response = await self.ask(operation, **values)
        assert response.headers["content-type"].startswith("application/json")
        answer = response.json()
        assert answer.keys() == {"message"}, answer
        return response.status_code, answer["message"]

    async def sign_in(self, role: str = "") -> str:
        response = await self.send("authenticate", {"api_token": f"demo{role}"})
        assert response.status_code == 200, response.text
        self.tokens[role] = response.json()["auth_token"]
        return self.tokens[role]

    async def plan(self, **changes: Any) -> dict[str, Any]:
        meeting: dict[str, Any] = await self.call("conference/create", **{**PLAN, **changes})
        return meeting

    async def begin(self, **changes: Any) -> dict[str, Any]:
        values = {"host_id": HOST, "one_time_access_code": True, **changes}
        meeting: dict[str, Any] = await self.call("conference/create/reservationless", **values)
        return meeting

    async def upload(self, name: str = "voorstel.pdf", content: bytes = b"%PDF-1.7") -> dict[str, Any]:
        """Put a document on the drive without saying that it is complete."""
        file: dict[str, Any] = await self.call("drive/create", host_id=HOST, filename=name)
        assert (await self.http.put(file["upload_url"], content=content)).status_code == 200
        return file


@pytest.fixture
async def client(sandbox: Sandbox, clock: HandClock) -> AsyncIterator[Client]:
    sandbox.iotum.clock.began = TODAY
    sandbox.iotum.reset()
    async with http_client() as http:
        yield Client(sandbox, http, clock)
