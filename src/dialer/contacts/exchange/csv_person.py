"""From the cells of a row to a contact."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from dialer.contacts.exchange.csv_cells import plain, unguarded
from dialer.contacts.exchange.csv_dates import birthday, birthday_of_parts
from dialer.contacts.exchange.csv_fields import ADDRESS, Column, Field
from dialer.contacts.exchange.csv_headers import label_of_text
from dialer.contacts.model import (
    NO_EXTRAS,
    NO_INSTRUCTIONS,
    ContactDraft,
    Extras,
    Instructions,
    NumberDraft,
)
from dialer.contacts.records import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dialer.contacts.exchange.csv_columns import ColumnMap

# Google puts several values of one label into one cell.
GOOGLE_SEPARATOR = ":::"
_YES = frozenset(("1", "yes", "y", "true", "x", "on", "ja", "j", "waar", "wahr", "oui", "o", "vrai", "*"))
_SEVERAL_NUMBERS = re.compile(r"[;,\n]| / ")
_WHOLE_NUMBER = re.compile(r"[\s(+]*\d[\d\s().\-/+]*")
_ENOUGH_DIGITS = 7
_SHORTEST_KEY = 10
_DIGIT = re.compile(r"\d")
# An empty cell, or the date that Outlook writes where there is none.
_NOTHING = re.compile(r"[0\s./-]*")
# A property of a vCard, and nothing that ends the card.
_PROPERTY = re.compile(r"(?!(?:BEGIN|END|VERSION)\b)[A-Z0-9-]+(?:\.[A-Z0-9-]+)?[;:].*", re.IGNORECASE)
_SPECIAL = re.compile(r"[\\\r\n;,]")
# Groups that Google makes for itself; the star is a group to it.
_GOOGLES_GROUP = "*"
_GOOGLES_STAR = frozenset(("* starred", "* favorites", "* favourites"))
# Nobody who calls means these; many a list has their columns first.
_LAST_NUMBERS = frozenset(("fax", "work fax", "home fax", "pager"))
_NAME_PARTS = (Field.GIVEN, Field.MIDDLE, Field.PARTICLE, Field.FAMILY)
_BIRTH_PARTS = (Field.BIRTH_YEAR, Field.BIRTH_MONTH, Field.BIRTH_DAY)
_DAY = re.compile(r"[0-9]{1,2}")
_NOTES = frozenset((Field.NOTE, Field.REMARK, Field.NUMBER, Field.EMAIL))


class PersonReader:
    """Reads rows by one map of columns."""

    def __init__(self, columns: ColumnMap) -> None:
        """Look once where everything stands."""
        self._columns = columns.columns
        self._is_own = columns.is_own
        self._places: defaultdict[Field, list[int]] = defaultdict(list)
        self._addresses: defaultdict[str, list[int]] = defaultdict(list)
        self._labels: dict[int, int] = {}
        for place, column in enumerate(columns.columns):
            self._places[column.field].append(place)
            if column.field in ADDRESS:
                self._addresses[column.label].append(place)
            elif column.field is Field.NUMBER_LABEL:
                self._labels[column.group] = place
        self._noted = sorted(place for one in _NOTES for place in self._places[one])
        others = (*_NAME_PARTS, *_BIRTH_PARTS, Field.BIRTHDAY, Field.OTHER, Field.SALUTATION, Field.SUFFIX)
        self._has_extras = bool(self._addresses or any(self._places[one] for one in (*others, Field.WEBSITE)))

    def draft_of(self, row: Sequence[str]) -> ContactDraft:
        """Return what a row says."""
        cells = self._cells(row)
        return ContactDraft(
            name=self._name(cells),
            organisation=self._first(cells, Field.ORGANISATION),
            department=", ".join(self._all(cells, Field.DEPARTMENT)),
            title=", ".join(self._all(cells, Field.TITLE)),
            numbers=self._numbers(cells),
            emails=tuple(self._emails(cells)),
            note="\n".join(self._notes(cells)),
            uid=self._uid(cells),
            favourite=_is_yes(self._first(cells, Field.FAVOURITE)) or self._is_starred(cells),
            tags=tuple(self._tags(cells)),
            instructions=self._instructions(cells),
            extras=self._extras(cells) if self._has_extras else NO_EXTRAS,
        )

    def _name(self, cells: Sequence[str]) -> str:
        return (
            self._first(cells, Field.NAME)
            or " ".join(filter(None, (self._first(cells, part) for part in _NAME_PARTS)))
            or self._first(cells, Field.NICKNAME)
        )

    def source_of(self, row: Sequence[str]) -> str:
        """Return the directory account that a row of Dialer's own export came from, or nothing."""
        return self._first(self._cells(row), Field.SOURCE) if self._places[Field.SOURCE] else ""

    def left_out(self, row: Sequence[str]) -> Iterator[int]:
        """Yield the places of the unknown columns in which a row holds something."""
        for place in self._places[Field.UNKNOWN]:
            if place < len(row) and says_something(row[place]):
                yield place

    def _cells(self, row: Sequence[str]) -> list[str]:
        """Return what the cells say, as many as there are columns at least."""
        cells = list(map(unguarded, row)) if self._is_own else [plain(cell) for cell in row]
        return cells + [""] * (len(self._columns) - len(cells))

    def _first(self, cells: Sequence[str], field: Field) -> str:
        for place in self._places.get(field, ()):
            if cells[place]:
                return cells[place]
        return ""

    def _all(self, cells: Sequence[str], field: Field) -> list[str]:
        return [cells[place] for place in self._places.get(field, ()) if cells[place]]

    def _uid(self, cells: Sequence[str]) -> str:
        """Return the key of somebody; a short number is the key of a row in whatever list, and of many."""
        uid = self._first(cells, Field.UID)
        return "" if uid.isdecimal() and len(uid) < _SHORTEST_KEY and not self._is_own else uid

    def _numbers(self, cells: Sequence[str]) -> tuple[NumberDraft, ...]:
        """Return the numbers in the order of the columns, the one to call first: none of a machine."""
        numbers = self._in_order(cells)
        return tuple(
            numbers if self._is_own else sorted(numbers, key=lambda number: number.label in _LAST_NUMBERS)
        )

    def _in_order(self, cells: Sequence[str]) -> Iterator[NumberDraft]:
        for place in self._places.get(Field.NUMBER, ()):
            text = cells[place]
            if not text or not (self._is_own or _DIGIT.search(text)):
                continue
            column = self._columns[place]
            label = column.label or self._label(cells, column)
            for number in [text] if self._is_own else _several(text):
                yield NumberDraft(raw=number, label=label)

    def _label(self, cells: Sequence[str], column: Column) -> str:
        place = self._labels.get(column.group)
        label = "" if place is None else cells[place]
        return label if self._is_own or not label else label_of_text(label)

    def _emails(self, cells: Sequence[str]) -> list[str]:
        emails = self._all(cells, Field.EMAIL)
        if self._is_own:
            return emails
        return list(dict.fromkeys(part for email in emails for part in _parts(email) if "@" in part))

    def _notes(self, cells: Sequence[str]) -> Iterator[str]:
        """Yield the notes, and what stands in the place of a number or an address, such as "on request"."""
        for place in self._noted:
            column = self._columns[place]
            if not (text := self._noted_of(cells[place], column.field)):
                continue
            header = column.header.strip()
            yield text if column.field is Field.NOTE or not header else f"{header}: {text}"
        # A row with more cells than the header: nobody knows what the rest is, and it is not lost.
        yield from filter(None, cells[len(self._columns) :])

    def _noted_of(self, text: str, field: Field) -> str:
        """Return what of a cell belongs into the note."""
        if field not in {Field.NUMBER, Field.EMAIL}:
            return text
        if self._is_own:
            return ""
        if field is Field.NUMBER:
            return "" if _DIGIT.search(text) else text
        return ", ".join(part for part in _parts(text) if "@" not in part and says_something(part))

    def _tags(self, cells: Sequence[str]) -> Iterator[str]:
        for text in self._all(cells, Field.TAGS):
            if self._is_own:
                parts = text.split("\n") if "\n" in text else text.split(f" {GOOGLE_SEPARATOR} ")
                yield from filter(None, parts)
            else:
                yield from (part for part in _groups(text) if not part.startswith(_GOOGLES_GROUP))

    def _is_starred(self, cells: Sequence[str]) -> bool:
        texts = [] if self._is_own else self._all(cells, Field.TAGS)
        return any(part.lower() in _GOOGLES_STAR for text in texts for part in _groups(text))

    def _instructions(self, cells: Sequence[str]) -> Instructions:
        instructions = Instructions(
            never_put_through=_is_yes(self._first(cells, Field.NEVER_PUT_THROUGH)),
            ask_for=self._first(cells, Field.ASK_FOR),
            best_time=self._first(cells, Field.BEST_TIME),
        )
        return NO_INSTRUCTIONS if instructions == NO_INSTRUCTIONS else instructions

    def _extras(self, cells: Sequence[str]) -> Extras:
        """Keep what Dialer has no field for as properties of a vCard."""
        others = "\n".join(self._all(cells, Field.OTHER)).split("\n")
        lines = [line for line in others if _PROPERTY.fullmatch(line)]
        lines += self._parts_of_name(cells)
        lines += filter(None, (self._address(cells, place) for place in self._addresses))
        lines += [f"URL:{_escaped(text)}" for text in self._all(cells, Field.WEBSITE)]
        lines += self._birthdays(cells)
        return Extras(lines=tuple(dict.fromkeys(lines))) if lines else NO_EXTRAS

    def _birthdays(self, cells: Sequence[str]) -> Iterator[str]:
        whole = list(filter(says_something, self._all(cells, Field.BIRTHDAY)))
        parts = [self._first(cells, part) for part in _BIRTH_PARTS]
        # To a German Thunderbird, "Geburtstag" is the day of the month beside the month and the year.
        if any(parts) and not parts[-1] and whole and _DAY.fullmatch(whole[0]):
            parts[-1] = whole.pop(0)
        yield from map(birthday, whole)
        if any(map(says_something, parts)):
            yield birthday_of_parts(*parts)

    def _parts_of_name(self, cells: Sequence[str]) -> Iterator[str]:
        """Yield the name's parts, and before them the name where they do not tell it, as a card's are kept.

        With that, the parts of a name that is edited here are known to be about another one.
        """
        given, middle, *family = (self._first(cells, part) for part in _NAME_PARTS)
        last = " ".join(filter(None, family))
        salutation, suffix = self._first(cells, Field.SALUTATION), self._first(cells, Field.SUFFIX)
        name = one_line(self._name(cells))
        if not name or not any((given, middle, last, salutation, suffix)):
            return
        if one_line(" ".join(filter(None, (given, middle, last)))) != name:
            yield f"FN:{_escaped(name)}"
        yield "N:" + ";".join(map(_escaped, (last, given, middle, salutation, suffix)))

    def _address(self, cells: Sequence[str], label: str) -> str:
        """Return one postal address as a property (RFC 6350 6.3.1), or nothing where there is none."""
        parts: dict[Field, list[str]] = defaultdict(list)
        for place in self._addresses[label]:
            if cells[place]:
                parts[self._columns[place].field].append(cells[place])
        if not parts:
            return ""
        box, street, *rest = (_escaped(", ".join(parts[part])) for part in ADDRESS)
        kind = f";TYPE={label}" if label in {"work", "home"} else ""
        return f"ADR{kind}:" + ";".join((box, "", street, *rest))


