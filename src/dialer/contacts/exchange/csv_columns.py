"""Which column of a file holds what: guessed from its header and its first rows, and changed by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialer.contacts.exchange.csv_cells import plain
from dialer.contacts.exchange.csv_fields import Column, Field
from dialer.contacts.exchange.csv_headers import known_words, normal, read_header
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_NUMBER = re.compile(r"(?:\+|00|0|\(0)[\d\s().\-/]{5,}")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_MOSTLY = 0.6
_MANY_NUMBERS = 4
_MOST_ABOVE = 10
_ENOUGH = 2
_IDENTITY = frozenset(
    (
        *(Field.NAME, Field.GIVEN, Field.MIDDLE, Field.FAMILY, Field.NICKNAME),
        *(Field.ORGANISATION, Field.NUMBER, Field.EMAIL),
    )
)
OWN_FIELDS = {
    "Name": Field.NAME,
    "Organization Name": Field.ORGANISATION,
    "Organization Department": Field.DEPARTMENT,
    "Organization Title": Field.TITLE,
    "Notes": Field.NOTE,
    "Labels": Field.TAGS,
    "Favourite": Field.FAVOURITE,
    "Never put through": Field.NEVER_PUT_THROUGH,
    "Ask for": Field.ASK_FOR,
    "Best time": Field.BEST_TIME,
    "UID": Field.UID,
    "Source": Field.SOURCE,
    "Other (vCard)": Field.OTHER,
}
"""What Dialer's own export begins with: the first columns are named so that Google Contacts takes them."""


class WrongChoice(InputError):
    """What somebody says about the columns of a list does not fit it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """What each column of a file holds.

    Attributes:
        columns: from left to right.
        has_header: whether a row names them.
        above: how many rows stand above that one: a title, or what a program has to say.
        is_own: whether Dialer wrote the file: then every cell is taken as it is.
    """

    columns: tuple[Column, ...]
    has_header: bool
    above: int = 0
    is_own: bool = False

    @property
    def first_row(self) -> int:
        """How many rows come before the first that may be somebody."""
        return self.above + 1 if self.has_header else 0

    def tells_people_apart(self) -> bool:
        """Whether any column holds a name, an organisation, a number or an e-mail address."""
        return any(column.field in _IDENTITY for column in self.columns)

    def unknown(self) -> tuple[int, ...]:
        """Return the places of the columns of which nobody knows what they hold."""
        return tuple(place for place, one in enumerate(self.columns) if one.field is Field.UNKNOWN)

    def with_column(self, place: int, field: Field, label: str = "") -> ColumnMap:
        """Return the map with another meaning of one column."""
        columns = list(self.columns)
        columns[place] = Column(header=columns[place].header, field=field, label=label)
        return replace(self, columns=tuple(columns))

    def with_choices(self, choices: Sequence[str]) -> ColumnMap:
        """Return the map changed as ``COLUMN=field`` and ``COLUMN=number:LABEL`` say.

        A column is named by its header, or by its place, counted from 1.

        Raises:
            WrongChoice: there is no such column or field.
        """
        changed = self
        for choice in choices:
            name, _, wanted = choice.rpartition("=")
            field, _, label = wanted.strip().partition(":")
            if field.strip() not in _CHOICES:
                raise WrongChoice("csv.map.no_field", field=wanted, fields=", ".join(_CHOICES))
            for place in self._places(name.strip()):
                changed = changed.with_column(place, Field(field.strip()), label.strip())
        return changed

    def _places(self, name: str) -> list[int]:
        named = [(place, one.header) for place, one in enumerate(self.columns) if one.header.strip()]
        places = [place for place, header in named if header.strip() == name]
        places = places or [place for place, header in named if normal(header) == normal(name)]
        if not places and name.isdecimal() and 0 < int(name) <= len(self.columns):
            places = [int(name) - 1]
        if not places:
            known = ", ".join(one.header or str(place) for place, one in enumerate(self.columns, 1))
            raise WrongChoice("csv.map.no_column", column=name, columns=known)
        return places


_CHOICES = tuple(
    field.value
    for field in Field
    if field not in {Field.UNKNOWN, Field.NUMBER_LABEL, Field.SOURCE, Field.OTHER}
)


def guess_columns(rows: Sequence[Sequence[str]], *, has_header: bool | None = None) -> ColumnMap:
    """Return what the columns seem to hold, from the first rows of a file, of which there is at least one.

    Args:
        rows: the first rows.
        has_header: whether the first of them names the columns; None to find out.
    """
    first, *others = ([plain(cell) for cell in row] for row in rows)
    if has_header is not False and is_own_header(first):
        own = [Column(header=header, field=field) for header, field in OWN_FIELDS.items()]
        numbers = map(read_header, first[len(OWN_FIELDS) :])
        return ColumnMap(columns=(*own, *numbers), has_header=True, is_own=True)
    above = 0 if has_header is False else _rows_above([first, *others])
    if above:
        named = _from_header(others[above - 1])
        return ColumnMap(columns=tuple(named), has_header=True, above=above)
    named = _from_header(first)
    if _is_header(first, named, others) if has_header is None else has_header:
        return ColumnMap(columns=tuple(named), has_header=True)
    width = max(map(len, (first, *others)))
    return ColumnMap(columns=tuple(_from_contents([first, *others], width)), has_header=False)


def is_own_header(cells: Sequence[str]) -> bool:
    """Whether a row of cells is the one that Dialer's own export begins with."""
    return tuple(cells[: len(OWN_FIELDS)]) == tuple(OWN_FIELDS)


