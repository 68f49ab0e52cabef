"""Calls and meetings in one list: its order, its pages, what is found."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import CallState, EndReason
from dialer.contacts.merging.duplicates import Duplicates
from dialer.contacts.model import ContactDraft
from dialer.journal.filter import Filter
from dialer.meetings.provider import MeetingPerson
from tests.fakes import START

if TYPE_CHECKING:
    import apsw

    from dialer.calls.model import Call
    from dialer.meetings.model import Meeting
    from tests.journal.conftest import Room


async def test_calls_and_meetings_stand_in_one_list_the_newest_first(room: Room) -> None:
    first = await room.call()
    meeting = await room.meeting()
    last = await room.call()
    page = await room.journal.page()
    assert [(row.kind, row.id) for row in page.rows] == [
        ("call", last.id), ("meeting", meeting.id), ("call", first.id),
    ]  # fmt: skip
    assert (page.rows[0].call, page.rows[0].at, page.rows[0].meeting) == (last, last.started_at, None)
    assert (page.rows[1].meeting, page.rows[1].call) == (meeting, None)
    assert page.next is None
    assert await room.journal.count() == 3


async def test_the_order_is_that_of_the_presses_whatever_the_clock_says(room: Room) -> None:
    before = await room.call(at=START)
    jumped = await room.call(at=START + timedelta(days=1))
    back = await room.meeting(at=START + timedelta(minutes=1))
    after = await room.call(at=START + timedelta(minutes=2))
    assert await room.ids() == [after.id, back.id, jumped.id, before.id]


async def test_the_last_page_of_a_full_page_has_no_next(room: Room) -> None:
    calls = [await room.call() for _ in range(4)]
    first = await room.journal.page(limit=2)
    second = await room.journal.page(after=first.next, limit=2)
    assert [row.id for row in (*first.rows, *second.rows)] == [call.id for call in reversed(calls)]
    assert second.next is None


async def test_what_is_written_between_two_pages_moves_nothing(room: Room) -> None:
    calls = [await room.call() for _ in range(4)]
    first = await room.journal.page(limit=2)
    await room.call()
    assert await room.ids(after=first.next, limit=2) == [calls[1].id, calls[0].id]


@pytest.mark.parametrize(
    "typed",
    [
        "+31205550142", "020 555 0142", "(020) 555-0142", "0031 20 5550142", "+31 (0)20 555 01 42", "0142",
        "550142", "jansen", "JANS sanne", "zoë", "zoe", "4711 offer", "vip", "offer, 4711!",
    ],
)  # fmt: skip
async def test_a_call_is_found_by_name_note_tag_and_any_way_of_writing_its_number(
    room: Room, typed: str
) -> None:
    call = await room.call(name="Zoë-Sanne Jansen", note="Offer 4711", tags=("VIP",))
    await room.call("+31301234567", name="Piet Bakker")
    assert await room.ids(Filter(text=typed)) == [call.id]


@pytest.mark.parametrize("typed", ["0143", "janssen", "!!", "020 555 0199", "jansen 77"])
async def test_what_is_not_there_is_not_found(room: Room, typed: str) -> None:
    await room.call(name="Sanne Jansen")
    assert await room.ids(Filter(text=typed)) == []


async def test_a_meeting_is_found_by_subject_and_people_unless_they_are_private(room: Room) -> None:
    guest = MeetingPerson(name="Hidden Hugo", contact_id="c9", private=True)
    meeting = await room.meeting(subject="Hypotheek", people=(MeetingPerson(name="Loes"), guest))
    for typed in ("hypo", "loes"):
        assert await room.ids(Filter(text=typed)) == [meeting.id]
    assert await room.ids(Filter(text="hugo")) == []


async def test_a_new_note_is_found_and_an_old_one_is_not(room: Room) -> None:
    call = await room.call(note="apples")
    await room.calls.set_note(call.id, "pears")
    await room.calls.set_tags(call.id, ["fruit"])
    assert await room.ids(Filter(text="apples")) == []
    assert await room.ids(Filter(text="pears fruit")) == [call.id]


async def test_days_are_those_of_the_desk(room: Room) -> None:
    late = datetime(2026, 3, 2, 23, 30).astimezone()
    call = await room.call(at=late)
    assert await room.ids(Filter(since=date(2026, 3, 2), until=date(2026, 3, 2))) == [call.id]
    assert await room.ids(Filter(since=date(2026, 3, 3))) == []
    assert await room.ids(Filter(until=date(2026, 3, 1))) == []


async def test_the_calls_of_whoever_was_merged_into_a_contact_are_its_own(room: Room) -> None:
    one, other = [await room.contacts.add(ContactDraft(name=name)) for name in ("Jan Meer", "J. Meer")]
    call = await room.call(contact_id=other.id)
    meeting = await room.meeting(people=(MeetingPerson(name="J. Meer", contact_id=other.id),))
    await Duplicates(room.hub.database, room.contacts, room.clock.now).merge([one.id, other.id])
    assert await room.ids(Filter(contact_id=one.id)) == [meeting.id, call.id]


async def test_reached_is_what_is_known_for_sure(room: Room) -> None:
    reached = await room.call(both_connected=True, reason=EndReason.COMPLETED)
    missed = await room.call()
    await room.call(reason=EndReason.LOST)
    said = await room.call(reason=EndReason.LOST, outcome="reached")
    await room.call(state=CallState.SOURCE_RINGING, reason=None)
    await room.meeting()
    assert await room.ids(Filter(reached=True)) == [said.id, reached.id]
    assert await room.ids(Filter(reached=False)) == [missed.id]


async def test_a_row_is_found_by_its_id_or_the_beginning_that_only_it_has(room: Room) -> None:
    call = await room.call(id="ab12" + "0" * 28)
    await room.call(id="ab34" + "0" * 28)
    meeting = await room.meeting(id="cd12" + "0" * 28)
    for typed, expected in ((call.id, call.id), ("ab1", call.id), ("cd", meeting.id)):
        found = await room.journal.find(typed)
        assert found is not None
        assert found.id == expected
    assert await room.journal.find("ab") is None
    assert await room.journal.find("") is None
    assert await room.journal.find("%") is None


async def test_rows_of_an_older_dialer_have_their_place_and_are_found(room: Room) -> None:
    at = datetime(2025, 5, 1, 9, tzinfo=UTC)
    older: list[Call | Meeting] = [
        await room.call(at=at, name="Oud Een"),
        await room.meeting(at=at + timedelta(minutes=1), subject="Oud"),
        await room.call(at=at + timedelta(minutes=2), name="Oud Twee"),
    ]
    await room.hub.database.write(_as_before)
    await room.close()
    await room.open()
    newer = await room.call(at=at)  # the clock was set back
    assert await room.ids() == [newer.id, *(row.id for row in reversed(older))]
    assert await room.ids(Filter(text="oud")) == [row.id for row in reversed(older)]


def _as_before(connection: apsw.Connection) -> None:
    for table, index in (("call", "call_place"), ("call", "call_number"), ("meeting", "meeting_place")):
        connection.execute(f"DROP INDEX {index}")
        if index.endswith("place"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN place")
            connection.execute(f"ALTER TABLE {table} DROP COLUMN found_by")
    connection.execute("DROP TABLE history_place")
    connection.execute("DELETE FROM migration WHERE name IN ('calls-3', 'meetings-4')")
