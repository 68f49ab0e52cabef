"""Forgetting somebody, and deleting what is too old."""

from __future__ import annotations

import asyncio
import os
import shutil
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import apsw
import pytest

from dialer.app import migrations
from dialer.calls import wiping
from dialer.calls.events import HistoryChanged
from dialer.calls.model import CallState
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.database import Database
from dialer.core.database_file import COPIES_KEPT, copy_before
from dialer.core.errors import StorageError
from dialer.journal import retention
from dialer.journal.filter import Filter
from dialer.journal.forgetting import Forgotten
from dialer.meetings.events import MeetingsWiped
from dialer.meetings.model import MeetingState
from dialer.meetings.provider import MeetingPerson
from tests.fakes import START, settle
from tests.journal.conftest import BAKKER, JANSEN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journal.conftest import Room

_YEAR_AGO = START - timedelta(days=400)


async def test_a_forgotten_number_leaves_times_and_no_word(room: Room) -> None:
    call = await room.call(name="Sanne Jansen", note="about her leave", tags=("leave",), talk_seconds=12.5)
    other = await room.call(BAKKER, name="Piet Bakker")
    due = await room.call_backs.add(number=JANSEN, due_at=START, name="Sanne Jansen")
    assert due.open
    heard: list[HistoryChanged] = []
    room.hub.bus.listen(HistoryChanged, heard.append)
    assert await room.journal.forget(number=JANSEN) == Forgotten(calls=1, meetings=0, call_backs=1)
    assert heard == [HistoryChanged(call.id)]
    [kept, gone] = [row.call for row in (await room.journal.page()).rows]
    assert kept == other
    assert gone is not None
    assert (gone.number, gone.name, gone.note, gone.tags, gone.contact_id) == ("", None, "", (), None)
    assert (gone.started_at, gone.talk_seconds, gone.account) == (call.started_at, 12.5, "Scripted")
    assert await room.call_backs.open_ones() == []
    assert await room.ids(Filter(text="jansen")) == []
    assert [call.number for call in await room.calls.recent()] == [BAKKER]


async def test_a_forgotten_contact_is_gone_from_calls_meetings_and_the_order_of_searches(room: Room) -> None:
    draft = ContactDraft(name="Sanne Jansen", numbers=(NumberDraft(raw=JANSEN), NumberDraft(raw=BAKKER)))
    sanne = await room.contacts.add(draft)
    piet = await room.contacts.add(ContactDraft(name="Piet Bakker", numbers=(NumberDraft(raw=BAKKER),)))
    await room.contacts.touch(sanne.id, START)
    await room.call(contact_id=sanne.id, name=sanne.name, number="+31301234567")
    await room.call(JANSEN, name="somebody typed it")
    shared = await room.call(BAKKER, contact_id=piet.id, name=piet.name)
    person, guest = MeetingPerson(name=sanne.name, contact_id=sanne.id), MeetingPerson(name="Loes")
    over = await room.meeting(subject="Leave of Sanne", people=(person, guest), at=START - timedelta(days=1))
    coming = await room.meeting(
        subject="Next", people=(person,), start=START + timedelta(days=2), state=MeetingState.READY
    )
    wiped: list[MeetingsWiped] = []
    room.hub.bus.listen(MeetingsWiped, wiped.append)
    assert await room.journal.forget(contact_id=sanne.id) == Forgotten(calls=2, meetings=1, call_backs=0)
    assert wiped == [MeetingsWiped(frozenset({over.id}))]
    assert await room.calls.of_contact(sanne.id) == []
    assert [call.id for call in await room.calls.recent()] == [shared.id]
    row = await room.meetings.get(over.id)
    assert row is not None
    assert (row.subject, [each.name for each in row.people]) == ("", ["", "Loes"])
    assert row.start == over.start
    assert await room.ids(Filter(contact_id=sanne.id)) == [coming.id]
    assert await room.ids(Filter(text="loes")) == [over.id]
    assert await _last_called(room) == {sanne.id: None, piet.id: None}


