"""Fields for the addresses to which a company's own systems are called in: a page to open, and a listener.

Both are https, or http to this computer itself, and can be read in one way only (SAFETY T30, T31). The page's
address has places that are filled in with each call; none of them stands where it would choose the host.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from dialer.core.fields import Field, FieldError

PLACES = ("number", "e164", "name", "contact", "call")
"""What can be filled in: digits, number with its plus sign, name, the contact's id, the call's id."""

PLACE = re.compile(r"\{(" + "|".join(PLACES) + r")\}")
"""One of these places in an address."""

_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#\\]*")


class WebhookUrl(Field):
    """A complete web address, with a path and a query if it needs them."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        _check(text)
        if "#" in text:  # a fragment is never sent
            raise FieldError("hooks.field.not_address")
        return text


class PopUpUrl(Field):
    """A web address with places that are filled in."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        if (authority := _AUTHORITY.match(text)) and {"{", "}"} & set(authority[0]):
            raise FieldError("hooks.field.place_in_host")
        filled = PLACE.sub("x", text)
        if "{" in filled or "}" in filled:
            raise FieldError("hooks.field.unknown_place")
        _check(filled)
        return text


def _check(link: str) -> None:
    """Refuse an address that is not safe to use, each time with the sentence that helps."""
    from dialer.core.links import link_place, shown_host  # the window starts without it

    if link_place(link) is None:
        raise FieldError("hooks.field.login" if _has_login(link) else "hooks.field.not_address")
    if shown_host(link) is None:
        raise FieldError("hooks.field.not_https")


def _has_login(link: str) -> bool:
    try:
        return "@" in urlsplit(link).netloc
    except ValueError:
        return False
