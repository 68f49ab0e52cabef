"""A client of Webcamconsult, and a host that answers as it is told."""

from __future__ import annotations

import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from unittest.mock import patch

import respx

from dialer.core.http import HttpClient
from dialer.core.secrets import Secret
from dialer.integrations.webcamconsult.client import DEFAULT_BASE_URL, WebcamconsultClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

API_TOKEN = "38826f79010b41b5aaeb4710debb09db"  # the document's placeholder
HOST = "https://eapi.webcamconsult.com"
PAGE = "<!DOCTYPE html><html><body>We're sorry, but something went wrong (500): Jan Geheim</body></html>"


@dataclass
class Bench:
    """What a test works with."""

    router: respx.MockRouter
    client: WebcamconsultClient = field(init=False)

    def answers(self, method: str, path: str, *responses: httpx.Response | Exception) -> respx.Route:
        """Let a path answer with these, one after the other."""
        return self.router.request(method, f"{HOST}/{path}").mock(side_effect=list(responses))

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Method and path of every request."""
        calls = self.router.calls
        return [(call.request.method, call.request.url.raw_path.decode()) for call in calls]


@cache
def _tls() -> ssl.SSLContext:
    """Return what nobody looks at here, and takes long to make."""
    return ssl.create_default_context()


@asynccontextmanager
async def opened() -> AsyncIterator[Bench]:
    """Open a bench, and close the client's connections after it."""
    http = HttpClient()
    with patch("dialer.core.http.trust_store", lambda _: _tls()):
        async with respx.mock(assert_all_called=False) as router:
            bench = Bench(router)
            bench.client = WebcamconsultClient(http, DEFAULT_BASE_URL, Secret(API_TOKEN))
            yield bench
    await http.close()
