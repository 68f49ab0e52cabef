"""The CardDAV interface of one server: one method for each question, each sent once to this server alone.

Redirects are followed by hand where an address book is looked for, and only on the same server: the password
goes nowhere else. Everything else that is not a plain answer is an error in one of our own sentences.
"""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

from dialer.core.errors import ApiError, ErrorKind, Refused
from dialer.core.http_digest import DigestLogin
from dialer.core.poller import retry_after
from dialer.integrations.carddav import bodies, multistatus
from dialer.integrations.carddav.addresses import path_on
from dialer.integrations.carddav.multistatus import DAV, Multistatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialer.core.http import HttpClient, Response
    from dialer.core.secrets import Secret

DEADLINE = 15.0
LIST_DEADLINE = 600.0
LIST_BYTES = 64 * 1024 * 1024
CARDS_BYTES = 16 * 1024 * 1024
CARD_BYTES = 2 * 1024 * 1024
_ERROR_BYTES = 64 * 1024

MULTISTATUS = 207
UNAUTHORIZED = 401
NOT_FOUND = frozenset({404, 410})
PRECONDITION_FAILED = 412
FULL = 507
DONE = frozenset({200, 201, 204})
_MOVED = frozenset({301, 302, 303, 307, 308})
_NO_SUCH_QUESTION = frozenset({400, 405, 415, 501})
_TOKEN_REFUSED = frozenset({400, 403, 409, 412, 422})
_MOST_REDIRECTS = 5
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_CARD = {"Content-Type": "text/vcard; charset=utf-8"}

_REFUSALS = {
    401: ("carddav.error.sign_in", ErrorKind.AUTH),
    403: ("carddav.error.forbidden", ErrorKind.PERMISSION),
    404: ("carddav.error.not_found", ErrorKind.NOT_FOUND),
    410: ("carddav.error.not_found", ErrorKind.NOT_FOUND),
    429: ("carddav.error.busy", ErrorKind.PROVIDER),
    501: ("carddav.error.no_book", ErrorKind.NOT_FOUND),
    503: ("carddav.error.busy", ErrorKind.PROVIDER),
}


class TokenRefused(ApiError):
    """The server no longer knows where the last question ended: everything is to be compared again."""

    def __init__(self) -> None:
        super().__init__("carddav.error.unreadable", ErrorKind.PROTOCOL)


class CannotTell(ApiError):
    """The server does not know the question what changed: all versions are to be listed."""

    def __init__(self) -> None:
        super().__init__("carddav.error.no_book", ErrorKind.PROTOCOL)


class Login:
    """Who signs in, and how: by password (RFC 7617), or by digest where the server knows nothing else."""

    def __init__(self, username: str, password: Secret, *, by_digest: bool = False) -> None:
        """Sign in by password until the server asks for something else, unless it is known to do so."""
        self.username = username
        self.digest = DigestLogin(username, password) if by_digest else None
        self._password = password

    def header(self) -> Mapping[str, str]:
        """Return what says who it is in a request."""
        if self.digest is not None:
            return {}
        pair = f"{self.username}:{self._password.reveal()}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    def takes_up(self, challenge: str) -> bool:
        """Change over to what a server that refused a password asks for; False if that is nothing else."""
        asked = challenge.lower()
        if self.digest is not None or "digest " not in asked or "basic " in asked:
            return False
        self.digest = DigestLogin(self.username, self._password)
        return True


@dataclass(frozen=True, slots=True)
class Card:
    """A card as the server has it: its text, and which version that is; empty where it does not say."""

    text: bytes
    version: str


