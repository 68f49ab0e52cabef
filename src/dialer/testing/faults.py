"""What can be wrong with an answer, on the wire or in what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dialer.sandbox.wire import End, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.testing.recipe import Answer

ELSEWHERE = "https://elsewhere.invalid/"
"""Where redirects point to: no request may follow them."""

SAID = "server-words-5d0c"
"""Words in broken answers: the user must never read them as ours."""


class Fault(StrEnum):
    """A way in which a request goes wrong. Except for ``REFUSED``, the server has carried it out."""

    REFUSED = "refused"  # nobody listens: the request surely did not arrive
    RESET = "reset"
    CLOSED = "closed"  # without a word
    CUT = "cut"  # in the middle of the answer
    SLOW = "slow"  # the answer never comes
    ERROR_500 = "error_500"
    WEB_PAGE = "web_page"  # with status 200, as a Wi-Fi network's log-in page comes
    REDIRECT = "redirect"
    GARBAGE = "garbage"
    WRONG_TYPES = "wrong_types"  # the right answer's names with values of other types

    def break_(self, answer: Answer) -> Reply:
        """Return the broken reply in place of the right answer."""
        return replace(reply(answer), **_CHANGES[self](answer.body))


_TEXT = (("Content-Type", "text/plain; charset=utf-8"),)
_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_ERROR = f"Runtime Error {SAID}".encode()
_PAGE = f"<!DOCTYPE html><html><body>Please log in {SAID}</body></html>".encode()

_CHANGES: dict[Fault, Callable[[bytes], dict[str, Any]]] = {
    Fault.REFUSED: lambda _body: {"mute": True, "end": End.RESET},
    Fault.RESET: lambda _body: {"mute": True, "end": End.RESET},
    Fault.CLOSED: lambda _body: {"mute": True, "end": End.CLOSE},
    Fault.CUT: lambda body: {"body": body + b" " * 8, "sent": len(body) // 2},
    Fault.SLOW: lambda _body: {"mute": True, "end": End.SILENT},
    Fault.ERROR_500: lambda _body: {
        "body": f"Runtime Error {SAID}".encode(),
        "status": 500,
        "headers": _TEXT,
    },
    Fault.WEB_PAGE: lambda _body: {"body": _PAGE, "status": 200, "headers": _HTML},
    Fault.REDIRECT: lambda _body: {"body": b"", "status": 302, "headers": (("Location", ELSEWHERE),)},
    Fault.GARBAGE: lambda _body: {"body": bytes(range(256)) * 2},
    Fault.WRONG_TYPES: lambda body: {"body": _distorted(body)},
}


def reply(answer: Answer) -> Reply:
    """Return an answer as it goes over the wire."""
    return Reply(body=answer.body, status=answer.status, headers=tuple(answer.headers.items()))


def _distorted(body: bytes) -> bytes:
    try:
        value = json.loads(body)
    except ValueError:
        return body.translate(bytes.maketrans(b"0123456789", b"abcdefghij"))  # numbers are none any more
    return json.dumps(_other_types(value)).encode()


def _other_types(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _other_types(item) for key, item in value.items()} or [SAID]
    if isinstance(value, list):
        return {SAID: len(value)}
    return [{SAID: None}]
