"""One import from the window: what its files hold, as which columns, and what came of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.contacts.exchange.csv_lists import Lists
from dialer.contacts.exchange.reader import holds_list
from dialer.core.errors import InputError
from dialer.ui.blocks.widgets import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dialer.contacts.book import ContactBook
    from dialer.contacts.exchange.csv_columns import ColumnMap
    from dialer.contacts.exchange.csv_reader import Preview
    from dialer.contacts.model import FileReport, ImportProgress, ImportRun
    from dialer.core.strings import Strings


class ImportJob:
    """The files of one import.

    Attributes:
        reports: what became of each file, once it has run.
    """

    def __init__(self, contacts: ContactBook, paths: Sequence[Path]) -> None:
        """Import these files into this book."""
        self.reports: list[FileReport] = []
        self._contacts, self._paths = contacts, list(paths)
        self._chosen: dict[Path, ColumnMap] = {}
        self._lists = Lists(self._columns)
        self._before: int | None = None

    async def look_at(self, path: Path) -> Preview | None:
        """Return the first rows of a list; None if the file is none, or the report will say what is wrong."""
        return await asyncio.to_thread(_preview, path)

    def choose(self, path: Path, columns: ColumnMap) -> None:
        """Take the columns of a list for this."""
        self._chosen[path] = columns

    async def run(self, progress: Callable[[ImportProgress], None]) -> None:
        """Import; progress is told in the event loop.

        Raises:
            StorageError: the store cannot take more; what came before stays.
        """
        last = await self._contacts.last_import()
        self._before = last.id if last is not None else None
        self.reports = await self._contacts.import_files(self._paths, progress, reader=self._lists.open)

    async def written(self) -> ImportRun | None:
        """Return what this import wrote, to be taken back; None if that is nothing."""
        last = await self._contacts.last_import()
        return last if last is not None and last.id != self._before else None

    def left_out(self) -> dict[str, tuple[str, ...]]:
        """Return by file the columns of which something was not taken over."""
        return self._lists.left_out()

    def sentence(self, strings: Strings) -> tuple[str, str]:
        """Return the tone and the sentence that say in the window what came of it."""
        words = strings.text(
            "ui.import.done",
            new=sum(report.new for report in self.reports),
            changed=sum(report.changed for report in self.reports),
            unchanged=sum(report.unchanged for report in self.reports),
        )
        if skipped := sum(len(report.skipped) for report in self.reports):
            words += " " + strings.text("ui.import.skipped", count=skipped)
        broken = [report for report in self.reports if report.error_key]
        for report in broken:
            why = strings.text(str(report.error_key), file=report.file, path=report.file)
            words += f" {isolate(Path(report.file).name)}: {why}"
        return ("bad" if broken else "ok"), words

    def _columns(self, path: Path, guessed: ColumnMap) -> ColumnMap:
        return self._chosen.get(path, guessed)


def _preview(path: Path) -> Preview | None:
    from dialer.contacts.exchange.csv_reader import CsvReader

    try:
        return CsvReader(path).preview if holds_list(path) else None
    except InputError:
        return None
