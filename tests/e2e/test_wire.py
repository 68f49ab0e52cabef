"""What a server sees of the real program, byte by byte, and that it sees nothing more."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from tests.e2e.program import PASSWORD, SOURCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dialer.sandbox import Sandbox
    from tests.e2e.program import Program

NUMBER = "+31205550142"
COMPLETED = "+31205559030"
LOGIN = ["login", "password", "dest", "source", "type"]
IN_SESSION = ["guid", "cmd"]
CONNECT = [*IN_SESSION, "source", "dest", "type"]
_CHUNK = 65536


@dataclass
class Seen:
    """One request as it came over the wire.

    Attributes:
        at: when its last byte had come.
        answered: when the last byte of the answer had gone back, so far.
        connection: the TCP connection, counted from 1.
        place: which request of its connection it was, counted from 1.
    """

    at: float
    connection: int
    place: int
    head: bytes
    answered: float = 0.0

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What was asked, in its order and with whatever stands there twice."""
        target = self.head.split(b" ")[1].decode()
        return parse_qsl(urlsplit(target).query, keep_blank_values=True, strict_parsing=True)

    @property
    def command(self) -> str:
        """The document's name of the command."""
        return dict(self.parameters).get("cmd", "login")


class Tap:
    """Stands between the program and the sandbox and writes down what passes."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.seen: list[Seen] = []
        self._target = sandbox.port
        self._path = urlsplit(sandbox.base_url).path
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.Task[None]] = set()
        self._connections = 0
        self.base_url = ""

    async def open(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1")
        self.base_url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}{self._path}"

    async def close(self) -> None:
        """Stop."""
        assert self._server is not None
        self._server.close()
        for task in self._clients:
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        await self._server.wait_closed()

    def of(self, command: str) -> list[Seen]:
        """The requests with this command."""
        return [request for request in self.seen if request.command == command]

    @property
    def commands(self) -> list[str]:
        """All commands but the polls, in their order."""
        return [request.command for request in self.seen if request.command != "getStatus"]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        self._connections += 1
        mine: list[Seen] = []
        back, forth = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._requests(reader, forth, mine, self._connections))
                tasks.create_task(_answers(back, writer, mine))
        finally:
            forth.transport.abort()
            writer.transport.abort()
            self._clients.discard(task)

    async def _requests(
        self, reader: asyncio.StreamReader, forth: asyncio.StreamWriter, mine: list[Seen], connection: int
    ) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                mine.append(Seen(time.monotonic(), connection, len(mine) + 1, head))
                self.seen.append(mine[-1])
                forth.write(head)
        except asyncio.IncompleteReadError:  # the client has closed its side
            forth.write_eof()


async def _answers(back: asyncio.StreamReader, writer: asyncio.StreamWriter, mine: list[Seen]) -> None:
    while part := await back.read(_CHUNK):
        mine[-1].answered = time.monotonic()
        writer.write(part)
    writer.close()


@pytest.fixture
async def tap(sandbox: Sandbox) -> AsyncIterator[Tap]:
    tap = Tap(sandbox)
    await tap.open()
    yield tap
    await tap.close()


async def add_account(program: Program, tap: Tap, *more: str, password: str = PASSWORD) -> None:
    """Add an account whose requests go through the tap."""
    await program.add_account("--set", f"base_url={tap.base_url}", *more, password=password)


@pytest.mark.parametrize("speed", [1.0])
async def test_two_calls_in_one_session(program: Program, tap: Tap) -> None:
    await add_account(program, tap)
    first = await program.start("call", COMPLETED, "--json")
    await first.line('"destination_ringing"')
    # It is carried out by the first process, and in its session; --yes ends the call before it.
    second = await program.call(NUMBER, "--hang-up-after", "3")
    assert second.events[-1]["reason"] == "hung_up"
    assert (await first.done()).events[-1]["reason"] == "hung_up"

    assert tap.commands == ["login", "hangUp", "hangUp", "connect", "hangUp", "end"]
    for request in tap.seen:
        names = [name for name, _ in request.parameters]
        assert names == {"login": LOGIN, "connect": CONNECT}.get(request.command, IN_SESSION)
        assert request.head.startswith(b"GET ")
    assert dict(tap.seen[0].parameters) == {
        "login": "demo", "password": PASSWORD, "dest": COMPLETED[1:], "source": SOURCE[1:], "type": "1",
    }  # fmt: skip
    [connect] = tap.of("connect")
    assert dict(connect.parameters) | {"guid": ""} == {
        "guid": "", "cmd": "connect", "source": SOURCE[1:], "dest": NUMBER[1:], "type": "1",
    }  # fmt: skip
    assert len({dict(request.parameters).get("guid") for request in tap.seen[1:]}) == 1
    assert all(quote(PASSWORD, safe="").encode() not in request.head for request in tap.seen[1:])
    assert [request.place for request in (*tap.of("login"), connect)] == [1, 1], "dials on a fresh connection"
    assert_one_at_a_time(tap.seen)
    for polls in (before(connect, tap.of("getStatus")), after(connect, tap.of("getStatus"))):
        gaps = [later.at - earlier.at for earlier, later in pairwise(polls)]
        assert gaps
        assert [gap for gap in gaps if not 0.9 <= gap <= 1.6] == []


def before(moment: Seen, requests: list[Seen]) -> list[Seen]:
    return [request for request in requests if request.at < moment.at]


def after(moment: Seen, requests: list[Seen]) -> list[Seen]:
    return [request for request in requests if request.at > moment.at]


def assert_one_at_a_time(requests: list[Seen]) -> None:
    assert [later.command for earlier, later in pairwise(requests) if later.at < earlier.answered] == []


async def test_a_wrong_password_is_tried_once(program: Program, tap: Tap) -> None:
    await add_account(program, tap, password="wrong")
    first, second = [await program.call(NUMBER) for _ in range(2)]
    assert (first.code, second.code) == (4, 4)
    assert [request.command for request in tap.seen] == ["login"]
    assert "wrong" not in first.out + first.err + second.out + second.err
    for record in await program.history():
        assert (record["state"], record["reason"]) == ("ended", "auth_failed")


async def test_nobody_listens(program: Program, tap: Tap) -> None:
    await add_account(program, tap)
    await tap.close()
    done = await program.call(NUMBER)
    assert done.code == 5
    assert [event["reason"] for event in done.events if event["state"] == "ended"] == ["not_sent"]
    assert len(await program.history()) == 1


async def test_options_on_the_wire(program: Program, tap: Tap) -> None:
    """Each account's way to write numbers, and what one call asks for instead of the account's own choice."""
    both = ("--set", "type=2", "--set", "source=+31205550112,4711")
    plays: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, str, str]]] = [
        (("--set", "number_format=e164_plus"), (), ("+31205550142", "+31205550112", "1")),
        (("--set", "number_format=international_00"), (), ("0031205550142", "0031205550112", "1")),
        (("--set", "number_format=national"), (), ("0205550142", "0205550112", "1")),
        (both, ("--from", "4711"), ("31205550142", "4711", "2")),
        ((), ("--from", "020 555 0199", "--both-at-once"), ("31205550142", "31205550199", "2")),
    ]

    async def play(place: int) -> None:
        account, call, _ = plays[place]
        home = program.beside(f"home-{place}")
        await add_account(home, tap, *account)
        await home.call(NUMBER, "--hang-up-after", "0", *call)

    await asyncio.gather(*map(play, range(len(plays))))
    assert sorted(map(dials_as, tap.of("login"))) == sorted(expected for *_, expected in plays)


def dials_as(request: Seen) -> tuple[str, str, str]:
    given = dict(request.parameters)
    return given["dest"], given["source"], given["type"]
