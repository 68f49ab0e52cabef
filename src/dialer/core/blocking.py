"""Work of libraries that block and speak to a server by themselves, such as one for LDAP.

It runs on a thread, in bounded time; whom to trust, what the log says and what is counted is one with the
requests of `dialer.core.http`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Protocol, TypeVar

from dialer.core.errors import ApiError, ErrorKind, NotSent
from dialer.core.http_exchange import ANSWERED, Outcome, Way

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from pathlib import Path

    from dialer.core.certificates import CertificateTrouble

_LOGGER = logging.getLogger(__name__)

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Work(Protocol[T_co]):
    """One question to a server."""

    def run(self, until: float) -> T_co:
        """Ask it, on a thread of its own, until this reading of ``time.monotonic`` at the latest.

        Raises:
            ApiError: there is no answer. No other error, and no text of the library, gets out.
        """

    def abort(self) -> None:
        """Let go of it, from another thread: nobody waits for the answer any more. Nothing more is sent."""


class NotTrusted(NotSent):
    """The server's certificate was not accepted, so that nothing was sent."""

    def __init__(self, key: str, trouble: CertificateTrouble) -> None:
        """Say so with this sentence, and remember why."""
        super().__init__(key)
        self.trouble = trouble


class Blocking:
    """The way to servers for libraries that block."""

    def __init__(
        self, way: Callable[[], Way] = Way, *, watch: Callable[[Outcome], None] | None = None
    ) -> None:
        """Nothing is loaded or connected yet.

        Args:
            way: tells whom to trust; a proxy for HTTP is of no use here.
            watch: hears how each piece of work ended.
        """
        self._way, self._watch = way, watch
        self._trust: tuple[Path | None, ssl.SSLContext] | None = None

    async def trust(self, host: str) -> ssl.SSLContext:
        """Return whom to trust for a connection to this host: the system, and the company's own authority.

        Raises:
            NotSent: the file with the company's certificates cannot be read.
        """
        extra_ca = self._way().extra_ca
        if self._trust is None or self._trust[0] != extra_ca:
            try:
                self._trust = extra_ca, await asyncio.to_thread(_trust_store, extra_ca)
            except OSError:  # ssl.SSLError is one
                self._tell(Outcome(host, "core.net.certificates"))
                raise NotSent("core.net.certificates") from None
        return self._trust[1]

    async def run(self, work: Work[T], *, host: str, deadline: float, purpose: str) -> T:
        """Do a piece of work and return what it brings.

        Whoever is cancelled does not wait for its end: it is told to let go.

        Args:
            work: what to do.
            host: whom it speaks to.
            deadline: seconds for everything together.
            purpose: what the log calls it, such as ``search``.

        Raises:
            ApiError: there is no answer, or none in time.
        """
        started, outcome = time.monotonic(), Outcome(host, "cancelled")
        try:
            async with asyncio.timeout(deadline):
                result = await asyncio.to_thread(work.run, started + deadline)
            outcome = Outcome(host, ANSWERED)
            return result
        except asyncio.CancelledError:
            work.abort()
            raise
        except TimeoutError:
            work.abort()
            outcome = Outcome(host, "core.net.no_answer")
            raise ApiError("core.net.no_answer", ErrorKind.NETWORK) from None
        except ApiError as error:
            error.__context__ = None  # it may be the library's, with a server's words in its text
            outcome = Outcome(host, error.key, getattr(error, "trouble", None))
            raise
        finally:
            seconds = time.monotonic() - started
            _LOGGER.info("%s, %s: %s in %.3f s", host, purpose, outcome.what, seconds)
            self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        if self._watch is not None:
            self._watch(outcome)


def _trust_store(extra_ca: Path | None) -> ssl.SSLContext:
    from dialer.core.http_tls import trust_store  # TLS takes long to load

    return trust_store(extra_ca)
