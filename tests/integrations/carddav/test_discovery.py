"""From whatever address somebody has to the books: and the password to no other server on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dns.rdata
import dns.resolver
import pytest

from dialer.core.fields import FieldError
from dialer.integrations.carddav import config_flow, services
from dialer.integrations.carddav.config_flow import Address
from dialer.integrations.carddav.discovery import Book
from dialer.integrations.carddav.services import Service
from dialer.testing import Answer, Request
from dialer.testing.server import RecipeServer
from tests.integrations.carddav.recipe import BOOK, CardDavRecipe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dialer.integrations.carddav.client import CardDavClient
    from tests.integrations.carddav.desk import Desk

PASSWORD = CardDavRecipe.secrets["password"]


class Elsewhere(CardDavRecipe):
    """A server that points to another one at some place."""

    def __init__(self) -> None:
        super().__init__()
        self.other_url = self.page = ""
        self.redirects: set[str] = set()
        self.replaced: dict[str, str] = {}

    def answer(self, request: Request) -> Answer:
        if self.page:
            return Answer.text(self.page, kind="text/html")
        if request.path in self.redirects:
            return Answer(status=302, headers={"Location": self.other_url})
        answer = super().answer(request)
        text = answer.body.decode()
        for old, new in self.replaced.items():
            text = text.replace(old, new)
        return Answer(status=answer.status, headers=answer.headers, body=text.encode())


@pytest.fixture
async def here() -> AsyncIterator[RecipeServer]:
    server = RecipeServer(Elsewhere())
    await server.open()
    yield server
    await server.close()


@pytest.fixture
async def other(here: RecipeServer) -> AsyncIterator[RecipeServer]:
    server = RecipeServer(CardDavRecipe())
    await server.open()
    recipe(here).other_url = server.base_url
    yield server
    await server.close()


def recipe(server: RecipeServer) -> Elsewhere:
    assert isinstance(server.recipe, Elsewhere)
    return server.recipe


@pytest.mark.parametrize("path", ["/", "/.well-known/carddav", "/reception/"])
async def test_a_redirect_to_another_server_is_not_followed(
    here: RecipeServer, other: RecipeServer, desk: Desk, path: str
) -> None:
    recipe(here).redirects = {path, "/"} if path == "/.well-known/carddav" else {path}
    entry, flow = await desk.submit(here.base_url, password=PASSWORD)
    if entry is None:
        assert flow.errors == {"base": "carddav.error.elsewhere"}
    assert other.requests == []


@pytest.mark.parametrize("place", ["current-user-principal", "addressbook-home-set"])
async def test_an_address_in_an_answer_is_not_followed_to_another_server(
    here: RecipeServer, other: RecipeServer, desk: Desk, place: str
) -> None:
    recipe(here).replaced = {f"{place}><href>/": f"{place}><href>{other.base_url}"}
    entry, flow = await desk.submit(here.base_url, password=PASSWORD)
    assert (entry, flow.errors, other.requests) == (None, {"base": "carddav.error.elsewhere"}, [])


async def test_a_redirect_on_the_same_server_is_followed(here: RecipeServer, desk: Desk) -> None:
    recipe(here).redirects, recipe(here).other_url = {"/dav"}, "/reception/"
    entry = await desk.add(f"{here.base_url}dav", password=PASSWORD)
    assert entry.data["books"] == [BOOK]


async def test_a_server_without_books_is_told_as_that(here: RecipeServer, desk: Desk) -> None:
    recipe(here).replaced = {"<C:addressbook/>": ""}
    entry, flow = await desk.submit(here.base_url, password=PASSWORD)
    assert (entry, flow.errors) == (None, {"base": "carddav.error.no_book"})


async def test_a_web_page_is_no_address_book_server(here: RecipeServer, desk: Desk) -> None:
    recipe(here).page = "<html></html>"
    entry, flow = await desk.submit(here.base_url, password=PASSWORD)
    assert (entry, flow.errors) == (None, {"base": "carddav.error.no_book"})


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("jan@smit.example", "https://smit.example/"),
        (" cloud.smit.example ", "https://cloud.smit.example/"),
        ("cloud.smit.example/dav/jan", "https://cloud.smit.example/dav/jan/"),
        ("https://cloud.smit.example/dav", "https://cloud.smit.example/dav/"),
        ("http://127.0.0.1:5232", "http://127.0.0.1:5232/"),
    ],
)
def test_what_people_type_as_an_address(typed: str, url: str) -> None:
    assert Address(key="url").parse(typed) == url


@pytest.mark.parametrize(
    "typed", ["jan@", "@smit.example", "a@b@c", "http://cloud.smit.example", "ftp://x.example"]
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(FieldError):
        Address(key="url").parse(typed)


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The servers at which books were looked for, without asking them."""
    servers: list[str] = []

    async def find_books(client: CardDavClient, path: str) -> list[Book]:
        servers.append(client.server + path)
        return [Book("/b/", "Customers", writable=True)]

    monkeypatch.setattr(config_flow, "find_books", find_books)
    return servers


def names(monkeypatch: pytest.MonkeyPatch, service: Service | None) -> None:
    """Let every domain name this server."""
    monkeypatch.setattr(services, "_look_up", lambda _domain: service)


async def test_a_domain_names_its_server(
    desk: Desk, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, Service("dav.smit.example", 8443, "/books/"))
    entry = await desk.add("jan@smit.example")
    assert reached == ["https://dav.smit.example:8443/books/"]
    assert entry.data["server"] == "https://dav.smit.example:8443"


async def test_a_domain_that_names_a_strange_server_is_asked_about(
    desk: Desk, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, Service("dav.hosting.example"))
    flow = desk.hub.flows.start("carddav")
    assert await flow.submit({"url": "jan@smit.example", "username": "jan", "password": "p"}) is None
    assert ([field.key for field in flow.fields], flow.errors, reached) == (["host"], {}, [])
    assert await flow.submit({"host": "dav.hosting.example"}) is not None
    assert reached == ["https://dav.hosting.example/"]


async def test_a_domain_that_names_nobody_is_asked_itself(
    desk: Desk, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, None)
    await desk.add("smit.example")
    assert reached == ["https://smit.example/"]


async def test_an_address_that_says_which_server_it_is_asks_no_name_server(
    desk: Desk, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, Service("wrong.example"))
    for url in ("https://smit.example/dav/", "https://smit.example:8443/"):
        await desk.add(url)
    assert reached == ["https://smit.example/dav/", "https://smit.example:8443/"]


RECORDS = {
    "SRV": ["10 1 443 second.smit.example.", "0 1 8443 First.smit.example."],
    "TXT": ['"path=/books/"'],
}


@pytest.mark.parametrize(
    ("records", "service"),
    [
        (RECORDS, Service("first.smit.example", 8443, "/books/")),
        ({"SRV": ["0 1 443 dav.smit.example."]}, Service("dav.smit.example")),
        ({"SRV": ["0 0 0 ."]}, None),
        ({}, None),
    ],
)
async def test_what_name_servers_answer(
    monkeypatch: pytest.MonkeyPatch, records: dict[str, list[str]], service: Service | None
) -> None:
    def resolve(name: str, kind: str, **_options: Any) -> list[Any]:
        assert name == "_carddavs._tcp.smit.example."
        if kind not in records:
            raise dns.resolver.NXDOMAIN
        return [dns.rdata.from_text("IN", kind, text) for text in records[kind]]

    monkeypatch.setattr(dns.resolver, "resolve", resolve)
    assert await services.named_by("https://smit.example/") == service
