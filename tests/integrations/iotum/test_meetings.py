"""Meetings on the wire, parameter by parameter; what is refused; and what is told of the answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.errors import InputError
from dialer.integrations.iotum.meetings import IotumMeetings
from dialer.meetings.provider import MeetingPerson
from dialer.meetings.requests import MeetingEdit, OptionErrors
from dialer.testing.uses import ANNE
from tests.integrations.iotum.desk import BEN, LATER, NOW, PLANNED, UPDATE, made, press
from tests.integrations.iotum.server import HOST, MODERATOR

if TYPE_CHECKING:
    from dialer.testing import Bench
    from tests.integrations.iotum.server import Platform

NOBODY = MeetingPerson(name="Only A. Phone", number="+31205550143")

OPTIONS = (
    ("one_time_access_code", "false", False),
    ("secure_url", "true", True),
    ("security_pin", "012345", "012345"),
    ("schedule", "FREQ=WEEKLY;COUNT=10;BYDAY=TU,WE", "FREQ=WEEKLY;COUNT=10;BYDAY=TU,WE"),
    ("time_zone", "America/Toronto", "America/Toronto"),
    ("mute_mode", "conversation", "conversation"),
    ("mute_mode", "q&a", "q&a"),
    ("mute_mode", "presentation", "presentation"),
    ("auto_record", "none", "none"),
    ("auto_record", "video", "video"),
    ("auto_stream", "audio", "audio"),
    ("auto_transcribe", "true", True),
    ("auto_transcribe", "false", False),
    ("host_initiated_recording", "true", True),
    ("agenda", "First this, then that", "First this, then that"),
    ("broadcast_stream_url", "https://films.example/a.mp4?x=1", "https://films.example/a.mp4?x=1"),
)
MISFITS = (
    ("security_pin", "12", "iotum.error.pin_digits"),
    ("security_pin", "12a4", "iotum.error.pin_digits"),
    ("time_zone", "Amsterdam", "iotum.error.time_zone"),
    ("time_zone", "../../etc/passwd", "iotum.error.time_zone"),
    ("moderators", "anne, ben@example.com", "iotum.error.addresses"),
    ("broadcast_stream_url", "file:///etc/passwd", "iotum.error.video_address"),
    ("broadcast_stream_url", "https://", "iotum.error.video_address"),
    ("schedule", "FREQ=WEEKLY", "recurrence.error.weekly_days"),
    ("mute_mode", "loud", "core.field.not_a_choice"),
)


@pytest.fixture(autouse=True)
def _amsterdam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")


async def test_a_meeting_that_begins_at_once(bench: Bench, platform: Platform) -> None:
    meeting = await made(bench)
    assert platform.wanted[NOW] == {"host_id": HOST, "one_time_access_code": True, "secure_url": False}
    assert platform.calls[-1] == NOW, "one request is all"
    assert meeting.guest is not None
    assert meeting.host is not None
    assert meeting.guest.text == f"{bench.server.base_url}conf/call/987654321"
    assert meeting.host.reveal() == f"{meeting.guest.text}?moderator_token=cnzr%20vyE%2BJ%26p3H"
    assert meeting.details == {"dial_in": "+31 20 555 0199", "access_code": "987654321"}
    assert meeting.subject == "Advice"


@pytest.mark.parametrize("theirs", ["John Host’s meeting", "Test Conference"])
async def test_a_name_of_the_platforms_own_does_not_take_the_place_of_the_subject(
    bench: Bench, platform: Platform, theirs: str
) -> None:
    platform.plain_subject = theirs
    meeting = await made(bench)
    [(entry, _)] = bench.hub.providers(IotumMeetings)
    await bench.hub.entries.reload(entry)  # as after a restart, or in the next command
    await bench.app.meetings.refresh()
    assert [one.subject for one in await bench.app.meetings.coming()] == ["Advice"]
    await bench.app.meetings.change(meeting.id, MeetingEdit(subject="Another"))
    await bench.app.meetings.refresh()
    assert [one.subject for one in await bench.app.meetings.coming()] == ["Another"]
    assert platform.wanted[UPDATE]["subject"] == "Another"


async def test_the_links_of_a_meeting_in_some_years_are_in_the_list_as_well(bench: Bench) -> None:
    meeting = await made(bench, start=LATER + timedelta(days=1500))
    await bench.stop()
    await bench.start()
    await bench.app.meetings.refresh()
    assert [one.guest for one in await bench.app.meetings.coming()] == [meeting.guest]


async def test_without_a_code_of_its_own_it_is_in_the_hosts_room(bench: Bench, platform: Platform) -> None:
    meeting = await made(bench, {"one_time_access_code": "false"})
    assert platform.wanted[NOW]["one_time_access_code"] is False
    assert meeting.details["access_code"] == "0123456"


async def test_a_link_with_an_encrypted_code_keeps_it(bench: Bench, platform: Platform) -> None:
    meeting = await made(bench, {"secure_url": "true"})
    assert platform.wanted[NOW]["secure_url"] is True
    assert meeting.host is not None
    assert meeting.host.reveal().endswith("?encrypted_pin=true&moderator_token=cnzr%20vyE%2BJ%26p3H")
    assert MODERATOR not in meeting.guest.text if meeting.guest else False


async def test_a_planned_meeting(bench: Bench, platform: Platform) -> None:
    meeting = await made(bench, start=LATER, minutes=45, people=(ANNE, NOBODY, BEN))
    assert platform.wanted[PLANNED] == {
        "host_id": HOST,
        "subject": "Advice",
        "agenda": "",
        "start": "2030-01-15 12:00:00",
        "time_zone": "Europe/Amsterdam",
        "duration": 45,
        "one_time_access_code": True,
        "secure_url": False,
        "mute_mode": "conversation",
        "auto_record": "none",
        "auto_stream": "none",
        "participant_emails": [
            {"email": "anne@vermeer.example", "moderator": False},
            {"email": "ben@example.com", "moderator": False},
        ],
    }
    assert (meeting.start, meeting.minutes) == (LATER, 45)


async def test_each_option_is_sent_under_its_own_name(bench: Bench, platform: Platform) -> None:
    for option, typed, sent in OPTIONS:
        await made(bench, {option: typed}, start=LATER, subject=f"{option} {typed}")
        body = platform.wanted[PLANNED]
        assert (option, body[option], type(body[option])) == (option, sent, type(sent))


async def test_moderators_are_invited_as_such_and_nobody_twice(bench: Bench, platform: Platform) -> None:
    options = {"moderators": " BEN@example.com; carl@example.com ,"}
    await made(bench, options, start=LATER, people=(ANNE, BEN))
    assert platform.wanted[PLANNED]["participant_emails"] == [
        {"email": "BEN@example.com", "moderator": True},
        {"email": "carl@example.com", "moderator": True},
        {"email": "anne@vermeer.example", "moderator": False},
    ]
    assert "moderators" not in platform.wanted[PLANNED]


async def test_what_only_a_planned_meeting_can_have_makes_it_one_from_now_on(
    bench: Bench, platform: Platform
) -> None:
    await made(bench, {"security_pin": "0123", "auto_transcribe": False})
    body = platform.wanted[PLANNED]
    begins = (
        datetime.fromisoformat(f"{body['start']}+01:00") if body["start"][5:7] in {"11", "12", "01"} else None
    )
    assert NOW not in platform.calls
    assert body["security_pin"] == "0123"
    assert begins is None or abs(begins - datetime.now(UTC)) < timedelta(minutes=1)


async def test_a_value_that_does_not_fit_is_refused_at_its_field(bench: Bench, platform: Platform) -> None:
    await bench.add()
    asked = len(platform.calls)
    for option, typed, key in MISFITS:
        with pytest.raises(OptionErrors) as caught:
            await press(bench, {option: typed}, start=LATER)
        assert caught.value.errors == {option: key}
        assert bench.hub.strings.has(key)
    assert len(platform.calls) == asked


@pytest.mark.parametrize(
    ("options", "start", "key"),
    [
        ({"security_pin": "1234", "one_time_access_code": False}, LATER, "pin_needs_code"),
        ({"security_pin": "1234", "one_time_access_code": False}, None, "pin_needs_code"),
        ({"auto_record": "audio", "auto_stream": "video"}, LATER, "record_and_stream"),
        ({"schedule": "FREQ=DAILY;UNTIL=20300114"}, LATER, "schedule_never"),
        # The second half past two of that night.
        ({"schedule": "FREQ=DAILY"}, datetime(2030, 10, 27, 1, 30, tzinfo=UTC), "time_twice"),
    ],
)
async def test_what_does_not_go_together_is_refused_before_anything_is_sent(
    bench: Bench, platform: Platform, options: dict[str, Any], start: datetime | None, key: str
) -> None:
    await bench.add()
    asked = len(platform.calls)
    with pytest.raises(InputError) as caught:
        await press(bench, options, start=start)
    assert caught.value.key == f"iotum.error.{key}"
    assert len(platform.calls) == asked
    assert await bench.app.meetings.coming() == []


async def test_an_hour_that_comes_twice_is_sent_in_a_zone_that_has_it_once(
    bench: Bench, platform: Platform
) -> None:
    start = datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    meeting = await made(bench, start=start)
    body = platform.wanted[PLANNED]
    assert (body["start"], body["time_zone"]) == ("2030-10-27 01:30:00", "UTC")
    assert meeting.start == start


async def test_a_series_has_its_links_although_the_answer_lacks_them(
    bench: Bench, platform: Platform
) -> None:
    meeting = await made(bench, {"schedule": "FREQ=DAILY;COUNT=3"}, start=LATER)
    assert platform.calls[-2:] == [PLANNED, "conference/fetch"]
    assert meeting.guest is not None
    assert meeting.host is not None
    assert (meeting.recurrence, meeting.zone) == ("FREQ=DAILY;COUNT=3", "Europe/Amsterdam")


async def test_a_change_sends_the_whole_meeting(bench: Bench, platform: Platform) -> None:
    options = {"mute_mode": "q&a", "security_pin": "0042", "moderators": "ben@example.com"}
    meeting = await made(bench, options, start=LATER)
    edit = MeetingEdit(start=LATER + timedelta(hours=1), minutes=15, options={"auto_record": "audio"})
    changed = await bench.app.meetings.change(meeting.id, edit)
    assert platform.wanted[UPDATE] == {
        "conference_id": int(str(meeting.provider_id)),
        "subject": "Advice",
        "agenda": "",
        "start": "2030-01-15 13:00:00",
        "time_zone": "Europe/Amsterdam",
        "duration": 15,
        "one_time_access_code": True,
        "secure_url": False,
        "security_pin": "0042",
        "mute_mode": "q&a",
        "auto_record": "audio",
        "auto_stream": "none",
        "auto_transcribe": False,
        "host_initiated_recording": False,
        "participant_emails": [
            {"email": "ben@example.com", "moderator": True},
            {"email": "anne@vermeer.example", "moderator": False},
        ],
    }
    assert (changed.start, changed.minutes) == (edit.start, 15)
    assert changed.guest == meeting.guest


async def test_a_change_after_a_restart_loses_no_option(bench: Bench, platform: Platform) -> None:
    options = {"mute_mode": "q&a", "auto_record": "audio", "security_pin": "012345", "auto_transcribe": True}
    zone = {"time_zone": "America/Toronto", "moderators": "ben@example.com"}
    meeting = await made(bench, {**options, **zone}, start=LATER)
    before = dict(platform.conferences[int(str(meeting.provider_id))])
    await bench.stop()
    await bench.start()
    await bench.app.meetings.change(meeting.id, MeetingEdit(subject="New"))
    after = platform.conferences[int(str(meeting.provider_id))]
    assert {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} == {"subject"}


async def test_an_option_that_is_emptied_is_gone(bench: Bench, platform: Platform) -> None:
    options = {"security_pin": "0042", "moderators": "ben@example.com", "agenda": "Long"}
    meeting = await made(bench, options, start=LATER)
    emptied = dict.fromkeys(options, "")
    changed = await bench.app.meetings.change(meeting.id, MeetingEdit(options=emptied))
    body = platform.wanted[UPDATE]
    assert (body["security_pin"], body["agenda"]) == (None, "")
    assert body["participant_emails"] == [{"email": "anne@vermeer.example", "moderator": False}]
    assert "security_pin" not in changed.details


async def test_a_change_of_what_was_made_elsewhere_loses_nothing_of_it(
    bench: Bench, platform: Platform
) -> None:
    soon = bench.clock.now() + timedelta(hours=2)
    options = {"mute_mode": "presentation", "auto_record": "video", "agenda": "A"}
    first = await made(bench, options, start=soon)
    id_ = int(str(first.provider_id))
    other = {**platform.conferences.pop(id_), "conference_id": 77, "subject": "Board"}
    platform.conferences[77] = other
    await bench.app.meetings.refresh()
    [listed] = [one for one in await bench.app.meetings.coming() if one.listed]
    await bench.app.meetings.change(listed.id, MeetingEdit(subject="Board, new"))
    kept = ("mute_mode", "auto_record", "agenda", "start", "time_zone", "duration", "participant_emails")
    assert {key: platform.conferences[77][key] for key in kept} == {key: other[key] for key in kept}
    assert platform.conferences[77]["subject"] == "Board, new"


async def test_only_the_first_of_a_series_takes_another_repetition(bench: Bench, platform: Platform) -> None:
    meeting = await made(bench, {"schedule": "FREQ=DAILY;COUNT=3"}, start=LATER)
    conference = platform.conferences[int(str(meeting.provider_id))]
    await bench.app.meetings.change(meeting.id, MeetingEdit(options={"schedule": "FREQ=DAILY;COUNT=5"}))
    assert conference["schedule"] == "FREQ=DAILY;COUNT=5"
    conference["is_master"] = False
    with pytest.raises(InputError) as caught:
        await bench.app.meetings.change(meeting.id, MeetingEdit(options={"schedule": "FREQ=DAILY;COUNT=7"}))
    assert caught.value.key == "iotum.error.schedule_master"
    await bench.app.meetings.change(meeting.id, MeetingEdit(subject="This one only"))
    assert platform.wanted[UPDATE]["subject"] == "This one only"
