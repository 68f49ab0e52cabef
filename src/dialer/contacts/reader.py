"""The door of an import: which reader a file gets, and what every reader yields.

A reader belongs to one kind of file and to one pass over it. It is made and read in a worker thread, a few
cards at a time, and holds no more of the file than the card it is at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dialer.contacts.model import ContactDraft


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody who can be kept.

    Attributes:
        line: where in the file this begins, from 1.
        draft: what the file says; where its uid is empty, the content is the key.
        source: the directory account that this was exported from, or empty. Who is known from that account
            in this home is not imported a second time.
        lost_photo: whether a photo came with it that is too large to keep.
    """

    line: int
    draft: ContactDraft
    source: str = ""
    lost_photo: bool = False


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
    from dialer.contacts.vcard import CardReader

    return CardReader(path)
