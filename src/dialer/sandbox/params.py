"""What a request says: its query, its form or its JSON body; and what of that a journal may keep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dialer.sandbox.wire import Request

# Never kept, not even the made-up ones: a journal may be printed.
SECRETS = frozenset(
    {
        "api_token", "apikey", "auth_token", "authentication_token", "authorization", "client_token",
        "login_token_public_key", "moderator_token", "password", "ticket", "token", "x-api-key",
    }
)  # fmt: skip
MASK = "***"
FORM = "application/x-www-form-urlencoded"

_SHOWN_HEADERS = frozenset({"accept", "authorization", "content-type", "x-api-key", "x-user-id"})


def header(request: Request, name: str) -> str | None:
    """Return a header's value, None if the request does not have it exactly once."""
    values = [value for own, value in request.headers if own == name]
    return values[0] if len(values) == 1 else None


def media_type(request: Request) -> str:
    """Return the type of the body without its parameters, in lower case."""
    return (header(request, "content-type") or "").partition(";")[0].strip().lower()


def form(request: Request) -> list[tuple[str, str]]:
    """Return the fields of a form body in their order; none if it is no form."""
    if media_type(request) != FORM:
        return []
    return parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True)


def json_body(request: Request) -> Any:
    """Return the JSON body.

    Raises:
        ValueError: it is none.
    """
    return json.loads(request.body.decode())


def origin(request: Request) -> str:
    """Return the address at which the client found the server, without a slash at the end."""
    return f"http://{header(request, 'host') or '127.0.0.1'}"


def parameters(request: Request) -> dict[str, Any]:
    """Return all parameters of a request; one that comes several times has a list."""
    found: dict[str, Any] = _collected([*request.params, *form(request)])
    if request.body and media_type(request) != FORM:
        try:
            body = json_body(request)
        except ValueError:
            return found
        found |= body if isinstance(body, dict) else {"body": body}
    return found


def masked(value: Any, name: str = "") -> Any:
    """Return a value with its secrets masked, whatever it holds."""
    if isinstance(value, dict):
        return {key: masked(item, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item, name) for item in value]
    return MASK if value is not None and name.lower() in SECRETS else value


def shown_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the headers that matter to an interface, with their secrets masked."""
    shown: dict[str, str] = masked({name: value for name, value in headers if name in _SHOWN_HEADERS})
    return shown


def _collected(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def missing(given: Mapping[str, Any], wanted: Iterable[str]) -> list[str]:
    """Return which of the wanted names are not given."""
    return [name for name in wanted if name not in given]
