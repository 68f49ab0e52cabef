"""Serves the simulated providers on one port of this machine."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from dialer.sandbox.connect_call.api import ConnectCall
from dialer.sandbox.connect_call.bodies import TWISTS
from dialer.sandbox.control import PREFIX, Control
from dialer.sandbox.idiligo.bodies import TWISTS as IDILIGO_TWISTS
from dialer.sandbox.iotum.bodies import TWISTS as IOTUM_TWISTS
from dialer.sandbox.journal import Entry, Journal
from dialer.sandbox.pace import Pace
from dialer.sandbox.params import parameters, shown_headers
from dialer.sandbox.script import ACCEPT, Script
from dialer.sandbox.wire import Connection, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.sandbox.allocloud.api import Allocloud
    from dialer.sandbox.idiligo.api import Idiligo
    from dialer.sandbox.iotum.api import Iotum
    from dialer.sandbox.provider import Provider
    from dialer.sandbox.webcamconsult.api import Webcamconsult
    from dialer.sandbox.wire import Request

# Anyone may know these: they open nothing but the sandbox.
LOGIN = "demo"
PASSWORD = "demo"  # noqa: S105  # opens the sandbox only

_PREFIXES = {
    "connect_call": ConnectCall.prefix,
    "allocloud": "/allocloud/",
    "idiligo": "/idiligo/",
    "iotum": "/iotum/",
    "webcamconsult": "/webcamconsult/",
}

_WELCOME = """Simulated providers. Nothing here rings a phone, and nobody is invited to anything.
{addresses}
/sandbox/magic      numbers with which you choose what happens
/sandbox/journal    what was received
/sandbox/choose     what the simulated servers can be like; POST one of them as JSON
"""


class Sandbox:
    """The running server. All but the first provider are imported when somebody comes to them.

    Attributes:
        port: where it listens.
        journal: all requests to the simulated providers.
        script: faults that are to be played on coming requests.
        connect_call: the simulated Connect Call server.
    """

    def __init__(self, host: str, pace: Pace, login: str, password: str) -> None:
        self._host = host
        self._pace = pace
        self._login, self._password = login, password
        self.port = 0
        self.journal = Journal()
        self.script = Script({**TWISTS, **IOTUM_TWISTS, **IDILIGO_TWISTS})
        self.connect_call = ConnectCall(pace, self.script, login, password)
        self._control = Control(self.journal, self.script, self.connect_call, lambda: self.providers)
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.Task[None]] = set()
        self._connections = 0

    @cached_property
    def allocloud(self) -> Allocloud:
        """The simulated ALLOcloud."""
        from dialer.sandbox.allocloud.api import Allocloud

        return Allocloud(self._pace)

    @cached_property
    def idiligo(self) -> Idiligo:
        """The simulated Idiligo."""
        from dialer.sandbox.idiligo.api import Idiligo

        return Idiligo(self._pace, self._login, self._password)

    @cached_property
    def iotum(self) -> Iotum:
        """The simulated Iotum."""
        from dialer.sandbox.iotum.api import Iotum

        return Iotum(self._pace, self._password)

    @cached_property
    def webcamconsult(self) -> Webcamconsult:
        """The simulated Webcamconsult."""
        from dialer.sandbox.webcamconsult.api import Webcamconsult

        return Webcamconsult(self._pace)

    @property
    def providers(self) -> dict[str, Provider]:
        """All simulated providers, by the names of their integrations."""
        return {name: self._provider(name) for name in _PREFIXES}

    def _provider(self, name: str) -> Provider:
        provider: Provider = getattr(self, name)
        return provider

    @property
    def url(self) -> str:
        """The address of the sandbox itself."""
        return f"http://{self._host}:{self.port}/"

    @property
    def base_urls(self) -> dict[str, str]:
        """The base address of each simulated provider, by the name of its integration."""
        root = self.url.rstrip("/")
        return {name: root + prefix for name, prefix in _PREFIXES.items()}

    @property
    def accounts(self) -> dict[str, dict[str, str]]:
        """What to fill in for an account at each simulated provider, by the name of its integration."""
        return {name: self.account(name) for name in _PREFIXES}

    def account(self, name: str) -> dict[str, str]:
        """Return what to fill in for an account at a simulated provider."""
        url = self.base_urls[name]
        fields = self._provider(name).account
        # Other addresses begin with the base address.
        return {"base_url": url, **{key: value.replace("{base_url}", url) for key, value in fields.items()}}

    @property
    def base_url(self) -> str:
        """The base address of the simulated Connect Call server."""
        return self.base_urls[self.connect_call.name]

    async def open(self, port: int) -> None:
        """Begin to listen; port 0 takes any that is free."""
        self._server = await asyncio.start_server(self._serve_client, self._host, port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop at once, whatever is still being answered."""
        if self._server is None:
            return
        self._server.close()
        clients = list(self._clients)
        for task in clients:
            task.cancel()
        await asyncio.gather(*clients, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    async def _serve_client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:  # pragma: no cover
            return
        self._clients.add(task)
        self._connections += 1
        connection = Connection(self._connections, (reader, writer), self._pace, self._answer)
        try:
            if (cut := self.script.take(ACCEPT)) is not None:
                await connection.cut_off(cut.twist(Reply()).end)
            else:
                await connection.serve()
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._clients.discard(task)

    def _answer(self, request: Request) -> Reply:
        if request.path.startswith(PREFIX):
            return self._control.answer(request)
        for name, prefix in _PREFIXES.items():
            if request.path.startswith(prefix):
                return self._answer_for(self._provider(name), request)
        if request.path == "/":
            addresses = "\n".join(f"{prefix:20}{name}" for name, prefix in _PREFIXES.items())
            return Reply(body=_WELCOME.format(addresses=addresses).encode())
        return Reply(status=404, body=b"Not found\n")

    def _answer_for(self, provider: Provider, request: Request) -> Reply:
        command = provider.command(request)
        entry = Entry(
            at=self._pace.now(),
            provider=provider.name,
            command=command,
            method=request.method,
            params={**provider.path_parameters(request), **parameters(request)},
            headers=shown_headers(request.headers),
            connection=request.connection,
            in_flight=self.journal.waiting(provider.name, command),
        )
        self.journal.write(entry)

        def done() -> None:
            entry.answered = self._pace.now()

        return replace(self._played(provider, request, entry), done=done)

    def _played(self, provider: Provider, request: Request, entry: Entry) -> Reply:
        """Let the provider answer, and play the fault that was ordered for the request."""
        play = None if provider.plays_script else self.script.take(entry.command)
        reply = Reply()
        if play is None or play.effect:
            reply = provider.answer(request, entry)
            entry.status = reply.status
        if play is None:
            return reply
        entry.fault = play.name
        return play.twist(reply)


async def serve(
    port: int = 0,
    host: str = "127.0.0.1",
    *,
    speed: float = 1.0,
    clock: Callable[[], float] = time.monotonic,
    login: str = LOGIN,
    password: str = PASSWORD,
) -> Sandbox:
    """Serve the simulated providers until the sandbox is closed.

    Args:
        port: where to listen; 0 takes any free port.
        host: the address to listen on.
        speed: how many scenario seconds pass in a real one.
        clock: what tells the real seconds; only scenarios go by it.
        login: the accounts' name, at the providers that have one.
        password: the accounts' password, at the same providers.
    """
    sandbox = Sandbox(host, Pace(speed, clock), login, password)
    await sandbox.open(port)
    return sandbox
