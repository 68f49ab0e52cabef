"""What bytes go through: so many at most, and until a moment at the latest."""

from __future__ import annotations

import time
from typing import Any

MOST_BYTES = 8 * 1024 * 1024
"""So much is read for one question: two hundred people are a hundredth of it."""


class Line:
    """Stands in for the library's socket, whose own time limit holds for each read anew.

    Attributes:
        raw: the socket.
        until: the reading of ``time.monotonic`` at which whoever reads or writes is stopped.
        late: whether that happened.
        flooded: whether the server sent more than anybody could want.
    """

    def __init__(self, raw: Any, until: float) -> None:
        self.raw = raw
        self.late = self.flooded = False
        self.begin(until)

    def begin(self, until: float) -> None:
        """Begin another question."""
        self.until = until
        self._read = 0

    def recv(self, size: int) -> bytes:
        """Return what has come, in one piece or less."""
        self._limit()
        try:
            data: bytes = self.raw.recv(size)
        except TimeoutError:
            self.late = True
            raise
        self._read += len(data)
        if self._read > MOST_BYTES:
            self.flooded = True
            raise OSError
        return data

    def sendall(self, data: bytes) -> None:
        """Send all of it."""
        self._limit()
        try:
            self.raw.sendall(data)
        except TimeoutError:
            self.late = True
            raise

    def shutdown(self, how: int) -> None:
        """Wake whoever reads."""
        self.raw.shutdown(how)

    def close(self) -> None:
        """Let go of the socket."""
        self.raw.close()

    def _limit(self) -> None:
        left = self.until - time.monotonic()
        if left <= 0:
            self.late = True
            raise TimeoutError
        self.raw.settimeout(left)
