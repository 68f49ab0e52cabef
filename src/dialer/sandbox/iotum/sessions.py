"""Who is signed in: API tokens, sessions of an hour that every use renews, and browsers of hosts."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.sandbox.iotum.problem import INVALID_TOKEN, MISSING_TOKEN, SESSION_EXPIRED, Problem
from dialer.sandbox.iotum.world import Role

if TYPE_CHECKING:
    from dialer.sandbox.iotum.clock import Clock
    from dialer.sandbox.iotum.world import Host, World

# Scenario seconds.
LIFETIME = 3600.0
COOKIE = "host"


@dataclass
class Session:
    """One signed-in client."""

    host_id: int
    used: float


class Sessions:
    """All sessions.

    The account's API token is that of a reseller's administrator. With ``-company`` behind it, it is that of
    an administrator of one company, and with ``-host`` that of somebody who may nothing.
    """

    def __init__(self, clock: Clock, api_token: str) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._browsers: dict[str, int] = {}
        self.api_token = api_token

    def __len__(self) -> int:
        return sum(self._alive(session) for session in self._sessions.values())

    def begin(self, api_token: str, world: World) -> str:
        """Sign in; return the session's token.

        Raises:
            Problem: 401, no account has this API token.
        """
        roles = {
            self.api_token: Role.RESELLER_ADMIN,
            f"{self.api_token}-company": Role.COMPANY_ADMIN,
            f"{self.api_token}-host": Role.HOST,
        }
        role = roles.get(api_token)
        if role is None:
            raise Problem(401, "Invalid credentials")
        token = str(uuid.uuid4())
        host = next(host for host in world.hosts.values() if host.role is role)
        self._sessions[token] = Session(host.id, self._clock.now())
        return token

    def caller(self, token: object, world: World) -> Host:
        """Return who is signed in with a session's token.

        Raises:
            Problem: 401, with the documents' words for why.
        """
        if not token:
            raise Problem(401, MISSING_TOKEN)
        session = self._sessions.get(str(token))
        if session is None or session.host_id not in world.hosts:
            raise Problem(401, INVALID_TOKEN)
        if not self._alive(session):
            raise Problem(401, SESSION_EXPIRED)
        return world.hosts[session.host_id]

    def touch(self, token: object) -> None:
        """Renew a session, after a use that succeeded."""
        if (session := self._sessions.get(str(token))) is not None:
            session.used = self._clock.now()

    def expire(self) -> None:
        """Let an hour pass for all of them."""
        for session in self._sessions.values():
            session.used = self._clock.now() - LIFETIME

    def clear(self) -> None:
        """Forget everybody."""
        self._sessions.clear()
        self._browsers.clear()

    def begin_browser(self, host: Host) -> str:
        """Sign a browser in as a host; return its cookie's value."""
        cookie = secrets.token_urlsafe(16)
        self._browsers[cookie] = host.id
        return cookie

    def in_browser(self, cookie: str, world: World) -> Host | None:
        """Return as which host a browser is signed in, if it is."""
        return world.hosts.get(self._browsers.get(cookie, 0))

    def _alive(self, session: Session) -> bool:
        return self._clock.now() - session.used < LIFETIME
