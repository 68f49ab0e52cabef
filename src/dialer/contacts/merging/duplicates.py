"""Who is in the address book more than once: suggested, merged, taken back, or said to be different people.

Contacts of this store are merged into one. Those that a directory decides about are not: they are linked with
the others, and whoever removes the directory removes only its part.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dialer.contacts import store
from dialer.contacts.merging import duplicates_store
from dialer.contacts.merging.same import Reason, groups_of, pairs_of
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence
    from datetime import datetime

    import apsw

    from dialer.contacts.book import ContactBook
    from dialer.contacts.merging.merging import Part
    from dialer.contacts.merging.same import Pairs, Shared
    from dialer.contacts.model import Contact
    from dialer.contacts.record import Record
    from dialer.core.database import Database

_BATCH = 1000
_SHOWN = 50
_TWO = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Contacts that seem to be one person, and why."""

    contacts: tuple[Contact, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The likeliest groups, and how many there are."""

    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge that can be taken back: the contact that stayed, and how many others went into it."""

    contact: Contact
    others: int


class Duplicates:
    """Finds people who are there twice, and makes one of them. All of it is told as `ContactsChanged`."""

    def __init__(self, database: Database, book: ContactBook, now: Callable[[], datetime]) -> None:
        """Look in this book, which is in this database."""
        self._database, self._book, self._now = database, book, now

    async def suggest(self, limit: int = _SHOWN) -> Suggestions:
        """Return who seems to be there more than once, the surest first.

        The same number and a similar name, the same e-mail address, or the same name in the same
        organisation; never the same number alone, which may be a switchboard's. What is linked already or was
        said to be different people is left out. It is read in small pieces and can be cancelled.

        Raises:
            StorageError: the book cannot be read.
        """
        decided = await self._database.read(duplicates_store.known_pairs)
        pairs: Pairs = {}
        for reason in Reason:
            async for shared in self._shared(reason):
                rows = {row for _, found in shared for row in found}
                people = await self._database.read(partial(duplicates_store.people, rows=rows))
                await asyncio.to_thread(pairs_of, reason, shared, people, decided, pairs)
        groups = await asyncio.to_thread(groups_of, pairs, decided)
        shown = [await self._group(rows, reasons) for rows, reasons in groups[:limit]]
        return Suggestions(tuple(shown), len(groups))

    async def merge(self, ids: Sequence[str], keep: str | None = None) -> Contact:
        """Make one contact of several and return it; directories' people are linked with it.

        Args:
            ids: two or more contacts.
            keep: which of them stays, with its name and title; the first one of this store unless given.

        Raises:
            InputError: there are not two, or one of them is not there.
            StorageError: nothing was changed.
        """
        rows = await self._rows(ids)
        own = await self._database.read(partial(duplicates_store.sources, rows=rows))
        wanted = await self._row(keep) if keep is not None else rows[0]
        if wanted not in rows:
            raise InputError("contacts.error.no_contact", id=keep or "")
        stays = wanted if own[wanted] else next((row for row in rows if own[row]), wanted)
        others = [row for row in rows if own[row] and row != stays]
        links = [row for row in rows if not own[row] and row != stays]
        at = self._now().isoformat()
        await self._database.write(partial(_merge, keep=stays, others=others, links=links, at=at))
        self._book.written()
        return await self._contact(stays)

    async def last(self) -> Merge | None:
        """Return the last merge that can be taken back: until its contact is changed."""
        found = await self._database.read(duplicates_store.last_merge)
        return None if found is None else Merge(await self._contact(found[1]), len(found[2]))

    async def undo(self) -> list[Contact]:
        """Take the last merge back and return the contacts that are as they were again.

        Raises:
            InputError: there is none, or the contact was changed since.
            StorageError: nothing was changed.
        """
        rows = await self._database.write(_undo)
        if not rows:
            raise InputError("duplicates.error.no_merge")
        self._book.written()
        return await self._database.read(partial(store.load, rows=rows))

    async def dismiss(self, ids: Sequence[str]) -> None:
        """Remember that these are different people: they are not suggested again.

        Raises:
            InputError: there are not two, or one of them is not there.
            StorageError: nothing was changed.
        """
        rows = await self._rows(ids)
        await self._database.write(partial(duplicates_store.dismiss, rows=rows))

    async def linked(self, contact_id: str) -> list[Contact]:
        """Return the same person in other sources."""
        row = store.row_of(contact_id)
        if row is None:
            return []
        rows = await self._database.read(partial(duplicates_store.linked, row=row))
        return await self._database.read(partial(store.load, rows=rows))

    async def _shared(self, reason: Reason) -> AsyncIterator[list[Shared]]:
        """Yield who has the same number, address or name, a piece of the book at a time."""
        read = {
            Reason.NUMBER: duplicates_store.numbers_after,
            Reason.EMAIL: duplicates_store.emails_after,
            Reason.NAME: duplicates_store.names_after,
        }[reason]
        after: duplicates_store.Key = ("", 0, 0)
        key, rows = "", list[int]()
        while batch := await self._database.read(partial(read, after=after, limit=_BATCH)):
            shared: list[Shared] = []
            for each, row, _position in batch:
                if each != key:
                    shared.append((key, rows))
                    key, rows = each, []
                if row not in rows[-1:]:
                    rows.append(row)
            after = batch[-1]
            if several := [one for one in shared if len(one[1]) > 1]:
                yield several
        if len(rows) > 1:
            yield [(key, rows)]

    async def _group(self, rows: Sequence[int], reasons: Iterable[Reason]) -> Group:
        contacts = await self._database.read(partial(store.load, rows=rows))
        return Group(tuple(contacts), tuple(reasons))

    async def _rows(self, ids: Sequence[str]) -> list[int]:
        rows = list(dict.fromkeys([await self._row(each) for each in ids]))
        if len(rows) < _TWO:
            raise InputError("duplicates.error.two")
        return rows

    async def _row(self, contact_id: str) -> int:
        contact = await self._book.get(contact_id)
        row = None if contact is None else store.row_of(contact.id)
        if row is None:
            raise InputError("contacts.error.no_contact", id=contact_id)
        return row

    async def _contact(self, row: int) -> Contact:
        return (await self._database.read(partial(store.load, rows=[row])))[0]


def _merge(
    connection: apsw.Connection, keep: int, others: Sequence[int], links: Sequence[int], at: str
) -> None:
    record = _record(connection, [keep, *others]) if others else None
    duplicates_store.merge(connection, keep, record, others, links, at)


def _record(connection: apsw.Connection, rows: Sequence[int]) -> Record:
    from dialer.contacts.merging import merging

    parts: list[Part] = [
        merging.Part(
            contact,
            tuple(duplicates_store.digits_of(connection, row)),
            store.extras_of(connection, row),
        )
        for row, contact in zip(rows, store.load(connection, rows), strict=True)
    ]
    return merging.merged(parts)


def _undo(connection: apsw.Connection) -> list[int]:
    last = duplicates_store.last_merge(connection)
    return [] if last is None else duplicates_store.undo(connection, last[0])