def _rows_above(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows stand above the names of the columns: none where the first row is as good."""
    known = [_known(row) for row in rows[:_MOST_ABOVE]]
    place = next((place for place, count in enumerate(known) if count >= _ENOUGH), 0)
    return 0 if known[0] else place


def _known(row: Sequence[str]) -> int:
    """Return how many cells of a row are names of columns; none where others are numbers or addresses."""
    if any(_EMAIL.fullmatch(cell) or _is_number(cell) for cell in row):
        return 0
    return sum(column.field is not Field.UNKNOWN for column in map(read_header, row))


def _is_header(first: Sequence[str], named: Sequence[Column], others: Sequence[Sequence[str]]) -> bool:
    if any(_EMAIL.fullmatch(cell) or _is_number(cell) for cell in first):
        return False
    if any(column.field is not Field.UNKNOWN for column in named):
        return True
    # Names of columns in another language: below them are numbers or addresses, above there are none.
    below = [cell for row in others for cell in row]
    return any(_EMAIL.fullmatch(cell) or _is_number(cell) for cell in below)


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) and not _DATE.fullmatch(cell)


def _from_header(header: Sequence[str]) -> list[Column]:
    known, columns = known_words(), [read_header(cell) for cell in header]
    fields = {column.field for column in columns}
    numbers = sum(column.field is Field.NUMBER for column in columns)
    for place, column in enumerate(columns):
        name = normal(column.header)
        if name in known.outlook_only and numbers < _MANY_NUMBERS:
            columns[place] = Column(header=column.header)
        elif name in known.names:
            is_family = Field.GIVEN in fields and Field.FAMILY not in fields
            columns[place] = replace(column, field=Field.FAMILY if is_family else Field.NAME)
    titles = [place for place, column in enumerate(columns) if normal(column.header) in known.titles]
    if titles and Field.TITLE not in fields:
        last = titles.pop()
        columns[last] = replace(columns[last], field=Field.TITLE)
    for place in titles:
        if normal(columns[place].header) != "profession":
            columns[place] = replace(columns[place], field=Field.SALUTATION)
    return columns


def _from_contents(rows: Sequence[Sequence[str]], width: int) -> list[Column]:
    """Guess where no header tells: by what looks like an address or a number; a name comes first."""
    columns = [Column() for _ in range(width)]
    for place in range(width):
        cells = [row[place] for row in rows if place < len(row) and row[place]]
        if cells and sum(bool(_EMAIL.fullmatch(cell)) for cell in cells) >= _MOSTLY * len(cells):
            columns[place] = Column(field=Field.EMAIL)
        elif cells and sum(map(_is_number, cells)) >= _MOSTLY * len(cells):
            columns[place] = Column(field=Field.NUMBER)
    if not any(column.field is not Field.UNKNOWN for column in columns):
        return columns  # it may be any text
    texts = [place for place, column in enumerate(columns) if column.field is Field.UNKNOWN]
    texts = [place for place in texts if any(_is_text(row, place) for row in rows)]
    # Two columns at the beginning, a word each: a first name and a last name.
    if texts[:2] == [0, 1] and _mostly_one_word(rows, 0):
        columns[0], columns[1] = Column(field=Field.GIVEN), Column(field=Field.FAMILY)
    elif texts:
        columns[texts[0]] = Column(field=Field.NAME)
    return columns


def _is_text(row: Sequence[str], place: int) -> bool:
    return place < len(row) and any(char.isalpha() for char in row[place])


def _mostly_one_word(rows: Sequence[Sequence[str]], place: int) -> bool:
    cells = [row[place] for row in rows if place < len(row) and row[place]]
    return sum(len(cell.split()) == 1 for cell in cells) > len(cells) / 2
