"""Asking for something again and again, while somebody listens."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import TYPE_CHECKING, Generic, TypeVar

from dialer.core.errors import ApiError, DialerError, ErrorKind, OutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from dialer.core.clock import Clock
    from dialer.core.scope import Scope

_LOGGER = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_RETRY = 30.0
LONGEST_RETRY = 300.0
LONGEST_WISH = 3600.0


class Poller(Generic[T]):
    """One task that asks at an interval; it runs from the first listener to the last.

    After a failure it asks again sooner than at a long interval, then later and later, or when the provider
    wishes. A refused sign-in ends it: nothing is asked again until a person has signed in. The log has one
    line when it goes down and one when it is back.

    Attributes:
        error: why the last question had no answer; None where it had one.
    """

    def __init__(
        self,
        scope: Scope,
        clock: Clock,
        ask: Callable[[], Awaitable[T]],
        *,
        name: str,
        interval: float,
        timeout: float,
    ) -> None:
        """Nothing is asked yet.

        Args:
            scope: owns the task.
            clock: the time between two questions.
            ask: the question; it raises a `DialerError` where there is no answer.
            name: what the log calls it, without anything private.
            interval: seconds from an answer to the next question.
            timeout: seconds after which a question is given up.
        """
        self._scope, self._clock, self._ask = scope, clock, ask
        self._name, self._interval, self._timeout = name, interval, timeout
        self._listeners: list[Callable[[T], None]] = []
        self._task: asyncio.Task[None] | None = None
        self._failures = 0
        self.error: DialerError | None = None

    def listen(self, callback: Callable[[T], None]) -> Callable[[], None]:
        """Call back with each answer; return the function that stops it."""
        self._listeners.append(callback)
        if self._task is None:
            self._task = self._scope.spawn(self._run(), f"poll {self._name}")

        def stop() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)
            if not self._listeners and self._task is not None:
                self._task.cancel()
                self._task = None

        return stop

    async def _run(self) -> None:
        while True:
            error = await self._ask_once()
            if isinstance(error, ApiError) and error.kind is ErrorKind.AUTH:
                return
            await self._clock.sleep(self._pause(error))

    async def _ask_once(self) -> DialerError | None:
        """Ask, and tell the answer; return why there was none."""
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._ask()
        except DialerError as error:
            self._note_failure(error)
        except TimeoutError:
            self._note_failure(OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK))
        except Exception as error:  # the edge of whoever is asked: its bug must not end the asking
            if not self._failures:
                _LOGGER.exception("asking %s failed", self._name)
            self._note_failure(ApiError("core.entry.bug", ErrorKind.PROTOCOL, error=type(error).__name__))
        else:
            self._note_success()
            for callback in tuple(self._listeners):
                callback(answer)
        return self.error

    def _note_failure(self, error: DialerError) -> None:
        if not self._failures:
            _LOGGER.warning("%s does not answer: %s", self._name, error.key)
        self._failures += 1
        self.error = error

    def _note_success(self) -> None:
        if self._failures:
            _LOGGER.info("%s answers again", self._name)
        self._failures, self.error = 0, None

    def _pause(self, error: DialerError | None) -> float:
        if error is None:
            return self._interval
        wish = error.retry_after if isinstance(error, ApiError) else None
        if wish is not None:
            return min(max(wish, 0.0), max(LONGEST_WISH, self._interval))
        first, longest = min(FIRST_RETRY, self._interval), max(LONGEST_RETRY, self._interval)
        # The exponent has a bound: a server may be down for days.
        wait = min(longest, first * 2.0 ** min(self._failures - 1, 20))
        return wait * random.uniform(0.9, 1.1)  # noqa: S311  # jitter


def retry_after(header: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, given as seconds or as a moment."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    from email.utils import parsedate_to_datetime  # few servers send a moment

    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (TypeError, ValueError):  # no moment, or one without an offset
        return None
