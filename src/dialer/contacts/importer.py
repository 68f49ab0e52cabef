"""Import of files: read in a thread, a batch at a time; each batch is one transaction."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from dialer.contacts import records, store
from dialer.contacts.incoming import digest_of
from dialer.contacts.model import LOCAL, ContactDraft, FileReport, ImportProgress
from dialer.contacts.reader import Card, Skipped, open_reader
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import apsw

    from dialer.contacts.reader import Reader
    from dialer.contacts.record import Record
    from dialer.core.database import Database

_BATCH = 200


@dataclass(slots=True)
class _Item:
    """One card to be stored; its numbers are read only if there is something to write."""

    draft: ContactDraft
    region: str
    uid: str
    digest: bytes
    read: Record | None = None

    def record(self) -> Record:
        if self.read is None:
            self.read = records.imported(
                self.draft, self.region, source=LOCAL, uid=self.uid, digest=self.digest
            )
        return self.read


@dataclass(slots=True)
class _Batch:
    """What one turn of the reading thread brings."""

    items: list[_Item] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    done: int = 0


@dataclass(slots=True)
class _Tally:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def report(self, file: str, error_key: str | None = None) -> FileReport:
        return FileReport(
            file=file,
            new=self.new,
            changed=self.changed,
            unchanged=self.unchanged,
            skipped=tuple(self.skipped),
            error_key=error_key,
        )


class Importer:
    """One import of any number of files."""

    def __init__(
        self,
        database: Database,
        region: str,
        progress: Callable[[ImportProgress], None] | None,
        reader: Callable[[Path], Reader] = open_reader,
    ) -> None:
        """Import into this database.

        Args:
            database: the store.
            region: the country of numbers that have none.
            progress: called in the event loop after each batch.
            reader: opens a file, in a worker thread.
        """
        self._database = database
        self._region = region
        self._progress = progress
        self._open = reader
        self._contacts = 0
        self._cancelled = threading.Event()

    async def run(self, paths: Sequence[Path]) -> list[FileReport]:
        """Import the files in their order."""
        try:
            return [await self._import(path) for path in paths]
        except asyncio.CancelledError:
            self._cancelled.set()
            raise

    async def _import(self, path: Path) -> FileReport:
        tally = _Tally()
        try:
            reader = await asyncio.to_thread(self._open, path)
        except InputError as error:
            return tally.report(str(path), error.key)
        run = await self._database.write(_next_run)
        try:
            cards = iter(reader)
            while (batch := await asyncio.to_thread(self._read_batch, reader, cards)) is not None:
                tally.skipped += batch.skipped
                await self._store(batch, run, tally)
                self._tell(path, reader, batch)
        except InputError as error:
            return tally.report(str(path), error.key)
        return tally.report(str(path))

    def _read_batch(self, reader: Reader, cards: Iterator[Card | Skipped]) -> _Batch | None:
        """Read the next cards; runs in a worker thread."""
        batch = _Batch()
        for card in islice(cards, _BATCH):
            if self._cancelled.is_set():
                return None
            if isinstance(card, Skipped):
                batch.skipped.append((card.line, card.reason))
            else:
                batch.items.append(self._item(card))
        batch.done = reader.position
        return batch if batch.items or batch.skipped else None

    def _item(self, card: Card) -> _Item:
        draft = records.tidy(card.draft)
        digest = digest_of(draft)
        return _Item(draft, self._region, draft.uid or f"content:{digest.hex()}", digest)

    async def _store(self, batch: _Batch, run: int, tally: _Tally) -> None:
        known = await self._database.read(lambda connection: _digests(connection, batch.items))
        await asyncio.to_thread(self._read_numbers, batch.items, known)

        def write(connection: apsw.Connection) -> _Tally:
            counted = _Tally()
            for item in batch.items:
                _store_item(connection, item, run, counted)
            return counted

        counted = await self._database.write(write)
        tally.new += counted.new
        tally.changed += counted.changed
        tally.unchanged += counted.unchanged

    def _read_numbers(self, items: Sequence[_Item], known: dict[str, bytes]) -> None:
        """Read the numbers of what is new or changed; runs in a worker thread."""
        for item in items:
            if self._cancelled.is_set():
                return
            if known.get(item.uid) != item.digest:
                item.record()

    def _tell(self, path: Path, reader: Reader, batch: _Batch) -> None:
        self._contacts += len(batch.items)
        if self._progress is not None:
            self._progress(
                ImportProgress(file=str(path), done=batch.done, total=reader.size, contacts=self._contacts)
            )


def _next_run(connection: apsw.Connection) -> int:
    last = connection.execute("SELECT max(import_run) FROM contact").get
    return int(last or 0) + 1


def _digests(connection: apsw.Connection, items: Sequence[_Item]) -> dict[str, bytes]:
    """Return what is known of these cards already."""
    return dict(
        connection.execute(
            "SELECT uid, digest FROM contact WHERE source=? AND uid IN (SELECT value FROM json_each(?))",
            (LOCAL, json.dumps([item.uid for item in items])),
        )
    )


def _store_item(connection: apsw.Connection, item: _Item, run: int, tally: _Tally) -> None:
    """Write one card; where this same file used its key before, it is another contact with its own key."""
    uid, again = item.uid, 1
    while True:
        found = connection.execute(
            "SELECT id, digest, import_run FROM contact WHERE source=? AND uid=?", (LOCAL, uid)
        ).fetchone()
        if found is None or found[2] != run:
            break
        again += 1
        uid = f"{item.uid}#{again}"
    if found is None:
        store.insert(connection, item.record().with_uid(uid), run=run)
        tally.new += 1
        return
    row, digest, _ = found
    if digest == item.digest:
        tally.unchanged += 1
    else:
        store.replace(connection, row, item.record().with_uid(uid))
        tally.changed += 1
    connection.execute("UPDATE contact SET import_run=? WHERE id=?", (run, row))
