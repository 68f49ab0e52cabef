"""A search as servers allow it: in pages, and within their limits and ours."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialer.integrations.ldap import outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.contacts.model import ContactDraft
    from dialer.integrations.ldap.session import Entry, Search, Session

MOST_ENTRIES = 1000
"""So many are looked at for one search at most, whether they can be shown or not."""
_SPARE = 1.0
"""Seconds before our own patience ends at which a server is asked to give what it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search brought.

    Attributes:
        people: at most as many as were wanted.
        complete: whether the server has no more.
        left_out: how many entries stand for nobody who can be called, or who was meant.
        referrals: how many other servers were named, and not asked.
    """

    people: tuple[ContactDraft, ...]
    complete: bool
    left_out: int
    referrals: int


def find(
    session: Session,
    until: float,
    *,
    search: Search,
    person: Callable[[Entry], ContactDraft | None],
    wanted: int,
) -> Found:
    """Ask for page after page until there are enough people.

    Args:
        session: the connection; this blocks.
        until: the reading of ``time.monotonic`` until which it may take.
        search: what to look for, with the size of a page.
        person: whom an entry stands for; None leaves it out.
        wanted: how many people at most.

    Raises:
        ApiError: there is no answer.
    """
    # One more than is wanted shows that there are more.
    page_size = min(search.page_size, wanted + 1)
    time_limit = max(1, int(until - time.monotonic() - _SPARE))
    search = replace(search, page_size=page_size, size_limit=MOST_ENTRIES, time_limit=time_limit)
    people: list[ContactDraft] = []
    seen = left_out = referrals = 0
    while True:
        page = session.search(search, until)
        if page.code == outcome.ADMIN_LIMIT and search.size_limit and not seen and not page.entries:
            # More was asked for than this account may; some servers then send nothing, in place of less.
            search = replace(search, page_size=0, size_limit=0, time_limit=0)
            continue
        if page.code != outcome.SUCCESS and page.code not in outcome.PARTIAL:
            raise outcome.search_refused(page.code)
        found = [someone for entry in page.entries if (someone := person(entry)) is not None]
        people += found
        seen += len(page.entries)
        left_out += len(page.entries) - len(found)
        referrals += page.referrals
        is_last = page.code != outcome.SUCCESS or not page.cookie
        if is_last or len(people) > wanted or seen >= MOST_ENTRIES:
            complete = page.code == outcome.SUCCESS and not page.cookie and len(people) <= wanted
            return Found(
                people=tuple(people[:wanted]), complete=complete, left_out=left_out, referrals=referrals
            )
        search = replace(search, cookie=page.cookie)
