"""HTTP on the wire: requests in, replies out, whole ones and those that break off."""

from __future__ import annotations

import socket
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import h11

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from dialer.sandbox.pace import Pace

MAX_REQUEST_BODY = 32 * 1024 * 1024  # documents are uploaded to some of the providers
READ_SIZE = 65_536

_REASONS = {status.value: status.phrase for status in HTTPStatus}


class End(Enum):
    """What becomes of the connection after a reply."""

    KEEP = "keep"
    CLOSE = "close"
    RESET = "reset"
    SILENT = "silent"  # held open without another word until the client leaves


@dataclass(frozen=True, kw_only=True)
class Request:
    """One received request; the names of its headers are in lower case."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: bytes
    connection: int


def _nothing() -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One reply, with everything that can be wrong with it.

    Attributes:
        delay: scenario seconds before its first byte.
        length: whether its length is told; if not, the end of the connection ends it.
        sent: how many bytes of the body go out before the connection ends; None is all of them.
        drip: scenario seconds between two bytes of the body.
        mute: whether nothing at all is sent, not even a status line.
        done: called when the reply has gone out, or when the client has left.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/plain; charset=utf-8"),)
    delay: float = 0.0
    length: bool = True
    sent: int | None = None
    drip: float = 0.0
    mute: bool = False
    end: End = End.KEEP
    done: Callable[[], None] = _nothing

    @property
    def whole(self) -> bool:
        """Whether it is a plain reply, after which the connection can serve the next request."""
        broken = self.sent is not None or self.drip or self.mute
        return self.length and self.end is End.KEEP and not broken


def _split(target: str) -> tuple[str, str]:
    """Return the path and the query of a request's target, two slashes in front of it included."""
    if target.startswith("/"):
        path, _, query = target.partition("?")
        return path, query
    whole = urlsplit(target)  # as a proxy is asked
    return whole.path, whole.query


class Connection:
    """Serves one client connection until either side ends it."""

    def __init__(
        self,
        number: int,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        pace: Pace,
        answer: Callable[[Request], Reply],
    ) -> None:
        self._number = number
        self._reader, self._writer = streams
        self._pace = pace
        self._answer = answer
        self._protocol = h11.Connection(h11.SERVER)

    async def serve(self) -> None:
        """Answer requests one after another."""
        with suppress(ConnectionError, h11.RemoteProtocolError):
            while (request := await self._next_request()) is not None:
                reply = self._answer(request)
                try:
                    await self._send(request.method, reply)
                finally:
                    reply.done()
                if not reply.whole or self._protocol.our_state is not h11.DONE:
                    break
                self._protocol.start_next_cycle()
        await self.close()

    async def cut_off(self, end: End) -> None:
        """End the connection before anything was read from it."""
        if end is End.RESET:
            self._reset()
        await self.close()

    async def close(self) -> None:
        """Close the connection from this side."""
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()

    async def _next_event(self) -> h11.Event | type[h11.PAUSED]:
        while (event := self._protocol.next_event()) is h11.NEED_DATA:
            self._protocol.receive_data(await self._reader.read(READ_SIZE))
        return event  # type: ignore[return-value]  # mypy does not narrow h11's marker classes

    async def _next_request(self) -> Request | None:
        head = await self._next_event()
        if not isinstance(head, h11.Request):
            return None
        body = bytearray()
        while isinstance(part := await self._next_event(), h11.Data):
            body += part.data
            if len(body) > MAX_REQUEST_BODY:
                return None
        if not isinstance(part, h11.EndOfMessage):
            return None
        path, query = _split(head.target.decode("latin-1"))
        return Request(
            method=head.method.decode("ascii"),
            path=path,
            params=tuple(parse_qsl(query, keep_blank_values=True)),
            headers=tuple((name.decode("ascii"), value.decode("latin-1")) for name, value in head.headers),
            body=bytes(body),
            connection=self._number,
        )

    async def _send(self, method: str, reply: Reply) -> None:
        if reply.delay:
            await self._pace.sleep(reply.delay)
        if reply.whole:
            await self._send_whole(reply, with_body=method != "HEAD")
            return
        if not reply.mute:
            await self._send_broken(reply)
        if reply.end is End.SILENT:
            while await self._reader.read(READ_SIZE):
                pass
        elif reply.end is End.RESET:
            self._reset()

    async def _send_whole(self, reply: Reply, *, with_body: bool) -> None:
        head = h11.Response(
            status_code=reply.status,
            headers=[*reply.headers, ("Content-Length", str(len(reply.body)))],
            reason=_REASONS.get(reply.status, "Unknown"),
        )
        body = h11.Data(data=reply.body if with_body else b"")
        for event in (head, body, h11.EndOfMessage()):
            self._writer.write(self._protocol.send(event) or b"")
        await self._writer.drain()

    async def _send_broken(self, reply: Reply) -> None:
        """Write what h11 would rightly refuse to write."""
        headers = [*reply.headers, ("Connection", "close")]
        if reply.length:
            headers.append(("Content-Length", str(len(reply.body))))
        head = f"HTTP/1.1 {reply.status} {_REASONS.get(reply.status, 'Unknown')}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
        body = reply.body[: reply.sent]
        if not reply.drip:
            self._writer.write(head.encode("latin-1") + body)
            await self._writer.drain()
            return
        self._writer.write(head.encode("latin-1"))
        for byte in body:
            await self._pace.sleep(reply.drip)
            self._writer.write(bytes((byte,)))
            await self._writer.drain()

    def _reset(self) -> None:
        """End the connection with a TCP reset instead of a proper close."""
        on_for_no_time = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        connection = self._writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, on_for_no_time)
        self._writer.transport.abort()
