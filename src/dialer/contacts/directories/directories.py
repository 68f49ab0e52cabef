"""The directories: asked while people search, beside what the store holds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from dialer.contacts.directories import sync_store
from dialer.contacts.directories.copies import Copies
from dialer.contacts.directories.directory import DirectoryFeature, DirectoryProvider, Matches, directories
from dialer.contacts.directories.source import Source
from dialer.contacts.model import LOCAL, live_id
from dialer.contacts.search import search
from dialer.contacts.search.query import parse
from dialer.core.entry import EntryChanged, EntryState
from dialer.core.errors import DialerError, EntryNotReady, InputError
from dialer.core.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from dialer.contacts.book import ContactBook
    from dialer.contacts.directories.incoming import Person
    from dialer.contacts.directories.writing import Writing
    from dialer.contacts.model import Contact, ContactDraft, Hit
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

MOST_MATCHES = 200
"""So many people of one directory are asked for at most."""
_LOADING_PATIENCE = 5.0
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one directory has to say to a search.

    Attributes:
        source: the account's id.
        title: what people call it.
        hits: who matches.
        complete: whether that is everybody who does.
        error: why there is no answer.
    """

    source: str
    title: str
    hits: tuple[Hit, ...] = ()
    complete: bool = True
    error: DialerError | None = None


