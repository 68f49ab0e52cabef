"""Copies of directories: what came is there, what went is gone, and nothing is lost in between."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.directories.after_sleep import DirectoriesAfterSleep
from dialer.contacts.directories.directory import Changes, DirectoryFeature
from dialer.contacts.directories.sync import Vanishing
from dialer.contacts.model import ContactDraft, ContactsChanged, NumberDraft
from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, ErrorKind, InputError, NotSent, StorageError
from dialer.core.issues import IssuesChanged
from dialer.core.power import ComputerWoke
from tests.contacts.room import COLLEAGUES, people, person
from tests.fakes import FakeDirectory, settle, until

if TYPE_CHECKING:
    from collections.abc import Callable

    import apsw

    from dialer.contacts.directories.sync import SyncReport
    from tests.contacts.room import Room

DOWN = NotSent("core.net.refused")
JAN = person("1", "Jan Smit", "020 555 0142", note="Director")
ANNA = person("2", "Anna Bakker", "020 555 0143")
PIET = person("3", "Piet Visser", "020 555 0144")


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    """Return what a round did: new, changed, removed, unchanged."""
    return report.new, report.changed, report.removed, report.unchanged


async def test_people_are_copied_and_found(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=(JAN, ANNA))]
    assert counts(await room.sync()) == (2, 0, 0, 0)
    [hit] = (await room.book.search("smit")).hits
    assert (hit.contact.source, hit.contact.numbers[0].e164) == (COLLEAGUES, "+31205550142")
    assert [contact.name for contact in await room.book.who("020 555 0143")] == ["Anna Bakker"]


async def test_the_second_round_writes_what_is_different(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [
        Changes(people=(JAN, ANNA, *people(8))),
        Changes(people=(replace(JAN, title="CEO"), PIET, *people(8))),
        Changes(people=(replace(JAN, title="CEO"), PIET, *people(8))),
    ]
    await room.sync()
    [before] = (await room.book.search("smit")).hits
    assert counts(await room.sync()) == (1, 1, 1, 8)
    [after] = (await room.book.search("smit")).hits
    assert (after.contact.id, after.contact.title) == (before.contact.id, "CEO")
    changes: list[ContactsChanged] = []
    room.hub.bus.listen(ContactsChanged, changes.append)
    assert counts(await room.sync()) == (0, 0, 0, 10)
    assert changes == []


async def test_a_token_asks_for_what_changed_since(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [
        Changes(people=people(10), token="t1"),
        Changes(people=(JAN,), removed=("u3", "unknown"), full=False, token="t2"),
        Changes(full=False, token="t3"),
        Changes(people=people(10), token="t4"),
    ]
    done = [counts(await room.sync()) for _ in range(3)]
    assert done == [(10, 0, 0, 0), (1, 0, 1, 9), (0, 0, 0, 10)]
    await room.stop()
    await room.start()
    assert counts(await room.sync()) == (1, 0, 1, 9)
    assert directory.log == ["sync", "sync t1", "sync t2", "sync t3"]


@pytest.mark.parametrize(
    "error", [DOWN, ApiError("core.net.garbled", ErrorKind.PROTOCOL), ZeroDivisionError()]
)
async def test_without_an_answer_everything_stays(
    room: Room, directory: FakeDirectory, error: Exception
) -> None:
    directory.rounds = [Changes(people=people(10), token="t1"), error, Changes(full=False, token="t2")]
    await room.sync()
    with pytest.raises(ApiError):
        await room.sync()
    assert len(await room.names()) == 10
    await room.sync()
    assert directory.log == ["sync", "sync t1", "sync t1"]


@pytest.mark.parametrize(
    ("there", "left", "asks"),
    [
        (1, 0, True),
        (10, 0, True),
        (10, 7, True),
        (10, 8, False),
        (400, 349, True),
        (400, 350, False),
        (3, 3, False),
    ],
)
async def test_many_do_not_vanish_unasked(
    room: Room, directory: FakeDirectory, there: int, left: int, asks: bool
) -> None:
    directory.rounds = [Changes(people=people(there), token="t1"), Changes(people=people(left), token="t2")]
    await room.sync()
    outcome = await asyncio.gather(room.sync(), return_exceptions=True)
    assert [isinstance(one, Vanishing) for one in outcome] == [asks]
    assert len(await room.names()) == (there if asks else left)
    assert [issue.entry_id for issue in room.hub.issues.all] == [COLLEAGUES] * asks
    assert counts(await room.sync(allow_vanishing=True)) == (
        (0, 0, there - left, left) if asks else (0, 0, 0, left)
    )
    assert len(await room.names()) == left
    assert room.hub.issues.all == []


async def test_removals_by_token_are_guarded_as_well(room: Room, directory: FakeDirectory) -> None:
    gone = tuple(f"u{number}" for number in range(3))
    directory.rounds = [
        Changes(people=people(10), token="t1"),
        Changes(removed=gone, full=False, token="t2"),
    ]
    await room.sync()
    with pytest.raises(Vanishing) as caught:
        await room.sync()
    assert (caught.value.count, caught.value.total) == (3, 10)
    assert room.hub.strings.text(caught.value.key, **caught.value.placeholders).startswith(
        "Company directory no"
    )
    await room.sync(allow_vanishing=True)
    assert directory.log == ["sync", "sync t1", "sync t1"]
    assert len(await room.names()) == 7


@pytest.mark.parametrize(
    "answer",
    [
        Changes(people=people(5), complete=False, token="t2"),
        Changes(removed=("u1",), full=False, complete=False, token="t2"),
        Changes(people=(*people(5), ContactDraft(name="No key"))),
        Changes(people=(*people(5), *(ContactDraft(uid=f"u{number}") for number in range(5, 10)))),
    ],
    ids=["cut", "cut by token", "without a key", "unreadable"],
)
async def test_what_is_not_whole_removes_nobody(
    room: Room, directory: FakeDirectory, answer: Changes
) -> None:
    directory.rounds = [Changes(people=people(10), token="t1"), answer]
    await room.sync()
    report = await room.sync(allow_vanishing=True)
    assert (report.removed, report.unchanged) == (0, 10)
    assert len(await room.names()) == 10


async def test_one_key_is_one_person(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=(JAN, replace(JAN, name="Jan again"), ANNA))]
    report = await room.sync()
    assert (counts(report), report.skipped) == ((2, 0, 0, 0), 1)
    assert sorted(await room.names()) == ["Anna Bakker", "Jan Smit"]


async def test_what_was_added_here_stays(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [
        Changes(people=(JAN, ANNA)),
        Changes(people=(replace(JAN, note="Retired", name="Jan J. Smit"), ANNA)),
    ]
    await room.sync()
    [hit] = (await room.book.search("smit")).hits
    await room.book.change(
        hit.contact.id, replace(hit.contact.draft(), favourite=True, note="Prefers mornings")
    )
    await room.book.touch(hit.contact.id, room.clock.now())
    await room.sync()
    contact = await room.book.get(hit.contact.id)
    assert contact is not None
    assert (contact.name, contact.note, contact.favourite) == ("Jan J. Smit", "Prefers mornings", True)
    assert [one.contact.id for one in (await room.book.search("mornings")).hits] == [contact.id]
    emptied = await room.book.change(contact.id, replace(contact.draft(), note=""))
    assert emptied.note == "Retired"


async def test_a_directory_decides_about_its_people(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=(JAN, replace(ANNA, numbers=(NumberDraft(raw="ask Jan"),))))]
    await room.sync()
    for text in ("smit", "bakker"):
        [hit] = (await room.book.search(text)).hits
        contact = hit.contact
        with pytest.raises(InputError, match=r"directories\.error\.read_only"):
            await room.book.change(contact.id, replace(contact.draft(), name="Somebody else"))
        with pytest.raises(InputError, match=r"directories\.error\.read_only"):
            await room.book.remove(contact.id)
        starred = await room.book.change(contact.id, replace(contact.draft(), favourite=True))
        assert (starred.favourite, starred.name, starred.numbers) == (True, contact.name, contact.numbers)


async def test_a_full_disk_loses_nothing(
    room: Room, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory.rounds = [Changes(people=people(600), token="t1")]
    write, written = room.hub.database.write, []

    async def full(function: Callable[[apsw.Connection], object]) -> object:
        written.append(function)
        if len(written) == 3:
            raise StorageError("core.database.full", path="x")
        return await write(function)

    monkeypatch.setattr(room.hub.database, "write", full)
    with pytest.raises(StorageError):
        await room.sync()
    assert 0 < len(await room.names()) < 600
    assert counts(await room.sync())[0] + 200 == 600
    assert len(await room.names()) == 600
    assert directory.log == ["sync", "sync"]


async def test_a_refused_sign_in_ends_all_asking(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [ApiError("core.entry.auth_refused", ErrorKind.AUTH)]
    stop = room.directories.copies.keep_current()
    await until(lambda: room.entry().state is EntryState.AUTH_NEEDED)
    await room.clock.advance(100_000)
    await room.ask()
    assert directory.log == ["sync"]
    stop()


async def test_copies_are_kept_current_while_somebody_looks(room: Room, directory: FakeDirectory) -> None:
    directory.sync_interval = 600
    directory.rounds = [Changes(people=(JAN,)), Changes(people=(JAN, ANNA))]
    await room.clock.advance(10_000)
    assert directory.log == []
    stop = room.directories.copies.keep_current()
    await until(lambda: len(directory.log) == 1)
    await until(lambda: room.clock.is_slept(500))  # what was told is written by then
    await room.clock.advance(601)
    await until(lambda: len(directory.log) == 2)
    await until(lambda: room.clock.is_slept(500))
    assert sorted(await room.names()) == ["Anna Bakker", "Jan Smit"]
    await room.hub.entries.unload(room.entry())
    await room.hub.entries.setup(room.entry())
    await until(lambda: len(directory.log) == 3)
    stop()
    await room.clock.advance(10_000)
    assert len(directory.log) == 3


async def test_after_a_sleep_directories_are_asked_again_gently(room: Room, directory: FakeDirectory) -> None:
    directory.sync_interval = 3600
    directory.rounds = [Changes(people=(JAN,)), Changes(people=(JAN, ANNA))]
    care = DirectoriesAfterSleep(room.hub, lambda: room.directories)
    stop = room.directories.copies.keep_current()
    await until(lambda: room.clock.is_slept(3500))
    room.hub.bus.fire(ComputerWoke(7200))
    await room.clock.advance(4)
    assert directory.log == ["sync"]
    await room.clock.advance(17)
    await until(lambda: directory.log == ["sync", "sync"])
    stop()
    room.hub.bus.fire(ComputerWoke(7200))
    await room.clock.advance(60)
    assert directory.log == ["sync", "sync"]
    care.stop()


async def test_a_directory_that_stays_away_becomes_an_issue(room: Room, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=(JAN,)), DOWN, DOWN, DOWN, Changes(people=(JAN,))]
    seen: list[list[str]] = []
    room.hub.bus.listen(
        IssuesChanged, lambda _event: seen.append([issue.key for issue in room.hub.issues.all])
    )
    stop = room.directories.copies.keep_current()
    for _ in range(40):
        await room.clock.advance(120)
    await until(lambda: len(directory.log) >= 5)
    await settle()
    assert seen == [["directories.issue.old"], []]
    assert await room.names() == ["Jan Smit"]
    stop()


async def test_private_people_are_found_and_never_written(
    room: Room, directory: FakeDirectory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    patient = person("p1", "Zacharias Zonneveld", "06 2041 7735", note="Qwertyosis")
    directory.private, directory.features = True, DirectoryFeature.SYNC
    directory.rounds = [Changes(people=(patient, *people(10)), token="t1"), Changes(full=False, token="t2")]
    [answer] = await room.ask("zonnev")
    [hit] = answer.hits
    assert (hit.contact.name, hit.contact.private) == ("Zacharias Zonneveld", True)
    assert hit.contact.numbers[0].e164 == "+31620417735"
    [answer] = await room.ask("qwerty")
    assert [hit.contact.id for hit in answer.hits] == [f"{COLLEAGUES}/p1"]
    await room.sync()
    assert directory.log == ["sync", "sync t1"]
    assert await room.names() == []
    await room.stop()
    written = b"".join(file.read_bytes() for file in room.home.path.rglob("*") if file.is_file())
    for word in ("Zonneveld", "zonneveld", "Qwertyosis", "20417735", "2041 7735"):
        assert word.encode() not in written
        assert word not in caplog.text
    await room.start()
    await room.ask("zonnev")
    assert directory.log == ["sync", "sync t1", "sync"]


async def test_private_numbers_follow_the_country(room: Room, directory: FakeDirectory) -> None:
    directory.private, directory.features = True, DirectoryFeature.SYNC
    directory.rounds = [Changes(people=(person("p1", "An Peeters", "02 555 12 12"),))]
    [answer] = await room.ask("peeters")
    assert answer.hits[0].contact.numbers[0].e164 is None
    await room.hub.settings.set("region", "BE")
    await settle()
    [answer] = await room.ask("peeters")
    assert answer.hits[0].contact.numbers[0].e164 == "+3225551212"
