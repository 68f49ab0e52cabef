"""The door of an import: which reader a file gets, and what every reader yields.

A reader belongs to one kind of file and to one pass over it. It is made and read in a worker thread, a few
cards at a time, and holds no more of the file than the card it is at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dialer.contacts.model import ContactDraft

_START = 64 * 1024
_CARD = re.compile(rb"BEGIN\s*:\s*VCARD", re.IGNORECASE)
_CARD_SUFFIXES = (".vcf", ".vcard")


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody who can be kept.

    Attributes:
        line: where in the file this begins, from 1.
        draft: what the file says; where its uid is empty, `row` or the content is the key.
        source: the directory account that this was exported from, or empty. Who is known from that account
            in this home is not imported a second time.
        incomplete: whether a photo or another part of it is too large to be kept.
        is_partial: whether a file of this kind has no room for photos and the like: what is kept of those
            stays.
        row: a hash of what the file itself holds of this, where the draft is only one way to read it: the key
            of who has no uid. Empty where the content is the key.
    """

    line: int
    draft: ContactDraft
    source: str = ""
    incomplete: bool = False
    is_partial: bool = False
    row: bytes = b""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the file that cannot be kept, with the key of the reason."""

    line: int
    reason: str


class Reader(Protocol):
    """One file, read once from its beginning to its end.

    Attributes:
        size: of the file, in bytes.
    """

    size: int

    @property
    def position(self) -> int:
        """How many bytes were read, about."""

    def __iter__(self) -> Iterator[Card | Skipped]:
        """Yield each card, or why it is skipped.

        Raises:
            InputError: the file holds nothing of the kind, or reading stops half-way.
        """


def open_reader(path: Path) -> Reader:
    """Return the reader for what the file holds.

    Raises:
        InputError: it cannot be read.
    """
    if holds_list(path):
        from dialer.contacts.exchange.csv_reader import CsvReader

        return CsvReader(path)
    from dialer.contacts.exchange.vcard import CardReader

    return CardReader(path)


def holds_list(path: Path) -> bool:
    """Whether a file seems to be a list in rows and columns, not cards; its name decides last."""
    try:
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError:
        return False
    # In UTF-16 every other byte is nothing.
    return not _CARD.search(start.replace(b"\0", b"")) and path.suffix.lower() not in _CARD_SUFFIXES
