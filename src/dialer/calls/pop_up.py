"""The page of a company's own system that is opened for a call: its address, and when it opens.

What is filled in comes from contacts and thus from strangers. It stays a value wherever it stands: all but
letters, digits, ``-``, ``.``, ``_`` and ``~`` is percent-encoded (RFC 3986, section 2.3). What would still
change where the address leads is not opened (SAFETY T30, T31).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from dialer.calls.model import CallState
from dialer.core.hook_fields import PLACE
from dialer.core.links import link_place, shown_host

if TYPE_CHECKING:
    from dialer.calls.model import Call

RINGING, CONNECTED, ENDED = "ringing", "connected", "ended"
"""When the page opens, as the setting has it."""

_LONGEST_VALUE = 200
# They turn the direction in which a text is shown, and mean nothing to a program.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Browsers take these for the folder itself and the one above it (WHATWG URL, "single-dot URL path segment").
_DOTS = re.compile(r"(\.|%2e){1,2}", re.IGNORECASE)


def is_moment(call: Call, when: str) -> bool:
    """Whether a call has come to the moment at which the page opens."""
    if when == ENDED:
        return not call.live and call.accepted_at is not None  # else nobody was called
    if not call.live or call.found_again:  # one found again had its moment before Dialer stopped
        return False
    if not call.followed:  # nobody will ever say that it rings
        return call.accepted_at is not None
    if when == RINGING:
        return call.state.rank >= CallState.DESTINATION_RINGING.rank
    return call.state is CallState.CONNECTED


def pop_up_link(template: str, call: Call) -> str | None:
    """Return the address to open for a call; None where what is filled in would make it another one.

    Args:
        template: as `PopUpUrl` takes it.
        call: whose facts are filled in.
    """
    values = {
        "number": call.number.removeprefix("+"),
        "e164": call.number,
        "name": call.name or "",
        "contact": call.contact_id or "",
        "call": call.id,
    }
    link = PLACE.sub(lambda place: _encoded(values[place[1]]), template)
    plain = PLACE.sub("x", template)
    if shown_host(link) is None or link_place(link) != link_place(plain):
        return None
    if _steps(link) != _steps(plain):
        return None
    return link


def _encoded(value: str) -> str:
    plain = "".join(" " if unicodedata.category(char) == "Cc" else char for char in value)
    plain = "".join(char for char in plain if char not in _TURNING).strip()
    return quote(plain[:_LONGEST_VALUE], safe="", errors="replace")


def _steps(link: str) -> list[bool]:
    """Which segments of the path lead up or nowhere."""
    return [_DOTS.fullmatch(segment) is not None for segment in urlsplit(link).path.split("/")]
