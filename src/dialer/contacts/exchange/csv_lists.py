"""The lists among the files of an import: read by the columns that somebody chose, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.exchange.reader import holds_list, open_reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dialer.contacts.exchange.csv_columns import ColumnMap
    from dialer.contacts.exchange.csv_reader import CsvReader
    from dialer.contacts.exchange.reader import Reader


class Lists:
    """Opens the files of one import, and remembers its lists; files that are none are opened as ever."""

    def __init__(self, choose: Callable[[Path, ColumnMap], ColumnMap]) -> None:
        """Read each list by what this makes of its guessed columns."""
        self._choose = choose
        self._readers: dict[str, CsvReader] = {}

    def open(self, path: Path) -> Reader:
        """Open a file; runs in a worker thread.

        Raises:
            InputError: it cannot be read, or cannot be read so.
        """
        if not holds_list(path):
            return open_reader(path)
        from dialer.contacts.exchange.csv_reader import CsvReader

        reader = CsvReader(path, lambda guessed: self._choose(path, guessed))
        self._readers[str(path)] = reader
        return reader

    def left_out(self) -> dict[str, tuple[str, ...]]:
        """Return by file the columns of which something was not taken over so far."""
        return {file: left for file, reader in self._readers.items() if (left := reader.left_out)}
