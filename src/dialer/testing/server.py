"""A recipe's server on this computer, as whole or as broken as a test wants: HTTP, or what a recipe makes."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from dialer.sandbox.pace import Pace
from dialer.sandbox.wire import Connection, Reply
from dialer.testing.faults import Fault, reply
from dialer.testing.recipe import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.http import HttpClient
    from dialer.sandbox import wire
    from dialer.testing.recipe import Answer, Recipe

HOST = "127.0.0.1"
WARM_UP = "/warm-up-of-the-bench"
"""A path that is none of the provider's: it is answered, and not noted."""


_LOADING_SECONDS = 10.0


class Server(ABC):
    """Answers with a recipe, and remembers what it was asked, whatever language that is in.

    A class for another protocol than HTTP says how `talk` goes, and notes what it is asked in ``requests``. A
    request that `meets` the `fault` gets what that stands for in its protocol.

    Attributes:
        scheme: what its addresses begin with.
        requests: everything that was asked, the oldest first.
        errors: what the recipe raised: faults of the test, not of the integration.
    """

    scheme: ClassVar[str]

    def __init__(self, recipe: Recipe) -> None:
        """Serve this recipe, once opened."""
        self.recipe = recipe
        self.requests: list[Request] = []
        self.errors: list[Exception] = []
        self.port = 0
        self._instead: Answer | None = None
        self._fault: Fault | None = None
        self._meets: Callable[[Request], bool] = recipe.acts
        self._server: asyncio.Server | None = None
        self._clients: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @abstractmethod
    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer whoever has connected until one of both has enough."""

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://{HOST}:{self.port}/"

    def fault(self, request: Request) -> Fault | None:
        """Return what is wrong with the answer to a request."""
        return self._fault if self._fault is not None and self._meets(request) else None

    async def warm_up(self, http: HttpClient) -> None:  # noqa: B027  # adding an account loads other libraries
        """Have loaded what the first request would wait for."""

    @property
    def acts(self) -> list[Request]:
        """The requests that made something happen."""
        return [request for request in self.requests if self.recipe.acts(request)]

    @property
    def sign_ins(self) -> list[Request]:
        """The requests that showed the account's secret."""
        return [request for request in self.requests if self.recipe.signs_in(request)]

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """Its own tasks, which are nobody's leak."""
        return set(self._clients)

    async def open(self) -> None:
        """Listen, at the same port as before where it did before."""
        self._server = await asyncio.start_server(self._serve, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening and drop everybody."""
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        clients = dict(self._clients)
        for task in clients:
            task.cancel()
        if clients:
            await asyncio.wait(clients)
        await server.wait_closed()

    async def break_(self, fault: Fault, meets: Callable[[Request], bool] | None = None) -> None:
        """Let the requests that act, or those that are named, meet a fault from now on."""
        self._fault, self._meets = fault, meets or self.recipe.acts
        if fault is Fault.REFUSED:
            await self.close()

    def answer_acts(self, answer: Answer) -> None:
        """Answer the requests that act so from now on, and do nothing of what they ask for."""
        self._instead = answer

    async def mend(self) -> None:
        """Answer rightly again."""
        self._fault, self._instead = None, None
        if self._server is None:
            await self.open()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:  # pragma: no cover
            return
        self._clients[task] = writer
        try:
            await self.talk(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            del self._clients[task]


class RecipeServer(Server):
    """Speaks HTTP."""

    scheme = "http"

    def __init__(self, recipe: Recipe) -> None:
        """Serve this recipe, once opened."""
        super().__init__(recipe)
        self._connections = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests on one connection."""
        self._connections += 1
        await Connection(self._connections, (reader, writer), Pace(), self._answer).serve()

    async def warm_up(self, http: HttpClient) -> None:
        """Load the library."""
        url = self.base_url.rstrip("/") + WARM_UP
        await http.request("GET", url, deadline=_LOADING_SECONDS, purpose="warm up")

    def _answer(self, raw: wire.Request) -> Reply:
        if raw.path == WARM_UP:
            return Reply()
        request = Request(
            method=raw.method,
            path=raw.path,
            query=dict(raw.params),
            headers=dict(raw.headers),
            body=raw.body,
        )
        self.requests.append(request)
        if self._instead is not None and self.recipe.acts(request):
            return reply(self._instead)
        try:
            answer = self.recipe.answer(request)
        except Exception as error:  # noqa: BLE001  # kept, and raised when the test ends
            self.errors.append(error)
            return Reply(status=500)
        fault = self.fault(request)
        return reply(answer) if fault is None else fault.break_(answer)
