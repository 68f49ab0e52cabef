"""The address book: what the rest of the app asks for people, and where it keeps them."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from dialer.contacts import favourites, store
from dialer.contacts.directories import sync_store
from dialer.contacts.exchange.exchange import FileExchange
from dialer.contacts.model import (
    LOCAL,
    NO_EXTRAS,
    Contact,
    ContactDraft,
    ContactsChanged,
    Extras,
    Hit,
    SearchResult,
)
from dialer.contacts.search import search
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    import apsw

    from dialer.contacts.numbers.rereading_store import Reread
    from dialer.core.bus import EventBus
    from dialer.core.database import Database

P = ParamSpec("P")
T = TypeVar("T")

PAGE = 50
_BATCH = 200


class ContactBook(FileExchange):
    """All contacts of a home. Each change is on the disk when its method returns, and is told on the bus.

    Methods that read numbers take a region: the country of numbers without one, the home's own unless given.
    """

    def __init__(self, database: Database, bus: EventBus, region: Callable[[], str]) -> None:
        """Use this database, in which `schema.MIGRATIONS` are applied.

        Args:
            database: the store.
            bus: hears `ContactsChanged` after each change.
            region: tells the home's country, in which numbers without a country are read.
        """
        self._database = database
        self._bus = bus
        self._region = region
        self._counts: dict[frozenset[str], int] = {}
        self._elsewhere: list[Callable[[str, str | None], Awaitable[list[Contact]]]] = []

    async def search(
        self, query: str, limit: int = PAGE, offset: int = 0, *, without: Collection[str] = ()
    ) -> SearchResult:
        """Return a page of the contacts that match what was typed, best first.

        Every word must match, in any order; digits match any part of a number however it is written. A
        limit of 0 returns all hits; an empty query matches everybody. The sources in ``without`` are left
        out.
        """
        result = await self.begin_search(query, limit, offset, without=without)
        if result.total_is_exact:
            return result
        total, exact = await self.count_matches(query, result.total, without=without)
        return replace(result, total=total, total_is_exact=exact)

    def begin_search(
        self, query: str, limit: int = PAGE, offset: int = 0, *, without: Collection[str] = ()
    ) -> asyncio.Future[SearchResult]:
        """Begin to `search` at once, and return what will have the result: somebody is typing.

        Where there are more than a page, nobody has counted them yet: `count_matches` does.
        """
        key = frozenset(without)
        known = self._counts.get(key)

        def note(done: asyncio.Future[SearchResult]) -> None:
            if known is None and not done.cancelled() and done.exception() is None:
                self._counts[key] = done.result().count_all

        future = self._database.begin_read(
            lambda connection: search.search(connection, query, limit, offset, known, list(key))
        )
        future.add_done_callback(note)
        return future

    async def count_matches(
        self, query: str, at_least: int, *, without: Collection[str] = ()
    ) -> tuple[int, bool]:
        """Return how many contacts match, up to a limit that keeps typing smooth, and whether that is all.

        Args:
            query: what was typed.
            at_least: how many are known already.
            without: the sources that are left out.
        """
        return await self._read(search.count, query, at_least, list(without))

    async def ranked(
        self, query: str, limit: int, offset: int, *, without: Collection[str] = ()
    ) -> list[str]:
        """Return the ids of the contacts on a page of a search, for lists that read on while one scrolls."""
        rows = await self._read(search.ranked, query, limit, offset, list(without))
        return [store.id_of(row) for row in rows]

    async def hits(self, query: str, ids: Sequence[str]) -> list[Hit]:
        """Return these contacts as a search shows them; those that are gone are left out."""
        rows = [row for each in ids if (row := store.row_of(each)) is not None]
        return await self._read(search.hits, query, rows)

    async def count(self, *, without: Collection[str] = ()) -> int:
        """Return how many contacts there are, those of some sources left out."""
        key = frozenset(without)
        if key not in self._counts:
            self._counts[key] = await self._read(store.count, list(key))
        return self._counts[key]

    async def get(self, contact_id: str) -> Contact | None:
        """Return a contact, or None if there is none of this id; of one that was merged, what it is now."""
        row = store.row_of(contact_id)
        found = [] if row is None else await self._read(store.load_current, row)
        return found[0] if found else None

    async def extras(self, contact_id: str) -> Extras:
        """Return what else a contact's card says, such as its photo; nothing where there is none."""
        row = store.row_of(contact_id)
        return NO_EXTRAS if row is None else await self._read(store.extras_of, row)

    async def favourites(self) -> list[Contact]:
        """Return the starred contacts in the order they were put in, then the others by name."""
        return await self._database.read(favourites.favourites)

    async def order_favourites(self, ids: Sequence[str]) -> None:
        """Put the starred contacts in this order.

        Raises:
            StorageError: the old order stays.
        """
        rows = [row for row in map(store.row_of, ids) if row is not None]
        await self._write(favourites.order_favourites, list(dict.fromkeys(rows)))

    async def resolve(self, target: str) -> list[Contact]:
        """Return the contacts that a text names: by id, by whole name, or by e-mail address."""
        if (contact := await self.get(target.strip())) is not None:
            return [contact]
        return await self._read(store.named, target.strip())

    async def who(self, number: str, *, region: str | None = None) -> list[Contact]:
        """Return everybody who has this number: the same number of the same country, nothing looser."""
        from dialer.contacts.numbers import who

        wanted = await asyncio.to_thread(who.wanted, number, self._place(region))
        found = await self._read(who.find, wanted)
        for elsewhere in self._elsewhere:
            found += await elsewhere(number, region)
        return found

    def ask_also(self, who: Callable[[str, str | None], Awaitable[list[Contact]]]) -> None:
        """Have people who are not in the store looked up, too: `who` takes what the method `who` takes."""
        self._elsewhere.append(who)

    async def add(self, draft: ContactDraft, *, region: str | None = None) -> Contact:
        """Keep a new contact.

        Raises:
            InputError: it has no name, organisation, number or e-mail address, or a field cannot be kept.
            StorageError: nothing was written.
        """
        from dialer.contacts import records

        record = await asyncio.to_thread(records.typed, draft, self._place(region), source=LOCAL)
        row = await self._write(store.insert, record)
        return (await self._read(store.load, [row]))[0]

    async def change(self, contact_id: str, draft: ContactDraft, *, region: str | None = None) -> Contact:
        """Replace what is kept of a contact by the draft; `Contact.draft` is where an editor starts.

        Of a directory's people, star, note and instructions can be changed: those are this desk's own.

        Raises:
            InputError: there is no such contact, a field cannot be kept, or a directory decides about it.
            StorageError: nothing was written.
        """
        from dialer.contacts import records

        existing = await self._existing(contact_id)
        row, region = _row(contact_id), self._place(region)
        if existing.source == LOCAL:
            record = await asyncio.to_thread(records.typed, draft, region, source=LOCAL, uid=existing.uid)
            await self._write(store.replace, row, record)
        else:
            record = await asyncio.to_thread(records.annotated, existing, draft, region)
            await self._write(sync_store.keep_own, row, record)
        return (await self._read(store.load, [row]))[0]

    async def remove(self, contact_id: str) -> None:
        """Forget a contact.

        Raises:
            InputError: there is no such contact, or it is a directory's.
            StorageError: nothing was written.
        """
        existing = await self._existing(contact_id)
        if existing.source != LOCAL:
            raise InputError("directories.error.read_only", name=existing.name)
        await self._write(store.delete, _row(contact_id))

    async def of_source(self, source: str, uids: Sequence[str]) -> list[Contact]:
        """Return those of a directory's copied people who have one of these keys."""
        return await self._read(sync_store.of_source, source, uids)

    async def copied_sources(self) -> list[str]:
        """Return the ids of the accounts that people were ever copied from."""
        return await self._read(sync_store.copied_sources)

    def written(self) -> None:
        """Say that contacts were written by somebody else: they are counted again, and lists read again."""
        self._counts = {}
        self._bus.fire(ContactsChanged())

    async def touch(self, contact_id: str, at: datetime) -> None:
        """Remember that a contact was called, for the order of search results."""
        row = store.row_of(contact_id)
        if row is not None:
            when = at.astimezone(UTC).isoformat()
            await self._database.write(lambda connection: store.touch(connection, row, when))

    async def read_numbers_again(self, before: str | None = None) -> None:
        """Read every number anew, by the present rules and in the home's country.

        Args:
            before: the home's country when they were read last: numbers that came from another country, and
                were read in it, stay there. Without one, none do.
        """
        from dialer.contacts.numbers import rereading_store

        region, changed = self._region(), False
        rows = await self._read(store.rows_after, 0, _BATCH)
        while rows:
            contacts = await self._read(store.load, rows)
            reread = await asyncio.to_thread(_read_again, contacts, region, before)
            if reread:
                changed = True
                await self._database.write(functools.partial(rereading_store.replace, reread=reread))
            rows = await self._read(store.rows_after, rows[-1], _BATCH)
        if changed:
            self.written()

    def _place(self, region: str | None) -> str:
        """Return the home's country, with its company's rules, or another that was asked for."""
        home = self._region()
        return home if region in {None, home} else str(region)

    async def _existing(self, contact_id: str) -> Contact:
        contact = await self.get(contact_id)
        if contact is None:
            raise InputError("contacts.error.no_contact", id=contact_id)
        return contact

    async def _read(
        self, function: Callable[Concatenate[apsw.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._database.read(lambda connection: function(connection, *args, **kwargs))

    async def _write(
        self, function: Callable[Concatenate[apsw.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        result = await self._database.write(lambda connection: function(connection, *args, **kwargs))
        self.written()
        return result


def _read_again(contacts: Sequence[Contact], region: str, before: str | None) -> list[Reread]:
    from dialer.contacts import records
    from dialer.contacts.numbers.rereading_store import Reread

    found = ((contact, records.read_again(contact, region, before)) for contact in contacts)
    return [Reread(contact, record) for contact, record in found if record is not None]


def _row(contact_id: str) -> int:
    row = store.row_of(contact_id)
    if row is None:
        raise InputError("contacts.error.no_contact", id=contact_id)
    return row
