"""Import of files: read in threads, a batch at a time; each batch is one transaction.

The key of a card is its UID; without one, its content. The key of a list's row is what stands in it, whatever
its columns are taken for: a second import by a better map changes the people of the first. A row that says
what was read of another one before, such as one with one more column, is nobody new. A known key with other
content is a change, unless the contact already says what the file says: so an export that is read again
changes nothing. Who was copied from a directory is not added a second time by an export of them.

Star and instructions of a file count for new contacts only: what this desk has decided about somebody it
knows, no file changes.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from dialer.contacts import records
from dialer.contacts.directories.incoming import digest_of
from dialer.contacts.exchange import card_writer, import_store
from dialer.contacts.exchange.cardfile import RawCard
from dialer.contacts.exchange.import_batch import Batch, Item, Tally
from dialer.contacts.exchange.reader import Card, Skipped, open_reader
from dialer.contacts.exchange.vcard import read_card
from dialer.contacts.model import NO_INSTRUCTIONS, ImportProgress
from dialer.contacts.search import index_care
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import apsw

    from dialer.contacts.exchange.import_store import Stored
    from dialer.contacts.exchange.reader import Reader
    from dialer.contacts.model import ContactDraft, FileReport
    from dialer.core.database import Database

_BATCH = 200
# Photos make cards large: a batch of them is shorter.
_BATCH_BYTES = 1024 * 1024


class Importer:
    """One import of any number of files."""

    def __init__(
        self,
        database: Database,
        region: str,
        progress: Callable[[ImportProgress], None] | None,
        reader: Callable[[Path], Reader] = open_reader,
        finished: Callable[[FileReport], None] | None = None,
    ) -> None:
        """Import into this database.

        Args:
            database: the store.
            region: the country of numbers that have none.
            progress: called in the event loop after each batch.
            reader: opens a file, in a worker thread.
            finished: called in the event loop after each file.
        """
        self._finished = finished
        self._database = database
        self._region = region
        self._progress = progress
        self._open = reader
        self._contacts = 0
        self._run = 0
        self._cancelled = threading.Event()

    async def run(self, paths: Sequence[Path]) -> list[FileReport]:
        """Import the files in their order; together they are one import that can be taken back."""
        at, files = datetime.now(UTC).isoformat(), list(map(str, paths))
        self._run = await self._database.write(lambda connection: import_store.begin(connection, at, files))
        try:
            reports = []
            for place, path in enumerate(paths):
                reports.append(await self._import(path, place))
                if self._finished is not None:
                    self._finished(reports[-1])
            while await self._database.write(import_store.prune):
                pass
            await index_care.merge(self._database)
        except asyncio.CancelledError:
            self._cancelled.set()
            raise
        return reports

    async def _import(self, path: Path, place: int) -> FileReport:
        tally = Tally()
        try:
            reader = await asyncio.to_thread(self._open, path)
        except InputError as error:
            return tally.report(str(path), error.key)
        file = import_store.mark_of(self._run, place)
        try:
            cards = iter(reader)
            batch = await asyncio.to_thread(self._read_batch, reader, cards)
            while batch is not None:
                written = await self._begin_to_store(batch.items, file)
                try:
                    following = await asyncio.to_thread(self._read_batch, reader, cards)
                finally:
                    tally.add(batch, await written)
                self._tell(path, reader, batch)
                batch = following
        except InputError as error:
            return tally.report(str(path), error.key)
        return tally.report(str(path))

    def _read_batch(self, reader: Reader, cards: Iterator[Card | Skipped]) -> Batch | None:
        """Read the next cards; runs in a worker thread."""
        batch, start = Batch(), reader.position
        for card in cards:
            if self._cancelled.is_set():
                return None
            if isinstance(card, Skipped):
                batch.skipped.append((card.line, card.reason))
            else:
                batch.items.append(self._item(card))
                batch.incomplete += card.incomplete
            if len(batch.items) + len(batch.skipped) == _BATCH or reader.position - start > _BATCH_BYTES:
                break
        batch.done = reader.position
        return batch if batch.items or batch.skipped else None

    def _item(self, card: Card) -> Item:
        draft = records.tidy(card.draft)
        digest = _digest(draft)
        uid = draft.uid or (import_store.key_of_row(card.row) if card.row else import_store.key_of(digest))
        return Item(
            *(draft, card.source, uid, digest, self._region),
            is_partial=card.is_partial,
            has_uid=bool(draft.uid),
        )

    async def _begin_to_store(self, items: Sequence[Item], file: int) -> asyncio.Future[Tally]:
        """Write a batch; return when the rest is the disk's work, during which the next one can be read.

        Two threads of Python at a time would take as long in all, and hold up the event loop.
        """
        stored = await self._database.read(partial(_stored, items=items))
        await asyncio.to_thread(self._prepare, items, stored)
        changes = sum(item.uid in stored and not item.is_known for item in items)
        has_many_changes = changes >= index_care.MANY

        loop, is_said = asyncio.get_running_loop(), asyncio.Event()

        def write(connection: apsw.Connection) -> Tally:
            counted = Tally()
            with index_care.many(connection) if has_many_changes else nullcontext():
                for item in items:
                    self._store_item(connection, item, file, counted)
            loop.call_soon_threadsafe(is_said.set)
            return counted

        written = self._database.begin_write(write)
        written.add_done_callback(lambda _written: is_said.set())
        try:
            await is_said.wait()
        except asyncio.CancelledError:
            written.cancel()  # it is written all the same
            raise
        return written

    def _prepare(self, items: Sequence[Item], stored: dict[str, Stored | None]) -> None:
        """Find out who is known as the file says, read the numbers of others; runs in a worker thread."""
        for item in items:
            if self._cancelled.is_set():
                return
            if item.uid in stored:
                here = stored[item.uid]
                if here is not None and item.is_partial:
                    _complete(item, here)
                item.is_known = here is None or _says(here) == item.digest
            if not item.is_known:
                item.record()

    def _store_item(self, connection: apsw.Connection, item: Item, file: int, tally: Tally) -> None:
        """Write one card; where this file used its key before, it is another contact with its own key."""
        uid, again = item.uid, 1
        while (found := import_store.find(connection, uid)) is not None and found[2] == file:
            again += 1
            uid = f"{item.uid}#{again}"
        if found is None and item.is_known and again == 1:
            tally.unchanged += 1  # a directory's, or removed just now
            return
        if found is None and again == 1 and (into := import_store.merged_away(connection, uid)) is not None:
            if into[1] != item.digest and import_store.change_merged(
                connection, into[0], item.record(), run=self._run
            ):
                tally.changed += 1
            else:
                tally.unchanged += 1
            return
        if found is None and not item.has_uid:
            row = import_store.same(connection, item.digest, file)
            if row is not None:
                import_store.mark(connection, row, file)
                tally.unchanged += 1
                return
        if found is None:
            import_store.add(connection, item.record().with_uid(uid), run=self._run, file=file)
            tally.new += 1
            return
        row, digest, _ = found
        if digest == item.digest or (item.is_known and again == 1):
            tally.unchanged += 1
        else:
            import_store.change(connection, row, item.record().with_uid(uid), run=self._run)
            tally.changed += 1
        import_store.mark(connection, row, file)

    def _tell(self, path: Path, reader: Reader, batch: Batch) -> None:
        self._contacts += len(batch.items)
        if self._progress is not None:
            self._progress(
                ImportProgress(file=str(path), done=batch.done, total=reader.size, contacts=self._contacts)
            )


def _complete(item: Item, here: Stored) -> None:
    """Leave what a file of this kind has no room for as it is."""
    kept = here.extras
    lines = item.draft.extras.lines or kept.lines
    extras = replace(kept, lines=lines)
    item.draft = replace(item.draft, extras=extras)
    item.digest = _digest(item.draft)


def _digest(draft: ContactDraft) -> bytes:
    """Return a hash of what a file says, but for what only this desk decides."""
    if draft.instructions != NO_INSTRUCTIONS:
        draft = replace(draft, instructions=NO_INSTRUCTIONS)
    return digest_of(draft)


def _stored(connection: apsw.Connection, items: Sequence[Item]) -> dict[str, Stored | None]:
    """Return those that are known by their keys; None for whom there is nothing to compare."""
    known = import_store.known(connection, (item.uid for item in items))
    copied = import_store.copied(connection, ((item.source, item.uid) for item in items if item.source))
    found: dict[str, Stored | None] = {}
    others = {}
    for item in items:
        if item.uid in known:
            row, digest = known[item.uid]
            found[item.uid] = None
            if digest != item.digest:
                others[row] = item.uid
        elif (item.source, item.uid) in copied:
            found[item.uid] = None
    for one in import_store.stored(connection, list(others)):
        found[others[one.row]] = one
    return found


def _says(stored: Stored) -> bytes:
    """Return the hash that a file would have which says what is stored: what an export would write."""
    lines = card_writer.to_lines(stored.contact, stored.extras)
    card = read_card(RawCard(1, [line.encode("utf-8", "replace") for line in lines[1:-1]]))
    return _digest(records.tidy(card.draft)) if isinstance(card, Card) else b""