def says_something(cell: str) -> bool:
    """Whether a cell is neither empty nor the date that Outlook writes where there is none."""
    return bool(cell) and not _NOTHING.fullmatch(cell)


def _several(text: str) -> list[str]:
    """Return the numbers of a cell: more than one only where each of them is whole."""
    if GOOGLE_SEPARATOR in text:
        return _parts(text)
    if not _SEVERAL_NUMBERS.search(text):
        return [text]
    parts = [part for one in _SEVERAL_NUMBERS.split(text) if (part := one.strip())]
    return parts if all(map(_is_whole_number, parts)) else [text]


def _is_whole_number(text: str) -> bool:
    return bool(_WHOLE_NUMBER.fullmatch(text)) and sum(map(str.isdigit, text)) >= _ENOUGH_DIGITS


def _groups(text: str) -> list[str]:
    if GOOGLE_SEPARATOR in text or text.startswith(_GOOGLES_GROUP):
        return _parts(text)
    return [part for one in re.split(r"[;,\n]", text) if (part := one.strip())]


def _parts(text: str) -> list[str]:
    return [part for one in text.split(GOOGLE_SEPARATOR) if (part := one.strip())]


def _is_yes(text: str) -> bool:
    return text.strip().lower() in _YES


def _escaped(text: str) -> str:
    """Write a text as a value of a vCard (RFC 6350 3.4)."""
    if not _SPECIAL.search(text):
        return text
    text = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return text.replace(";", "\\;").replace(",", "\\,")