class CardDavClient:
    """Speaks to one server.

    Attributes:
        server: scheme, host and port; no request goes anywhere else.
    """

    def __init__(self, http: HttpClient, server: str, login: Login) -> None:
        """Send nothing yet."""
        self.server = server
        self._http = http
        self._login = login

    async def look(self, path: str, depth: int = 0) -> tuple[str, Multistatus]:
        """Ask what is at a path, and with a depth of 1 what is in it; return also the path that it is at now.

        Raises:
            ApiError: there is no answer, or nothing of the kind.
        """
        for _ in range(_MOST_REDIRECTS):
            headers = {**_XML, "Depth": str(depth)}
            response = await self._send("PROPFIND", path, bodies.DISCOVERY, headers, CARDS_BYTES)
            if response.status not in _MOVED:
                return path, await self._answer(response)
            path = self.path(path, response.headers.get("location", ""))
        raise ApiError("carddav.error.moved", ErrorKind.PROTOCOL)

    async def versions(self, book: str) -> Multistatus:
        """Return all cards of a book, without their text."""
        headers = {**_XML, "Depth": "1"}
        response = await self._send("PROPFIND", book, bodies.VERSIONS, headers, LIST_BYTES, LIST_DEADLINE)
        return await self._answer(response)

    async def changes(self, book: str, token: str) -> Multistatus:
        """Return which cards of a book are others, or gone, since a token; all where that is empty.

        Raises:
            TokenRefused: the token is no longer known.
            CannotTell: the server has no such question.
            ApiError: there is no answer.
        """
        headers = {**_XML, "Depth": "0"}
        content = bodies.changes(token)
        response = await self._send("REPORT", book, content, headers, LIST_BYTES, LIST_DEADLINE)
        reasons = await _reasons(response)
        if token and response.status in _TOKEN_REFUSED and f"{DAV}valid-sync-token" in reasons:
            raise TokenRefused
        if response.status in _NO_SUCH_QUESTION or f"{DAV}supported-report" in reasons:
            raise CannotTell
        if token and response.status in _TOKEN_REFUSED:
            # Some do not name the reason; if it is another one, the question without a token meets it too.
            raise TokenRefused
        answer = await self._answer(response)
        if not answer.token:
            raise CannotTell
        return answer

    async def cards(self, book: str, paths: Sequence[str]) -> Multistatus:
        """Return these cards of a book."""
        headers = {**_XML, "Depth": "0"}
        content = bodies.cards(paths)
        response = await self._send("REPORT", book, content, headers, CARDS_BYTES, LIST_DEADLINE)
        return await self._answer(response)

    async def get(self, path: str) -> Card | None:
        """Return a card as it is now; None if it is not there.

        Raises:
            ApiError: there is no answer.
        """
        # Packed on the way, it would have another version than the one that a change has to name.
        response = await self._send("GET", path, None, {"Accept-Encoding": "identity"}, CARD_BYTES)
        if response.status in NOT_FOUND:
            return None
        if response.status != multistatus.OK:
            refuse(response)
        return Card(response.body, response.headers.get("etag", ""))

    async def put(self, path: str, text: bytes, version: str = "", *, new: bool = False) -> Response:
        """Write a card, if it is still in this version; or a new one, if there is none yet.

        Raises:
            ApiError: there is no answer.
        """
        condition = {"If-None-Match": "*"} if new else {"If-Match": version.removeprefix("W/")}
        return await self._send("PUT", path, text, {**_CARD, **condition}, CARD_BYTES)

    async def delete(self, path: str, version: str) -> Response:
        """Remove a card, if it is still in this version.

        Raises:
            ApiError: there is no answer.
        """
        return await self._send("DELETE", path, None, {"If-Match": version.removeprefix("W/")}, CARD_BYTES)

    def path(self, base: str, href: str) -> str:
        """Return the path of an address in an answer.

        Raises:
            ApiError: it leads to another server.
        """
        return path_on(self.server, base, href)

    async def _send(
        self,
        method: str,
        path: str,
        content: bytes | None,
        headers: Mapping[str, str],
        max_bytes: int,
        deadline: float = DEADLINE,
    ) -> Response:
        while True:
            response = await self._http.request(
                method,
                self.server + path,
                headers={**headers, **self._login.header()},
                content=content,
                deadline=deadline,
                max_bytes=max_bytes,
                digest=self._login.digest,
                purpose="carddav",
            )
            refused = response.status == UNAUTHORIZED
            if not (refused and self._login.takes_up(response.headers.get("www-authenticate", ""))):
                return response

    async def _answer(self, response: Response) -> Multistatus:
        if response.status != MULTISTATUS:
            refuse(response)
        return await asyncio.to_thread(multistatus.read, response.body)


def refuse(response: Response) -> NoReturn:
    """Say what it means that an answer is none of those that were hoped for."""
    status = response.status
    if status in _MOVED:
        raise ApiError("carddav.error.moved", ErrorKind.PROTOCOL, code=status)
    default = ("carddav.error.failed", ErrorKind.PROVIDER) if status >= 500 else None  # noqa: PLR2004  # HTTP's
    key, kind = _REFUSALS.get(status) or default or ("carddav.error.no_book", ErrorKind.PROTOCOL)
    wait = retry_after(response.headers.get("retry-after"), datetime.now(UTC))
    raise Refused(key, kind, code=status, retry_after=wait)


async def _reasons(response: Response) -> frozenset[str]:
    """Return the names in an error, its reasons (RFC 4918, section 16); those of a long page are not read."""
    if response.status < 400 or len(response.body) > _ERROR_BYTES:  # noqa: PLR2004  # HTTP's
        return frozenset()
    root = await asyncio.to_thread(multistatus.parse, response.body)
    return frozenset() if root is None else frozenset(each.tag for each in root.iter())
