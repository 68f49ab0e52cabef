"""Inviting: the number of the change, the guests' language, the file; and never the host's link."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from dialer.contacts.model import ContactDraft, Extras
from dialer.core.errors import InputError, NotSent, OutcomeUnknown
from dialer.core.fields import Text
from dialer.core.strings import Strings
from dialer.meetings.inviting import calendar_of, guests_language, save_calendar
from dialer.meetings.provider import MeetingPerson
from dialer.meetings.recurrence import RecurrenceField
from dialer.meetings.requests import MeetingEdit
from dialer.meetings.shared import shared
from tests.fakes import START
from tests.meetings.fakes import CANARY

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.meetings.model import Meeting
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings

ENGLISH = Strings("en")


async def _file(desk: Desk, meeting_id: str) -> bytes:
    meeting = await desk.meetings.get(meeting_id)
    assert meeting is not None
    return await calendar_of(desk.app.hub, meeting, ENGLISH)


async def _sequence(desk: Desk, meeting_id: str) -> int:
    (event,) = Calendar.from_ical(await _file(desk, meeting_id)).events
    assert event["UID"] == f"{meeting_id}@dialer"
    return int(str(event["SEQUENCE"]))


async def test_the_number_rises_with_each_change_and_stays_without(desk: Desk) -> None:
    meeting = await desk.made(start=START + timedelta(hours=2))
    assert [await _sequence(desk, meeting.id), await _sequence(desk, meeting.id)] == [0, 0]
    await desk.meetings.change(meeting.id, MeetingEdit(start=START + timedelta(hours=3)))
    assert await _sequence(desk, meeting.id) == 1
    await desk.meetings.change(meeting.id, MeetingEdit(subject="Other"))
    await desk.again()
    assert await _sequence(desk, meeting.id) == 2
    await desk.meetings.cancel(meeting.id)
    assert await _sequence(desk, meeting.id) == 3
    assert b"METHOD:CANCEL" in await _file(desk, meeting.id)


async def test_changes_before_the_first_file_count_too(desk: Desk) -> None:
    meeting = await desk.made(start=START + timedelta(hours=2))
    await desk.meetings.change(meeting.id, MeetingEdit(minutes=45))
    assert await _sequence(desk, meeting.id) == 1


async def test_a_change_that_guests_cannot_see_counts_once(desk: Desk, provider: FakeMeetings) -> None:
    provider.options = (Text(key="layout", required=False),)
    meeting = await desk.made(start=START + timedelta(hours=2))
    await desk.meetings.change(meeting.id, MeetingEdit(options={"layout": "wide"}))
    assert [await _sequence(desk, meeting.id), await _sequence(desk, meeting.id)] == [1, 1]


async def test_a_meeting_that_was_made_elsewhere_has_a_number_too(desk: Desk, provider: FakeMeetings) -> None:
    meeting = await desk.made(start=START + timedelta(hours=2))
    provider.there["x1"] = provider.meeting("x1", provider.orders[0])
    await desk.meetings.refresh()
    listed = next(one for one in await desk.meetings.coming() if one.listed)
    assert listed.id != meeting.id
    assert await _sequence(desk, listed.id) == 0
    await desk.again()
    await desk.meetings.refresh()
    assert await _sequence(desk, listed.id) == 0
    await desk.meetings.change(listed.id, MeetingEdit(subject="Other"))
    await desk.again()
    await desk.meetings.refresh()
    assert await _sequence(desk, listed.id) == 1


async def test_no_way_in_for_the_host_is_in_any_of_it(desk: Desk) -> None:
    meeting = await desk.made()
    assert meeting.host is not None
    assert CANARY in meeting.host.reveal()
    content = await _file(desk, meeting.id)
    assert meeting.guest is not None
    assert meeting.guest.text.encode() in content.replace(b"\r\n ", b"")
    assert CANARY.encode() not in content.replace(b"\r\n ", b"")
    assert CANARY.encode() not in desk.written()
    assert not hasattr(shared(meeting), "host")


async def test_a_meeting_that_is_not_there_invites_nobody(desk: Desk, provider: FakeMeetings) -> None:
    provider.creates = [(NotSent("core.net.dns"), False)]
    not_made = await desk.made()
    with pytest.raises(InputError):
        await _file(desk, not_made.id)


async def test_nobody_is_invited_to_what_may_not_be_there(desk: Desk, provider: FakeMeetings) -> None:
    provider.creates = [(OutcomeUnknown(), False)]
    provider.trouble = NotSent("core.net.dns")
    unknown = await desk.made()
    with pytest.raises(InputError):
        await _file(desk, unknown.id)


async def test_what_the_room_knows_of_a_rule_is_in_the_file(desk: Desk, provider: FakeMeetings) -> None:
    zone = Text(key="time_zone", required=False)
    provider.options = (RecurrenceField(key="schedule", required=False), zone)
    options = {"schedule": "FREQ=WEEKLY;BYDAY=MO;COUNT=3", "time_zone": "Europe/London"}
    meeting = await desk.made(start=START + timedelta(hours=2), options=options)
    await desk.again()
    content = await _file(desk, meeting.id)
    assert b"RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO" in content
    assert b"DTSTART;TZID=Europe/London:" in content
    await desk.meetings.change(meeting.id, MeetingEdit(options={"schedule": ""}))
    assert b"RRULE" not in (await _file(desk, meeting.id)).partition(b"BEGIN:VEVENT")[2]


async def _with(desk: Desk, *languages: str) -> Meeting:
    people = [MeetingPerson(name="Nobody")]
    for language in languages:
        draft = ContactDraft(name="Someone", extras=Extras(lines=(f"LANG:{language}",)))
        contact = await desk.app.contacts.add(draft)
        people.append(MeetingPerson(name=contact.name, contact_id=contact.id))
    return await desk.made(people=tuple(people))


@pytest.mark.parametrize(
    ("languages", "chosen"), [((), "de"), (("es",), "de"), (("fr-BE",), "fr"), (("es", "nl", "fr"), "nl")]
)
async def test_the_language_is_the_first_that_a_guests_card_names(
    desk: Desk, languages: tuple[str, ...], chosen: str
) -> None:
    assert await guests_language(await _with(desk, *languages), desk.app.contacts, "de") == chosen


async def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "meeting.ics"
    path.write_bytes(b"old")
    await save_calendar(path, b"new")
    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["meeting.ics"]
    with pytest.raises(InputError):
        await save_calendar(tmp_path / "nowhere" / "meeting.ics", b"new")
    with pytest.raises(InputError):
        await save_calendar(tmp_path, b"new")
