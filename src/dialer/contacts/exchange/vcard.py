"""vCard 2.1, 3.0 and 4.0: what a card says about a person, for the address book.

Nothing of a card is thrown away: what Dialer has no field for is kept in the extras (see `card_extras`).

A card may say with properties of Dialer's own who is starred and what to know at the door. A file is chosen
by hand, and its import can be taken back as a whole; so they are believed, but for somebody new only: what
this desk has decided about somebody it knows, no file changes (see `importer`), and a directory never.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dialer.contacts.exchange import card_extras
from dialer.contacts.exchange.card_fields import name_of, number_label, number_of, organisation_of, text_of
from dialer.contacts.exchange.card_lines import decoded, listed, read_line, unescape
from dialer.contacts.exchange.cardfile import CardFile
from dialer.contacts.exchange.reader import Card, Skipped
from dialer.contacts.model import NO_INSTRUCTIONS, ContactDraft, Instructions, NumberDraft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dialer.contacts.exchange.card_lines import Property
    from dialer.contacts.exchange.cardfile import RawCard

FAVOURITE = "X-DIALER-FAVOURITE"
NEVER_PUT_THROUGH = "X-DIALER-NEVER-PUT-THROUGH"
ASK_FOR = "X-DIALER-ASK-FOR"
BEST_TIME = "X-DIALER-BEST-TIME"
SOURCE = "X-DIALER-SOURCE"
DEPARTMENT = "X-DIALER-DEPARTMENT"
_INSTRUCTIONS = frozenset({NEVER_PUT_THROUGH, ASK_FOR, BEST_TIME})


class CardReader:
    """The cards of one file, one at a time."""

    def __init__(self, path: Path) -> None:
        """Look at the file.

        Raises:
            InputError: it cannot be read.
        """
        self._file = CardFile(path)
        self.size = self._file.size

    @property
    def position(self) -> int:
        """How many bytes were read, about."""
        return self._file.position

    def __iter__(self) -> Iterator[Card | Skipped]:
        """Yield each card, or why it is skipped.

        Raises:
            InputError: the file holds no card, or reading stops half-way.
        """
        for raw in self._file.cards():
            yield read_card(raw, is_utf8=self._file.is_utf16)


def read_card(raw: RawCard, *, is_utf8: bool = False) -> Card | Skipped:
    """Read one card; ``is_utf8`` overrules what its properties say about their encoding."""
    if raw.is_too_large:
        return Skipped(raw.line, "contacts.skipped.too_large")
    draft, source = _draft(raw, is_utf8=is_utf8)
    if not (draft.name or draft.organisation or draft.numbers or draft.emails):
        return Skipped(raw.line, "contacts.skipped.empty")
    return Card(raw.line, draft, source, raw.lost)


def _draft(raw: RawCard, *, is_utf8: bool) -> tuple[ContactDraft, str]:
    """Return what a card says, and the account that it was exported from."""
    properties = _properties(raw.lines, is_utf8=is_utf8)
    named: defaultdict[str, list[Property]] = defaultdict(list)
    for one in properties:
        named[one.name].append(one)
    is_21 = named["VERSION"][0].value.strip().startswith("2") if "VERSION" in named else False

    def texts(name: str) -> list[str]:
        found = named.get(name, ())
        return [text for one in found if (text := text_of(one, is_21=is_21))]

    def text(name: str) -> str:
        return next(iter(texts(name)), "")

    organisation, department = organisation_of(named.get("ORG", ()), is_21=is_21)
    draft = ContactDraft(
        name=text("FN") or name_of(named.get("N", ()), is_21=is_21) or text("NICKNAME"),
        organisation=organisation,
        department=department or (text(DEPARTMENT) if DEPARTMENT in named else ""),
        title=text("TITLE"),
        numbers=_numbers(named, is_21=is_21),
        emails=tuple(dict.fromkeys(texts("EMAIL"))),
        note="\n".join(texts("NOTE")),
        uid=text("UID"),
        favourite=FAVOURITE in named and _is_true(text(FAVOURITE)),
        tags=_tags(named.get("CATEGORIES", ()), is_21=is_21),
        instructions=_instructions(text) if _INSTRUCTIONS & named.keys() else NO_INSTRUCTIONS,
        extras=card_extras.collect(properties, named, list(map(_inner_text, raw.inner)), is_21=is_21),
    )
    return draft, text(SOURCE)


def _numbers(named: Mapping[str, Sequence[Property]], *, is_21: bool) -> tuple[NumberDraft, ...]:
    labels = {
        one.group.lower(): unescape(one.value, is_21=is_21) for one in named.get("X-ABLABEL", ()) if one.group
    }
    return tuple(
        NumberDraft(raw=number, label=number_label(one.types, labels.get(one.group.lower(), "")))
        for one in named.get("TEL", ())
        if (number := number_of(one, is_21=is_21))
    )


def _tags(properties: Sequence[Property], *, is_21: bool) -> tuple[str, ...]:
    tags = (tag for one in properties for tag in listed(one.value, is_21=is_21))
    return tuple(dict.fromkeys(filter(None, tags)))


def _instructions(text: Callable[[str], str]) -> Instructions:
    return Instructions(
        never_put_through=_is_true(text(NEVER_PUT_THROUGH)), ask_for=text(ASK_FOR), best_time=text(BEST_TIME)
    )


def _is_true(text: str) -> bool:
    return text.lower() in {"1", "true", "yes"}


def _inner_text(lines: Sequence[bytes]) -> str:
    return decoded(b"\n".join(lines))


def _properties(lines: Sequence[bytes], *, is_utf8: bool) -> list[Property]:
    found = []
    charset = ""
    for line in lines:
        if (one := read_line(line, charset, is_utf8=is_utf8)) is not None:
            found.append(one)
            if "CHARSET" in one.parameters:
                charset = one.parameters["CHARSET"][0]
    return found
