"""A server that answers what a test tells it to, down to the bytes, and remembers what it was asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

GUID = "5ae2a5rw47w"
DIALS = ("login", "connect")


def xml(code: object, message: str = "OK") -> bytes:
    """Return an answer as the document shows it."""
    return f"<response>\n<code>{code}</code>\n<message>{message}</message>\n</response>".encode()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One scripted answer.

    Attributes:
        body: what is answered.
        status: the HTTP status.
        headers: extra header lines.
        hold: answer only once the test says so.
        silent: read the request and close without a word.
        cut: say that more bytes come than do.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[str, ...] = ()
    hold: asyncio.Event | None = None
    silent: bool = False
    cut: bool = False

    def octets(self) -> bytes:
        """Return the whole answer."""
        length = len(self.body) + (10 if self.cut else 0)
        head = [f"HTTP/1.1 {self.status} Whatever", f"Content-Length: {length}", *self.headers]
        return "\r\n".join([*head, "", ""]).encode() + self.body


def answer(code: object, message: str = "OK") -> Reply:
    """Return a plain answer."""
    return Reply(body=xml(code, message))


@dataclass(frozen=True, kw_only=True)
class Request:
    """What came over the wire."""

    target: str
    headers: dict[str, str]
    connection: int

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters in their order, decoded, twins and all."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def command(self) -> str:
        """The documented operation."""
        return dict(self.parameters).get("cmd", "login")


@dataclass
class Server:
    """Answers each operation with the next of its replies; the last one stays.

    Attributes:
        replies: by operation.
        requests: everything that was asked.
        base_url: where it listens.
        arrived: set at each request, for tests that wait for one.
    """

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    base_url: str = ""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _connections: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Answer everything as a friendly server would."""
        for operation in ("connect", "hangUp", "end"):
            self.replies.setdefault(operation, [answer(100)])
        self.replies.setdefault("login", [answer(103, GUID)])
        self.replies.setdefault("getStatus", [answer(105)])

    @property
    def commands(self) -> list[str]:
        """The operations asked for, in order."""
        return [request.command for request in self.requests]

    @property
    def dials(self) -> int:
        """How many requests could have rung a phone."""
        return sum(command in DIALS for command in self.commands)

    def script(self, operation: str, *replies: Reply) -> None:
        """Answer an operation so."""
        self.replies[operation] = list(replies)

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{port}/api/"

    async def stop(self) -> None:
        """Stop listening and drop everybody."""
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._talk(reader, writer, self._connections)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the client has gone, or the test is over
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
    ) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            if not await self._reply(_parse(head, connection), writer):
                break

    async def _reply(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        self.requests.append(request)
        self.arrived.set()
        script = self.replies[request.command]
        reply = script.pop(0) if len(script) > 1 else script[0]
        if reply.hold is not None:
            await reply.hold.wait()
        if reply.silent:
            return False
        writer.write(reply.octets())
        await writer.drain()
        return not reply.cut


def _parse(head: bytes, connection: int) -> Request:
    first, *lines = head.decode("ascii").split("\r\n")
    method, target, _version = first.split(" ")
    assert method == "GET"
    headers = dict(line.lower().split(": ", 1) for line in lines if line)
    return Request(target=target, headers=headers, connection=connection)
