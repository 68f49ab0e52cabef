"""Whether a server's address answers, without asking the server anything."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_PORTS = {"https": 443, "http": 80}


def addresses(data: Mapping[str, object], host: str) -> list[tuple[str, int]]:
    """Return host and port of an account's addresses on this host."""
    found = []
    for value in data.values():
        try:
            parts = urlsplit(str(value))
            port = parts.port or _PORTS.get(parts.scheme)
        except ValueError:
            continue
        if parts.hostname == host and port is not None:
            found.append((host, port))
    return found


async def answers(host: str, port: int, deadline: float = 5.0) -> bool:
    """Whether a connection can be made within so many seconds; it is closed without a word."""
    try:
        async with asyncio.timeout(deadline):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True
