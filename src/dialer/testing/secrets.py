"""Looking for secrets where none may be, in every way in which a text can hold one."""

from __future__ import annotations

import base64
import html
import json
import traceback
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable


def forms(secret: str) -> set[str]:
    """Return a secret raw, quoted, plus-quoted, and as HTML, JSON, repr and base64 hold it."""
    return {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        html.escape(secret),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        # Its end depends on what follows.
        base64.b64encode(secret.encode()).decode().rstrip("=")[:-1],
    }


def found(secrets: Iterable[str], text: str) -> list[str]:
    """Return the forms in which secrets stand in a text."""
    return sorted(form for secret in secrets for form in forms(secret) if form in text)


def told(error: BaseException) -> str:
    """Return everything that an error can tell: its words, its fields, its traceback and its causes."""
    parts = [str(error), repr(error), repr(vars(error)), *traceback.format_exception(error)]
    return "\n".join([*parts, repr(error.__cause__), repr(error.__context__)])
