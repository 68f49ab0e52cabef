"""A client that speaks to Idiligo's service as its document has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from dialer.sandbox.idiligo.api import API_KEY
from tests.sandbox.conftest import http_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from dialer.sandbox import Sandbox
    from tests.sandbox.conftest import HandClock

Pairs = dict[str, str] | list[tuple[str, str]]
SPACE = "{http://www.idiligo.com/}"


@dataclass
class Client:
    sandbox: Sandbox
    http: httpx.AsyncClient
    clock: HandClock
    token: str = ""

    @property
    def root(self) -> str:
        return self.sandbox.base_urls["idiligo"]

    def url(self, method: str) -> str:
        return f"{self.root}InsideService20.asmx/{method}"

    async def post(self, method: str, pairs: Pairs) -> httpx.Response:
        from urllib.parse import urlencode

        head = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.http.post(self.url(method), content=urlencode(pairs), headers=head)

    async def get(self, method: str, pairs: Pairs) -> httpx.Response:
        return await self.http.get(self.url(method), params=dict(pairs))

    async def call(self, method: str, **values: object) -> str:
        """Call a method with the token; return the value, empty if it has none."""
        response = await self.post(
            method, {"token": self.token, **{key: str(value) for key, value in values.items()}}
        )
        assert response.status_code == 200, response.text
        return value(response) if response.content else ""

    async def sign_in(self) -> None:
        self.token = value(await self.post("Login", SIGN_IN))

    async def meeting(self, code: str = "HYPOTHEEK") -> tuple[str, str]:
        """Make a meeting; return its two ids."""
        call_id = await self.call("CreateCall", trajectCode=code)
        return call_id, await self.call("GetPublicCallId", callId=call_id)


SIGN_IN = {"apikey": API_KEY, "username": "demo", "password": "demo"}


def value(response: httpx.Response) -> str:
    """Return the one value of an answer, in the namespace that it must have."""
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314  # of the sandbox
    assert root.tag in {f"{SPACE}string", f"{SPACE}long"}
    return root.text or ""


def problem(response: httpx.Response) -> str:
    """Return what went wrong."""
    assert (response.status_code, response.headers["content-type"]) == (500, "text/plain; charset=utf-8")
    return response.text


@pytest.fixture
async def client(sandbox: Sandbox, clock: HandClock) -> AsyncIterator[Client]:
    async with http_client() as http:
        client = Client(sandbox, http, clock)
        await client.sign_in()
        yield client
