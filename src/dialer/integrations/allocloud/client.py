"""The HTTP interface of ALLOcloud Web Meeting (Veeting Rooms 6): one method per documented operation.

Parameters have the document's names, and their values go out as they are given. Every request is sent once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import msgspec

from dialer.core.answers import check_status, read_json
from dialer.core.errors import ErrorKind, InputError, OutcomeUnknown, Refused
from dialer.integrations.allocloud.models import (
    AccountAnswer,
    AdminsAnswer,
    MeetingAnswer,
    UpdateAnswer,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from dialer.core.http import HttpClient
    from dialer.core.secrets import Secret

T = TypeVar("T", bound=Verdict)

MAX_BYTES = 4 * 1024 * 1024
CREATE_DEADLINE = 30.0
READ_DEADLINE = 15.0

NOT_ALLOWED = frozenset({-2, -3})
"""Codes of the interface's first version that are about the key: session key not valid, not allowed."""

_ALREADY_THERE, _NOT_VALID = -10, -4
_REFUSALS = {
    -2: ("answers.not_allowed", ErrorKind.PERMISSION),
    -3: ("answers.not_allowed", ErrorKind.PERMISSION),
    _NOT_VALID: ("answers.refused", ErrorKind.VALIDATION),
    _ALREADY_THERE: ("answers.conflict", ErrorKind.VALIDATION),
}

_ROOT = "api/v6/"
# What may stand in a header: nothing that could begin another one (SAFETY: header injection).
_HEADER = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?")
_NO_BREAK_SPACE = "\u00a0".encode()


class AllocloudClient:
    """Speaks for one key and, where an operation needs one, one meeting organiser."""

    def __init__(self, http: HttpClient, base_url: str, api_key: Secret, user_id: str = "") -> None:
        self._http = http
        self._url = base_url.rstrip("/").removesuffix("/" + _ROOT.rstrip("/")) + "/" + _ROOT
        self._key = api_key
        self._user_id = user_id

    async def account_create(
        self,
        *,
        sendPassword: object,
        accountType: object,
        adminFirstname: object,
        adminLastname: object,
        adminEmail: object,
        adminPreferredLanguage: object,
        paidUntil: object,
    ) -> AccountAnswer:
        """Create an account with its first organiser, who may get a password by mail; it can cost money.

        Raises:
            ApiError: it was not created, or nobody knows.
        """
        body = {
            "sendPassword": sendPassword,
            "accountType": accountType,
            "adminFirstname": adminFirstname,
            "adminLastname": adminLastname,
            "adminEmail": adminEmail,
            "adminPreferredLanguage": adminPreferredLanguage,
            "paidUntil": paidUntil,
        }
        return _read(await self._send("POST", "account", body, "account.create"), AccountAnswer)

    async def account_admin(self, *, accountId: object) -> AdminsAnswer:
        """Return an account's organisers.

        Raises:
            ApiError: they cannot be read.
            InputError: this cannot be an account's id.
        """
        path = f"account/admin/{_segment('accountId', accountId)}"
        return _read(await self._send("GET", path, None, "account.admin"), AdminsAnswer)

    async def meeting_create(
        self,
        *,
        topic: object,
        startTime: object,
        endTime: object,
        duration: object,
        type: object,  # noqa: A002
        isRecurring: object,
        isRecorded: object,
        isDialin: object,
        invitedParticipants: object,
        recurring: object,
        meetingPermissionId: object,
    ) -> MeetingAnswer:
        """Create a meeting on the organiser's behalf.

        Raises:
            ApiError: it was not created, or nobody knows.
        """
        body = {
            "topic": topic,
            "startTime": startTime,
            "endTime": endTime,
            "duration": duration,
            "type": type,
            "isRecurring": isRecurring,
            "isRecorded": isRecorded,
            "isDialin": isDialin,
            "invitedParticipants": invitedParticipants,
            "recurring": recurring,
            "meetingPermissionId": meetingPermissionId,
        }
        return _read(await self._send("POST", "meeting", body, "meeting.create", as_user=True), MeetingAnswer)

    async def meeting_update(
        self,
        *,
        id: object,  # the internal one, not the public meetingId
        topic: object,
        startTime: object,
        endTime: object,
        duration: object,
        type: object,  # noqa: A002
        isRecurring: object,
        isRecorded: object,
        isDialin: object,
        invitedParticipants: object,
        recurring: object,
        meetingPermissionId: object,
    ) -> MeetingAnswer | UpdateAnswer | None:
        """Change a meeting, all of it; return what the server tells, None where it tells nothing.

        Raises:
            ApiError: it was not changed, or nobody knows.
            InputError: this cannot be a meeting's id.
        """
        body = {
            "topic": topic,
            "id": id,
            "startTime": startTime,
            "endTime": endTime,
            "duration": duration,
            "type": type,
            "isRecurring": isRecurring,
            "isRecorded": isRecorded,
            "isDialin": isDialin,
            "invitedParticipants": invitedParticipants,
            "recurring": recurring,
            "meetingPermissionId": meetingPermissionId,
        }
        # What the last part means is not documented; it is sent as the document shows it.
        path = f"meeting/{_segment('id', id)}/false"
        answer = await self._send("PUT", path, body, "meeting.update", as_user=True)
        if not answer.strip():
            return None
        try:
            return _read(answer, MeetingAnswer)
        except OutcomeUnknown:
            return _read(answer, UpdateAnswer)

    async def _send(
        self, method: str, path: str, body: Mapping[str, object] | None, what: str, *, as_user: bool = False
    ) -> bytes:
        """Send a request, once; return the body of an answer whose status is good."""
        headers = {
            "X-API-KEY": _header("api_key", self._key.reveal().strip()),
            "content-type": "application/json",
        }
        if as_user:
            headers["X-USER-ID"] = _header("user_id", self._user_id.strip())
        acts = body is not None
        response = await self._http.request(
            method,
            self._url + path,
            headers=headers,
            content=msgspec.json.encode(body) if acts else None,
            deadline=CREATE_DEADLINE if acts else READ_DEADLINE,
            max_bytes=MAX_BYTES,
            fresh=acts,  # on a kept-alive connection nobody could tell whether the request was read
            purpose=f"allocloud {what}",
        )
        check_status(response)
        return response.body


