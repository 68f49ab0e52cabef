"""Export of all stored contacts to one file: a batch at a time, whole or not at all.

The file is written under another name in the same folder and takes its name when it is complete, so that
nobody ever meets half a file, and an export that fails or is cancelled leaves what was there before. A file
of that name that is there already is replaced: naming it was somebody's wish, and a window asks before.
"""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Protocol

from dialer.contacts import store
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    import apsw

    from dialer.contacts.model import Contact, Extras
    from dialer.core.database import Database

P = ParamSpec("P")

_BATCH = 200
# Photos make contacts large: a batch of them is shorter.
_BATCH_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Widest:
    """How much anybody has of what may be there several times: a table needs to know before its first row."""

    numbers: int
    emails: int


class Writer(Protocol):
    """One kind of file; its methods run in worker threads.

    Attributes:
        holds_photos: whether it has room for them.
    """

    holds_photos: bool

    def begin(self, widest: Widest) -> bytes:
        """Return what comes before the first contact."""

    def write(self, contacts: Sequence[tuple[Contact, Extras]]) -> bytes:
        """Return the next contacts as they stand in the file."""


class CardWriter:
    """vCard 4.0."""

    holds_photos = True

    def begin(self, widest: Widest) -> bytes:
        """Return nothing: cards have no beginning in common."""
        return b""

    def write(self, contacts: Sequence[tuple[Contact, Extras]]) -> bytes:
        """Return the contacts as cards."""
        from dialer.contacts.card_writer import to_bytes

        return b"".join(to_bytes(contact, extras) for contact, extras in contacts)


def _table_writer() -> Writer:
    from dialer.contacts.csv_export import TableWriter

    return TableWriter()


_WRITERS: dict[str, Callable[[], Writer]] = {".vcf": CardWriter, ".csv": _table_writer}


def writer_for(path: Path) -> Writer:
    """Return the writer that a file's extension asks for.

    Raises:
        InputError: no kind of file has this extension.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise InputError("exchange.export.extension", extensions=", ".join(_WRITERS))
    return writer()


async def export(database: Database, path: Path, progress: Callable[[int, int], None] | None) -> int:
    """Write all contacts; return how many.

    Args:
        database: the store.
        path: the file; its extension chooses the kind.
        progress: called in the event loop with how many contacts are written, and of how many.

    Raises:
        InputError: the extension is of no kind that is known, or the file cannot be written.
        StorageError: the contacts cannot be read.
    """
    writer = writer_for(path)
    total = await database.read(store.count)
    widest = await database.read(_widest)
    file = _Output(path)
    try:
        await _to_its_end(file.open)
        await _to_its_end(file.write, writer.begin(widest))
        last = written = 0
        while batch := await database.read(partial(_batch, after=last)):
            await _to_its_end(_write, file, writer, batch)
            last, written = batch[-1][0], written + len(batch)
            if progress is not None:
                progress(written, max(total, written))
        await _to_its_end(file.finish)
    finally:
        await _to_its_end(file.discard)
    return written


async def leaves_photos_out(database: Database, path: Path) -> bool:
    """Whether somebody has a photo for which a file of this kind has no room.

    Raises:
        InputError: the extension is of no kind that is known.
        StorageError: the contacts cannot be read.
    """
    return not writer_for(path).holds_photos and await database.read(_has_photos)


_Batch = list[tuple[int, "Contact", "Extras"]]


def _write(file: _Output, writer: Writer, batch: _Batch) -> None:
    file.write(writer.write([(contact, extras) for _, contact, extras in batch]))


async def _to_its_end(function: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Run a function in a thread; whoever is cancelled meanwhile goes on when the thread is done with it."""
    running = asyncio.get_running_loop().run_in_executor(None, partial(function, *args, **kwargs))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise


class _Output:
    """A file under a name of its own until it is complete."""

    def __init__(self, path: Path) -> None:
        """Nothing is written yet."""
        self._path = path
        self._name: Path | None = None
        self._file: BinaryIO = io.BytesIO()

    def open(self) -> None:
        """Begin it beside the one it becomes.

        Raises:
            InputError: nothing can be written there.
        """
        self._path = Path(os.path.realpath(self._path))  # through a link, to what it points to
        if self._path.exists() and not self._path.is_file():
            raise InputError("exchange.export.no_file")
        try:
            # mkstemp makes the file readable by its owner only: these are people's numbers.
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name[:100]}-")
        except (OSError, ValueError) as error:
            raise InputError("exchange.export.unwritable") from error
        self._name = Path(name)
        self._file = os.fdopen(handle, "wb")

    def write(self, content: bytes) -> None:
        """Go on.

        Raises:
            InputError: the disk is full, for instance.
        """
        try:
            self._file.write(content)
        except OSError as error:
            raise InputError("exchange.export.unwritable") from error

    def finish(self) -> None:
        """Give the file its name, with the rights of the one it replaces.

        Raises:
            InputError: that is not possible; the old file is as it was.
        """
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if self._name is not None:
                with suppress(OSError):
                    self._name.chmod(self._path.stat().st_mode & 0o777)
                self._name.replace(self._path)
                self._name = None
        except OSError as error:
            raise InputError("exchange.export.unwritable") from error

    def discard(self) -> None:
        """Remove it, unless it is finished."""
        with suppress(OSError):
            self._file.close()
        if self._name is not None:
            with suppress(OSError):
                self._name.unlink()


def _widest(connection: apsw.Connection) -> Widest:
    """Return how many numbers and e-mail addresses anybody has at most; their places count from 0."""
    counts = (
        connection.execute(f"SELECT max(position) FROM {table}").get  # noqa: S608  # constant
        for table in ("contact_number", "contact_email")
    )
    numbers, emails = (0 if last is None else last + 1 for last in counts)
    return Widest(numbers, emails)


def _has_photos(connection: apsw.Connection) -> bool:
    # The length stands before the picture, which is not read.
    return bool(connection.execute("SELECT EXISTS(SELECT 1 FROM contact_extra WHERE length(photo)>0)").get)


def _batch(connection: apsw.Connection, after: int) -> _Batch:
    """Return the next contacts: fewer of them where they are large."""
    rows = store.rows_after(connection, after, _BATCH)
    found: _Batch = []
    size = 0
    for row, contact in zip(rows, store.load(connection, rows), strict=True):
        extras = store.extras_of(connection, row)
        found.append((row, contact, extras))
        size += len(extras.photo) + sum(map(len, extras.lines))
        if size > _BATCH_BYTES:
            break
    return found
