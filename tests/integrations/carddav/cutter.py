"""A line to a server that can be cut: the request arrives and is carried out, its answer never comes back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Self

_LENGTH = b"content-length:"


@dataclass
class Cutter:
    """Hands requests on to a server on this computer, one for each connection.

    Attributes:
        port: where it listens.
        seen: method and path of each request, in order.
        cut: so many answers to each method are thrown away, after the server gave them.
        cut_after: what is to be cut once an answer to a method was.
        stop: so many requests of each method are thrown away before they reach the server.
        instead: what is answered to a method without asking the server.
    """

    to: int
    port: int = 0
    seen: list[str] = field(default_factory=list)
    cut: dict[str, int] = field(default_factory=dict)
    cut_after: dict[str, dict[str, int]] = field(default_factory=dict)
    stop: dict[str, int] = field(default_factory=dict)
    instead: dict[str, bytes] = field(default_factory=dict)
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/"

    def methods(self) -> list[str]:
        """Return the methods of the requests so far, and forget them."""
        methods = [seen.partition(" ")[0] for seen in self.seen]
        self.seen.clear()
        return methods

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Listen no more."""
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
            method, path, _ = head.decode("latin-1").split(" ", 2)
            self.seen.append(f"{method} {path}")
            if not _take(self.stop, method):
                answer = self.instead.get(method) or await self._ask(head, body)
                if _take(self.cut, method):
                    self.cut.update(self.cut_after.get(method, {}))
                else:
                    writer.write(answer)
                    await writer.drain()
        except asyncio.IncompleteReadError:
            pass  # the client is done
        finally:
            writer.close()

    async def _ask(self, head: bytes, body: bytes) -> bytes:
        lines = [line for line in head.split(b"\r\n") if line and not line.lower().startswith(b"connection:")]
        reader, writer = await asyncio.open_connection("127.0.0.1", self.to)
        writer.write(b"\r\n".join([*lines, b"Connection: close", b"", body]))
        answer = await reader.read()
        writer.close()
        return answer


def _length(head: bytes) -> int:
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(_LENGTH)]
    return int(lengths[0][len(_LENGTH) :]) if lengths else 0


def _take(counts: dict[str, int], method: str) -> bool:
    left = counts.get(method, 0)
    counts[method] = max(0, left - 1)
    return left > 0