def operations(client: AllocloudClient) -> dict[str, Callable[..., Awaitable[Any]]]:
    """Return the operations, as `dialer api` names them."""
    return {
        "account.create": client.account_create,
        "account.admin": client.account_admin,
        "meeting.create": client.meeting_create,
        "meeting.update": client.meeting_update,
    }


def may_be_header(text: str) -> bool:
    """Whether a text can go into a header as it is."""
    return _HEADER.fullmatch(text) is not None


def _header(field: str, text: str) -> str:
    if not may_be_header(text):
        raise InputError(f"allocloud.error.{field}")
    return text


def _segment(name: str, value: object) -> str:
    """Return an id as a part of a path, which it cannot leave."""
    text = str(value).strip()
    if not may_be_header(text) or text in {".", ".."}:
        raise InputError("allocloud.error.no_id", parameter=name)
    return quote(text, safe="")


def _read(body: bytes, shape: type[T]) -> T:
    """Return the typed answer of a request that succeeded.

    Raises:
        Refused: the server said no.
        OutcomeUnknown: this is no such answer.
    """
    body = _plain(body)
    code = read_json(body, Verdict).responseCode
    if code != 0:
        key, kind = _REFUSALS.get(code, ("allocloud.error.said_no", ErrorKind.PROVIDER))
        raise Refused(key, kind, code=code)
    return read_json(body, shape)


def _plain(body: bytes) -> bytes:
    """Return a document without the no-break spaces with which the provider's own samples are indented."""
    try:
        msgspec.json.decode(body, type=msgspec.Raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        if _NO_BREAK_SPACE in body:
            return body.replace(_NO_BREAK_SPACE, b" ")
    return body
