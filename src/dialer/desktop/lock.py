"""One process owns a home: the lock that decides it.

In a file of its own because the window takes it before anything is on the screen: asyncio comes later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from filelock import BaseFileLock

LOCK_NAME = "instance.lock"


class HomeLock:
    """The ownership of a home; the operating system drops it when the process ends, however it ends."""

    def __init__(self, home: Path) -> None:
        """Name the home; nothing is held yet."""
        self._home = home
        self._lock: BaseFileLock | None = None

    def acquire(self) -> bool:
        """Take the home unless another process has it.

        Raises:
            StorageError: the home cannot be locked at all.
        """
        from filelock import FileLock, Timeout  # only a process that may become the owner needs it

        lock = FileLock(self._home / LOCK_NAME, timeout=0, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            raise StorageError("core.home.unusable", path=self._home) from None
        self._lock = lock
        return True

    def close(self) -> None:
        """Give the home back."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
