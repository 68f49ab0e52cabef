"""A client of Iotum, and a host that answers as it is told."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import httpx
import respx

from dialer.core.http import HttpClient, _load_library
from dialer.core.secrets import Secret
from dialer.integrations.iotum.client import IotumClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BASE_URL = "https://acme.conferencing.example"
API_TOKEN = "api-token-7f3e91c0aa"
# What takes long to load is the same for all.
_LIBRARY = cache(_load_library)
PAGE = "<!DOCTYPE html><html><body>Sorry, something is wrong with token-1</body></html>"


@dataclass
class Bench:
    """What a test works with.

    Attributes:
        now: what the session's clock shows, in seconds.
        tokens: what ``authenticate`` answers with, one after the other; then token-1, token-2 and so on.
    """

    router: respx.MockRouter
    client: IotumClient = field(init=False)
    now: list[float] = field(default_factory=lambda: [1000.0])
    tokens: list[httpx.Response] = field(default_factory=list)
    sign_ins: int = 0

    async def sign_in(self, request: httpx.Request) -> httpx.Response:
        """Answer ``authenticate``, once everybody else had a turn."""
        self.sign_ins += 1
        await asyncio.sleep(0)
        if self.tokens:
            return self.tokens.pop(0)
        return httpx.Response(200, json={"auth_token": f"token-{self.sign_ins}"})

    def answers(self, path: str, *responses: httpx.Response | Exception, method: str = "POST") -> respx.Route:
        """Let an operation answer with these, one after the other."""
        route = self.router.request(method, f"{BASE_URL}/enterprise_api/{path}")
        return route.mock(side_effect=list(responses))

    def answers_json(self, path: str, *values: Any, method: str = "POST") -> respx.Route:
        """Let an operation answer with these values, one after the other."""
        return self.answers(path, *(httpx.Response(200, json=value) for value in values), method=method)


@asynccontextmanager
async def opened() -> AsyncIterator[Bench]:
    """Open a bench, and close the client's connections after it."""
    http = HttpClient()
    with patch("dialer.core.http._load_library", _LIBRARY):
        async with respx.mock(assert_all_called=False) as router:
            bench = Bench(router)
            bench.client = IotumClient(http, BASE_URL, Secret(API_TOKEN), monotonic=lambda: bench.now[0])
            router.post(f"{BASE_URL}/enterprise_api/authenticate").mock(side_effect=bench.sign_in)
            yield bench
    await http.close()


def bodies(route: respx.Route) -> list[Any]:
    """Return what was sent to an operation, without the session's token."""
    found = []
    for call in route.calls:
        body = json.loads(call.request.content)
        body.pop("auth_token")
        found.append(body)
    return found


def tokens(route: respx.Route) -> list[str]:
    """Return the session tokens that came with the requests to an operation."""
    return [json.loads(call.request.content)["auth_token"] for call in route.calls]
