"""Export of all stored contacts to one file: a batch at a time, whole or not at all.

The file is written under another name in the same folder and takes its name when it is complete, so that
nobody ever meets half a file, and an export that fails or is cancelled leaves what was there before. A file
of that name that is there already is replaced: naming it was somebody's wish, and a window asks before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from dialer.contacts import store
from dialer.core.errors import InputError
from dialer.core.threads import to_its_end
from dialer.core.whole_file import WholeFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import apsw

    from dialer.contacts.model import Contact, Extras
    from dialer.core.database import Database

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
        from dialer.contacts.exchange.card_writer import to_bytes

        return b"".join(to_bytes(contact, extras) for contact, extras in contacts)


def _table_writer() -> Writer:
    from dialer.contacts.exchange.csv_export import TableWriter

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
    file = WholeFile(path)
    try:
        await to_its_end(file.open)
        await to_its_end(file.write, writer.begin(widest))
        last = written = 0
        while batch := await database.read(partial(_batch, after=last)):
            await to_its_end(_write, file, writer, batch)
            last, written = batch[-1][0], written + len(batch)
            if progress is not None:
                progress(written, max(total, written))
        await to_its_end(file.finish)
    finally:
        await to_its_end(file.discard)
    return written


async def leaves_photos_out(database: Database, path: Path) -> bool:
    """Whether somebody has a photo for which a file of this kind has no room.

    Raises:
        InputError: the extension is of no kind that is known.
        StorageError: the contacts cannot be read.
    """
    return not writer_for(path).holds_photos and await database.read(_has_photos)


_Batch = list[tuple[int, "Contact", "Extras"]]


def _write(file: WholeFile, writer: Writer, batch: _Batch) -> None:
    file.write(writer.write([(contact, extras) for _, contact, extras in batch]))


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