async def test_nothing_of_a_forgotten_or_private_call_is_left_in_any_file(room: Room) -> None:
    await room.call(name="Quetzalcoatl", note="xylophone", tags=("zymurgy",), number="+31207654321")
    private = await room.call(name="Popocatepetl", note="vuvuzela", number="+31207654322")
    await room.journal.forget(number="+31207654321")
    await room.calls.make_private(private.id)
    files = [file.read_bytes() for file in room.home.path.rglob("*") if file.is_file()]
    for word in ("uetzal", "xylophone", "zymurgy", "207654321", "opocat", "vuvuzela", "207654322"):
        assert not any(word.encode() in content for content in files), word


async def test_copies_from_before_an_update_are_named_when_somebody_is_forgotten(room: Room) -> None:
    """They hold the person still, and can be put back."""
    database = room.hub.database.path
    made = datetime(2026, 11, 1, 12, tzinfo=UTC)
    for days in (0, 3):
        copy = copy_before(database, "0.9.0", made + timedelta(days=days))
        copy.touch()
        at = (made + timedelta(days=days)).timestamp()
        os.utime(copy, (at, at))
    gone = await room.journal.forget(number=JANSEN)
    assert gone.copies_until == made + timedelta(days=3) + COPIES_KEPT


async def test_what_was_wiped_as_dialer_was_killed_is_in_no_file_from_the_next_start_on(
    room: Room, tmp_path: Path
) -> None:
    await room.call(number="+31207654321")
    await room.hub.database.write(
        lambda connection: wiping.forget(connection, (), ("+31207654321",), others=True)
    )
    there, left = room.hub.database.path, tmp_path / "left"
    left.mkdir()
    for file in (there, there.with_name(f"{there.name}-wal")):
        shutil.copy(file, left)

    def holds_it() -> bool:
        return any(b"207654321" in file.read_bytes() for file in left.iterdir())

    assert holds_it(), "a killed process leaves the log"
    again = await Database.open(left / there.name, migrations())
    assert not holds_it()
    await again.close()


async def test_a_private_call_takes_back_that_its_contact_was_called(room: Room) -> None:
    sanne = await room.contacts.add(ContactDraft(name="Sanne Jansen"))
    first = await room.call(contact_id=sanne.id)
    private = await room.call(contact_id=sanne.id)
    for call in (first, private):
        await room.contacts.touch(sanne.id, call.started_at)
    await room.calls.make_private(private.id)
    assert await _last_called(room) == {sanne.id: first.started_at.isoformat()}
    await room.calls.make_private(first.id)
    assert await _last_called(room) == {sanne.id: None}


async def test_what_cannot_be_forgotten_whole_is_there_still(room: Room) -> None:
    call = await room.call(name="Sanne Jansen")
    await room.hub.database.write(
        lambda connection: connection.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON meeting_phoned BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    )
    await room.hub.database.write(
        lambda connection: connection.execute(
            "INSERT INTO meeting_phoned(id, meeting, entry_id, number, name, at, at_utc, state)"
            " VALUES ('p', 'm', 'e', ?, 'Sanne', '', '', 'unknown')",
            (JANSEN,),
        )
    )
    with pytest.raises(StorageError):
        await room.journal.forget(number=JANSEN)
    assert [row.call for row in (await room.journal.page()).rows] == [call]


async def test_what_is_too_old_is_deleted_and_nothing_else(room: Room) -> None:
    await room.hub.settings.set(retention.SETTING, 365)
    await room.call(at=_YEAR_AGO)
    await room.meeting(at=_YEAR_AGO)
    running = await room.call(at=_YEAR_AGO, state=CallState.SOURCE_RINGING)
    promised = await room.call(at=_YEAR_AGO)
    await room.call_backs.add(number=JANSEN, due_at=START, call_id=promised.id)
    unsettled = await room.meeting(at=_YEAR_AGO, state=MeetingState.UNKNOWN)
    coming = await room.meeting(at=_YEAR_AGO, start=START + timedelta(days=3), state=MeetingState.READY)
    fresh = await room.call(at=START - timedelta(days=364))
    heard: list[HistoryChanged] = []
    room.hub.bus.listen(HistoryChanged, heard.append)
    assert await retention.delete_old(room.hub) == 2
    assert await room.ids() == [fresh.id, coming.id, unsettled.id, promised.id, running.id]
    assert heard == [HistoryChanged("")]
    assert await retention.delete_old(room.hub) == 0


