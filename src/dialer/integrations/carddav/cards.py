"""Cards as a server keeps them: read with the address book's own reader, and who is in which group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialer.contacts.model import ContactDraft, Extras
from dialer.integrations.carddav.lines import Line, is_edge, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LARGEST_PHOTO = 32 * 1024
"""Larger pictures stay on the server: thousands of them would fill this computer's memory on their way."""

_APPLE = "X-ADDRESSBOOKSERVER-"
_URN = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Group:
    """A card that names a group.

    Attributes:
        name: what it is called.
        members: the UIDs of those who are in it.
        version: of the card, as its server names it.
    """

    name: str
    members: frozenset[str]
    version: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a card says.

    Attributes:
        draft: about a person, under the key of the card's place; nothing but the key if it cannot be read.
        uid: the card's own key, by which groups name it.
        group: the group that it stands for; None for a person.
    """

    draft: ContactDraft
    uid: str = ""
    group: Group | None = None


def unreadable(key: str) -> Read:
    """Return what is known of somebody whose card is of no use: that it is there."""
    return Read(ContactDraft(uid=key))


def read(text: bytes, key: str, version: str = "") -> Read:
    """Read a card; one that cannot be read is told by a draft without anything but its key."""
    from dialer.contacts.exchange.cardfile import RawCard
    from dialer.contacts.exchange.reader import Skipped
    from dialer.contacts.exchange.vcard import read_card

    properties = _properties(text)
    raw = RawCard(1)
    for line in properties:
        raw.append(line.text)
    card = read_card(raw)
    if isinstance(card, Skipped):
        return unreadable(key)
    draft = replace(card.draft, uid=key, extras=_without_large_photo(card.draft.extras))
    members = _members(properties)
    group = Group(draft.name, members, version) if members is not None else None
    return Read(draft, _bare(card.draft.uid), group)


def tagged(read_cards: Iterable[Read], groups: Mapping[str, Group]) -> Iterator[ContactDraft]:
    """Return people with the names of their groups among their tags."""
    names: dict[str, list[str]] = {}
    for group in groups.values():
        for member in group.members:
            names.setdefault(member, []).append(group.name)
    for each in read_cards:
        own = sorted(filter(None, names.get(each.uid, ())))
        yield replace(each.draft, tags=tuple(dict.fromkeys((*each.draft.tags, *own))))


def _properties(text: bytes) -> list[Line]:
    """Return the properties of the card in a text; none where there is no whole card."""
    found = split(text)
    begins = [place for place, line in enumerate(found) if is_edge(line, "BEGIN")]
    ends = [place for place, line in enumerate(found) if is_edge(line, "END")]
    return found[begins[0] + 1 : ends[-1]] if begins and ends else []


def _members(properties: Iterable[Line]) -> frozenset[str] | None:
    """Return the UIDs of a group's members; None for a card that is no group (RFC 6350, 6.1.4 and 6.6.5)."""
    named = [(line.name.removeprefix(_APPLE), line.value) for line in properties]
    if not any(name == "KIND" and value.strip().lower() == b"group" for name, value in named):
        return None
    return frozenset(_bare(value.decode("utf-8", "replace")) for name, value in named if name == "MEMBER")


def _bare(uid: str) -> str:
    uid = uid.strip()
    return uid[len(_URN) :].lower() if uid.lower().startswith(_URN) else uid.lower()


def _without_large_photo(extras: Extras) -> Extras:
    return extras if len(extras.photo) <= LARGEST_PHOTO else Extras(lines=extras.lines)
