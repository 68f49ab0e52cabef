"""The body of an answer, unpacked within a limit: 200 kB can unpack to 200 MB, which nobody has to spare."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from dialer.core.errors import ErrorKind, OutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Awaitable, Callable

    Take = Callable[[bytes], Awaitable[None]]

_GZIP = 16 + zlib.MAX_WBITS
_PLAIN = frozenset({"", "identity"})
_PACKED = frozenset({"gzip", "x-gzip"})


async def read_body(
    chunks: AsyncIterable[bytes], encoding: str, limit: int, into: Take | None = None
) -> bytes:
    """Return the whole body.

    Args:
        chunks: what the server sends.
        encoding: its Content-Encoding.
        limit: how many bytes the body may have at most when it is unpacked.
        into: takes the body piece by piece, unpacked; what is returned is empty then.

    Raises:
        OutcomeUnknown: it is longer, or cannot be unpacked; the request has been carried out all the same.
    """
    name = encoding.strip().lower()
    if name not in _PLAIN | _PACKED:
        raise _garbled()
    unpacker = zlib.decompressobj(_GZIP) if name in _PACKED else None
    body = bytearray()
    empty, length = True, 0
    async for chunk in chunks:
        empty = False
        try:
            # One more than fits, which tells a body that is too long from one that just fits.
            piece = unpacker.decompress(chunk, limit + 1 - length) if unpacker else chunk
        except zlib.error:
            raise _garbled() from None
        length += len(piece)
        if length > limit:
            raise OutcomeUnknown("core.net.too_large")
        if into is None:
            body += piece
        else:
            await into(piece)
    if unpacker is not None and not empty and not unpacker.eof:
        raise _garbled()
    return bytes(body)


def _garbled() -> OutcomeUnknown:
    return OutcomeUnknown("core.net.garbled", ErrorKind.PROTOCOL)
