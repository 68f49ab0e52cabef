"""Requests to providers: one place that decides about trust, redirects, retries, deadlines and sizes.

The only file that imports the HTTP library, with the first request and outside the interface's thread.
No error of it gets out: whoever asked learns that the request surely did not leave (`NotSent`) or that nobody
knows (`OutcomeUnknown`), and neither holds the address, which may have a password in it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown
from dialer.core.http_body import read_body
from dialer.core.http_exchange import Exchange, Outcome, Way
from dialer.core.http_outcome import certificate_trouble, sort_failure
from dialer.core.http_tls import trust_store
from dialer.core.log import quiet_libraries
from dialer.core.worker import Worker

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterable, Awaitable, Callable, Mapping
    from pathlib import Path
    from types import ModuleType

    from dialer.core.http_digest import DigestLogin
_LOGGER = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
MAX_BYTES = 65_536

_USUAL = {"User-Agent": "Dialer", "Accept-Encoding": "gzip"}
# Nobody on the way is to keep the answer or to repeat the request.
_FRESH = {
    "User-Agent": "Dialer",
    "Accept-Encoding": "identity",
    "Cache-Control": "no-store",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Response:
    """A complete answer; whether it is a good one is the caller's to judge.

    Attributes:
        status: the HTTP status; redirects are not followed.
        headers: by lower-case name.
        body: the decoded body.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Library:
    """What takes long to load, and is loaded once."""

    httpx: ModuleType
    tls: ssl.SSLContext
    extra_ca: Path | None


class HttpClient:
    """Sends requests, each once: what fails is sorted and told, never repeated."""

    def __init__(
        self, way: Callable[[], Way] = Way, *, watch: Callable[[Outcome], None] | None = None
    ) -> None:
        """Nothing is loaded or connected yet.

        Args:
            way: tells, for each request, which way to take.
            watch: hears how each request ended.
        """
        self._way = way
        self._watch = watch
        self._library: _Library | None = None
        self._loading = asyncio.Lock()
        self._clients: dict[Way, Any] = {}
        self._retired: list[Any] = []
        self._closed = False

    async def request(  # noqa: PLR0913 - all but two are by name, and most have a default
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | AsyncIterable[bytes] | None = None,
        deadline: float,
        max_bytes: int = MAX_BYTES,
        fresh: bool = False,
        digest: DigestLogin | None = None,
        into: Callable[[bytes], Awaitable[None]] | None = None,
        purpose: str,
    ) -> Response:
        """Send a request once and return the whole answer, whatever its status.

        Args:
            method: such as ``GET``.
            url: https, or http to this computer.
            params: added to the query, encoded.
            headers: sent besides our own, or in their place.
            content: the body; one that comes piece by piece needs a Content-Length among the headers.
            deadline: seconds for everything together.
            max_bytes: a longer body is refused.
            fresh: use a connection of its own, and ask those on the way not to keep or repeat anything.
            digest: signs the request in; it is sent a second time where the server asks for that.
            into: takes the body of a good answer piece by piece, as for a large file; the answer's own is
                empty then.
            purpose: what the log calls it, such as ``login``.

        Raises:
            NotSent: the request surely did not leave.
            OutcomeUnknown: it may have been carried out.
        """
        all_headers = {**(_FRESH if fresh else _USUAL), **(headers or {})}
        exchange = Exchange(method, url, params, all_headers, content, deadline, max_bytes, fresh, digest)
        exchange.into = into
        outcome = "cancelled"
        try:
            result = await self._outcome(exchange)
            outcome = str(result.status if isinstance(result, Response) else result)
        finally:
            _LOGGER.info("%s %s, %s: %s in %.3f s", method, exchange.host, purpose, outcome, exchange.seconds)
            if self._watch is not None:
                self._watch(Outcome(exchange.host, outcome, exchange.trouble))
        if isinstance(result, Response):
            return result
        raise result

    async def renew(self) -> None:
        """Use new connections from now on: the computer has slept, and those made before may be dead.

        What is still under way on the old ones is left to end by itself.
        """
        older, self._retired = self._retired, list(self._clients.values())
        self._clients = {}
        for client in older:
            await client.aclose()

    async def close(self) -> None:
        """Let go of all connections; requests from now on are not sent."""
        self._closed = True
        clients = [*self._retired, *self._clients.values()]
        self._retired, self._clients = [], {}
        for client in clients:
            await client.aclose()

    async def _outcome(self, exchange: Exchange) -> Response | ApiError:
        """Return the answer or the sorted failure, which no error of the library hangs on as its context."""
        try:
            async with asyncio.timeout(exchange.deadline):
                return await self._send(exchange)
        except ApiError as error:
            error.__context__ = None  # it may be the library's, with the address in its text
            return error
        except TimeoutError:
            if exchange.sending:
                return OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK)
            return NotSent("core.net.proxy" if exchange.way.proxy else "core.net.timeout")
        except Exception as error:  # noqa: BLE001 - the library's edge: what is not known is sorted as unknown
            if type(error).__name__ == "PoolTimeout" and (full := self._clients.pop(exchange.way, None)):
                # Slots of the pool have leaked; requests that still run on it are left alone.
                self._retired.append(full)
            exchange.trouble = certificate_trouble(error)
            return sort_failure(error, through_proxy=exchange.way.proxy is not None)

    async def _send(self, exchange: Exchange) -> Response:
        exchange.way = self._way()
        library = await self._load(exchange.way.extra_ca)
        request = _build(library.httpx, exchange)
        if self._closed:
            raise NotSent("core.net.closing")
        signing = {"auth": exchange.digest.auth(library.httpx)} if exchange.digest is not None else {}
        if exchange.fresh:
            async with _new_client(library, exchange.way, keep_alive=False) as client:
                return await _read(client, request, exchange, **signing)
        if exchange.way not in self._clients:
            self._clients[exchange.way] = _new_client(library, exchange.way, keep_alive=True)
        return await _read(self._clients[exchange.way], request, exchange, **signing)

    async def _load(self, extra_ca: Path | None) -> _Library:
        async with self._loading:
            if self._library is None or self._library.extra_ca != extra_ca:
                worker = Worker("dialer-http")
                try:
                    self._library = await worker.run(lambda: _load_library(extra_ca))
                except OSError:  # ssl.SSLError is one
                    raise NotSent("core.net.certificates") from None
                finally:
                    worker.stop()
            return self._library


