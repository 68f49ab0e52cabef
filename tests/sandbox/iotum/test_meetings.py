"""Meetings: planned and begun, what their answers are like, who is in them, and what is left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.iotum.conftest import HOST, PLAN

if TYPE_CHECKING:
    from tests.sandbox.iotum.conftest import Client

NL = "Europe/Amsterdam"


async def test_a_planned_meeting_s_answer(client: Client) -> None:
    meeting = await client.plan()
    assert meeting["start"] == "2026-03-23 10:00:00"
    assert meeting["end_time"] == "2026-03-23 10:45:00"
    assert (meeting["duration"], meeting["agenda"], meeting["active"]) == (45, None, False)
    assert len(meeting["moderator_token"]) == 12
    assert meeting["broadcast_stream"] == {}
    assert meeting["conference_id"] > 2**53
    assert meeting["participants"] == meeting["moderators"] == [meeting["participants"][0]]
    code = meeting["one_time_access_code"]
    assert type(code) is int
    assert meeting["room_url"] == f"{client.root}conf/call/{code}"
    assert await client.call("conference/fetch", conference_id=meeting["conference_id"]) == meeting
    assert await client.call("conference/fetch_all", host_id=HOST) == [meeting]


async def test_the_shapes_of_the_one_time_code(client: Client) -> None:
    """It is a number, it is not there, or it is true or false; and the host's own code is there instead."""
    with_code, without = await client.plan(), await client.plan(one_time_access_code=False)
    assert "one_time_access_code" not in without
    assert without["room_url"].endswith("/conf/call/60865031")
    for meeting, expected in ((with_code, True), (without, False)):
        values = {"conference_id": meeting["conference_id"], "output": "detail"}
        assert (await client.call("conference/fetch", **values))["one_time_access_code"] is expected


async def test_the_codes_of_a_host_are_objects_here_and_text_there(client: Client) -> None:
    host = await client.call("host/update", host_id=HOST, access_code=7654321)
    assert host["access_code"]["number"] == "7654321"
    assert set(host["access_code"].values()) == {"7654321", None}
    hosts = await client.call("host/fetch_all", company_id=5)
    assert hosts[0]["access_code"] == "7654321"
    taken = await client.refused("host/update", host_id=32, access_code=7654321)
    assert taken == (400, "access_code has already been taken")


async def test_a_meeting_at_once(client: Client) -> None:
    meeting = await client.begin()
    assert (meeting["active"], meeting["agenda"], meeting["subject"]) == (
        True,
        "null",
        "Marijke Brand's Meeting",
    )
    assert (meeting["start"], meeting["time_zone"]) == ("2026-03-20 10:00:00", NL)
    (call,) = await client.call("host/active_calls", host_id=HOST, time_zone="Asia/Tokyo")
    assert call["start_time"] == "2026-03-20 18:00:00"
    assert await client.call("conference/fetch_all", host_id=HOST) == []


@pytest.mark.parametrize(
    ("start", "zone", "minutes", "shown", "end"),
    [
        ("2026-03-29 01:30:00", NL, 60, "2026-03-29 01:30:00", "2026-03-29 03:30:00"),
        ("2026-03-29 02:30:00", NL, 60, "2026-03-29 03:30:00", "2026-03-29 04:30:00"),
        ("2026-10-25 02:30:00", NL, 60, "2026-10-25 02:30:00", "2026-10-25 02:30:00"),
        ("2026-03-29 01:30:00", "Asia/Tokyo", 60, "2026-03-29 01:30:00", "2026-03-29 02:30:00"),
    ],
)
async def test_the_clocks_change(
    client: Client, start: str, zone: str, minutes: int, shown: str, end: str
) -> None:
    meeting = await client.plan(start=start, time_zone=zone, duration=minutes)
    assert (meeting["start"], meeting["end_time"]) == (shown, end)


