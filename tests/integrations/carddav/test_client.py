"""What a server's answer to one question means, however long and strange that answer is."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.errors import Refused
from dialer.core.http import Response
from dialer.core.secrets import Secret
from dialer.integrations.carddav import multistatus
from dialer.integrations.carddav.client import CannotTell, CardDavClient, Login, TokenRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

BOOK = "/b/"


@dataclass
class Line:
    """Gives one answer to everything."""

    answer: Response
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def request(self, method: str, url: str, **options: Any) -> Response:
        self.asked.append({"method": method, "url": url, **options})
        return self.answer


def client(status: int, body: bytes = b"") -> CardDavClient:
    line = Line(Response(status, {}, body))
    return CardDavClient(line, "https://dav.example", Login("reception", Secret("pw")))  # type: ignore[arg-type]


def error(reason: str, *, filled: int = 0) -> bytes:
    return f'<error xmlns="DAV:"><{reason}/>{"<x/>" * (filled // 4)}</error>'.encode()


async def test_an_error_that_names_its_reason_is_believed() -> None:
    with pytest.raises(CannotTell):
        await client(403, error("supported-report")).changes(BOOK, "t1")
    with pytest.raises(TokenRefused):
        await client(400, error("valid-sync-token")).changes(BOOK, "t1")


async def test_an_error_as_long_as_a_book_is_not_read_for_its_reason() -> None:
    with pytest.raises(Refused):
        await client(403, error("supported-report", filled=100_000)).changes(BOOK, "")


async def test_an_error_is_read_where_nobody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []
    parse: Callable[[bytes], Element | None] = multistatus.parse

    def watched(body: bytes) -> Element | None:
        threads.append(threading.current_thread())
        return parse(body)

    monkeypatch.setattr(multistatus, "parse", watched)
    with pytest.raises(CannotTell):
        await client(403, error("supported-report")).changes(BOOK, "t1")
    assert threads
    assert threading.main_thread() not in threads
