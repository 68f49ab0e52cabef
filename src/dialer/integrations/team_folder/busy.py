"""One piece of work at a time for each folder: a share that hangs holds one thread, not more at each try."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, ErrorKind

if TYPE_CHECKING:
    from collections.abc import Iterator


class Busy:
    """Knows which folders somebody is at, in whatever account: the share hangs for all of them."""

    def __init__(self) -> None:
        """Nobody is anywhere."""
        self._free = threading.Condition()
        self._paths: set[str] = set()

    @contextmanager
    def at(self, path: str, until: float) -> Iterator[None]:
        """Work at a folder, once nobody else does.

        Args:
            path: the folder.
            until: until when to wait, as ``time.monotonic`` tells it.

        Raises:
            ApiError: whoever is there does not come back.
        """
        with self._free:
            if not self._free.wait_for(lambda: path not in self._paths, max(0.0, until - time.monotonic())):
                raise ApiError("team_folder.error.hangs", ErrorKind.NETWORK)
            self._paths.add(path)
        try:
            yield
        finally:
            with self._free:
                self._paths.discard(path)
                self._free.notify_all()
