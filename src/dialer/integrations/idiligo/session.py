"""The session: a token that is valid for 24 hours, and renewed at 23."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from dialer.core.clock import Clock
    from dialer.core.secrets import Secret

RENEW_AFTER = timedelta(hours=23)


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
        age = self.age
        return age is not None and age >= RENEW_AFTER

    async def token(self) -> Secret:
        """Return a token that is good for a while, after a sign-in where that is needed.

        Raises:
            Refused: the sign-in was refused.
            NotSent: no usable answer came to it, so that nothing else was sent.
        """
        async with self._signing_in:
            if self._token is None or self.is_old:
                self._token = None
                self.keep(await self._sign_in())
            assert self._token is not None  # noqa: S101  # kept just now
            return self._token

    def keep(self, token: Secret) -> None:
        """Use a new token from now on."""
        self._token, self._since = token, (self._clock.now(), self._clock.monotonic())

    def forget(self) -> None:
        """Sign in anew before the next request."""
        self._token = self._since = None
