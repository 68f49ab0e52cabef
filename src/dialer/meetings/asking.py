"""Asking a provider: in bounded time, and what goes wrong in its integration's code is told as that."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar

from dialer.core.errors import ApiError, ErrorKind, InputError, NotSent, OutcomeUnknown, SecretsUnavailable
from dialer.core.faults import blame, trace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_LOGGER = logging.getLogger(__name__)

T = TypeVar("T")

DEADLINE = 30.0
"""Seconds that a provider has to answer."""

HOW_LOST = ("core.", "answers.")
"""How the keys of sentences begin that tell how an answer got lost, not what that means."""

BUG_IN_CREATION = "meetings.error.bug_made"
BUG_HALF_WAY = "meetings.error.bug_half_way"
BUG_NOT_MADE = "meetings.error.bug_not_made"
BUGS = frozenset({BUG_IN_CREATION, BUG_HALF_WAY, BUG_NOT_MADE})
"""How a row tells of a bug; the sentence names whoever wrote the integration."""


class BrokenIntegrationError(OutcomeUnknown):
    """An integration's code failed: its request may have been sent before, so nobody knows what was done."""

    def __init__(self, domain: str, key: str) -> None:
        """Blame the integration."""
        super().__init__(key, why=blame(domain))
        self.domain = domain


async def asked(domain: str, question: Callable[[], Awaitable[T]]) -> T:
    """Return a provider's answer to a question, which changes nothing.

    Raises:
        ApiError: there is none.
    """
    return await _answer(domain, question, "meetings.error.bug_read")


async def carried_out(domain: str, work: Callable[[], Awaitable[T]]) -> T:
    """Return a provider's answer to what changes something.

    Raises:
        InputError: it cannot be done so.
        ApiError: it is not confirmed; `OutcomeUnknown` where nobody knows.
    """
    try:
        return await _answer(domain, work, "meetings.error.doubt")
    except OutcomeUnknown as error:
        if error.key.startswith(HOW_LOST):
            raise OutcomeUnknown("meetings.error.doubt", error.kind, code=error.code, why=error) from None
        raise


def note_bug(domain: str, what: str, bug: BaseException) -> None:
    """Write a bug into the log, for whoever wrote the integration."""
    _LOGGER.error("%s of %s failed because of a fault in it:\n%s", what, domain, trace(bug))


async def _answer(domain: str, work: Callable[[], Awaitable[T]], bug_key: str) -> T:
    try:
        async with asyncio.timeout(DEADLINE):
            return await work()
    except (ApiError, InputError):
        raise
    except SecretsUnavailable as error:
        raise NotSent(error.key, **error.placeholders) from None
    except TimeoutError:
        raise OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK) from None
    except Exception as bug:  # noqa: BLE001  # an integration's bug must not get any further
        note_bug(domain, "asking a meeting provider", bug)
        raise BrokenIntegrationError(domain, bug_key) from None
