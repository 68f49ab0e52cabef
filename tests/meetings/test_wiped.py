"""Meetings whose people were forgotten, or whose rows were deleted, as the meeting manager knows them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.meetings.provider import MeetingPerson
from tests.fakes import settle

if TYPE_CHECKING:
    from tests.meetings.conftest import Desk

_DAY = 24 * 3600.0
_SANNE = MeetingPerson(name="Sanne Jansen", contact_id="c7", number="+31205550142")


async def test_whoever_is_forgotten_is_gone_from_what_is_in_memory_too(desk: Desk) -> None:
    meeting = await desk.made(subject="Leave of Sanne", people=(_SANNE,))
    desk.clock.jump_wall(timedelta(days=2))
    await desk.app.journal.forget(contact_id="c7")
    [past] = await desk.meetings.past()
    assert (past.id, past.subject, [person.name for person in past.people]) == (meeting.id, "", [""])
    await desk.again()
    [past] = await desk.meetings.past()
    assert past.subject == ""
    assert b"Leave of Sanne" not in desk.written()


async def test_a_meeting_that_is_still_to_come_is_left_as_it_is(desk: Desk) -> None:
    meeting = await desk.made(subject="Leave of Sanne", people=(_SANNE,))
    await desk.app.journal.forget(number="+31205550142")
    [coming] = await desk.meetings.coming()
    assert (coming.id, coming.subject, coming.people) == (meeting.id, "Leave of Sanne", (_SANNE,))


async def test_what_is_too_old_is_gone_from_the_earlier_meetings(desk: Desk) -> None:
    await desk.app.hub.settings.set("history_days", 1)
    meeting = await desk.made(people=(_SANNE,))
    desk.clock.jump_wall(timedelta(hours=12))
    assert [past.id for past in await desk.meetings.past()] == [meeting.id]
    desk.clock.jump_wall(timedelta(days=4))
    await desk.again()  # which closes it
    await settle()
    await desk.clock.advance(_DAY)
    assert await desk.meetings.past() == []
    assert await desk.meetings.get(meeting.id) is None
