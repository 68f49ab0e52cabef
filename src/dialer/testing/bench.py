"""The bench: the app on a home of its own, with one provider that follows a recipe."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar

from dialer.app import App
from dialer.core.blocking import Blocking
from dialer.core.clock import Clock
from dialer.core.config_flow import FlowKind
from dialer.core.diagnostics import describe
from dialer.core.home import Home
from dialer.core.http import HttpClient
from dialer.core.provider import Provider
from dialer.core.secrets import MemorySecrets
from dialer.testing.guard import only_this_server
from dialer.testing.secrets import told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping
    from pathlib import Path

    from dialer.core.blocking import Work
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow import Flow
    from dialer.core.http import Response
    from dialer.core.hub import Hub
    from dialer.testing.recipe import Recipe

T = TypeVar("T")

SPEED = 100.0
PATIENCE = 10.0
"""Real seconds that `Bench.until` waits: much, so that a busy computer fails no test."""

_PAGES = 5


class FastClock(Clock):
    """Time that passes a hundred times as fast: pauses, polls and retries come soon."""

    def monotonic(self) -> float:
        """Return seconds that pass faster than real ones."""
        return super().monotonic() * SPEED

    async def sleep(self, seconds: float) -> None:
        """Sleep as long by this clock."""
        await asyncio.sleep(max(0.0, seconds) / SPEED)


class HastyHttp(HttpClient):
    """The way to the providers, with deadlines that a test can shorten.

    Attributes:
        longest: no request may take more seconds, where it is set.
    """

    longest: float | None = None

    async def request(self, method: str, url: str, *, deadline: float, **options: Any) -> Response:
        """Send a request once, within the shorter of both deadlines."""
        if self.longest is not None:
            deadline = min(deadline, self.longest)
        return await super().request(method, url, deadline=deadline, **options)


class HastyBlocking(Blocking):
    """The way for libraries that block, with deadlines that a test can shorten.

    Attributes:
        longest: nothing may take more seconds, where it is set.
    """

    longest: float | None = None

    async def run(self, work: Work[T], *, host: str, deadline: float, purpose: str) -> T:
        """Do a piece of work within the shorter of both deadlines."""
        if self.longest is not None:
            deadline = min(deadline, self.longest)
        return await super().run(work, host=host, deadline=deadline, purpose=purpose)


class Bench:
    """What a test works with; use `Bench.open`.

    Attributes:
        app: the app; ``app.hub`` and ``app.calls`` are the doors that the window uses, too.
        recipe: the provider, which a test may change while it runs.
        server: the provider's server.
        strangers: the addresses besides the server's that somebody tried to reach.
        log: what was logged, as a plain formatter writes it: before Dialer's own redaction.
        warnings: who logged a warning or worse.
    """

    app: App

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        """Work in this empty folder."""
        self.recipe = recipe
        self.server = recipe.serve()
        self.clock = FastClock()
        self.strangers: list[str] = []
        self.log: list[str] = []
        self.warnings: list[str] = []
        self._home = Home.open(folder / "home")
        self._secrets = MemorySecrets()

    @classmethod
    @asynccontextmanager
    async def open(cls, recipe: Recipe, folder: Path) -> AsyncIterator[Self]:
        """Give a running app without accounts, and a running server; take both down in the end."""
        bench = cls(recipe, folder)
        await bench.server.open()
        with only_this_server(bench.server, bench.strangers), _raw_log(bench.log, bench.warnings):
            try:
                await bench.start()
                yield bench
            finally:
                await bench.stop()
                await bench.server.close()
        for error in bench.server.errors:
            raise error

    @property
    def hub(self) -> Hub:
        """The platform."""
        return self.app.hub

    @property
    def http(self) -> HastyHttp:
        """The way to the provider."""
        http = self.hub.http
        assert isinstance(http, HastyHttp)
        return http

    async def start(self) -> None:
        """Start the app on its home, as after a log-in."""
        self.app = App(self._home, clock=self.clock, make_secrets=lambda: self._secrets)
        # In place of those that it would make when it is asked.
        self.app.hub.__dict__.update(http=HastyHttp(), blocking=HastyBlocking())
        await self.app.start()
        logging.getLogger().setLevel(logging.DEBUG)
        await self.hub.entries.settled()

    async def stop(self) -> None:
        """Stop the app in order; its home and its secrets stay."""
        if hasattr(self, "app"):
            await self.app.stop()

    async def submit(
        self, values: Mapping[str, object], kind: FlowKind = FlowKind.USER, entry: ConfigEntry | None = None
    ) -> tuple[ConfigEntry | None, Flow]:
        """Fill a flow in, every page of it with the same values; return what came of it, and the flow."""
        flow = self.hub.flows.start(self.recipe.domain, kind, entry)
        for _ in range(_PAGES):
            fields = flow.fields
            done = await flow.submit(values)
            if done is not None or flow.errors or flow.fields == fields:
                return done, flow
        return None, flow

    async def add(self, **changed: object) -> ConfigEntry:
        """Add the recipe's account the way a user does, with other values where they are given."""
        entry, flow = await self.submit({**self.values(), **changed})
        assert entry is not None, f"the account could not be added: {flow.errors}"
        return entry

    async def sign_in_again(self, entry: ConfigEntry) -> None:
        """Give the secrets that the provider accepts now."""
        done, flow = await self.submit(self.recipe.secrets, FlowKind.REAUTH, entry)
        assert done is entry, f"signing in again failed: {flow.errors}"

    def values(self) -> dict[str, object]:
        """Return what a user fills in, secrets included."""
        recipe = self.recipe
        return {**recipe.data(self.server.base_url), **recipe.options, **recipe.secrets}

    def providers(self) -> list[Provider]:
        """Return all abilities of all accounts."""
        return [provider for _, provider in self.hub.providers(Provider)]

    def running(self) -> set[str]:
        """Return the names of the tasks that an account may have begun: in its scope, or in none.

        Dialer's own go by the name of the room that they belong to, such as ``calls: watch the call``.
        """
        others = {asyncio.current_task(), *self.server.tasks}
        names = {task.get_name() for task in asyncio.all_tasks() if task not in others}
        return {name for name in names if ": " not in name or name.startswith("entry ")}

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something is so, which ``what`` names where it never is."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, f"never came: {what}"
            await asyncio.sleep(0.002)

    async def hurry(self, longest: float = 0.3) -> None:
        """Shorten every deadline from now on, for answers that never come."""
        await self.server.warm_up(self.http)  # which takes longer than that
        self.http.longest = longest
        blocking = self.hub.blocking
        assert isinstance(blocking, HastyBlocking)
        blocking.longest = longest

    async def shown(self, entry: ConfigEntry, *flows: Flow) -> str:
        """Return everything about an account that people may be shown or send to others by mail."""
        shown = [repr(entry), await describe(self.hub, entry), await describe(self.hub)]
        for provider in self.providers():
            shown += [repr(provider), repr(provider.diagnostics())]
        for flow in flows:
            shown += [repr(flow.values), repr(flow.errors)]
        errors = (entry.error, *(flow.error for flow in flows))
        return "\n".join([*shown, *(told(error) for error in errors if error is not None)])

    def written(self) -> str:
        """Return everything in the home's files, as far as it is text."""
        files = [file for file in sorted(self._home.path.rglob("*")) if file.is_file()]
        return "\n".join(file.read_bytes().decode(errors="replace") for file in files)


class _Keep(logging.Handler):
    """Keeps every line, and what it was made of."""

    def __init__(self, lines: list[str], warnings: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines
        self._warnings = warnings

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(f"{logging.Formatter().format(record)} {record.args!r}")
        if record.levelno >= logging.WARNING:
            self._warnings.append(record.name)


@contextmanager
def _raw_log(lines: list[str], warnings: list[str]) -> Iterator[None]:
    """Keep what is logged, and put back what the app's own logging changes in the process."""
    root, handler = logging.getLogger(), _Keep(lines, warnings)
    level, hooks = root.level, (sys.excepthook, threading.excepthook)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        sys.excepthook, threading.excepthook = hooks
