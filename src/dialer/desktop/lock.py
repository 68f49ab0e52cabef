"""One process owns a home: the lock that decides it.

In a file of its own because the window takes it before anything is on the screen: asyncio comes later. The
operating system's lock is taken without a library, which would cost a tenth of the window's start.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

from dialer.core.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

LOCK_NAME = "instance.lock"

_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_HELD = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES})


class HomeLock:
    """The ownership of a home; the operating system drops it when the process ends, however it ends."""

    def __init__(self, home: Path) -> None:
        """Name the home; nothing is held yet."""
        self._home = home
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the home unless another process has it.

        Raises:
            StorageError: the home cannot be locked at all.
        """
        try:
            descriptor = os.open(self._home / LOCK_NAME, _OPEN, 0o600)
        except OSError:
            raise StorageError("core.home.unusable", path=self._home) from None
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _HELD:
                return False
            raise StorageError("core.home.unusable", path=self._home) from None
        self._descriptor = descriptor
        return True

    def close(self) -> None:
        """Give the home back. The file stays: whoever removed it could remove another one's."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _lock(descriptor: int) -> None:
    """Take the lock of an open file, or fail at once: flock(2), on Windows the first byte (`_locking`)."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
