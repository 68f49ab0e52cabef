"""Requests as the interface takes them: one header, wrapped bodies, and the two ways to write a path."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import msgspec

from dialer.core.answers import check_status
from dialer.core.errors import ErrorKind, InputError, Refused
from dialer.integrations.webcamconsult import readings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.core.http import HttpClient, Response
    from dialer.core.secrets import Secret

T = TypeVar("T")

LIST_DEADLINE = 25.0
READ_DEADLINE = 15.0
CREATE_DEADLINE = 30.0
CHANGE_DEADLINE = 15.0

_LARGEST_LIST = 64 * 1024 * 1024
"""There are no pages: a list has everybody of an organisation."""
_LARGEST_RECORD = 1024 * 1024
_LARGE = 64 * 1024
"""What is larger is read beside the loop."""


class FieldsRefused(Refused):
    """The provider does not accept some fields.

    Attributes:
        fields: which, by the document's names; empty where it does not say.
    """

    def __init__(self, fields: tuple[str, ...]) -> None:
        key = "webcamconsult.error.fields" if fields else "answers.refused"
        super().__init__(
            key, ErrorKind.VALIDATION, code=HTTPStatus.UNPROCESSABLE_ENTITY, fields=", ".join(fields)
        )
        self.fields = fields


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One kind of records.

    Attributes:
        name: what wraps one of them.
        folder: where they are, also one by one in practice.
        documented: where the document has one of them.
        editable: the fields that may be sent.
    """

    name: str
    folder: str
    documented: str
    editable: frozenset[str]


class Transport:
    """Sends the requests of one organisation, each once."""

    def __init__(self, http: HttpClient, base_url: str, token: Secret) -> None:
        self._http = http
        self._base = base_url.rstrip("/")
        self._token = token
        self._folders: dict[str, str] = {}

    @property
    def folders(self) -> Mapping[str, str]:
        """In which folder one record of a kind is, as far as that is known by now."""
        return dict(self._folders)

    async def list(self, resource: Resource, read: Callable[[bytes], T]) -> T:
        """Return everything there is of a kind.

        Raises:
            ApiError: it cannot be read.
        """
        response = await self._send(
            "GET", resource.folder, f"{resource.name} list", LIST_DEADLINE, most=_LARGEST_LIST
        )
        if response.status == HTTPStatus.NOT_FOUND:
            raise Refused("answers.wrong_address", ErrorKind.PROVIDER, code=response.status)
        check_status(response)
        return await _read(response, read)

    async def create(self, resource: Resource, fields: Mapping[str, object], read: Callable[[bytes], T]) -> T:
        """Add a record; this is never repeated.

        Raises:
            ApiError: it was not added, or nobody knows.
        """
        body = _wrapped(resource, fields)
        response = await self._send("POST", resource.folder, f"{resource.name} create", CREATE_DEADLINE, body)
        _check(response, resource)
        return await _read(response, read)

    async def member(
        self,
        method: str,
        resource: Resource,
        record_id: object,
        read: Callable[[bytes], T],
        fields: Mapping[str, object] | None = None,
    ) -> T:
        """Read, change or remove one record.

        The document has it in another folder than the provider's own programs do. That one is tried where
        the first knows no such record, which proves that nothing was done; then it is known which is right.

        Raises:
            InputError: the id is none.
            ApiError: it was not done, or nobody knows.
        """
        name = _name(record_id)
        body = None if fields is None else _wrapped(resource, fields)
        deadline = READ_DEADLINE if method == "GET" else CHANGE_DEADLINE
        known = self._folders.get(resource.folder)
        folders = (known,) if known else dict.fromkeys((resource.folder, resource.documented))
        what = {"GET": "view", "PUT": "update", "DELETE": "delete"}[method]
        for folder in folders:
            response = await self._send(method, f"{folder}/{name}", f"{resource.name} {what}", deadline, body)
            if response.status == HTTPStatus.NOT_FOUND:
                continue
            if response.status < HTTPStatus.MULTIPLE_CHOICES:
                self._folders[resource.folder] = folder
            break
        _check(response, resource)
        return await _read(response, read)

    async def _send(
        self,
        method: str,
        path: str,
        what: str,
        deadline: float,
        body: bytes | None = None,
        *,
        most: int = _LARGEST_RECORD,
    ) -> Response:
        headers = {"Authorization": f"Token token={self._token.reveal()}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return await self._http.request(
            method,
            f"{self._base}/{path}.json",
            headers=headers,
            content=body,
            deadline=deadline,
            max_bytes=most,
            # On a kept-alive connection that the server closes, nobody could tell whether it was carried out.
            fresh=method != "GET",
            purpose=f"webcamconsult {what}",
        )


def _check(response: Response, resource: Resource) -> None:
    if response.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        raise FieldsRefused(readings.refused_fields(response.body, resource.editable))
    check_status(response)


async def _read(response: Response, read: Callable[[bytes], T]) -> T:
    if len(response.body) > _LARGE:
        return await asyncio.to_thread(read, response.body)
    return read(response.body)


def _wrapped(resource: Resource, fields: Mapping[str, object]) -> bytes:
    return msgspec.json.encode({resource.name: fields})


def _name(record_id: object) -> str:
    """Return an id as a part of a path; nothing of it can lead to another one."""
    is_id = isinstance(record_id, str | int) and not isinstance(record_id, bool)
    if not is_id or not (text := str(record_id).strip()):
        raise InputError("webcamconsult.error.no_id")
    return quote(text, safe="")
