"""Secrets and numbers to plant, in every way in which they are written on their way into a text."""

from __future__ import annotations

import base64
import html
import json
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Ten, each with characters that differ in every encoding: passwords, sessions, tokens; short ones too.
SECRETS = (
    'p@ss/w&rd +é"<%',
    "Welkom+2026&<nl>",
    "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}",
    "eyJhbGciOiJIUzI1NiJ9.eyJ1Ijoi+w/z_-8ifQ.s3cr=t",
    "k1+/",
    "pin é7",
    'tab\t"quote\\"',
    "tok_%41&amp;%2B",
    "ключ-😀-<&>",
    "0617/2843 99+x",
)

ENCODINGS: dict[str, Callable[[str], str]] = {
    "raw": str,
    "quoted": quote,
    "quoted whole": lambda text: quote(text, safe=""),
    "plus quoted": quote_plus,
    "html": html.escape,
    "json": lambda text: json.dumps(text)[1:-1],
    "json in utf-8": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "base64 of a pair": lambda text: base64.b64encode(f"anna:{text}".encode()).decode(),
    "json in an address": lambda text: quote_plus(json.dumps({"x": text})),
    "json in json": lambda text: json.dumps(json.dumps({"x": text})),
}


def readable(text: str, secrets: Iterable[str] = SECRETS) -> list[str]:
    """Return what of the secrets can be read in a text, and how it is encoded there."""
    return [
        f"{name} of {secret!r}"
        for secret in secrets
        for name, encode in ENCODINGS.items()
        # The end of base64 depends on what follows.
        if encode(secret).rstrip("=")[: -1 if name.startswith("base64") else None] in text
    ]