class DirectoryManager:
    """Asks the directories of all accounts.

    Attributes:
        copies: what was copied from them.
    """

    def __init__(self, hub: Hub, book: ContactBook) -> None:
        """Nothing is asked yet."""
        self._hub, self._book = hub, book
        self._scope = Scope("directories")
        self._sources: dict[str, Source] = {}
        self.copies = Copies(hub, book, self._scope, lambda: self.loaded, self._look)

    @cached_property
    def writing(self) -> Writing:
        """What changes people where they live; made when somebody is changed."""
        from dialer.contacts.directories.writing import Writing

        return Writing(self._hub, self._book, self.copies, self._scope, lambda: self.loaded)

    def forget_account(self, entry_id: str) -> None:
        """Forget everybody who was copied from an account that is gone."""
        self.copies.forget(entry_id)

    async def stop(self) -> None:
        """Give up what is under way, in bounded time."""
        await self.copies.stop()
        await self._scope.close()
        await self.copies.close()

    @property
    def loaded(self) -> list[Source]:
        """The directories that can be asked, in the order of their accounts."""
        found = {}
        for entry, provider in directories(self._hub):
            known = self._sources.get(entry.id)
            if known is None or known.provider is not provider:
                known = Source(self._hub, self._scope, entry, provider)
            found[entry.id] = known
        self._sources = found
        return list(found.values())

    @property
    def missing(self) -> list[tuple[ConfigEntry, DialerError]]:
        """The accounts whose directory cannot be asked although they are switched on, and why."""
        loaded = {source.entry.id for source in self.loaded}
        return [
            (entry, entry.error or EntryNotReady("directories.error.not_loaded"))
            for entry in self._hub.entries.all
            if not entry.disabled
            and entry.id not in loaded
            and entry.state is not EntryState.LOADED
            and _has_people(entry)
        ]

    @property
    def asked(self) -> list[str]:
        """The names of the directories that a search asks."""
        return [source.entry.title for source in self.loaded if _is_asked(source.provider)]

    def title(self, source: str) -> str:
        """Return what people call a contact's source; empty for this store itself."""
        entry = None if source == LOCAL else self._hub.entries.get(source)
        return "" if entry is None else entry.title

    async def ready(self) -> None:
        """Wait for accounts that are being set up and may have people; a slow one is not waited for."""
        if any(entry.state in {EntryState.NOT_LOADED, EntryState.LOADING} for entry, _ in self.missing):
            await self._hub.entries.settled(_LOADING_PATIENCE)

    def account(self, text: str) -> ConfigEntry:
        """Return an account by id, title or domain.

        Raises:
            InputError: there is none, or it is switched off.
        """
        entry = self._hub.entries.find(text)
        if entry.disabled:
            raise InputError("directories.error.disabled", title=entry.title)
        return entry

    def copied(self, entry: ConfigEntry) -> Source:
        """Return the directory of a loaded account whose people are copied.

        Raises:
            InputError: it has no such directory.
        """
        for source in self.loaded:
            if source.entry is entry and DirectoryFeature.SYNC in source.provider.features:
                return source
        raise InputError("directories.error.nothing_to_copy", title=entry.title)

    async def search(
        self, query: str, limit: int, tell: Callable[[Answer], None], *, without: Collection[str] = ()
    ) -> None:
        """Ask every directory that is not searched with the store, and tell each answer as it comes.

        Cancelling gives up what is not answered yet. No answer takes longer than its directory's deadline.

        Args:
            query: what was typed.
            limit: how many people are wanted of each; 0 for as many as may be asked for.
            tell: called for each directory, also for one that cannot be asked.
            without: the accounts whose directory is left out.
        """
        missing = [(entry, error) for entry, error in self.missing if entry.id not in without]
        coming = [entry for entry, _ in missing if self._is_coming(entry)]
        for entry, error in missing:
            if entry not in coming:
                tell(Answer(source=entry.id, title=entry.title, error=error))
        most = min(limit or MOST_MATCHES, MOST_MATCHES)
        visible = _visible(query)
        asked = [
            source for source in self.loaded if _is_asked(source.provider) and source.entry.id not in without
        ]
        if query.strip() and not visible:
            for source in asked:  # nothing was typed that could be anybody's, and nothing finds everybody
                tell(Answer(source=source.entry.id, title=source.entry.title))
            return
        await asyncio.gather(
            *(self._search(source, visible, most, tell) for source in asked),
            *(self._search_once_there(entry, visible, most, tell) for entry in coming),
        )

    def _is_coming(self, entry: ConfigEntry) -> bool:
        """Whether an account is being set up, as right after the start."""
        is_next = entry.state is EntryState.NOT_LOADED and not self._hub.safe_mode
        return is_next or entry.state is EntryState.LOADING

    async def _search_once_there(
        self, entry: ConfigEntry, query: str, most: int, tell: Callable[[Answer], None]
    ) -> None:
        """Wait for an account that is being set up, and ask it; a slow one is not waited for."""
        changed = asyncio.Event()
        unlisten = self._hub.bus.listen(EntryChanged, lambda _event: changed.set())
        try:
            async with asyncio.timeout(_LOADING_PATIENCE):
                while self._is_coming(entry):
                    changed.clear()
                    await changed.wait()
        except TimeoutError:
            pass
        finally:
            unlisten()
        for source in self.loaded:
            if source.entry is entry and _is_asked(source.provider):
                await self._search(source, query, most, tell)
        for missing, error in self.missing:
            if missing is entry:
                tell(Answer(source=entry.id, title=entry.title, error=error))

    async def _look(self, source: str) -> None:
        if await self._hub.database.read(sync_store.has_conflicts):
            await self.writing.conflicts.look(source)

    async def _search(self, source: Source, query: str, most: int, tell: Callable[[Answer], None]) -> None:
        answer = Answer(source=source.entry.id, title=source.entry.title)
        try:
            if DirectoryFeature.SEARCH in source.provider.features:
                answer = await self._ask(source, query, most, answer)
            else:
                hits = await self.copies.search_memory(source, query, most)
                answer = replace(answer, hits=hits)
        except DialerError as error:
            answer = replace(answer, error=error)
        tell(answer)

    async def _ask(self, source: Source, query: str, most: int, answer: Answer) -> Answer:
        provider = source.provider
        question = partial(provider.async_search, query, most)
        matches = await source.ask(question, Matches, provider.search_deadline)
        region = self._hub.settings.region
        hits, skipped = await asyncio.to_thread(
            _hits, matches.people[:most], query, source.entry.id, region, private=provider.private
        )
        if DirectoryFeature.SYNC in provider.features and not provider.private:
            hits = await self._with_copies(source.entry.id, query, hits)
        complete = matches.complete and len(matches.people) <= most and not skipped
        return replace(answer, hits=hits, complete=complete)

    async def _with_copies(self, source: str, query: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Put the stored contact where somebody was copied before: one person is one contact."""
        stored = await self._book.of_source(source, [hit.contact.uid for hit in hits])
        by_key = {contact.uid: search.hit(contact, parse(query)) for contact in stored}
        return tuple(by_key.get(hit.contact.uid, hit) for hit in hits)


def _visible(query: str) -> str:
    """Return what was typed without what cannot be seen, nor sent."""
    shown = (char if char.isprintable() else " " for char in query[:_LONGEST_QUERY])
    return " ".join("".join(shown).split())


def _has_people(entry: ConfigEntry) -> bool:
    from dialer.core import loader

    manifest = loader.find(entry.domain)
    return manifest is not None and DirectoryProvider.kind in manifest.kinds


def _is_asked(provider: DirectoryProvider) -> bool:
    """Whether a search asks it: its people are not in the store, or it knows more than was copied."""
    in_memory = provider.private and DirectoryFeature.SYNC in provider.features
    return in_memory or DirectoryFeature.SEARCH in provider.features


def _hits(
    people: Sequence[ContactDraft], query: str, source: str, region: str, *, private: bool
) -> tuple[tuple[Hit, ...], int]:
    """Return what a search shows of people, and how many could not be read; phonenumbers is slow to load."""
    from dialer.contacts.directories import incoming

    arrived = incoming.receive(people)
    read = parse(query)

    def contact(person: Person) -> Contact:
        made = person.record(source, region).contact
        return replace(made, id=live_id(source, made.uid), private=private)

    return tuple(search.hit(contact(person), read) for person in arrived.people), arrived.skipped
