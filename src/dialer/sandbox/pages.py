"""The pages that people see in a browser: they say who joined which meeting, and in which role."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.sandbox.journal import Entry

HOST, GUEST = "host", "guest"

_HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
)
_STYLE = """body{font:18px sans-serif;margin:4em auto;max-width:36em;color:#223}
#role{display:inline-block;padding:.2em .8em;border-radius:1em;color:#fff}
#role[data-role=host]{background:#7a3db8}#role[data-role=guest]{background:#0b7a75}dt{color:#667}"""
_WORDS = {
    "en": {"host": "You are the host", "guest": "You are a guest", "wrong": "There is no such meeting"},
    "nl": {"host": "U bent de gastheer", "guest": "U bent gast", "wrong": "Deze afspraak bestaat niet"},
    "fr": {"host": "Vous êtes l’hôte", "guest": "Vous êtes invité", "wrong": "Cette réunion n’existe pas"},
    "de": {
        "host": "Sie sind Gastgeber",
        "guest": "Sie sind Gast",
        "wrong": "Diese Besprechung gibt es nicht",
    },
}


def meeting_page(
    entry: Entry,
    role: str,
    subject: str,
    *,
    name: str = "",
    language: str = "en",
    facts: Mapping[str, str] | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Reply:
    """Return the page of somebody who has joined, and note the role in the journal.

    Args:
        entry: the request's entry in the journal.
        role: ``host`` or ``guest``.
        subject: what the meeting is about.
        name: who has joined, where that is known.
        language: two letters; English where there is no other.
        facts: what else the page tells, by the id of its element.
        headers: what the reply has besides the usual ones.
    """
    entry.role = role
    words = _WORDS.get(language, _WORDS["en"])
    rows = "".join(
        f'<dt>{escape(key)}</dt><dd id="{escape(key)}">{escape(value)}</dd>\n'
        for key, value in (facts or {}).items()
    )
    body = (
        f'<h1 id="subject">{escape(subject)}</h1>\n'
        f'<p id="role" data-role="{escape(role)}">{words[role]}</p>\n'
        f'<p id="name">{escape(name)}</p>\n<dl>{rows}</dl>'
    )
    return _html(subject, body, language, headers=headers)


def wrong_link(language: str = "en") -> Reply:
    """Return the page for a link that leads to no meeting."""
    text = _WORDS.get(language, _WORDS["en"])["wrong"]
    return _html(text, f'<h1 id="wrong">{text}</h1>', language, 404)


def _html(
    title: str, body: str, language: str, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
) -> Reply:
    text = (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )
    return Reply(status=status, body=text.encode(), headers=(*_HEADERS, *headers))
