"""The two links of a conference: both lead to its room, the host's with a token that makes a moderator."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from dialer.integrations.iotum.models import Conference

_TOKEN = "moderator_token"  # noqa: S105  # a parameter's name


def host_url(conference: Conference) -> str | None:
    """Return the link that makes a moderator of whoever opens it; None where there is no token."""
    if not conference.room_url or not conference.moderator_token:
        return None
    return _with_parameter(conference.room_url, conference.moderator_token)


def guest_url(conference: Conference) -> str | None:
    """Return the link for guests; None where there is none, or where it would make a moderator."""
    room = conference.room_url
    if not room or f"{_TOKEN}=" in room.lower():
        return None
    return room


def _with_parameter(url: str, token: str) -> str:
    """Add the token to whatever query is there: one with an encrypted code in it has one already."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no address: the room refuses it
        return url
    kept = [part for part in parts.query.split("&") if part and part.partition("=")[0].lower() != _TOKEN]
    query = "&".join([*kept, f"{_TOKEN}={quote(token, safe='')}"])
    return urlunsplit(parts._replace(query=query))
