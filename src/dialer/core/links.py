"""The rule for links that a server sent: whose host they may lead to, and what they may look like.

A link is opened by other programs, which read addresses in their own ways. So only what everybody reads alike
passes: two parsers that know nothing of each other have to agree on every part (SAFETY T30, T31).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.fields import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 2048

# RFC 3986 without user-info, and without what browsers and libraries are known to read differently:
# backslashes, white space, control characters, letters beyond ASCII (such a host is written in punycode).
_LINK = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"(?:[/?#][!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]*)?",
    re.IGNORECASE | re.ASCII,
)
_USUAL_PORTS = {"https": 443, "http": 80}


def link_place(link: object) -> tuple[str, str, int] | None:
    """Return scheme, host and port of a link that can be read in one way only; None for any other."""
    if not isinstance(link, str) or len(link) > LONGEST or (match := _LINK.fullmatch(link)) is None:
        return None
    scheme, host = match["scheme"].lower(), match["host"].strip("[]").lower()
    port = int(match["port"] or _USUAL_PORTS[scheme])
    try:
        parts = urlsplit(link)
        theirs = parts.scheme, parts.hostname, parts.port or _USUAL_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if theirs != (scheme, host, port) or parts.username is not None or parts.password is not None:
        return None
    return scheme, host, port


def shown_host(link: object) -> str | None:
    """Return the host of a link that a person may be shown and open, with its port if that is unusual.

    Such a link is https, or http to this computer itself; None stands for any other.
    """
    place = link_place(link)
    if place is None:
        return None
    scheme, host, port = place
    if scheme == "http" and not is_loopback(host):
        return None
    shown = f"[{host}]" if ":" in host else host
    return shown if port == _USUAL_PORTS[scheme] else f"{shown}:{port}"


def is_own_link(link: object, addresses: Iterable[str]) -> bool:
    """Whether a link leads to the host of one of these addresses and may be opened.

    It must be https, at the address's port or the usual one; beside an http address on this computer it may
    be http at the same port. An address may be a template, with names in braces after its host.
    """
    place = link_place(link)
    if place is None:
        return False
    scheme, host, port = place
    for address in addresses:
        own = link_place(address.partition("{")[0])
        if own is None or own[1] != host:
            continue
        if scheme == "https" and port in {own[2], _USUAL_PORTS["https"]}:
            return True
        if place == own and is_loopback(host):
            return True
    return False