async def test_a_call_back_that_was_done_long_ago_goes_too(room: Room) -> None:
    await room.hub.settings.set(retention.SETTING, 1)
    call = await room.call(at=START - timedelta(days=9))
    done = await room.call_backs.add(number=JANSEN, due_at=START, call_id=call.id)
    await room.call_backs.done(done.id)
    await retention.delete_old(room.hub)
    assert await room.ids() == []
    assert [each.id for each in await room.call_backs.done_ones()] == [done.id]
    await room.clock.advance(3 * 24 * 3600)
    await retention.delete_old(room.hub)
    assert await room.call_backs.done_ones() == []


async def test_without_the_setting_everything_is_kept(room: Room) -> None:
    call = await room.call(at=_YEAR_AGO)
    assert await retention.delete_old(room.hub) == 0
    assert await room.ids() == [call.id]


@pytest.mark.parametrize("days", [-3, 500])
async def test_a_clock_that_jumped_deletes_nothing_at_first(room: Room, days: int) -> None:
    await room.hub.settings.set(retention.SETTING, 1)
    await retention.delete_old(room.hub)
    call = await room.call(at=START - timedelta(days=10))
    room.clock.jump_wall(timedelta(days=days))
    assert await retention.delete_old(room.hub) == 0
    assert await room.ids() == [call.id]
    room.clock.jump_wall(timedelta(days=-days))
    assert await retention.delete_old(room.hub) == int(days < 0)


@pytest.mark.parametrize("was_looked_at", [True, False])
async def test_a_clock_that_is_wrong_by_years_deletes_nothing_however_often_dialer_is_started(
    room: Room, was_looked_at: bool
) -> None:
    await room.hub.settings.set(retention.SETTING, 90)
    if was_looked_at:
        await retention.delete_old(room.hub)
    call = await room.call(at=START)
    room.clock.jump_wall(timedelta(days=4000))
    for _ in range(6):
        assert await retention.delete_old(room.hub) == 0
        await room.clock.advance(24 * 3600)
    room.clock.jump_wall(-timedelta(days=4000))
    assert await retention.delete_old(room.hub) == 0
    assert await room.ids() == [call.id]
    await room.clock.advance(91 * 24 * 3600)
    assert await retention.delete_old(room.hub) == 1


async def test_whoever_comes_back_after_years_is_rid_of_what_is_too_old_a_week_later(room: Room) -> None:
    await room.hub.settings.set(retention.SETTING, 90)
    await retention.delete_old(room.hub)
    await room.call(at=START)
    room.clock.jump_wall(timedelta(days=800))
    deleted = []
    for _ in range(9):
        deleted.append(await retention.delete_old(room.hub))
        await room.clock.advance(24 * 3600)
    assert deleted == [0, 0, 0, 0, 0, 0, 0, 1, 0]


async def test_it_is_looked_at_each_day(room: Room) -> None:
    await room.hub.settings.set(retention.SETTING, 1)
    looking = asyncio.create_task(retention.keep_clean(room.hub))
    call = await room.call(at=START - timedelta(hours=23))
    await settle()
    assert await room.ids() == [call.id]
    await room.clock.advance(24 * 3600)
    assert await room.ids() == []
    looking.cancel()


async def test_what_fails_half_way_leaves_whole_rows_and_the_rest_goes_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.hub.settings.set(retention.SETTING, 365)
    await retention.delete_old(room.hub)  # its clock goes on from here
    for number in range(9):
        await room.call(at=_YEAR_AGO + timedelta(minutes=number))
    drops = 0
    monkeypatch.setattr(retention, "_AT_ONCE", 5)

    def fail(_connection: apsw.Connection, before: datetime, limit: int) -> int:
        nonlocal drops
        drops += 1
        if drops == 2:
            raise apsw.IOError
        return wiping.drop_old(_connection, before, limit)

    with monkeypatch.context() as patch:
        patch.setattr(
            "dialer.journal.retention.calls", SimpleNamespace(drop_old=fail, drop_done=wiping.drop_done)
        )
        with pytest.raises(StorageError):
            await retention.delete_old(room.hub)
    assert await room.journal.count() == 4
    assert await retention.delete_old(room.hub) == 4


async def _last_called(room: Room) -> dict[str, str | None]:
    rows: list[Any] = await room.hub.database.read(
        lambda connection: connection.execute("SELECT 'c' || id, last_called FROM contact").fetchall()
    )
    return dict(rows)
