"""The session: what signs in, and the token that is valid for 24 hours and renewed at 23."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from dialer.core.clock import Clock
    from dialer.core.secrets import Secret

RENEW_AFTER = timedelta(hours=23)


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What an account signs in with: a password, or a ticket that is good for any user.

    Attributes:
        password: of the user; None where a ticket takes its place.
        ticket: the organisation's authorization ticket.
    """

    username: str
    apikey: Secret
    password: Secret | None = None
    ticket: Secret | None = None


class Session:
    """Has a token ready; it lives in memory only."""

    def __init__(self, clock: Clock, sign_in: Callable[[], Awaitable[Secret]]) -> None:
        """Start signed out; ``sign_in`` gets a new token."""
        self._clock = clock
        self._sign_in = sign_in
        self._token: Secret | None = None
        self._since: tuple[datetime, float] | None = None
        self._signing_in = asyncio.Lock()

    @property
    def age(self) -> timedelta | None:
        """How long ago the sign-in was, None where there is none.

        The steady clock stands still while the computer sleeps, the other one is set by people: the larger
        of both ages counts.
        """
        if self._since is None:
            return None
        moment, ticks = self._since
        return max(self._clock.now() - moment, timedelta(seconds=self._clock.monotonic() - ticks))

    @property
    def is_old(self) -> bool:
        """Whether the token may have expired, or soon will."""
        return self._is_older_than(RENEW_AFTER)

    async def token(self, *, good_for: timedelta = RENEW_AFTER) -> Secret:
        """Return the token, after a sign-in where there is none that is younger than this.

        Raises:
            Refused: the sign-in was refused.
            NotSent: no usable answer came to it, so that nothing else was sent.
        """
        async with self._signing_in:
            token = self._token
            if token is None or self._is_older_than(good_for):
                token = await self._sign_in()
                self.keep(token)
            return token

    def keep(self, token: Secret) -> None:
        """Use a new token from now on."""
        self._token, self._since = token, (self._clock.now(), self._clock.monotonic())

    def forget(self, token: Secret) -> None:
        """Sign in anew before the next request, unless that was done since."""
        if self._token is token:
            self._token = self._since = None

    def _is_older_than(self, limit: timedelta) -> bool:
        age = self.age
        return age is not None and age >= limit
