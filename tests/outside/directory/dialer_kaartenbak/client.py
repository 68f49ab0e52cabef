"""Kaartenbak's HTTP interface."""

from __future__ import annotations

import json
from typing import Any

from dialer.core.errors import ApiError, ErrorKind
from dialer.core.http import HttpClient
from dialer.core.secrets import Secret


class KaartenbakClient:
    """Reads for one account."""

    def __init__(self, http: HttpClient, base_url: str, token: Secret) -> None:
        self._http, self._url, self._token = http, base_url, token

    async def company(self) -> str:
        return str(part(await self._get("v1/company"), "name", str))

    async def find(self, text: str, limit: int) -> Any:
        return await self._get("v1/cards", q=text, limit=str(limit))

    async def page(self, number: int) -> Any:
        return await self._get("v1/cards", page=str(number))

    async def _get(self, path: str, **query: str) -> Any:
        response = await self._http.request(
            "GET",
            self._url + path,
            params=query,
            headers={"X-Api-Key": self._token.reveal()},
            deadline=10.0,
            max_bytes=1024 * 1024,
            purpose=f"kaartenbak {path}",
        )
        if response.status in {401, 403}:
            raise ApiError("kaartenbak.error.sign_in", ErrorKind.AUTH)
        if response.status != 200:
            raise ApiError("kaartenbak.error.down", ErrorKind.PROVIDER)
        try:
            return json.loads(response.body)
        except (ValueError, RecursionError):
            raise ApiError("kaartenbak.error.unreadable", ErrorKind.PROTOCOL) from None


def part(answer: Any, key: str, kind: type) -> Any:
    """Return a value of an answer; if one is not as documented, none of it can be believed."""
    if not isinstance(answer, dict) or not isinstance(answer.get(key), kind):
        raise ApiError("kaartenbak.error.unreadable", ErrorKind.PROTOCOL)
    return answer[key]
