"""A large body goes piece by piece to whoever wants it, unpacked and within the limit."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import OutcomeUnknown
from dialer.core.http_body import read_body

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CONTENT = bytes(range(256)) * 400


async def _chunks(body: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for place in range(0, len(body), size):
        yield body[place : place + size]


@pytest.mark.parametrize(("body", "encoding"), [(CONTENT, ""), (gzip.compress(CONTENT), "gzip")])
async def test_pieces_come_in_order_and_none_is_kept(body: bytes, encoding: str) -> None:
    pieces: list[bytes] = []

    async def take(piece: bytes) -> None:
        pieces.append(piece)

    assert await read_body(_chunks(body), encoding, len(CONTENT), take) == b""
    assert b"".join(pieces) == CONTENT


@pytest.mark.parametrize(("body", "encoding"), [(CONTENT, ""), (gzip.compress(CONTENT), "gzip")])
async def test_the_limit_holds_for_pieces_too(body: bytes, encoding: str) -> None:
    pieces: list[bytes] = []

    async def take(piece: bytes) -> None:
        pieces.append(piece)

    with pytest.raises(OutcomeUnknown):
        await read_body(_chunks(body), encoding, 1500, take)
    assert sum(map(len, pieces)) <= 1500


async def test_what_is_cut_is_told_after_its_last_piece() -> None:
    async def take(_piece: bytes) -> None:
        pass

    with pytest.raises(OutcomeUnknown):
        await read_body(_chunks(gzip.compress(CONTENT)[:-4]), "gzip", len(CONTENT), take)
