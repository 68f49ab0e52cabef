"""The rows of a CSV file, each with the line that it begins on; a broken row never takes others along."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dialer.contacts.exchange.csv_text import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DELIMITERS = (",", ";", "\t", "|")
_LARGEST_ROW = 1024 * 1024
_MOST_LINES = 2000
_SAMPLE = 60
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        line: the line of the file on which it begins, counted from 1.
        cells: what is in it, as written.
        is_too_large: whether it is longer than any can be; then nothing of it is there.
    """

    line: int
    cells: list[str]
    is_too_large: bool = False


class _TooLarge(Exception):
    """A quote that is never closed would swallow the rest of the file."""


class _Endless(Exception):
    """A line is too long to be read."""


class _Lines:
    """Feeds a parser line by line, and can take back what one row took too much."""

    def __init__(self, lines: Iterable[str], skip: int) -> None:
        self._source = islice(lines, skip, None)
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self._size = 0
        self.number = skip
        self.at_end = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _MOST_LINES or self._size > _LARGEST_ROW:
            raise _TooLarge
        if self._again:
            line = self._again.popleft()
        else:
            line = next(self._source, "")
            if not line:
                self.at_end = True
                raise StopIteration
        if len(line) >= LONGEST_LINE and self.taken:
            self._again.appendleft(line)
            raise _TooLarge
        self.taken.append(line)
        self._size += len(line)
        self.number += 1
        if len(line) >= LONGEST_LINE:
            raise _Endless
        return line

    def begin(self) -> None:
        self.taken, self._size = [], 0

    def keep_first(self) -> str:
        """Put back everything but the first line, which is returned."""
        first, *rest = self.taken
        self._again.extendleft(reversed(rest))
        self.number -= len(rest)
        self.at_end = False
        self.taken = [first]
        return first


def read_rows(lines: Iterable[str], delimiter: str, *, skip: int = 0) -> Iterator[Row]:
    """Yield the rows that are not blank, after the lines to skip.

    A quote that opens a cell and is never closed counts as a character where the line would else take its
    neighbours along.
    """
    source = _Lines(lines, skip)
    # The limit is the whole process's; nothing else in Dialer reads CSV.
    csv.field_size_limit(2 * (_LARGEST_ROW + LONGEST_LINE))
    parser = csv.reader(source, delimiter=delimiter)
    width = 0
    while True:
        source.begin()
        try:
            cells = next(parser)
        except StopIteration:
            return
        except _Endless:
            yield Row(source.number, [], is_too_large=True)
            continue
        except (_TooLarge, csv.Error):
            cells = _unquoted(source.keep_first(), delimiter)
        else:
            if len(source.taken) > 1 and (better := _rescued(source, delimiter, width)):
                cells = better
        line = source.number - len(source.taken) + 1
        if any(cell.strip() for cell in cells):
            width = width or len(cells)
            yield Row(line, cells)


def _rescued(source: _Lines, delimiter: str, width: int) -> list[str] | None:
    """Return the first line's own cells where a quote took the following lines along by mistake."""
    if _is_well_formed(source.taken, delimiter):
        return None
    alone = _unquoted(source.taken[0], delimiter)
    if source.at_end or len(alone) == width:
        source.keep_first()
        return alone
    return None


def _is_well_formed(lines: list[str], delimiter: str) -> bool:
    """Whether each quote that opens a cell also closes it: what follows is the next cell or the end."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _unquoted(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line in which quotes mean nothing; what is quoted properly stays together."""
    cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    return [_bare(cell) for cell in cells]


def _bare(cell: str) -> str:
    """Return a cell without the quotes around it; one that has lost its other quote is no quotation."""
    return cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell.removeprefix('"')


def separator_of(line: str) -> str | None:
    """Return the delimiter that a first line such as ``sep=;`` announces, or None if it announces none."""
    found = _SEPARATOR_LINE.fullmatch(line)
    return found.group(1) if found else None


def guess_delimiter(lines: Iterable[str]) -> str:
    """Return what separates the cells: under which most rows have the same number of cells, and many."""
    sample = list(islice(lines, _SAMPLE))
    return max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample: list[str], delimiter: str) -> tuple[int, int]:
    widths = Counter(len(row.cells) for row in read_rows(sample, delimiter))
    wide = {width: times for width, times in widths.items() if width > 1}
    if not wide:
        return 0, 0
    width, times = max(wide.items(), key=lambda item: (item[1], item[0]))
    return times, width
