"""The people of an LDAP server, found while somebody types."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dialer.contacts.directories.directory import DirectoryFeature, DirectoryProvider, Matches
from dialer.contacts.text import fold, words
from dialer.integrations.ldap import filters, outcome
from dialer.integrations.ldap.people import AttributeMap, names
from dialer.integrations.ldap.search import find
from dialer.integrations.ldap.session import Search

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.contacts.model import ContactDraft
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.integrations.ldap.client import LdapClient
    from dialer.integrations.ldap.search import Found
    from dialer.integrations.ldap.session import Entry, Session

CHECK_SECONDS = 10.0
"""How long somebody who fills in a form waits for a slow server."""
_SHARE = 0.8
"""Of the time that whoever searches will wait: the reason is told then."""
_ANYTHING = "(objectClass=*)"
_NO_DETAILS = frozenset({"name", "", "email", "number"})
_TIME_FOR_ANOTHER = 1.5
"""Seconds that must be left to ask once more."""
_NO_ATTRIBUTES = ("1.1",)  # RFC 4511, 4.5.1.8


class LdapDirectory(DirectoryProvider):
    """Asks the server at each search: what it finds is as new as the server's own."""

    features = DirectoryFeature.SEARCH
    search_deadline = 5.0

    def __init__(self, hub: Hub, entry: ConfigEntry, client: LdapClient) -> None:
        self._hub, self._client = hub, client
        self._base = str(entry.data["base_dn"])
        self._mapped = AttributeMap.of(entry.options)
        searched = names(str(entry.options["search_attributes"]))
        self._scope = filters.Scope(
            classes=names(str(entry.options["object_classes"])),
            searched=searched,
            names=tuple(name for name in searched if self._mapped.part(name) in {"name", ""}),
            details=tuple(name for name in searched if self._mapped.part(name) not in _NO_DETAILS),
            numbers=tuple(name for name, _ in self._mapped.numbers),
            match=str(entry.options["match"]),
        )
        self._page_size = int(entry.options["page_size"])
        self._counted: Counter[str] = Counter()

    def diagnostics(self) -> Mapping[str, object]:
        """Return how searches went."""
        return {"connected": self._client.is_connected, **self._counted}

    async def async_search(self, query: str, limit: int) -> Matches:
        """Ask for whoever has every word of the query somewhere."""
        found = await self._client.run(
            partial(self._find, query, limit),
            purpose="search",
            deadline=_SHARE * self.search_deadline,
        )
        self._counted["searches"] += 1
        self._counted["incomplete"] += not found.complete
        self._counted["left_out"] += found.left_out
        self._counted["referrals"] += found.referrals
        return Matches(people=found.people, complete=found.complete)

    def _find(self, query: str, limit: int, session: Session, until: float) -> Found:
        read = filters.read(query, self._hub.settings.region)
        search = Search(
            base=self._base,
            filter=filters.build(read, self._scope),
            attributes=tuple(dict.fromkeys((*self._mapped.needed, *self._scope.searched))),
            page_size=self._page_size,
        )

        def person(entry: Entry) -> ContactDraft | None:
            return self._mapped.person(entry) if read.has(entry, self._scope) else None

        found = find(session, until, search=search, person=person, wanted=limit)
        literal = filters.build(read, self._scope, wide=False)
        is_cut = not found.complete and found.left_out and len(found.people) < limit
        if is_cut and literal != search.filter and until - time.monotonic() > _TIME_FOR_ANOTHER:
            # Others, who only have some of the letters, took the place of those who have what was typed.
            search = replace(search, filter=literal)
            more = find(session, until, search=search, person=person, wanted=limit)
            people = {each.uid: each for each in (*more.people, *found.people)}
            found = replace(found, people=tuple(people.values())[:limit])
        best = sorted(found.people, key=lambda each: _place(each, read.phrase))
        return replace(found, people=tuple(best))


async def sign_in(
    client: LdapClient, base_dn: str, *, deadline: float = _SHARE * LdapDirectory.search_deadline
) -> None:
    """Sign in, and see that the place where people are looked for is there.

    Raises:
        ApiError: it does not work, or there is no such place.
    """
    await client.run(partial(_look_at, base_dn), purpose="sign-in", deadline=deadline)


def _look_at(base_dn: str, session: Session, until: float) -> None:
    search = Search(base=base_dn, filter=_ANYTHING, attributes=_NO_ATTRIBUTES, whole_tree=False)
    page = session.search(search, until)
    if page.code != outcome.SUCCESS:
        raise outcome.search_refused(page.code)
    if not page.entries:  # it is there, but this account may not see it
        raise outcome.search_refused(outcome.NO_SUCH_OBJECT)


def _place(person: ContactDraft, phrase: str) -> tuple[int, str]:
    """Return where somebody stands among those who were found: the exact name first, then its beginning."""
    name = fold(person.name)
    first = next(iter(words(phrase)), "")
    if name == phrase:
        return 0, name
    if phrase and name.startswith(phrase):
        return 1, name
    return (2 if first and any(word.startswith(first) for word in words(name)) else 3), name
