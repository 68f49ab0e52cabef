"""Searching in some sources and not in others: the right people, the right counts, and it is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts.directories.directory import Changes, DirectoryFeature, Matches
from dialer.contacts.model import LOCAL, ContactDraft
from dialer.contacts.search.search_sources import SearchSource, sources, switch, switched_off
from tests.contacts.room import CLIENTS, COLLEAGUES, TITLES, people, person
from tests.fakes import FakeDirectory

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.contacts.room import Room


@pytest.fixture
def providers(directory: FakeDirectory) -> dict[str, FakeDirectory]:
    """A directory that is copied, and one that is asked."""
    directory.rounds = [Changes(people=people(120))]
    directory.features = DirectoryFeature.SYNC
    clients = FakeDirectory(features=DirectoryFeature.SEARCH)
    clients.matches = [Matches(people=(person("live", "Person Live"),))]
    return {COLLEAGUES: directory, CLIENTS: clients}


@pytest.fixture
async def furnished(room: Room) -> Room:
    await room.sync()
    for number in range(5):
        await room.book.add(ContactDraft(name=f"Person Home {number}"))
    return room


async def found(room: Room, without: Collection[str], limit: int = 10) -> tuple[int, int, bool, int]:
    """Return how many people a page has, and the counts beside it."""
    result = await room.book.search("person", limit=limit, without=without)
    return len(result.hits), result.total, result.total_is_exact, result.count_all


async def test_a_source_that_is_left_out_is_not_searched(furnished: Room) -> None:
    assert await found(furnished, ()) == (10, 125, True, 125)
    assert await found(furnished, (COLLEAGUES,)) == (5, 5, True, 5)
    assert await found(furnished, (LOCAL,)) == (10, 120, True, 120)
    assert await found(furnished, (LOCAL, COLLEAGUES)) == (0, 0, True, 0)


@pytest.mark.parametrize("text", ["", "person"])
async def test_pages_go_on_where_the_one_before_ended(furnished: Room, text: str) -> None:
    whole = await furnished.book.ranked(text, 0, 0, without=(COLLEAGUES,))
    parts = [
        row
        for start in (0, 2, 4)
        for row in await furnished.book.ranked(text, 2, start, without=(COLLEAGUES,))
    ]
    assert (len(whole), parts) == (5, whole)


async def test_a_directory_that_is_left_out_is_not_asked(furnished: Room) -> None:
    answers: list[str] = []
    await furnished.directories.search("jan", 10, lambda answer: answers.append(answer.source))
    await furnished.directories.search(
        "jan", 10, lambda answer: answers.append(answer.source), without=(CLIENTS,)
    )
    assert answers == [CLIENTS]


async def test_what_is_switched_off_is_remembered_and_shown(furnished: Room) -> None:
    settings = furnished.hub.settings
    assert await sources(furnished.hub) == [
        SearchSource(id=LOCAL, title="", on=True, count=5),
        SearchSource(id=COLLEAGUES, title=TITLES[COLLEAGUES], on=True, count=120),
        SearchSource(id=CLIENTS, title=TITLES[CLIENTS], on=True, count=None),
    ]
    await switch(settings, COLLEAGUES, on=False)
    await switch(settings, LOCAL, on=False)
    await switch(settings, LOCAL, on=True)
    await furnished.stop()
    await furnished.start()
    assert switched_off(furnished.hub.settings) == {COLLEAGUES}
    assert [each.on for each in await sources(furnished.hub)] == [True, False, True]
    await switch(furnished.hub.settings, COLLEAGUES, on=True)
    assert switched_off(furnished.hub.settings) == frozenset()
