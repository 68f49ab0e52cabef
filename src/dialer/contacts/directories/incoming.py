"""People as a directory sends them: nothing of it is believed before it has been looked at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialer.contacts import records
from dialer.contacts.model import NO_INSTRUCTIONS, ContactDraft, NumberDraft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.contacts.record import Record

MOST_LETTERS = 1000
_MOST_IN_NOTE = 20_000
_MOST_PARTS = 50


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be kept.

    Attributes:
        draft: what is known, cleaned; its `uid` is the directory's key.
        digest: of the content, to see whether the next answer brings something else.
    """

    draft: ContactDraft
    digest: bytes

    def record(self, source: str, region: str) -> Record:
        """Return what is stored: numbers without a country are read in the region."""
        return records.imported(self.draft, region, source=source, uid=self.draft.uid, digest=self.digest)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is left of an answer.

    Attributes:
        people: who can be kept, each key once.
        keys: the key of everybody who is there, readable or not.
        skipped: how many could not.
        unnamed: how many of those had no key, so that nobody can say whom they are.
    """

    people: tuple[Person, ...]
    keys: frozenset[str]
    skipped: int = 0
    unnamed: int = 0


def receive(drafts: Iterable[ContactDraft]) -> Incoming:
    """Clean what a directory sent; one broken person never takes the others along."""
    people: dict[str, Person] = {}
    keys: set[str] = set()
    skipped = unnamed = 0
    for draft in drafts:
        if not _has_key(draft):
            skipped, unnamed = skipped + 1, unnamed + 1
            continue
        keys.add(draft.uid)
        if draft.uid in people or (clean := _clean(draft)) is None:
            skipped += 1
        else:
            people[draft.uid] = Person(clean, digest_of(clean))
    return Incoming(tuple(people.values()), frozenset(keys), skipped, unnamed)


def digest_of(draft: ContactDraft) -> bytes:
    """Return a short hash of what a card or a directory says about somebody."""
    numbers = [(number.raw, number.label) for number in draft.numbers]
    content = (
        draft.name,
        draft.organisation,
        draft.department,
        draft.title,
        numbers,
        draft.emails,
        draft.note,
        draft.tags,
        draft.instructions,
        draft.extras.lines,
        draft.extras.media_type,
        draft.extras.photo,
    )
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).digest()[:16]


def _has_key(draft: object) -> bool:
    key: object = draft.uid if isinstance(draft, ContactDraft) else None
    return isinstance(key, str) and 0 < len(key) <= MOST_LETTERS and key.isprintable()


def _clean(draft: ContactDraft) -> ContactDraft | None:
    """Return the draft as an import would keep it and no larger than a person can be; None if it is empty."""
    try:
        clean = records.tidy(_cut(draft))
    except (AttributeError, TypeError):  # an integration of others may hand over anything
        return None
    if not (clean.name or clean.organisation or clean.numbers or clean.emails):
        return None
    return clean


def _cut(draft: ContactDraft) -> ContactDraft:
    return replace(
        draft,
        name=draft.name[:MOST_LETTERS],
        organisation=draft.organisation[:MOST_LETTERS],
        department=draft.department[:MOST_LETTERS],
        title=draft.title[:MOST_LETTERS],
        numbers=tuple(
            NumberDraft(raw=_encodable(number.raw[:MOST_LETTERS]), label=number.label[:MOST_LETTERS])
            for number in draft.numbers[:_MOST_PARTS]
        ),
        emails=tuple(dict.fromkeys(email[:MOST_LETTERS] for email in draft.emails[:_MOST_PARTS])),
        note=draft.note[:_MOST_IN_NOTE],
        tags=tuple(tag[:MOST_LETTERS] for tag in draft.tags[:_MOST_PARTS]),
        # Who is on speed dial and who may be put through is decided at this desk.
        favourite=False,
        instructions=NO_INSTRUCTIONS,
    )


def _encodable(text: str) -> str:
    """Return a text without halves of characters, which JSON can hold and no file can."""
    return text.encode("utf-8", "ignore").decode("utf-8")