async def test_what_is_refused(client: Client) -> None:
    """The document's messages to the letter, the odd quote included."""
    for changes, message in (
        ({"host_id": 34, "auto_record": "audio"}, "Recording feature not enabled"),
        ({"host_id": 34, "auto_transcribe": True}, "Transcription feature not enabled"),
        ({"host_id": 34}, "One time access code feature not available"),
        (
            {"one_time_access_code": False, "security_pin": "1234"},
            "Must enable one_time_access_code to use security_pin",
        ),
        ({"participants": "7"}, "Participants must be an array of contacts'"),
        (
            {"participants": [7]},
            "Participants has one or more contact that does not exist in the host's contact list.",
        ),
        ({"auto_record": "audio", "auto_stream": "video"}, "Both record and stream must be the same value"),
        ({"start": "2026-03-23T10:00:00Z"}, "Invalid parameter: start"),
        ({"duration": 0}, "Invalid parameter: duration"),
        ({"duration": "an hour"}, "Invalid parameter: duration"),
        ({"one_time_access_code": 1}, "Invalid parameter: one_time_access_code"),
        ({"mute_mode": "silence"}, "Invalid parameter: mute_mode"),
        ({"time_zone": "Europe/Utrecht"}, "Invalid time_zone: Europe/Utrecht"),
        ({"time_zone": "../../etc/passwd"}, "Invalid time_zone: ../../etc/passwd"),
    ):
        answer = await client.refused("conference/create", **{**PLAN, **changes})
        assert answer == (400, message), changes
    await client.call("subscription/suspend", slug="video_recording", company_id=5)
    answer = await client.refused("conference/create", **{**PLAN, "auto_record": "video"})
    assert answer == (400, "Video recording feature not enabled")
    assert await client.call("conference/fetch_all", host_id=HOST) == []


async def test_who_takes_part(client: Client) -> None:
    contacts = await client.call("contact/fetch_all", host_id=HOST)
    known = next(one for one in contacts if not one["has_host"])
    emails = [{"email": known["email"], "moderator": True}, {"email": "new@example.com", "moderator": False}]
    meeting = await client.plan(
        participant_emails=emails, participant_hosts=[{"host_id": 34, "moderator": True}]
    )
    assert meeting["participant_emails"] == emails
    details = await client.call(
        "conference/fetch_participant_details", conference_id=meeting["conference_id"]
    )
    assert [one["name"] for one in details["moderators"]] == ["Marijke Brand", "Rob Kuipers", known["name"]]
    assert [one["email"] for one in details["participants"]] == ["new@example.com"]
    fetched = await client.call("conference/fetch", conference_id=meeting["conference_id"])
    assert "participant_emails" not in fetched
    assert len(fetched["participants"]) == 4


async def test_a_change(client: Client) -> None:
    meeting = await client.plan(security_pin="1234", mute_mode="q&a")
    assert (meeting["security_pin"], meeting["mute_mode"]) == ("1234", "q&a")
    key = meeting["conference_id"]
    changed = await client.call("conference/update", conference_id=key, start="2026-03-30 09:00:00")
    assert (changed["start"], changed["end_time"]) == ("2026-03-30 09:00:00", "2026-03-30 09:45:00")
    assert changed["room_url"] == meeting["room_url"]
    assert (changed["security_pin"], changed["mute_mode"]) == ("1234", "conversation")
    refused = await client.refused("conference/update", conference_id=key, subject="x", duration=-1)
    assert refused[0] == 400
    assert await client.call("conference/fetch", conference_id=key) == changed


async def test_more_than_ten_come_in_pages(client: Client) -> None:
    for day in range(1, 12):
        await client.plan(start=f"2026-04-{day:02} 10:00:00")
    first = await client.call("conference/fetch_all", host_id=HOST)
    assert first.keys() == {"conferences", "next_page"}
    assert len(first["conferences"]) == 10
    rest = await client.call("conference/fetch_all", host_id=HOST, page=first["next_page"])
    assert [one["start"] for one in rest["conferences"]] == ["2026-04-11 10:00:00"]
    assert rest["next_page"] is None
    refused = await client.refused("conference/fetch_all", host_id=HOST, page="x")
    assert refused == (400, "Invalid parameter: page")


async def test_who_is_phoned_picks_up_after_a_while(client: Client) -> None:
    key = (await client.begin())["conference_id"]
    number = {"country_code": "BE", "phone_number": "3225550177"}
    await client.call("conference/dial_number", conference_id=key, **number, name="Koen")
    assert await _records(client, key, "Koen") == []
    client.clock.advance(6)
    (record,) = await _records(client, key, "Koen")
    assert (record["ani"], record["is_internet?"], record["end_time"]) == ("+3225550177", False, None)
    await client.call("conference/dial_number", conference_id=key, **number)
    await client.call("conference/end", conference_id=key)
    client.clock.advance(60)
    assert await _records(client, key, "3225550177") == []
    refused = await client.refused("conference/dial_number", conference_id=key, **number)
    assert refused == (400, "Conference is not active")


