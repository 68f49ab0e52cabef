"""Praatje's HTTP interface. Every request is sent once."""

from __future__ import annotations

import json
from typing import Any

from dialer.core.errors import ErrorKind, OutcomeUnknown, Refused
from dialer.core.http import HttpClient
from dialer.core.secrets import Secret

REFUSALS = {  # Praatje surely did nothing; whatever is not here leaves that open
    401: ("praatje.error.sign_in", ErrorKind.AUTH),
    403: ("praatje.error.not_allowed", ErrorKind.PERMISSION),
    404: ("praatje.error.gone", ErrorKind.NOT_FOUND),
    409: ("praatje.error.refused", ErrorKind.VALIDATION),
    422: ("praatje.error.refused", ErrorKind.VALIDATION),
    429: ("praatje.error.too_many", ErrorKind.PROVIDER),
}


class PraatjeClient:
    """Speaks for one account."""

    def __init__(self, http: HttpClient, base_url: str, key: Secret) -> None:
        self._http, self._url, self._key = http, base_url, key

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        response = await self._http.request(
            method,
            self._url + path,
            headers={"X-Api-Key": self._key.reveal()},
            content=None if body is None else json.dumps(body).encode(),
            deadline=20.0,
            fresh=method != "GET",  # a connection of its own, which no server can have closed already
            purpose=f"praatje {method}",
        )
        if response.status in REFUSALS:
            raise Refused(*REFUSALS[response.status])
        if response.status not in {200, 201, 204}:
            raise OutcomeUnknown(kind=ErrorKind.PROVIDER)
        try:
            return json.loads(response.body or b"null")
        except (ValueError, RecursionError):
            raise OutcomeUnknown from None


def part(answer: Any, key: str, kind: type) -> Any:
    """Return a value of an answer; if it is not as documented, nobody knows what Praatje did."""
    if not isinstance(answer, dict) or not isinstance(answer.get(key), kind):
        raise OutcomeUnknown
    return answer[key]
