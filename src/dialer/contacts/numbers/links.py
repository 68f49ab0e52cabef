"""The strict grammar of tel:, callto: and sip: links: one number or a refusal, never a repaired number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dialer.contacts.numbers.marks import refusal_of

if TYPE_CHECKING:
    from collections.abc import Collection

LABELS = (
    "tel(?:e(?:f|ph)o(?:o|on|n|ne)?)?|telefonnummer|telefoonnummer|phone"
    "|mobile?|mobiel|mob|handy|gsm|fax|t|m|f"
)
"""What people write before a number to say what it is."""

_SCHEME = re.compile(r"\s*(tel|callto|sips?):", re.IGNORECASE)
# What people write before a number looks like a link's scheme: "Tel: 020 …, fax …".
_LABELLED = re.compile(
    r"\s*tel:(?:[^\S\r\n]|.*[^\S\r\n][/|][^\S\r\n]*[+(0-9]"
    rf"|.*[\s,;/|](?:{LABELS})[^\S\r\n]*[.:]?[^\S\r\n]*[+(0-9])",
    re.IGNORECASE,
)
_LINKS_OWN = re.compile(
    r"[*#]|%\S|[;&?][^\s;&=]+=|[0-9)][,;]+[0-9]|[0-9)]\s*[pw][\s,;pw]*[0-9]", re.IGNORECASE
)
_NUMBER = re.compile(r"\+?[0-9(][0-9 ().\-/]{1,23}")
_MOST = 24  # characters after a plus, in such a number
_CONTEXT = re.compile(r"\+[0-9][0-9().\-]{0,14}")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Link:
    """A link, read: the number it holds, or the reason why it is refused."""

    number: str = ""
    reason: str | None = None


def is_link(text: str) -> bool:
    """Whether a text is a link to a number."""
    return _SCHEME.match(text) is not None


def is_labelled_text(text: str) -> bool:
    """Whether a text that begins as a link is rather one that people wrote.

    No link has a space behind its scheme or a second label. What has anything of a link besides, such as
    a parameter, an escape, a code or a pause, stays one, and is refused as one.
    """
    return _LABELLED.match(text) is not None and _LINKS_OWN.search(text) is None


def read_link(text: str, own_hosts: Collection[str] = ()) -> Link:
    """Read a link by RFC 3966, with one percent-decode; ``own_hosts`` are the SIP domains of own accounts."""
    found = _SCHEME.match(text)
    if found is None or len(text) > _LONGEST:
        return _refuse("too_long" if found else "no_number")
    body = text[found.end() :].strip(" ")
    if _ESCAPE.search(body):
        return _refuse("escape")
    scheme = found.group(1).lower()
    if scheme.startswith("sip"):
        return _read_sip(body, own_hosts)
    subscriber, *parameters = body.removeprefix("//").split(";")
    if scheme == "tel":
        context, reason = _context(parameters)
        if reason:
            return _refuse(reason)
        return _number(subscriber, context)
    return _refuse("parameter") if parameters else _number(subscriber)


def _read_sip(body: str, own_hosts: Collection[str]) -> Link:
    if ";" in body or "?" in body:
        return _refuse("parameter")
    user, at, host = body.partition("@")
    if at and host.lower() not in {own.lower() for own in own_hosts}:
        return _refuse("foreign_host")
    return _number(user)


def _context(parameters: list[str]) -> tuple[str, str | None]:
    context = ""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.lower() != "phone-context" or context:
            return "", "parameter"
        value = unquote(value)
        if not _CONTEXT.fullmatch(value):
            return "", "context"
        context = value
    return context, None


def _number(subscriber: str, context: str = "") -> Link:
    number = unquote(subscriber, errors="replace").strip(" ")
    if not number:
        return _refuse("empty")
    if reason := refusal_of(number):
        return _refuse(reason)
    if not _NUMBER.fullmatch(number):
        is_long = len(number) > _MOST and set(number) <= set("+0123456789 ().-/")
        return _refuse("too_long" if is_long else "grammar")
    if context and not number.startswith("+"):
        number = f"{context}{number}"
    elif context and not _digits(number).startswith(_digits(context)):
        return _refuse("context")
    return Link(number)


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def _refuse(reason: str) -> Link:
    return Link(reason=f"contacts.number.{reason}")
