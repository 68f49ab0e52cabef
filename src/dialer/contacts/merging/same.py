"""Which contacts that share a number, an address or a name are one person. Reads and writes nothing."""

from __future__ import annotations

from enum import StrEnum
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from dialer.contacts import text
from dialer.contacts.merging.alike import are_alike

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

Shared = tuple[str, list[int]]
"""A number, an address or a name, and the rows of those who have it."""
Pair = tuple[int, int]

_COMPARED = 40
"""Among more different names with one number or address each is only compared with its like."""
_LARGEST_GROUP = 50
_TWO = 2
# Mailboxes of a company, not of somebody.
_ROLES = frozenset(
    {
        "accueil",
        "admin",
        "administratie",
        "administration",
        "balie",
        "boekhouding",
        "buchhaltung",
        "buero",
        "bureau",
        "compta",
        "contact",
        "empfang",
        "facturen",
        "finance",
        "hallo",
        "hello",
        "help",
        "helpdesk",
        "hr",
        "info",
        "kantoor",
        "kontakt",
        "mail",
        "marketing",
        "office",
        "orders",
        "planning",
        "post",
        "praxis",
        "receptie",
        "reception",
        "rechnung",
        "sales",
        "secretariaat",
        "secretariat",
        "sekretariat",
        "service",
        "support",
        "team",
        "verkauf",
        "verkoop",
        "ventes",
        "welkom",
        "zentrale",
    }
)


class Reason(StrEnum):
    """Why contacts seem to be one person."""

    NUMBER = "number"
    EMAIL = "email"
    NAME = "name"


Pairs = dict[Pair, set[Reason]]


def pairs_of(
    reason: Reason,
    shared: Sequence[Shared],
    people: Mapping[int, tuple[str, str]],
    decided: Collection[Pair],
    found: Pairs,
) -> None:
    """Add who seems to be one person.

    Args:
        reason: what they share.
        shared: what it is, and who has it.
        people: folded name and organisation of each row.
        decided: pairs that somebody has decided about.
        found: is added to.
    """
    for key, rows in shared:
        here = [row for row in rows if row in people]
        for one, other in _likely(reason, key, here, people):
            pair = (min(one, other), max(one, other))
            if pair not in decided:
                found.setdefault(pair, set()).add(reason)


def groups_of(pairs: Pairs, decided: Collection[Pair]) -> list[tuple[list[int], list[Reason]]]:
    """Return those who hang together, the surest first; nobody with whom somebody was told apart from him."""
    group_of: dict[int, set[int]] = {}
    reasons: dict[int, set[Reason]] = {}
    for (one, other), why in sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0])):
        left, right = group_of.get(one, {one}), group_of.get(other, {other})
        if len(left) + len(right) > _LARGEST_GROUP or _are_apart(left, right, decided):
            continue
        whole = left | right
        together = why | reasons.get(one, set()) | reasons.get(other, set())
        for row in whole:
            group_of[row], reasons[row] = whole, together
    unique = {min(group): sorted(group) for group in group_of.values()}
    order = sorted(unique, key=lambda first: (-len(reasons[first]), first))
    return [(unique[first], [reason for reason in Reason if reason in reasons[first]]) for first in order]


def _are_apart(left: set[int], right: set[int], decided: Collection[Pair]) -> bool:
    return left is not right and any((min(a, b), max(a, b)) in decided for a in left for b in right)


def _likely(
    reason: Reason, key: str, rows: Sequence[int], people: Mapping[int, tuple[str, str]]
) -> Iterator[Pair]:
    if reason is Reason.NAME:
        yield from _same_organisation(key, rows, people)
        return
    if reason is Reason.EMAIL and len(rows) == _TWO and key.partition("@")[0] not in _ROLES:
        yield rows[0], rows[1]
        return
    by_name: dict[str, list[int]] = {}
    for row in rows:
        by_name.setdefault(people[row][0], []).append(row)
    for name, namesakes in by_name.items():
        if name:
            yield from pairwise(namesakes)
    if len(by_name) <= _COMPARED:
        for one, other in combinations(by_name, 2):
            if are_alike(one, other):
                yield by_name[one][0], by_name[other][0]


def _same_organisation(
    name: str, rows: Sequence[int], people: Mapping[int, tuple[str, str]]
) -> Iterator[Pair]:
    by_organisation: dict[str, list[int]] = {}
    for row in rows:
        by_organisation.setdefault(" ".join(text.words(people[row][1])), []).append(row)
    for organisation, namesakes in by_organisation.items():
        # One word without anything else says too little: there are many Jans.
        if name and (organisation or " " in name):
            yield from pairwise(namesakes)
