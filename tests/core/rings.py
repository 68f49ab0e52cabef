"""A key ring for tests of whoever asks one."""

from __future__ import annotations

import threading


class Ring:
    """A key ring in memory that fails, or sleeps, on request."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.threads: set[str] = set()
        self.awake = threading.Event()
        self.awake.set()

    def _enter(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.awake.wait()
        if self.error is not None:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._enter()
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._enter()
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._enter()
        del self.items[service, username]
