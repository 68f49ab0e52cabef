"""The address book's side that deals with files: import, taking an import back, and export."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from dialer.contacts.exchange.importer import Importer
    from dialer.contacts.exchange.reader import Reader
    from dialer.contacts.model import FileReport, ImportProgress, ImportRun
    from dialer.core.database import Database


class FileExchange(ABC):
    """What a book does with files; long work runs in threads and in pieces, and can be cancelled."""

    _database: Database
    _region: Callable[[], str]

    @abstractmethod
    def written(self) -> None:
        """Say that contacts were written."""

    async def import_files(
        self,
        paths: Sequence[Path],
        progress: Callable[[ImportProgress], None] | None = None,
        *,
        region: str | None = None,
        reader: Callable[[Path], Reader] | None = None,
        finished: Callable[[FileReport], None] | None = None,
    ) -> list[FileReport]:
        """Import files one after the other; a file that cannot be read does not keep the others out.

        Together they are one import for `undo`. Cancelling the task stops between two batches; what was
        imported by then stays, and can be taken back.

        Args:
            paths: the files.
            progress: called in the event loop after each batch.
            region: the country of numbers that have none.
            reader: opens a file, in a worker thread; without one, what the file holds decides.
            finished: called in the event loop after each file.

        Raises:
            StorageError: the store cannot take more; batches before that are kept.
        """
        importer_class, open_reader = await asyncio.to_thread(_load_importer)
        home = self._region()
        place = home if region in {None, home} else str(region)
        importer = importer_class(self._database, place, progress, reader or open_reader, finished)
        try:
            return await importer.run(paths)
        finally:
            self.written()

    async def export(self, path: Path, progress: Callable[[int, int], None] | None = None) -> int:
        """Write all stored contacts to a file, those of directories too; return how many.

        The file appears when it is complete, in the place of one that is there already. Cancelling the task
        leaves what was there.

        Args:
            path: the file; its extension chooses the kind.
            progress: called in the event loop with how many contacts are written, and of how many.

        Raises:
            InputError: the extension is of no kind that is known, or the file cannot be written.
            StorageError: the contacts cannot be read.
        """
        export = await asyncio.to_thread(_load_export)
        return await export(self._database, path, progress)

    async def leaves_photos_out(self, path: Path) -> bool:
        """Whether somebody has a photo that an export to this file leaves out.

        Raises:
            InputError: the file's extension is of no kind that is known.
            StorageError: the contacts cannot be read.
        """
        from dialer.contacts.exchange.exporter import leaves_photos_out

        return await leaves_photos_out(self._database, path)

    async def last_import(self) -> ImportRun | None:
        """Return the import that `undo` would take back; the last ten can be, the latest first."""
        from dialer.contacts.exchange import import_store

        return await self._database.read(import_store.last)

    async def undo(
        self,
        progress: Callable[[int, int], None] | None = None,
        *,
        run: int | None = None,
        allow_edited: bool = False,
    ) -> ImportRun:
        """Take the last import back: what it added goes, what it changed is as it was before.

        Who was merged into one of its contacts since comes back; where that contact was changed after that,
        it stays as it is.

        Args:
            progress: called in the event loop with how many contacts are done, and of how many.
            run: which import the user means; without one, whatever is the last.
            allow_edited: whether somebody said that edits which were made since may go, too.

        Raises:
            InputError: there is no import that could be taken back, or another one is the last.
            EditedSince: contacts of it were edited since, and nothing was changed.
            StorageError: the store cannot take more; what is left can still be taken back.

        Returns:
            The import, with how many contacts were removed, restored and left as they are.
        """
        undo = await asyncio.to_thread(_load_undo)
        try:
            return await undo(self._database, self._region(), run, progress, allow_edited=allow_edited)
        finally:
            self.written()


# Nothing of this is needed to show a book, and it is much: it is loaded in a thread.


def _load_importer() -> tuple[type[Importer], Callable[[Path], Reader]]:
    from dialer.contacts.exchange.importer import Importer
    from dialer.contacts.exchange.reader import open_reader

    return Importer, open_reader


def _load_export() -> Callable[[Database, Path, Callable[[int, int], None] | None], Awaitable[int]]:
    from dialer.contacts.exchange.exporter import export

    return export


def _load_undo() -> Callable[..., Awaitable[ImportRun]]:
    from dialer.contacts.exchange.undo import undo

    return undo
