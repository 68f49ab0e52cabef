"""Imports, merges, edits and taking imports back in whatever order: nobody of this desk is ever lost."""

from __future__ import annotations

import asyncio
import dataclasses
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.contacts.book import ContactBook
from dialer.contacts.merging.duplicates import Duplicates
from dialer.contacts.model import ContactDraft
from dialer.contacts.schema import MIGRATIONS
from dialer.core.bus import EventBus
from dialer.core.database import Database

from .test_import import write
from .test_vcard import card

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from dialer.contacts.model import Contact

OWN = ("first@own.example", "second@own.example")
PLACES = st.integers(0, 4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("import"), PLACES, PLACES),
        st.tuples(st.just("merge"), PLACES, PLACES),
        st.tuples(st.just("edit"), PLACES, PLACES),
        st.tuples(st.just("undo"), PLACES, PLACES),
    ),
    min_size=3,
    max_size=9,
)


class Desk:
    """What people do with a book; what cannot be done is left out."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.book = ContactBook(database, EventBus(), lambda: "NL")
        self._duplicates = Duplicates(database, self.book, lambda: datetime(2026, 11, 22, tzinfo=UTC))
        self._folder, self._turn = folder, 0
        self.ways: dict[str, Callable[[int, int], Coroutine[None, None, object]]] = {
            "import": self._import,
            "merge": self._merge,
            "edit": self._edit,
            "undo": self._undo,
        }

    async def everybody(self) -> list[Contact]:
        return [hit.contact for hit in (await self.book.search("", limit=0)).hits]

    async def _import(self, one: int, other: int) -> None:
        self._turn += 1
        uids = sorted({one, other})
        cards = (card(f"UID:{uid}", f"FN:Person {uid}", f"TITLE:Turn {self._turn}") for uid in uids)
        await self.book.import_files([write(self._folder, *cards)])

    async def _merge(self, one: int, other: int) -> None:
        people = await self.everybody()
        ids = list(dict.fromkeys(people[place % len(people)].id for place in (one, other)))
        if len(ids) == 2:
            await self._duplicates.merge(ids, keep=ids[0])

    async def _edit(self, one: int, other: int) -> None:
        people = await self.everybody()
        chosen = people[one % len(people)]
        await self.book.change(chosen.id, dataclasses.replace(chosen.draft(), department=f"Room {other}"))

    async def _undo(self, _one: int, _other: int) -> None:
        if await self.book.last_import() is not None:
            await self.book.undo(allow_edited=True)


async def _nobody_is_lost(steps: list[tuple[str, int, int]], folder: Path) -> None:
    database = await Database.in_memory(MIGRATIONS)
    try:
        desk = Desk(database, folder)
        for address in OWN:
            await desk.book.add(ContactDraft(name=address, emails=(address,)))
        for way, one, other in steps:
            await desk.ways[way](one, other)
            if way == "undo":
                there = {address for contact in await desk.everybody() for address in contact.emails}
                assert there.issuperset(OWN)
    finally:
        await database.close()


@given(steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_taking_imports_back_never_loses_who_was_here(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_nobody_is_lost(steps, Path(folder)))
