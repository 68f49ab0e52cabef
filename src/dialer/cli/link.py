"""The link between a command and the terminal of its own process."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
from concurrent.futures import Future, InvalidStateError
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

    def out(self, line: str) -> None:
        """Print a line."""
        self._terminal.out(line)

    def err(self, line: str) -> None:
        """Print a line on standard error."""
        self._terminal.err(line)

    async def ask(self, prompt: str, *, secret: bool) -> str | None:
        """Return the answer, None where there is none or the user interrupts."""
        # Reading blocks, and a thread that reads cannot be stopped: it must not keep the process alive.
        reading: Future[str | None] = Future()
        reader = threading.Thread(
            target=self._read, args=(reading, prompt, secret), name="terminal", daemon=True
        )
        answer = asyncio.wrap_future(reading)
        interrupted = asyncio.ensure_future(self.interrupted.wait())
        both: set[asyncio.Future[Any]] = {answer, interrupted}
        with _echo_restored():
            reader.start()
            try:
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                return answer.result() if answer.done() else None
            finally:
                interrupted.cancel()
                answer.cancel()

    def _read(self, reading: Future[str | None], prompt: str, secret: bool) -> None:  # noqa: FBT001
        try:
            line = self._terminal.read(prompt, secret=secret)
        except Exception as error:  # noqa: BLE001  # it belongs to whoever waits for the answer
            _settle(reading, error)
        else:
            _settle(reading, line)


def _settle(reading: Future[str | None], outcome: str | Exception | None) -> None:
    with contextlib.suppress(InvalidStateError):  # nobody waits any more
        if isinstance(outcome, Exception):
            reading.set_exception(outcome)
        else:
            reading.set_result(outcome)


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
