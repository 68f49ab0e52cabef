"""One request on its way, and how it ended."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Awaitable, Callable, Mapping
    from pathlib import Path

    from dialer.core.certificates import CertificateTrouble
    from dialer.core.http_digest import DigestLogin


@dataclass(frozen=True, slots=True)
class Way:
    """How requests leave this computer.

    Attributes:
        proxy: the address of the proxy to go through; the environment's is not used.
        extra_ca: a file with certificates to trust besides the operating system's.
    """

    proxy: str | None = None
    extra_ca: Path | None = None


ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request ended, for whoever watches over the connections.

    Attributes:
        host: whom it was meant for, ``?`` where the address says nobody.
        what: the HTTP status, ``answered`` by a server that knows none, the key of what went wrong, or
            ``cancelled``.
        trouble: what was wrong with the host's certificate.
    """

    host: str
    what: str
    trouble: CertificateTrouble | None = None

    @property
    def answered(self) -> bool:
        """Whether the server answered, so that its certificate is a good one."""
        return self.what == ANSWERED or self.what.isdigit()


@dataclass(slots=True)
class Exchange:
    """One request, and how far it has come."""

    method: str
    url: str
    params: Mapping[str, str] | None
    headers: Mapping[str, str]
    content: bytes | AsyncIterable[bytes] | None
    deadline: float
    max_bytes: int
    fresh: bool
    digest: DigestLogin | None = None
    into: Callable[[bytes], Awaitable[None]] | None = None
    started: float = field(default_factory=time.monotonic)
    host: str = "?"
    way: Way = Way()
    sending: bool = False
    trouble: CertificateTrouble | None = None

    @property
    def seconds(self) -> float:
        """How long it has been going on."""
        return time.monotonic() - self.started

    async def trace(self, event: str, _info: object) -> None:
        """Notice, before the first byte is written, that the request begins to leave."""
        if event.endswith("send_request_headers.started"):
            self.sending = True
