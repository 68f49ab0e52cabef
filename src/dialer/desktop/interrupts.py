"""What a second process waits for beside the owner's answers: Ctrl-C, and that the owner hangs."""

from __future__ import annotations

import contextlib
import selectors
import signal
import socket
from typing import TYPE_CHECKING, Self

from dialer.desktop.errors import Abandoned, OwnerSilent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_CHUNK = 1 << 16

MISSED_BEATS = 10
"""How many of its signs of life an owner may leave out before it is given up."""


class Interrupts:
    """Ctrl-C as something to wait for: the first one is passed on, the second one gives up."""

    def __init__(self, beat: float | None) -> None:
        """Wait for an owner that gives a sign of life after so many seconds; None for one that gives none."""
        self._beat = beat
        self._awake, self._waker = socket.socketpair()
        self._awake.setblocking(False)
        self._waker.setblocking(False)
        self._count = 0
        self._passed = 0
        self._raise = False

    def __enter__(self) -> Self:
        """Catch Ctrl-C from now on."""
        self._handler = signal.signal(signal.SIGINT, self._caught)
        self._wakeup = signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        return self

    def __exit__(self, *_exc: object) -> None:
        """Let Ctrl-C be as it was."""
        signal.set_wakeup_fd(self._wakeup)
        signal.signal(signal.SIGINT, self._handler)
        self._awake.close()
        self._waker.close()

    def wait(self, connection: socket.socket) -> bool:
        """Wait until Ctrl-C is pressed or there is something to read; tell whether there is.

        Raises:
            OwnerSilent: neither came for a while.
        """
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_READ)
            selector.register(self._awake, selectors.EVENT_READ)
            # Each wait counts, not the time: a computer that slept must give the owner time to wake up.
            waits = (selector.select(self._beat) for _ in range(MISSED_BEATS))
            ready = {key.fileobj for key, _ in next(filter(None, waits), ())}
        if not ready:
            raise OwnerSilent
        with contextlib.suppress(BlockingIOError):
            self._awake.recv(_CHUNK)
        return connection in ready

    def pressed(self) -> bool:
        """Whether Ctrl-C has been pressed since the last question.

        Raises:
            Abandoned: it was pressed a second time.
        """
        if self._count > 1:
            raise Abandoned
        new, self._passed = self._count > self._passed, self._count
        return new

    @contextlib.contextmanager
    def raising(self) -> Iterator[None]:
        """Let Ctrl-C break a question off, as it does everywhere else in Python."""
        self._raise = True
        try:
            yield
        finally:
            self._raise = False

    def _caught(self, _number: int, _frame: FrameType | None) -> None:
        self._count += 1
        if self._raise:
            self._passed = self._count
            raise KeyboardInterrupt
