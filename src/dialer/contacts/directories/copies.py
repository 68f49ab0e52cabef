"""The copies of directories: made on wish and at intervals, and gone with their account.

People who may not be written to a disk are copied into a database in memory, which is searched beside the
store; everything else about them is the same.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from dialer.contacts.book import ContactBook
from dialer.contacts.directories import sync_store
from dialer.contacts.directories.directory import Changes, DirectoryFeature
from dialer.contacts.directories.source import is_refused
from dialer.contacts.model import live_id
from dialer.core.bus import EventBus
from dialer.core.errors import DialerError, ErrorKind, NotSent, OutcomeUnknown, StorageError
from dialer.core.hub import ProvidersChanged

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.contacts.directories.source import Source
    from dialer.contacts.directories.sync import SyncReport, Vanishing
    from dialer.contacts.model import Contact, Hit
    from dialer.core.database import Database
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope

_WRITING = 600.0
_MANY_FAILURES = 3
_FORGET_PATIENCE = 3.0


@dataclass(slots=True)
class _Memory:
    """People who are on no disk.

    Attributes:
        region: the country in which their numbers were read.
    """

    database: Database
    book: ContactBook
    region: str


class Copies:
    """Keeps what was copied from the directories."""

    def __init__(
        self,
        hub: Hub,
        book: ContactBook,
        scope: Scope,
        sources: Callable[[], list[Source]],
        after: Callable[[str], Awaitable[None]],
    ) -> None:
        """Nothing is copied yet.

        Args:
            hub: the platform.
            book: the address book, whose database takes the copies.
            scope: owns the tasks that are not one account's.
            sources: tells which directories are loaded.
            after: hears of each round that was written, by its account's id.
        """
        self._hub, self._book, self._scope, self._sources = hub, book, scope, sources
        self._after = after
        book.ask_also(self._who_in_memory)
        self._memory: _Memory | None = None
        self._opening = asyncio.Lock()
        # One after the other, so that nobody is written while they are being forgotten.
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._copied: set[str] = set()
        self._following: dict[Source, Callable[[], None]] = {}
        self._forgetting: set[asyncio.Task[None]] = set()

    async def sync(self, source: Source, *, allow_vanishing: bool = False) -> SyncReport:
        """Bring the copy of a directory up to date.

        Raises:
            Vanishing: too many people would be removed, and nothing was changed.
            DialerError: there is no answer, or it cannot be kept.
        """
        async with self._turns[source.entry.id]:
            return await self._sync(source, allow_vanishing=allow_vanishing)

    def turn(self, source: str) -> asyncio.Lock:
        """Return what keeps rounds of copying and changes of one directory apart."""
        return self._turns[source]

    def keep_current(self) -> Callable[[], None]:
        """Bring all copies up to date now and at their intervals; return the function that stops it."""
        stop_listening = self._hub.bus.listen(ProvidersChanged, lambda _event: self._follow())
        self._follow()

        def stop() -> None:
            stop_listening()
            self._let_go()

        return stop

    def begin_anew(self) -> None:
        """Ask all directories now that are kept current: what they wait for may have passed in a sleep."""
        if self._following:
            self._let_go()
            self._follow()

    async def search_memory(self, source: Source, query: str, limit: int) -> tuple[Hit, ...]:
        """Search people who are in memory only, after the first copy of them was made.

        Raises:
            DialerError: there is no copy yet.
        """
        if source.entry.id not in self._copied:
            copying = self._scope.spawn(self._copy_first(source), "copy people into memory")
            done, _ = await asyncio.wait({copying}, timeout=source.provider.search_deadline)
            if not done or copying.cancelled():
                raise OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK)
            if (error := copying.result()) is not None:
                raise error
        memory = await self._open_memory()
        found = await memory.book.search(query, limit=0)
        hits = [hit for hit in found.hits if hit.contact.source == source.entry.id][: limit or None]
        return tuple(replace(hit, contact=_private(hit.contact)) for hit in hits)

    def forget(self, source: str) -> None:
        """Forget everybody of an account that is gone."""
        task = self._scope.spawn(self._forget(source), "forget a directory's people")
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def stop(self) -> None:
        """Finish forgetting, in bounded time; the next start does what is left."""
        if self._forgetting:
            await asyncio.wait(self._forgetting, timeout=_FORGET_PATIENCE)

    async def close(self) -> None:
        """Let go of the people in memory, once nothing is under way any more."""
        if self._memory is not None:
            await self._memory.database.close()
            self._memory = None

    async def _sync(self, source: Source, *, allow_vanishing: bool) -> SyncReport:
        from dialer.contacts.directories import sync

        entry, provider = source.entry, source.provider
        database = self._hub.database
        if provider.private:
            database = (await self._open_memory()).database
        token = await database.read(partial(sync_store.token_of, source=entry.id))
        provider.copied = partial(database.read, partial(sync_store.versions, source=entry.id))
        changes = await source.ask(partial(provider.async_sync, token), Changes, provider.sync_deadline)
        if self._hub.entries.get(entry.id) is not entry:
            raise NotSent("directories.error.taken_down")
        try:
            report = await sync.apply(
                database,
                changes,
                source=entry.id,
                title=entry.title,
                region=self._hub.settings.region,
                allow_vanishing=allow_vanishing,
            )
        except sync.Vanishing as error:
            self._report_vanishing(source, error)
            raise
        self._copied.add(entry.id)
        self._hub.issues.clear(f"vanishing/{entry.id}")
        if report.anything:
            self._book.written()
        await self._after(entry.id)
        return report

    async def _copy_first(self, source: Source) -> DialerError | None:
        async with self._turns[source.entry.id]:
            if source.entry.id in self._copied:
                return None
            try:
                await self._sync(source, allow_vanishing=False)
            except DialerError as error:
                return error
        return None

    async def _open_memory(self) -> _Memory:
        """Return the people in memory, whose numbers are read in the home's country of now."""
        region = self._hub.settings.region
        async with self._opening:
            if self._memory is None:
                from dialer.contacts.schema import MIGRATIONS
                from dialer.core.database import Database

                database = await Database.in_memory(MIGRATIONS)
                book = ContactBook(database, EventBus(), lambda: self._hub.settings.region)
                self._memory = _Memory(database, book, region)
            elif not region.reads_as(self._memory.region):
                await self._memory.book.read_numbers_again()
                self._memory.region = region
            return self._memory

    async def _who_in_memory(self, number: str, region: str | None) -> list[Contact]:
        if self._memory is None:
            return []
        memory = await self._open_memory()
        return [_private(contact) for contact in await memory.book.who(number, region=region)]

    def _follow(self) -> None:
        """Poll what is loaded, and let go of what is not any more."""
        from dialer.core.poller import Poller

        loaded = [source for source in self._sources() if DirectoryFeature.SYNC in source.provider.features]
        for source in [source for source in self._following if source not in loaded]:
            self._following.pop(source)()
        for source in loaded:
            if source not in self._following:
                provider = source.provider
                poller = Poller(
                    self._scope,
                    self._hub.clock,
                    partial(self._sync_quietly, source),
                    name=f"a directory of {source.entry.domain}",
                    interval=provider.sync_interval,
                    timeout=provider.sync_deadline + _WRITING,
                )
                self._following[source] = poller.listen(lambda _answer: None)

    def _let_go(self) -> None:
        for stop_following in self._following.values():
            stop_following()
        self._following.clear()

    async def _sync_quietly(self, source: Source) -> None:
        """Bring a copy up to date with nobody waiting for it: what needs a person becomes an issue."""
        from dialer.contacts.directories.sync import Vanishing

        try:
            await self.sync(source)
        except Vanishing:
            pass  # it answered; the issue says what a person has to decide
        except DialerError as error:
            source.failures += 1
            if source.failures >= _MANY_FAILURES and not is_refused(error):
                self._report_old(source, error)
            raise
        source.failures = 0
        self._hub.issues.clear(f"copy/{source.entry.id}")

    def _report_vanishing(self, source: Source, error: Vanishing) -> None:
        from dialer.core.issues import FixAction, Issue, Severity

        self._hub.issues.report(
            Issue(
                id=f"vanishing/{source.entry.id}",
                severity=Severity.WARNING,
                key="directories.issue.vanishing",
                placeholders=error.placeholders,
                fix=FixAction.REMOVE_CONTACTS,
                entry_id=source.entry.id,
            )
        )

    def _report_old(self, source: Source, error: DialerError) -> None:
        from dialer.core.issues import FixAction, Issue, Severity

        why = self._hub.strings.text(error.key, **error.placeholders)
        self._hub.issues.report(
            Issue(
                id=f"copy/{source.entry.id}",
                severity=Severity.WARNING,
                key="directories.issue.old",
                placeholders={"title": source.entry.title, "why": why},
                fix=FixAction.RETRY,
                entry_id=source.entry.id,
            )
        )

    async def _forget(self, source: str) -> None:
        from dialer.contacts.directories import sync

        async with self._turns[source]:
            self._copied.discard(source)
            if self._memory is not None:
                await sync.forget(self._memory.database, source)
            with suppress(StorageError):  # a full disk: the next start tries again
                if await sync.forget(self._hub.database, source):
                    self._book.written()
        self._turns.pop(source, None)


def _private(contact: Contact) -> Contact:
    return replace(contact, id=live_id(contact.source, contact.uid), private=True)
