"""Directories that are asked while people search: in bounded time, named when they fail."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.directories.directory import Changes, DirectoryFeature, Matches
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, EntryAuthFailed, EntryNotReady, ErrorKind, NotSent
from dialer.core.guard import GuardedScope
from tests.contacts.room import CLIENTS, COLLEAGUES, person
from tests.fakes import FakeDirectory, settle, until

if TYPE_CHECKING:
    from tests.contacts.room import Room

DOWN = NotSent("core.net.refused")
REFUSED = ApiError("core.entry.auth_refused", ErrorKind.AUTH)
JAN = person("7", "Jan Smit", "020 555 0142", organisation="Smit BV")


async def test_people_of_a_directory_are_found_as_contacts(room: Room, directory: FakeDirectory) -> None:
    directory.matches = [Matches(people=(JAN,))]
    [answer] = await room.ask("jan")
    assert (answer.title, answer.complete, answer.error) == ("Company directory", True, None)
    [hit] = answer.hits
    assert (hit.contact.name, hit.contact.source) == ("Jan Smit", COLLEAGUES)
    assert hit.contact.numbers[hit.number_index].e164 == "+31205550142"
    assert hit.spans == ((0, 3),)
    assert await room.names() == []


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (DOWN, "core.net.refused"),
        (ApiError("core.net.garbled", ErrorKind.PROTOCOL), "core.net.garbled"),
        (ZeroDivisionError("a bug"), "directories.error.bug"),
        (["not", "what", "was", "declared"], "directories.error.bug"),
    ],
)
async def test_a_directory_that_fails_is_named(
    room: Room, directory: FakeDirectory, answer: Exception, key: str
) -> None:
    directory.matches = [answer]
    [told] = await room.ask()
    assert told.title == "Company directory"
    assert told.error is not None
    assert told.error.key == key
    assert room.hub.strings.has(key)


async def test_a_slow_directory_is_given_up_after_its_deadline(room: Room, directory: FakeDirectory) -> None:
    directory.search_deadline = 0.05
    directory.gate = asyncio.Event()
    [answer] = await room.ask()
    assert answer.error is not None
    assert answer.error.key == "core.net.no_answer"


async def test_more_than_were_asked_for_are_cut_and_said(room: Room, directory: FakeDirectory) -> None:
    directory.matches = [Matches(people=tuple(person(str(number)) for number in range(9)))]
    [answer] = await room.ask(limit=4)
    assert (len(answer.hits), answer.complete) == (4, False)


async def test_a_refused_sign_in_is_tried_once_and_never_again(room: Room, directory: FakeDirectory) -> None:
    """Also when somebody types on before the answer is there, and after a restart."""
    directory.matches = [REFUSED]
    directory.gate = asyncio.Event()
    typing = [asyncio.ensure_future(room.ask(text)) for text in ("j", "ja", "jan")]
    await settle()
    typing[0].cancel()
    await settle()
    directory.gate.set()
    await asyncio.wait(typing)
    [answer] = typing[2].result()
    assert isinstance(answer.error, EntryAuthFailed | ApiError)
    assert directory.log == ["search j"]
    assert room.entry().state is EntryState.AUTH_NEEDED
    for _ in range(2):
        [answer] = await room.ask()
        assert isinstance(answer.error, EntryAuthFailed)
        await room.stop()
        await room.start()
    assert directory.log == ["search j"]


async def test_typing_on_gives_up_what_is_under_way(room: Room, directory: FakeDirectory) -> None:
    await room.ask("known to work")
    directory.gate = asyncio.Event()
    asked = asyncio.ensure_future(room.ask("j"))
    await until(lambda: directory.log[-1] == "search j")
    asked.cancel()
    await settle()
    assert asked.cancelled()
    assert not [task for task in room.entry().scope.tasks if "answer" in task.get_name()]


async def test_one_slow_directory_does_not_keep_the_others_waiting(room: Room) -> None:
    room.providers[COLLEAGUES].matches = [Matches(people=(JAN,))]
    room.providers[CLIENTS].gate = gate = asyncio.Event()
    told: list[str] = []
    searching = asyncio.ensure_future(
        room.directories.search("jan", 50, lambda answer: told.append(answer.source))
    )
    await until(lambda: told == [COLLEAGUES])
    gate.set()
    await searching
    assert told == [COLLEAGUES, CLIENTS]


async def test_an_account_that_is_being_set_up_is_asked_as_soon_as_it_is_there(
    room: Room, directory: FakeDirectory
) -> None:
    directory.matches = [Matches(people=(JAN,))]
    room.slow[COLLEAGUES] = there = asyncio.Event()
    reloading = asyncio.create_task(room.hub.entries.reload(room.entry()))
    await until(lambda: room.entry().state is EntryState.LOADING)
    asking = asyncio.create_task(room.ask("jan"))
    await settle()
    assert not asking.done()
    there.set()
    [answer] = await asking
    assert (answer.error, len(answer.hits)) == (None, 1)
    await reloading


async def test_accounts_that_are_not_loaded_are_named_and_not_asked(room: Room) -> None:
    room.broken[COLLEAGUES] = EntryNotReady("core.net.dns")
    await room.hub.entries.setup(room.entry())
    [answer] = await room.ask()
    assert answer.error is not None
    assert (answer.title, answer.error.key) == ("Company directory", "core.net.dns")
    await room.hub.entries.set_disabled(room.entry(), True)
    assert await room.ask() == []
    assert room.providers[COLLEAGUES].log == []


async def test_one_person_is_one_contact_whether_copied_or_found(
    room: Room, directory: FakeDirectory
) -> None:
    directory.rounds = [Changes(people=(JAN,))]
    directory.matches = [Matches(people=(JAN, person("8", "Jan Bakker")))]
    await room.sync()
    [stored] = (await room.book.search("jan")).hits
    [answer] = await room.ask("jan")
    assert [hit.contact.id == stored.contact.id for hit in answer.hits] == [True, False]


async def test_what_a_directory_sends_is_cleaned(room: Room, directory: FakeDirectory) -> None:
    hostile = ContactDraft(
        uid="1",
        name="Anna\u202e\x00 " + "x" * 10_000,
        organisation='=HYPERLINK("http://evil")',
        numbers=(NumberDraft(raw="+31 20 555 0142\ud800"), *(NumberDraft(raw="1") for _ in range(10_000))),
        note="one\r\ntwo\x07" + "y" * 1_000_000,
        favourite=True,
    )
    wrong = ContactDraft(uid="2", name=None)  # type: ignore[arg-type]  # that is the fault
    nothing, unnamed = ContactDraft(uid="3", name="\u202e"), ContactDraft(name="No key")
    directory.matches = [Matches(people=(hostile, wrong, nothing, unnamed, JAN))]
    [answer] = await room.ask("anna")
    [first, second] = [hit.contact for hit in answer.hits]
    assert (first.name.startswith("Anna x"), len(first.name) <= 1000, first.favourite) == (True, True, False)
    assert (len(first.numbers), first.numbers[0].e164) == (50, "+31205550142")
    assert first.note.startswith("one\ntwo")
    assert len(first.note) <= 20_000
    assert second.name == "Jan Smit"
    assert not answer.complete


async def test_a_directory_that_holds_up_the_program_is_broken_off(
    room: Room, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(query: str, limit: int) -> Matches:
        until = time.monotonic() + 2
        while time.monotonic() < until:
            pass
        return Matches(people=())

    monkeypatch.setattr(directory, "async_search", busy)
    room.entry().scope = GuardedScope("entry", COLLEAGUES, {COLLEAGUES})
    began = time.monotonic()
    [answer] = await room.ask()
    assert answer.error is not None
    assert answer.error.key == "directories.error.bug"
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("features", [DirectoryFeature.SYNC, DirectoryFeature(0)])
async def test_what_is_not_declared_is_not_asked(
    room: Room, directory: FakeDirectory, features: DirectoryFeature
) -> None:
    directory.features = features
    assert await room.ask() == []
    assert directory.log == []


@pytest.fixture
def providers(request: pytest.FixtureRequest, directory: FakeDirectory) -> dict[str, FakeDirectory]:
    """Two directories for the test about two, else one."""
    both = {COLLEAGUES: directory, CLIENTS: FakeDirectory()}
    return both if "others" in request.node.name else {COLLEAGUES: directory}
