"""CSV files: what a row says about a person, for the address book.

Nothing is repaired: a number that a spreadsheet has damaged is kept as it stands, and cannot be dialled.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dialer.contacts.exchange.csv_cells import plain
from dialer.contacts.exchange.csv_columns import ColumnMap, guess_columns, is_own_header
from dialer.contacts.exchange.csv_person import PersonReader, says_something
from dialer.contacts.exchange.csv_rows import DELIMITERS, guess_delimiter, read_rows, separator_of
from dialer.contacts.exchange.csv_text import CsvText
from dialer.contacts.exchange.reader import Card, Skipped
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dialer.contacts.exchange.csv_rows import Row
    from dialer.contacts.model import ContactDraft

SAMPLE = 200
"""How many rows the columns are guessed from."""

_LARGEST_SAMPLE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The first rows of a file, for somebody to look at before it is imported.

    Attributes:
        sample: the first rows of cells, with the header if there is one.
        columns: what each column seems to hold.
    """

    sample: tuple[tuple[str, ...], ...]
    columns: ColumnMap

    @property
    def is_certain(self) -> bool:
        """Whether nothing has to be asked: every column that holds anything is known."""
        unknown = self.columns.unknown()
        return self.columns.has_header and not any(self.filled(place, self.columns) for place in unknown)

    def rows(self, columns: ColumnMap) -> tuple[tuple[str, ...], ...]:
        """Return the first rows under a map: the header is none of them."""
        return self.sample[columns.first_row :]

    def filled(self, place: int, columns: ColumnMap) -> str:
        """Return what the first filled cell of a column says; empty where there is none."""
        cells = (row[place] for row in self.rows(columns) if place < len(row))
        return next((plain(cell) for cell in cells if says_something(cell)), "")

    def drafts(self, columns: ColumnMap, limit: int) -> list[ContactDraft]:
        """Return the first rows as they would be imported by a map."""
        return list(map(PersonReader(columns).draft_of, self.rows(columns)[:limit]))


class CsvReader:
    """The contacts of one file, one at a time.

    Attributes:
        size: how many bytes the file has.
        columns: what is read from each column.
        preview: the first rows.
    """

    def __init__(self, path: Path, choose: Callable[[ColumnMap], ColumnMap] | None = None) -> None:
        """Look at the file and its first rows; ``choose`` may change what its columns are taken for.

        Raises:
            InputError: it cannot be read, is too large, or holds no row.
        """
        self._text = CsvText(path)
        self.size = self._text.size
        start = _beginning(self._text.lines())
        self._announced = separator_of(start[0]) if start else None
        self._delimiter = self._announced or _own_delimiter(start) or guess_delimiter(start)
        rows = islice(self._rows(iter(start)), SAMPLE + 1)
        sample = [row.cells for row in rows if not row.is_too_large]
        if not sample:
            raise InputError("csv.empty")
        guessed = guess_columns(sample)
        self.columns = guessed if choose is None else choose(guessed)
        self.preview = Preview(sample=tuple(map(tuple, sample)), columns=guessed)
        self._left_out: dict[int, None] = {}

    @property
    def position(self) -> int:
        """How many bytes were read, about."""
        return self._text.position

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns whose cells were not taken over so far, by their header or their place."""
        named = self.columns.columns
        return tuple(named[place].header.strip() or str(place + 1) for place in sorted(self._left_out))

    def __iter__(self) -> Iterator[Card | Skipped]:
        """Yield each contact, or why its row is skipped.

        Raises:
            InputError: no column is known that somebody could be recognised by, or reading stops half-way.
        """
        if not self.columns.tells_people_apart():
            raise InputError(
                "contacts.import.no_card" if len(self.columns.columns) == 1 else "csv.nothing_known"
            )
        rows = islice(self._rows(self._text.lines()), self.columns.first_row, None)
        person = PersonReader(self.columns)
        for row in rows:
            if row.is_too_large:
                yield Skipped(row.line, "csv.skipped.too_large")
                continue
            self._left_out.update(dict.fromkeys(person.left_out(row.cells)))
            draft = person.draft_of(row.cells)
            if draft.name or draft.organisation or draft.numbers or draft.emails:
                source = person.source_of(row.cells)
                yield Card(row.line, draft, source=source, is_partial=True, row=_hash_of(row.cells))
            else:
                yield Skipped(row.line, "csv.skipped.empty")

    def _rows(self, lines: Iterator[str]) -> Iterator[Row]:
        return read_rows(lines, self._delimiter, skip=1 if self._announced else 0)


def _hash_of(cells: Sequence[str]) -> bytes:
    """Return a short hash of what stands in a row, however the file is encoded and delimited."""
    texts = [cell.strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return hashlib.sha256(repr(texts).encode("utf-8", "surrogatepass")).digest()[:16]


def _own_delimiter(start: Sequence[str]) -> str | None:
    """Return what separates the cells of Dialer's own export, whatever they hold; None for another file."""
    for delimiter in DELIMITERS:
        first = next(read_rows(start[:1], delimiter), None)
        if first is not None and is_own_header(list(map(plain, first.cells))):
            return delimiter
    return None


def _beginning(lines: Iterator[str]) -> list[str]:
    """Return the first lines, or fewer where they are large."""
    start: list[str] = []
    size = 0
    for line in islice(lines, 2 * SAMPLE):
        start.append(line)
        size += len(line)
        if size > _LARGEST_SAMPLE:
            break
    return start
