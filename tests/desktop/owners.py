"""An owner of a home whose loop runs beside the test, and the terminal of a second process."""

from __future__ import annotations

import asyncio
import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from dialer.desktop.client import Client
from dialer.desktop.instance import Server

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from dialer.desktop.instance import Channel, Request


class Screen:
    """A terminal that remembers what it showed, and answers from a list."""

    def __init__(self, *answers: str) -> None:
        self.shown: list[tuple[str, str]] = []
        self.answers = list(answers)

    def out(self, line: str) -> None:
        self.shown.append(("out", line))

    def err(self, line: str) -> None:
        self.shown.append(("err", line))

    def read(self, prompt: str, *, secret: bool) -> str | None:
        self.shown.append(("secret" if secret else "ask", prompt))
        return self.answers.pop(0) if self.answers else None


async def _echo(request: Request, channel: Channel) -> int:
    channel.out(" ".join(request.argv))
    channel.err(request.language)
    return 3


class Owner:
    """An owner whose loop runs beside the test: the second process has none."""

    def __init__(
        self,
        home: Path,
        handler: Callable[[Request, Channel], Awaitable[int]],
        show_window: Callable[[], None] | None,
    ) -> None:
        self.loop = asyncio.new_event_loop()
        self.server = Server(home, handler, show_window)
        self._thread = threading.Thread(target=self.loop.run_forever)

    def __enter__(self) -> Self:
        # Whatever Qt left of earlier tests must not be collected in this owner's thread.
        gc.collect()
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.server.start(), self.loop).result(5)
        return self

    def __exit__(self, *_exc: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()

    async def _end(self) -> None:
        await self.server.close()
        await asyncio.sleep(0)

    def call(self, function: Callable[[], object]) -> None:
        """Run something on the owner's loop."""
        done = threading.Event()

        def run() -> None:
            function()
            done.set()

        self.loop.call_soon_threadsafe(run)
        assert done.wait(5)


def owning(
    home: Path,
    handler: Callable[[Request, Channel], Awaitable[int]] = _echo,
    show_window: Callable[[], None] | None = None,
) -> Owner:
    return Owner(home, handler, show_window)


@contextmanager
def connected(home: Path) -> Iterator[Client]:
    second = Client(home)
    try:
        yield second
    finally:
        second.close()


def hand_over(home: Path, screen: Screen, *argv: str, interactive: bool = False) -> int:
    with connected(home) as second:
        return second.run(argv, home, "nl", interactive=interactive, screen=screen)
