"""A server that takes no password but a hash of it (RFC 7616)."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.model import ContactDraft
from dialer.core.errors import ApiError, ErrorKind
from dialer.testing import Answer, Request
from dialer.testing.server import RecipeServer
from tests.integrations.carddav.recipe import CardDavRecipe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.integrations.carddav.desk import Desk

PASSWORD = CardDavRecipe.secrets["password"]
REALM, NONCE = "BaikalDAV", "5f2a-nonce"


class DigestRecipe(CardDavRecipe):
    """The same server behind a digest."""

    def answer(self, request: Request) -> Answer:
        if self._is_right(request):
            return super().answer(request)
        question = f'Digest realm="{REALM}", qop="auth", nonce="{NONCE}", opaque="o"'
        return Answer(status=401, headers={"WWW-Authenticate": question})

    def _is_right(self, request: Request) -> bool:
        kind, _, parameters = request.headers.get("authorization", "").partition(" ")
        given = dict(re.findall(r'(\w+)="?([^",]*)"?', parameters))
        if kind != "Digest" or given["nonce"] != NONCE:
            return False
        whose = _hash(f"reception:{REALM}:{PASSWORD}")
        what = _hash(f"{request.method}:{request.path}")
        expected = _hash(f"{whose}:{NONCE}:{given['nc']}:{given['cnonce']}:auth:{what}")
        return bool(given["response"] == expected)

    def _is_signed_in(self, request: Request) -> bool:
        return True


def _hash(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@pytest.fixture
async def server() -> AsyncIterator[RecipeServer]:
    server = RecipeServer(DigestRecipe())
    await server.open()
    yield server
    await server.close()


async def test_people_are_copied_and_most_requests_go_out_once(server: RecipeServer, desk: Desk) -> None:
    assert isinstance(server.recipe, DigestRecipe)
    server.recipe.people = (ContactDraft(uid="jan", name="Jan Smit"),)
    await desk.add(server.base_url, password=PASSWORD)
    sent = [each.headers.get("authorization", "").partition(" ")[0] for each in server.requests]
    assert sent.count("Basic") == 1
    server.requests.clear()
    await desk.sync()
    assert not [each for each in server.requests if each.headers.get("authorization", "").startswith("Basic")]
    assert await desk.names() == ["Jan Smit"]
    server.requests.clear()
    await desk.sync()
    assert len(server.requests) == 1
    assert server.requests[0].headers["authorization"].startswith("Digest ")


async def test_a_wrong_password_is_refused_after_one_hash_of_it(server: RecipeServer, desk: Desk) -> None:
    entry, flow = await desk.submit(server.base_url, password="wrong")
    assert isinstance(flow.error, ApiError)
    assert (entry, flow.error.kind) == (None, ErrorKind.AUTH)
    hashed = [each for each in server.requests if "Digest" in each.headers.get("authorization", "")]
    assert len(hashed) == 1
