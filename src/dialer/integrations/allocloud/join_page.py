"""The page on which people join: the provider publishes its address nowhere, so the account says it.

Organiser and guests come in by the same page; the provider knows the organiser by a sign-in of its own.
"""

from __future__ import annotations

import re

from dialer.core.links import is_own_link

PLACE = "{meetingId}"
"""Where the meeting's public id goes."""

_EXAMPLE = "9974-7653-8886-0485"
# Groups of digits with dashes between them; anything else would be a surprise in an address.
_LONGEST_ID = 64
_PUBLIC_ID = re.compile(r"[0-9A-Za-z]+(-[0-9A-Za-z]+)*")


def trouble(template: str, base_url: str) -> str | None:
    """Return the key of the sentence that says what is wrong with a template; None if nothing is."""
    if PLACE not in template:
        return "allocloud.error.no_place"
    link = template.replace(PLACE, _EXAMPLE)
    if "{" in link or "}" in link:
        return "allocloud.error.other_place"
    if not is_own_link(link, (base_url,)):
        return "allocloud.error.not_own_page"
    return None


def is_public_id(text: str | None) -> bool:
    """Whether this can be the id of a meeting that people type, and is harmless in an address."""
    return text is not None and len(text) <= _LONGEST_ID and _PUBLIC_ID.fullmatch(text) is not None


def join_link(template: str | None, public_id: str | None) -> str | None:
    """Return the page of a meeting; None where it is not known, for a link is never invented."""
    if not template or public_id is None or not is_public_id(public_id):
        return None
    return template.replace(PLACE, public_id)
