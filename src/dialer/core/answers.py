"""What the providers' JSON interfaces answer: statuses sorted into our errors, bodies into typed answers.

The same sort for all of them: what is clearly a no is `Refused`; anything else that is no proper answer is
`OutcomeUnknown`, because a request that was received may have been carried out. Nothing of a server's text
gets into an error.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from dialer.core.errors import ErrorKind, NotSent, OutcomeUnknown, Refused

if TYPE_CHECKING:
    from dialer.core.http import Response

T = TypeVar("T")

_REFUSALS = {
    HTTPStatus.UNAUTHORIZED: ("answers.sign_in_refused", ErrorKind.AUTH),
    HTTPStatus.FORBIDDEN: ("answers.not_allowed", ErrorKind.PERMISSION),
    HTTPStatus.NOT_FOUND: ("answers.not_found", ErrorKind.NOT_FOUND),
    HTTPStatus.METHOD_NOT_ALLOWED: ("answers.wrong_address", ErrorKind.PROVIDER),
    HTTPStatus.CONFLICT: ("answers.conflict", ErrorKind.VALIDATION),
    HTTPStatus.GONE: ("answers.not_found", ErrorKind.NOT_FOUND),
    HTTPStatus.TOO_MANY_REQUESTS: ("answers.too_many", ErrorKind.PROVIDER),
}


class Answer(msgspec.Struct, kw_only=True, frozen=True):
    """A typed answer, or a part of one: fields have the documents' names, what is missing has its default.

    Say ``frozen=True, kw_only=True`` again in each class, for type checkers.
    """


class Id(str):
    """An id, as text whatever it is on the wire."""

    __slots__ = ()


def check_status(response: Response) -> None:
    """Return if the status says that the request was carried out.

    Raises:
        NotSent: a proxy on the way did not let it through.
        Refused: the provider clearly said no; the kind says why.
        OutcomeUnknown: a fault of the server, or an answer from somewhere else.
    """
    status = response.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        raise NotSent("core.net.proxy")
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        known = {known.value: what for known, what in _REFUSALS.items()}
        key, kind = known.get(status, ("answers.refused", ErrorKind.VALIDATION))
        raise Refused(key, kind, code=status, retry_after=_retry_after(response))
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise OutcomeUnknown("answers.moved", ErrorKind.PROVIDER, code=status)
    raise OutcomeUnknown("answers.server_error", ErrorKind.PROVIDER, code=status)


def read_json(body: bytes, shape: type[T]) -> T:
    """Return a JSON body as what it should be; numbers may be written as text, and ids are text.

    Raises:
        OutcomeUnknown: it is something else.
    """
    try:
        return msgspec.json.decode(body, type=shape, strict=False, dec_hook=_read_hook)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        page = body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        raise OutcomeUnknown("answers.web_page" if page else "answers.unreadable") from None


def to_json(answer: object) -> object:
    """Return a typed answer as JSON's own types."""
    return msgspec.to_builtins(answer, enc_hook=_write_hook)


def _read_hook(shape: type, value: Any) -> Any:
    if shape is Id and isinstance(value, str | int) and not isinstance(value, bool):
        return Id(value)
    raise ValueError("not an id")


def _write_hook(value: Any) -> Any:
    if isinstance(value, Id):
        return str(value)
    raise NotImplementedError


def _retry_after(response: Response) -> float | None:
    """Return the seconds of a Retry-After header; a date there is not worth a clock."""
    text = response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None  # noqa: PLR2004