@pytest.mark.parametrize(
    "wrong", [{"country_code": "nl"}, {"country_code": "NLD"}, {"phone_number": "0205550177"}]
)
async def test_a_number_that_cannot_be_phoned(client: Client, wrong: dict[str, str]) -> None:
    key = (await client.begin())["conference_id"]
    number = {"country_code": "NL", "phone_number": "+31205550177", **wrong}
    assert (await client.refused("conference/dial_number", conference_id=key, **number))[0] == 400
    assert client.sandbox.journal.placed == 0


async def _records(client: Client, key: int, name: str) -> list[dict[str, Any]]:
    detail = await client.call("conference/fetch", conference_id=key, output="detail")
    (person,) = [one for one in detail["participants"] if one["name"] == name]
    records: list[dict[str, Any]] = person["live_cdrs"]
    return records


async def test_the_whole_course_of_a_meeting(client: Client) -> None:
    meeting = await client.plan(start="2026-03-20 10:10:00", auto_record="video", auto_transcribe=True)
    key = meeting["conference_id"]
    assert (await client.refused("conference/message/create", conference_id=key, message="x"))[0] == 400
    client.clock.advance(600)
    assert (await client.call("conference/fetch", conference_id=key))["active"] is True
    await client.call("conference/message/create", conference_id=key, message="Welkom")
    await client.http.get(meeting["room_url"], params={"name": "Anne"})
    client.clock.advance(45 * 60)
    ended = await client.call("conference/fetch", conference_id=key)
    (recording,) = ended["recordings"]
    assert (ended["active"], recording["publishing_state"]) == (False, "processing")
    assert "download_link" not in recording
    client.clock.advance(20)
    (recording,) = (await client.call("conference/fetch", conference_id=key))["recordings"]
    assert (recording["type"], recording["publishing_state"]) == ("video", "published")
    film = await client.http.get(recording["download_link"])
    assert (film.status_code, film.headers["content-type"]) == (200, "video/mp4")
    detail = await client.call("conference/fetch", conference_id=key, output="detail")
    assert "start" not in detail
    assert (detail["start_time"], detail["day"], detail["attended_count"]) == (
        "2026-03-20 10:10:00",
        "Friday",
        1,
    )
    assert [one["content"] for one in detail["chat_messages"]] == ["Welkom"]
    assert detail["recordings"][0]["transcription_segments"][0]["text"]
    await client.call("conference/delete_transcriptions", conference_id=key)
    detail = await client.call("conference/fetch", conference_id=key, output="detail")
    assert detail["recordings"][0]["transcription_segments"] == []
    await client.call("conference/delete_recordings", conference_id=key)
    assert (await client.http.get(recording["download_link"])).status_code == 404


async def test_past_meetings_and_their_call_records(client: Client) -> None:
    days = {"host_id": HOST, "start_date": "2026-03-11", "end_date": "2026-03-11", "time_zone": NL}
    (past,) = await client.call("host/conferences", **days)
    assert (past["start_time"], past["end_time"]) == ("2026-03-11 10:00:00", "2026-03-11 10:20:00")
    records = await client.call("host/cdrs", **days, conference_id=past["conference_id"])
    assert len(records) == past["total_participants"] == 3
    assert sum(one["minutes"] for one in records) == past["total_participant_minutes"]
    (detail,) = await client.call("host/conferences", **days, output="detail")
    assert (detail["subject"], detail["cancelled"]) == ("Kennismaking", False)
    assert (await client.http.get(past["meeting_summary_url"])).status_code == 200


async def test_a_cancelled_meeting(client: Client) -> None:
    key = (await client.plan())["conference_id"]
    await client.call("conference/cancel", conference_id=key)
    assert await client.call("conference/fetch_all", host_id=HOST) == []
    detail = await client.call("conference/fetch", conference_id=key, output="detail")
    assert detail["cancelled"] is True
    for operation in ("cancel", "end", "update"):
        answer = await client.refused(f"conference/{operation}", conference_id=key)
        assert answer == (404, "Conference not found")


async def test_streaming(client: Client) -> None:
    key = (await client.plan(start="2026-03-20 09:59:00", auto_stream="audio"))["conference_id"]
    assert (await client.call("conference/fetch", conference_id=key))["is_streaming"] is True
    viewers = "conference/fetch_livestream_viewer_count"
    assert await client.call(viewers, conference_id=key) == {"count": "4"}
    await client.call("conference/stop_streaming", conference_id=key)
    assert await client.call(viewers, conference_id=key) == {"count": "0"}
