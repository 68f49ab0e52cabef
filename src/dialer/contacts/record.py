"""A contact ready to be written: its numbers are read and its words folded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialer.contacts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.contacts.model import Contact, Extras


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A contact ready to be written: its numbers are read and its words folded.

    Attributes:
        contact: what is kept; its id is not looked at.
        digits: for each number, the digits by which it is found: as dialled abroad and inside the country.
        digest: of the imported content, to see whether the next import brings something else; None if typed.
        extras: what else the card said; None leaves what is kept as it is.
    """

    contact: Contact
    digits: tuple[str, ...]
    digest: bytes | None = None
    extras: Extras | None = None

    def with_uid(self, uid: str) -> Record:
        """Return the same under another key."""
        return replace(self, contact=replace(self.contact, uid=uid))

    def name_words(self) -> str:
        """Return the words of the name, for the index."""
        return _tokens([self.contact.name])

    def rest_words(self) -> str:
        """Return the words of everything else, for the index."""
        contact = self.contact
        written = [
            number.raw for number, digits in zip(contact.numbers, self.digits, strict=True) if not digits
        ]
        texts = [
            contact.organisation,
            contact.department,
            contact.title,
            *contact.emails,
            contact.note,
            *contact.tags,
            *written,
        ]
        return " ".join(filter(None, (_tokens(texts), *self.digits)))


def _tokens(texts: Iterable[str]) -> str:
    tokens: dict[str, None] = {}
    for one in texts:
        if one:
            tokens.update(dict.fromkeys(text.words(one)))
            tokens.update(dict.fromkeys(text.compounds(one)))
    return " ".join(tokens)
