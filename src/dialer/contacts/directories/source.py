"""One directory as it is asked: in bounded time, and never again after a refused sign-in."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, TypeVar

from dialer.core.errors import (
    ApiError,
    DialerError,
    EntryAuthFailed,
    ErrorKind,
    NotSent,
    OutcomeUnknown,
)
from dialer.core.faults import blame

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.contacts.directories.directory import DirectoryProvider
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope

_LOGGER = logging.getLogger(__name__)

T = TypeVar("T")


class Source:
    """A directory whose account is loaded.

    Until the first answer nobody knows whether the sign-in is right. Each question might be one more wrong
    one, and enough of them lock the account: the first is asked alone, and goes on when somebody types on.

    Attributes:
        entry: its account.
        provider: what answers.
        failures: how many rounds in a row were without an answer.
    """

    def __init__(self, hub: Hub, scope: Scope, entry: ConfigEntry, provider: DirectoryProvider) -> None:
        """Nothing is asked yet; questions that outlive whoever asked belong to the scope."""
        self.entry, self.provider = entry, provider
        self.failures = 0
        self._hub, self._scope = hub, scope
        self._signed_in = False
        self._first: asyncio.Task[Any] | None = None

    async def ask(self, question: Callable[[], Awaitable[T]], kind: type[T], deadline: float) -> T:
        """Return the answer to a question.

        Args:
            question: one of the provider's methods, with what it wants.
            kind: what the answer has to be.
            deadline: seconds after which the question is given up.

        Raises:
            DialerError: there is no answer; a refused sign-in is remembered for good.
        """
        while not self._signed_in and self._first is not None and not self._first.done():
            done, _ = await asyncio.wait({self._first}, timeout=deadline)
            if not done:
                raise OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK)
        if self.entry.auth_refused:
            raise EntryAuthFailed("core.entry.auth_refused")
        asking = self._scope.spawn(self._answer(question, kind, deadline), "ask a directory")
        if not self._signed_in:
            self._first = asking
        try:
            answer = await asyncio.shield(asking)
        except asyncio.CancelledError:
            if self._first is not asking:
                asking.cancel()
            raise
        if isinstance(answer, DialerError):
            raise answer
        return answer

    async def _answer(
        self, question: Callable[[], Awaitable[T]], kind: type[T], deadline: float
    ) -> T | DialerError:
        scope = self.entry.scope
        try:
            asked = scope.spawn(self._call(question, kind), "answer a question")
        except RuntimeError:  # the account is being taken down
            return NotSent("directories.error.taken_down")
        try:
            done, _ = await asyncio.wait({asked}, timeout=deadline)
        finally:
            asked.cancel()  # not waited for: an integration that does not let go ends with its account
        if not done:
            return OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK)
        if asked.cancelled() or self.entry.scope is not scope:
            return NotSent("directories.error.taken_down")
        # A step that held up the thread was broken off from outside, and is in the log.
        answer = self._bug() if asked.exception() else asked.result()
        self._signed_in = self._signed_in or not isinstance(answer, DialerError)
        if is_refused(answer):
            # A task of its own: it ends what the account began, and whoever asked may be part of that.
            await asyncio.shield(self._scope.spawn(self._refuse(), "silence an account"))
        return answer

    async def _refuse(self) -> None:
        await self._hub.entries.refuse(self.entry, EntryAuthFailed("core.entry.auth_refused"))

    async def _call(self, question: Callable[[], Awaitable[T]], kind: type[T]) -> T | DialerError:
        """Let the provider answer; what goes wrong is an answer, too."""
        counted = "failures"
        try:
            answer = await question()
        except DialerError as error:
            return error
        except Exception:  # the edge of an integration: its bug must not stop a search
            _LOGGER.exception("a directory of %s failed", self.entry.domain)
            return self._bug()
        else:
            if not isinstance(answer, kind):
                _LOGGER.error("a directory of %s returned no %s", self.entry.domain, kind.__name__)
                return self._bug()
            counted = "answers"
            return answer
        finally:
            self.entry.counters[f"directory.{counted}"] += 1

    def _bug(self) -> ApiError:
        return ApiError("directories.error.bug", ErrorKind.PROTOCOL, why=blame(self.entry.domain))


def is_refused(error: object) -> bool:
    """Whether a sign-in was refused, so that nothing may be asked until a person signs in again."""
    if isinstance(error, ApiError):
        return error.kind is ErrorKind.AUTH
    return isinstance(error, EntryAuthFailed)
