"""Signing in by digest (RFC 7616): the server gets no password, but a hash of it and of its own question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

    from dialer.core.secrets import Secret


class DigestLogin:
    """One account at one server; what that asked last is remembered, so that most requests go out once."""

    def __init__(self, username: str, password: Secret) -> None:
        """Nothing is asked yet."""
        self._username, self._password = username, password
        self._auth: Any = None

    def auth(self, httpx: ModuleType) -> Any:
        """Return what the HTTP library signs requests with."""
        if self._auth is None:
            self._auth = httpx.DigestAuth(self._username, self._password.reveal())
        return self._auth
