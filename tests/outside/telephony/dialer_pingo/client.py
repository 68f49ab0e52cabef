"""Pingo's HTTP interface. Every request is sent once."""

from __future__ import annotations

import json
from typing import Any

from dialer.core.errors import ErrorKind, OutcomeUnknown, Refused
from dialer.core.http import HttpClient
from dialer.core.secrets import Secret


class PingoClient:
    """Speaks for one account."""

    def __init__(self, http: HttpClient, base_url: str, token: Secret) -> None:
        self._http, self._url, self._token = http, base_url, token

    async def me(self) -> str:
        return str(_part(await self._ask("GET", "v1/me"), "user", str))

    async def dial(self, source: str, destination: str) -> int:
        answer = await self._ask("POST", "v1/calls", {"from": source, "to": destination}, deadline=45.0)
        return int(_part(answer, "id", int))

    async def phase(self, call: int) -> str:
        return str(_part(await self._ask("GET", f"v1/calls/{call}"), "phase", str))

    async def end(self, call: int) -> None:
        await self._ask("DELETE", f"v1/calls/{call}")

    async def _ask(self, method: str, path: str, body: object = None, *, deadline: float = 10.0) -> Any:
        response = await self._http.request(
            method,
            self._url + path,
            headers={"Authorization": f"Bearer {self._token.reveal()}"},
            content=None if body is None else json.dumps(body).encode(),
            deadline=deadline,
            fresh=method != "GET",  # a connection of its own, which no server can have closed already
            purpose=f"pingo {method}",
        )
        if response.status in {401, 403}:
            raise Refused("pingo.error.sign_in", ErrorKind.AUTH)
        if response.status == 404:
            raise Refused("pingo.error.refused", ErrorKind.NOT_FOUND)
        if response.status in {400, 409, 422, 429}:  # Pingo surely did nothing
            raise Refused("pingo.error.refused", ErrorKind.PROVIDER)
        if response.status not in {200, 201, 204}:
            raise OutcomeUnknown(kind=ErrorKind.PROVIDER)
        try:
            return json.loads(response.body or b"null")
        except (ValueError, RecursionError):
            raise OutcomeUnknown from None


def _part(answer: Any, key: str, kind: type) -> Any:
    """Return a value of an answer; if it is not as documented, nobody knows what Pingo did."""
    if not isinstance(answer, dict) or not isinstance(answer.get(key), kind):
        raise OutcomeUnknown
    return answer[key]