def _build(httpx: ModuleType, exchange: Exchange) -> Any:
    """Return the library's request, if it may be sent."""
    left = exchange.deadline - exchange.seconds
    try:
        url = httpx.URL(exchange.url).copy_merge_params(exchange.params or {})
        request = httpx.Request(
            exchange.method,
            url,
            headers=exchange.headers,
            content=exchange.content,
            extensions={"trace": exchange.trace, "timeout": _timeouts(httpx, left)},
        )
    except (httpx.InvalidURL, ValueError):  # UnicodeError, of a header, is a ValueError
        raise NotSent("core.net.url") from None
    if not url.host or url.scheme not in {"http", "https"} or url.userinfo:
        raise NotSent("core.net.url")
    exchange.host = url.host
    if _is_this_computer(url.host):
        exchange.way = replace(exchange.way, proxy=None)
    elif url.scheme == "http":
        raise NotSent("core.net.not_encrypted")
    return request


def _load_library(extra_ca: Path | None) -> _Library:
    import anyio

    # Its command line is for nobody here, and imports as much again where what it draws with is installed.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    import httpx

    quiet_libraries()
    anyio.run(anyio.sleep, 0)  # loads what it would otherwise load at the first connection
    return _Library(httpx, trust_store(extra_ca), extra_ca)


def _new_client(library: _Library, way: Way, *, keep_alive: bool) -> Any:
    httpx = library.httpx
    transport = httpx.AsyncHTTPTransport(
        verify=library.tls,
        trust_env=False,
        retries=0,
        proxy=way.proxy,
        limits=httpx.Limits(max_keepalive_connections=None if keep_alive else 0),
    )
    return httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False)


def _timeouts(httpx: ModuleType, left: float) -> dict[str, float]:
    # Less than what is left: the library then closes the connection that it was making, and says what failed.
    short = max(0.0, min(CONNECT_SECONDS, 0.8 * left))
    timeouts: dict[str, float] = httpx.Timeout(max(0.0, left), connect=short, pool=short).as_dict()
    return timeouts


async def _read(client: Any, request: Any, exchange: Exchange, **signing: Any) -> Response:
    response = await client.send(request, stream=True, **signing)
    try:
        headers = {name.lower(): value for name, value in response.headers.items()}
        packing, limit = headers.get("content-encoding", ""), exchange.max_bytes
        into = exchange.into if response.is_success else None
        body = await read_body(response.aiter_raw(), packing, limit, into)
        return Response(response.status_code, headers, body)
    finally:
        await response.aclose()


def _is_this_computer(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
