"""A client of Idiligo, and a host that answers as it is told."""

from __future__ import annotations

import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from unittest.mock import patch
from urllib.parse import parse_qsl

import httpx
import respx

from dialer.core.http import HttpClient
from dialer.core.secrets import Secret
from dialer.integrations.idiligo.client import IdiligoClient
from dialer.integrations.idiligo.session import Credentials
from tests.fakes import FakeClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BASE_URL = "https://app.idiligo.com/"
SERVICE = f"{BASE_URL}InsideService20.asmx/"
APIKEY, PASSWORD, TICKET = "key&+= é", "p@ss/w&rd +é", "canary ticket%"
PASSWORD_LOGIN = Credentials(username="anne", apikey=Secret(APIKEY), password=Secret(PASSWORD))
TICKET_LOGIN = Credentials(username="anne", apikey=Secret(APIKEY), ticket=Secret(TICKET))

FAULT = httpx.Response(500, text="System.Exception: Object reference canary-words")
ERROR_PAGE = httpx.Response(500, html="<html><body>Runtime Error canary-words</body></html>")
WEB_PAGE = httpx.Response(200, html="<!DOCTYPE html><html><body>Log in canary-words</body></html>")
NOTHING = httpx.Response(200)


@dataclass
class Bench:
    """What a test works with.

    Attributes:
        login: what the account signs in with.
        sign_ins: what the sign-ins were sent.
        tokens: what they answer with, one after the other; then token-1, token-2 and so on.
    """

    router: respx.MockRouter
    clock: FakeClock
    client: IdiligoClient = field(init=False)
    login: Credentials = PASSWORD_LOGIN
    sign_ins: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    tokens: list[httpx.Response] = field(default_factory=list)

    async def credentials(self) -> Credentials:
        return self.login

    def sign_in(self, request: httpx.Request) -> httpx.Response:
        """Answer a sign-in."""
        self.sign_ins.append((request.url.path.rpartition("/")[2], form_of(request)))
        if not self.tokens:
            return xml("string", f"token-{len(self.sign_ins)}+/=")
        return self.tokens.pop(0)

    def answers(self, method: str, *responses: httpx.Response | Exception) -> respx.Route:
        """Let a method answer with these, one after the other."""
        return self.router.post(f"{SERVICE}{method}").mock(side_effect=list(responses))


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
            bench = Bench(router, FakeClock())
            bench.client = IdiligoClient(http, bench.clock, BASE_URL, bench.credentials)
            for method in ("Login", "Impersonate"):
                router.post(f"{SERVICE}{method}").mock(side_effect=bench.sign_in)
            yield bench
    await http.close()


def xml(name: str, text: str, *, namespace: str = ' xmlns="http://www.idiligo.com/"') -> httpx.Response:
    """Answer as the document prints it."""
    body = f'<?xml version="1.0" encoding="utf-8"?>\r\n<{name}{namespace}>{text}</{name}>'
    return httpx.Response(200, content=body.encode(), headers={"Content-Type": "text/xml; charset=utf-8"})


def raw(body: bytes, status: int = 200) -> httpx.Response:
    """Answer with these bytes."""
    return httpx.Response(status, content=body, headers={"Content-Type": "text/xml; charset=utf-8"})


def form_of(request: httpx.Request) -> list[tuple[str, str]]:
    """Return the form's fields in their order; nothing may stand in the address."""
    assert request.method == "POST"
    assert request.url.query == b""
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    return parse_qsl(request.content.decode("ascii"), keep_blank_values=True, strict_parsing=True)


def forms(route: respx.Route) -> list[list[tuple[str, str]]]:
    """Return what a method was sent."""
    return [form_of(call.request) for call in route.calls]
