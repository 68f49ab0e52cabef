"""Named ways in which an answer of this server is not what was documented, or is one of its refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dialer.sandbox import twists
from dialer.sandbox.iotum.problem import INVALID_TOKEN, MISSING_TOKEN, SESSION_EXPIRED
from dialer.sandbox.iotum.replies import JSON
from dialer.sandbox.twists import changed, edited

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.sandbox.twists import Twist


def _said(status: int, message: str, *headers: tuple[str, str]) -> Twist:
    body = json.dumps({"message": message}).encode()
    return changed(status=status, body=body, headers=(*JSON, *headers))


def _rewritten(edit: Callable[[Any], Any]) -> Twist:
    """Return a twist that rewrites the JSON value of an answer, and leaves an answer without one alone."""

    def rewrite(body: bytes) -> bytes:
        return json.dumps(edit(json.loads(body)), ensure_ascii=False).encode() if body else body

    return edited(rewrite)


def _each(edit: Callable[[dict[str, Any]], dict[str, Any]]) -> Twist:
    """Return a twist that rewrites an object, or each one of a list."""

    def rewrite(value: Any) -> Any:
        if isinstance(value, list):
            return [rewrite(item) for item in value]
        return edit(value) if isinstance(value, dict) else value

    return _rewritten(rewrite)


def _as_text(item: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: str(value) for name, value in item.items() if type(value) is int}
    return item | numbers


def _without_links(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if not name.endswith(("_url", "_link", "_token"))}


def _elsewhere(item: dict[str, Any]) -> dict[str, Any]:
    links = [name for name in item if name.endswith(("_url", "_link"))]
    return item | dict.fromkeys(links, "https://elsewhere.invalid/conf/call/1")


# Played on an order of the script; with "effect": false the server has not acted on the request.
TWISTS: dict[str, Twist] = {
    **twists.TWISTS,
    "session-expired": _said(401, SESSION_EXPIRED),
    "invalid-token": _said(401, INVALID_TOKEN),
    "missing-token": _said(401, MISSING_TOKEN),
    "forbidden": _said(403, "Forbidden"),
    "not-found": _said(404, "Conference not found"),
    "rejected": _said(422, "Subject is too long"),
    "too-many": _said(429, "Too many requests", ("Retry-After", "2")),
    "internal-error": _said(500, "Internal server error"),
    "error-key": changed(status=400, body=b'{"error": "Invalid request"}', headers=JSON),
    "bare-ok": changed(body=b'"OK"', headers=JSON),
    "null": changed(body=b"null", headers=JSON),
    "list": _rewritten(lambda value: [value]),
    "not-json": edited(lambda body: body.replace(b'": ', b'" ')),
    "cut-json": edited(lambda body: body[: len(body) // 2]),
    "numbers-as-text": _each(_as_text),
    "nulls": _each(dict.fromkeys),
    "no-fields": _each(lambda _item: {}),
    "no-links": _each(_without_links),
    "foreign-links": _each(_elsewhere),
    "more-fields": _each(lambda item: {**item, "added_later": {"deep": [1, None]}}),
}
