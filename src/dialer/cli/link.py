"""The link between a command and the terminal of its own process."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.cli.terminal import Terminal


class LocalLink:
    """The terminal of this process."""

    def __init__(self, terminal: Terminal) -> None:
        """Take the terminal."""
        self._terminal = terminal
        self.interrupted = asyncio.Event()
        self.left = False

    def out(self, line: str) -> None:
        """Print a line."""
        self._terminal.out(line)

    def err(self, line: str) -> None:
        """Print a line on standard error."""
        self._terminal.err(line)

    async def ask(self, prompt: str, *, secret: bool) -> str | None:
        """Return the answer, None where there is none or the user interrupts."""
        interrupted = asyncio.ensure_future(self.interrupted.wait())
        with _echo_restored():
            # Reading blocks, and a thread that reads cannot be stopped: the loop's own keep no process alive.
            answer = asyncio.ensure_future(asyncio.to_thread(self._terminal.read, prompt, secret=secret))
            both: set[asyncio.Future[Any]] = {answer, interrupted}
            try:
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                return answer.result() if answer.done() else None
            finally:
                interrupted.cancel()
                answer.cancel()


@contextlib.contextmanager
def _echo_restored() -> Iterator[None]:
    """Leave the terminal as it was: a question for a password that is broken off leaves it without echo."""
    try:
        import termios
    except ImportError:  # Windows, whose terminal has no such state
        yield
        return
    try:
        before = termios.tcgetattr(sys.stdin)
    except (OSError, ValueError, termios.error):
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
