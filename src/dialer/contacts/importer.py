"""Import of vCard files: read in a thread, a batch at a time; each batch is one transaction."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.contacts import records, store
from dialer.contacts.model import LOCAL, ContactDraft, FileReport, ImportProgress
from dialer.contacts.vcard import Card, CardReader, Skipped
from dialer.core.errors import InputError

if TYPE_CHECKING:
    import apsw

    from dialer.contacts.store import Record
    from dialer.core.database import Database

_BATCH = 200


@dataclass(slots=True)
class _Batch:
    """What one turn of the reading thread brings."""

    records: list[Record] = field(default_factory=list)
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
        self, database: Database, region: str, progress: Callable[[ImportProgress], None] | None
    ) -> None:
        """Import into this database; ``progress`` is called in the event loop after each batch."""
        self._database = database
        self._region = region
        self._progress = progress
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
            reader = await asyncio.to_thread(CardReader, path)
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

    def _read_batch(self, reader: CardReader, cards: Iterator[Card | Skipped]) -> _Batch | None:
        """Read the next cards; runs in a worker thread."""
        batch = _Batch()
        for card in islice(cards, _BATCH):
            if self._cancelled.is_set():
                return None
            if isinstance(card, Skipped):
                batch.skipped.append((card.line, card.reason))
            else:
                batch.records.append(self._record(card))
        batch.done = reader.position
        return batch if batch.records or batch.skipped else None

    def _record(self, card: Card) -> Record:
        draft = records.tidy(card.draft)
        digest = _digest(draft)
        uid = draft.uid or f"content:{digest.hex()}"
        return records.imported(draft, self._region, source=LOCAL, uid=uid, digest=digest)

    async def _store(self, batch: _Batch, run: int, tally: _Tally) -> None:
        def write(connection: apsw.Connection) -> _Tally:
            counted = _Tally()
            for record in batch.records:
                _store_record(connection, record, run, counted)
            return counted

        counted = await self._database.write(write)
        tally.new += counted.new
        tally.changed += counted.changed
        tally.unchanged += counted.unchanged

    def _tell(self, path: Path, reader: CardReader, batch: _Batch) -> None:
        self._contacts += len(batch.records)
        if self._progress is not None:
            self._progress(
                ImportProgress(file=str(path), done=batch.done, total=reader.size, contacts=self._contacts)
            )


def _next_run(connection: apsw.Connection) -> int:
    last = connection.execute("SELECT max(import_run) FROM contact").get
    return int(last or 0) + 1


def _store_record(connection: apsw.Connection, record: Record, run: int, tally: _Tally) -> None:
    """Write one card. A key that this same file used before with other content belongs to another contact."""
    base, again = record.contact.uid, 1
    while True:
        found = connection.execute(
            "SELECT id, digest, import_run FROM contact WHERE source=? AND uid=?", (LOCAL, record.contact.uid)
        ).fetchone()
        if found is None:
            store.insert(connection, record, run=run)
            tally.new += 1
            return
        row, digest, last_run = found
        if last_run != run:
            break
        again += 1
        record = record.with_uid(f"{base}#{again}")
    if digest == record.digest:
        connection.execute("UPDATE contact SET import_run=? WHERE id=?", (run, row))
        tally.unchanged += 1
    else:
        store.replace(connection, row, record)
        connection.execute("UPDATE contact SET import_run=? WHERE id=?", (run, row))
        tally.changed += 1


def _digest(draft: ContactDraft) -> bytes:
    numbers = [(number.raw, number.label) for number in draft.numbers]
    content = (draft.name, draft.organisation, draft.department, draft.title, numbers, draft.emails, draft.note)
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).digest()[:16]
