"""One account's session: the sign-in with its API token, and requests that carry what came of it.

The session's token lives in memory only, 60 minutes beyond its last use. A request that comes back because it
is over was not carried out: it is sent once more, after one new sign-in that everybody who waits shares.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import msgspec

from dialer.core.answers import Id
from dialer.core.errors import ApiError, NotSent, OutcomeUnknown
from dialer.core.secrets import Secret
from dialer.integrations.iotum import said
from dialer.integrations.iotum.reading import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.core.http import HttpClient, Response

PREFIX = "/enterprise_api"
SIGN_IN = "authenticate"
SIGN_IN_DEADLINE = 15.0
# A minute less than the document's hour: a request takes time, too.
LIFETIME = 59 * 60.0

MAX_BYTES = 16 * 1024 * 1024
_UNAUTHORIZED = 401
_JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class Session:
    """Signs an account in and sends its requests."""

    def __init__(
        self,
        http: HttpClient,
        base_url: str,
        api_token: Secret,
        *,
        monotonic: Callable[[], float],
    ) -> None:
        """Send nothing yet.

        Args:
            http: sends the requests.
            base_url: scheme, host and port of the company's own host.
            api_token: of somebody who administers the company, or the reseller's companies.
            monotonic: seconds, for the session's age.
        """
        self.http = http
        self.base_url = base_url.rstrip("/").removesuffix(PREFIX).rstrip("/")
        self._api_token = api_token
        self._monotonic = monotonic
        self._token: Secret | None = None
        self._used = 0.0
        self._signing_in = asyncio.Lock()
        self._rounds = 0
        self._failure: ApiError | None = None

    async def sign_in(self) -> None:
        """Sign in anew.

        Raises:
            NotSent: it was not reached, or gave no usable answer: nothing that was to follow was sent.
            Refused: it said no; of kind AUTH where the API token is not accepted.
        """
        self._token = None
        await self._valid_token(None)

    async def send(
        self, method: str, path: str, values: Mapping[str, object], *, deadline: float, fresh: bool
    ) -> Response:
        """Send a request with these values; return an answer that is a success.

        Args:
            method: the document's.
            path: what follows ``/enterprise_api/``.
            values: the body, without the session's token.
            deadline: seconds.
            fresh: it must not be carried out twice.

        Raises:
            NotSent: nothing was sent.
            Refused: the provider said no.
            OutcomeUnknown: it may have been carried out.
        """
        token = await self._valid_token(None)
        signed = {"auth_token": token.reveal(), **values}
        response = await self._post(method, path, signed, deadline, fresh=fresh)
        if response.status == _UNAUTHORIZED:
            # The session is over, and the request was not looked at.
            token = await self._valid_token(token)
            signed = {"auth_token": token.reveal(), **values}
            response = await self._post(method, path, signed, deadline, fresh=fresh)
        if response.status == _UNAUTHORIZED and self._token == token:
            self._token = None
        said.check(response)
        self._used = self._monotonic()
        return response

    async def _valid_token(self, refused: Secret | None) -> Secret:
        """Return a token that is not known to be over; who waits for a sign-in shares what comes of it."""
        if (token := self._current(refused)) is not None:
            return token
        seen = self._rounds
        async with self._signing_in:
            if self._rounds != seen and self._failure is not None:
                raise self._failure.with_traceback(None) from None
            if (token := self._current(refused)) is not None:
                return token
            self._failure = None
            try:
                self._token = await self._ask_for_token()
            except ApiError as error:
                self._token, self._failure = None, error
                raise
            finally:
                self._rounds += 1
            self._used = self._monotonic()
            return self._token

    def _current(self, refused: Secret | None) -> Secret | None:
        if self._token is None or (refused is not None and self._token == refused):
            return None
        return self._token if self._monotonic() - self._used < LIFETIME else None

    async def _ask_for_token(self) -> Secret:
        values = {"api_token": self._api_token.reveal()}
        try:
            response = await self._post("POST", SIGN_IN, values, SIGN_IN_DEADLINE, fresh=False)
            said.check_sign_in(response)
            return _token_of(parse(response.body))
        except OutcomeUnknown as error:
            raise NotSent(error.key, **error.placeholders) from None

    async def _post(
        self, method: str, path: str, body: Mapping[str, Any], deadline: float, *, fresh: bool
    ) -> Response:
        return await self.http.request(
            method,
            f"{self.base_url}{PREFIX}/{path}",
            headers=_JSON,
            content=_to_json(body),
            deadline=deadline,
            max_bytes=MAX_BYTES,
            fresh=fresh,
            purpose=f"iotum {path}",
        )


def _to_json(body: Mapping[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(body, enc_hook=_wire)
    except UnicodeEncodeError:
        # Half a character, which nothing but JSON's own way to write it can carry.
        return json.dumps(msgspec.to_builtins(body, enc_hook=_wire)).encode()


def _wire(value: Any) -> Any:
    """Return an id of ours as the document writes it: as a number, where it is one."""
    if not isinstance(value, Id):
        raise NotImplementedError
    return int(value) if value.isascii() and value.isdigit() and str(int(value)) == value else str(value)


def _token_of(answer: Any) -> Secret:
    token = answer.get("auth_token") if isinstance(answer, dict) else None
    if isinstance(token, int) and not isinstance(token, bool):
        token = str(token)
    if not isinstance(token, str) or not token:
        raise OutcomeUnknown("answers.unreadable")
    return Secret(token)
