"""Meetings on the wire, parameter by parameter; what is refused; and what is told of the answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, InputError, OutcomeUnknown, Refused
from dialer.meetings.model import Meeting, MeetingState, NotMade
from dialer.meetings.provider import MeetingPerson
from dialer.meetings.requests import MeetingEdit, MeetingRequest, OptionErrors
from dialer.testing import Answer, Bench, Fault, Request
from dialer.testing.uses import ANNE
from tests.integrations.iotum.server import HOST, MODERATOR

if TYPE_CHECKING:
    from tests.integrations.iotum.recipe import IotumRecipe
    from tests.integrations.iotum.server import Platform

NOW, PLANNED, UPDATE = "conference/create/reservationless", "conference/create", "conference/update"
BEN = MeetingPerson(name="Ben", email="ben@example.com")
NOBODY = MeetingPerson(name="Only A. Phone", number="+31205550143")
# Noon in Amsterdam, always after now and before the clocks change.
LATER = datetime(2030, 1, 15, 11, tzinfo=UTC)

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
NOES = {
    400: "answers.refused",
    403: "answers.not_allowed",
    404: "answers.not_found",
    409: "answers.conflict",
    422: "answers.refused",
    429: "answers.too_many",
}


@pytest.fixture(autouse=True)
def _amsterdam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")


async def _press(bench: Bench, options: dict[str, Any] | None = None, **changed: Any) -> Meeting:
    entry = bench.hub.entries.all[0] if bench.hub.entries.all else await bench.add()
    wanted = {"subject": "Advice", "people": (ANNE,), "options": options or {}, **changed}
    meeting = await bench.app.meetings.create(MeetingRequest(entry_id=entry.id, **wanted))
    return await bench.app.meetings.finished(meeting.id)


async def _made(bench: Bench, options: dict[str, Any] | None = None, **changed: Any) -> Meeting:
    meeting = await _press(bench, options, **changed)
    assert meeting.state is MeetingState.READY, meeting.error_key
    return meeting


async def test_a_meeting_that_begins_at_once(bench: Bench, platform: Platform) -> None:
    meeting = await _made(bench)
    assert platform.wanted[NOW] == {"host_id": HOST, "one_time_access_code": True, "secure_url": False}
    assert platform.calls[-1] == NOW, "one request is all"
    assert meeting.guest is not None
    assert meeting.host is not None
    assert meeting.guest.text == f"{bench.server.base_url}conf/call/987654321"
    assert meeting.host.reveal() == f"{meeting.guest.text}?moderator_token=cnzr%20vyE%2BJ%26p3H"
    assert meeting.details == {"dial_in": "+31 20 555 0199", "access_code": "987654321"}
    assert meeting.subject == "Advice"


async def test_without_a_code_of_its_own_it_is_in_the_hosts_room(bench: Bench, platform: Platform) -> None:
    meeting = await _made(bench, {"one_time_access_code": "false"})
    assert platform.wanted[NOW]["one_time_access_code"] is False
    assert meeting.details["access_code"] == "0123456"


async def test_a_link_with_an_encrypted_code_keeps_it(bench: Bench, platform: Platform) -> None:
    meeting = await _made(bench, {"secure_url": "true"})
    assert platform.wanted[NOW]["secure_url"] is True
    assert meeting.host is not None
    assert meeting.host.reveal().endswith("?encrypted_pin=true&moderator_token=cnzr%20vyE%2BJ%26p3H")
    assert MODERATOR not in meeting.guest.text if meeting.guest else False


async def test_a_planned_meeting(bench: Bench, platform: Platform) -> None:
    meeting = await _made(bench, start=LATER, minutes=45, people=(ANNE, NOBODY, BEN))
    assert platform.wanted[PLANNED] == {
        "host_id": HOST,
        "subject": "Advice",
        "agenda": "",
        "start": "2030-01-15 12:00:00",
        "time_zone": "Europe/Amsterdam",
        "duration": 45,
        "one_time_access_code": True,
        "secure_url": False,
        "participant_emails": [
            {"email": "anne@vermeer.example", "moderator": False},
            {"email": "ben@example.com", "moderator": False},
        ],
    }
    assert (meeting.start, meeting.minutes) == (LATER, 45)


async def test_each_option_is_sent_under_its_own_name(bench: Bench, platform: Platform) -> None:
    for option, typed, sent in OPTIONS:
        await _made(bench, {option: typed}, start=LATER, subject=f"{option} {typed}")
        body = platform.wanted[PLANNED]
        assert (option, body[option], type(body[option])) == (option, sent, type(sent))


async def test_moderators_are_invited_as_such_and_nobody_twice(bench: Bench, platform: Platform) -> None:
    options = {"moderators": " BEN@example.com; carl@example.com ,"}
    await _made(bench, options, start=LATER, people=(ANNE, BEN))
    assert platform.wanted[PLANNED]["participant_emails"] == [
        {"email": "BEN@example.com", "moderator": True},
        {"email": "carl@example.com", "moderator": True},
        {"email": "anne@vermeer.example", "moderator": False},
    ]
    assert "moderators" not in platform.wanted[PLANNED]


async def test_what_only_a_planned_meeting_can_have_makes_it_one_from_now_on(
    bench: Bench, platform: Platform
) -> None:
    await _made(bench, {"security_pin": "0123", "auto_transcribe": False})
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
            await _press(bench, {option: typed}, start=LATER)
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
        await _press(bench, options, start=start)
    assert caught.value.key == f"iotum.error.{key}"
    assert len(platform.calls) == asked
    assert await bench.app.meetings.coming() == []


async def test_an_hour_that_comes_twice_is_sent_in_a_zone_that_has_it_once(
    bench: Bench, platform: Platform
) -> None:
    start = datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    meeting = await _made(bench, start=start)
    body = platform.wanted[PLANNED]
    assert (body["start"], body["time_zone"]) == ("2030-10-27 01:30:00", "UTC")
    assert meeting.start == start


async def test_a_series_has_its_links_although_the_answer_lacks_them(
    bench: Bench, platform: Platform
) -> None:
    meeting = await _made(bench, {"schedule": "FREQ=DAILY;COUNT=3"}, start=LATER)
    assert platform.calls[-2:] == [PLANNED, "conference/fetch"]
    assert meeting.guest is not None
    assert meeting.host is not None
    assert (meeting.recurrence, meeting.zone) == ("FREQ=DAILY;COUNT=3", "Europe/Amsterdam")


async def test_a_change_sends_the_whole_meeting(bench: Bench, platform: Platform) -> None:
    options = {"mute_mode": "q&a", "security_pin": "0042", "moderators": "ben@example.com"}
    meeting = await _made(bench, options, start=LATER)
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


async def test_a_change_of_what_was_made_elsewhere_loses_nothing_of_it(
    bench: Bench, platform: Platform
) -> None:
    soon = bench.clock.now() + timedelta(hours=2)
    options = {"mute_mode": "presentation", "auto_record": "video", "agenda": "A"}
    first = await _made(bench, options, start=soon)
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
    meeting = await _made(bench, {"schedule": "FREQ=DAILY;COUNT=3"}, start=LATER)
    conference = platform.conferences[int(str(meeting.provider_id))]
    await bench.app.meetings.change(meeting.id, MeetingEdit(options={"schedule": "FREQ=DAILY;COUNT=5"}))
    assert conference["schedule"] == "FREQ=DAILY;COUNT=5"
    conference["is_master"] = False
    with pytest.raises(InputError) as caught:
        await bench.app.meetings.change(meeting.id, MeetingEdit(options={"schedule": "FREQ=DAILY;COUNT=7"}))
    assert caught.value.key == "iotum.error.schedule_master"
    await bench.app.meetings.change(meeting.id, MeetingEdit(subject="This one only"))
    assert platform.wanted[UPDATE]["subject"] == "This one only"


async def test_more_meetings_than_one_page_holds_are_all_there(bench: Bench, platform: Platform) -> None:
    first = await _made(bench, start=LATER)
    template = platform.conferences[int(str(first.provider_id))]
    for id_ in range(100, 135):
        platform.conferences[id_] = {**template, "conference_id": id_, "subject": f"Meeting {id_}"}
    far = {**template, "conference_id": 200, "start": "2036-01-15 12:00:00"}
    platform.conferences[200] = far
    [(entry, provider)] = bench.hub.providers(type(_provider(bench)))
    told = await provider.async_list(LATER - timedelta(days=1), LATER + timedelta(days=1))
    assert len({one.provider_id for one in told}) == 36
    assert platform.calls.count("conference/fetch_all") == 4
    assert entry.state is EntryState.LOADED


async def test_a_session_that_is_over_is_renewed_without_a_second_meeting(
    bench: Bench, platform: Platform
) -> None:
    await bench.add()
    platform.expire()
    await _made(bench)
    assert platform.calls[-3:] == [NOW, "authenticate", NOW]
    assert len(platform.conferences) == 1


async def test_a_no_is_told_as_what_it_is(bench: Bench) -> None:
    await bench.add()
    for status, key in NOES.items():
        asked = len(bench.server.acts)
        bench.server.answer_acts(Answer.text("<html>No server-words-5d0c</html>", status, "text/html"))
        meeting = await _press(bench, start=LATER, subject=f"No {status}")
        assert (meeting.state, meeting.error_key) == (MeetingState.NOT_MADE, key)
        assert (meeting.reason, len(bench.server.acts)) == (NotMade.REFUSED, asked + 1)


async def test_a_plan_without_one_time_codes_is_told_with_what_to_do(
    bench: Bench, platform: Platform
) -> None:
    platform.one_time_codes = False
    meeting = await _press(bench)
    assert (meeting.reason, meeting.error_key) == (NotMade.REFUSED, "iotum.error.no_one_time_code")
    assert platform.conferences == {}


async def test_an_account_can_do_without_one_time_codes(bench: Bench, platform: Platform) -> None:
    platform.one_time_codes = False
    await bench.add(one_time_access_code=False)
    await _made(bench)
    assert platform.wanted[NOW]["one_time_access_code"] is False


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.ERROR_500, Fault.WRONG_TYPES])
@pytest.mark.parametrize("start", [None, LATER])
async def test_a_lost_answer_is_found_with_its_links(
    bench: Bench, platform: Platform, fault: Fault, start: datetime | None
) -> None:
    await bench.add()
    await bench.server.break_(fault)
    start = start and bench.clock.now().replace(microsecond=0, second=0) + timedelta(hours=2)
    meeting = await _made(bench, start=start)
    assert meeting.guest is not None
    assert meeting.host is not None
    assert (meeting.subject, len(platform.conferences)) == ("Advice", 1)


async def test_a_meeting_of_somebody_else_is_not_taken_for_the_one_that_was_lost(
    bench: Bench, platform: Platform, recipe: IotumRecipe
) -> None:
    """Or its link would let a client into the board's meeting."""
    soon = bench.clock.now() + timedelta(minutes=1)
    board = await _made(bench, start=soon, subject="Board", people=(ANNE, BEN))
    theirs = platform.conferences.pop(int(str(board.provider_id)))
    platform.conferences[77] = {**theirs, "conference_id": 77}
    known = recipe.answer

    def answer(request: Request) -> Answer:
        return Answer(status=500) if request.path.endswith(NOW) else known(request)

    recipe.answer = answer  # type: ignore[method-assign]  # it is not made
    meeting = await _press(bench)
    assert (meeting.state, meeting.reason) == (MeetingState.NOT_MADE, NotMade.NOT_FOUND)
    assert meeting.guest is None


async def test_what_does_not_go_on_cannot_be_ended(bench: Bench, recipe: IotumRecipe) -> None:
    meeting = await _made(bench, start=LATER)
    known = recipe.answer

    def answer(request: Request) -> Answer:
        if request.path.endswith("conference/end"):
            return Answer.json({"message": "Conference is not active"}, status=422)
        return known(request)

    recipe.answer = answer  # type: ignore[method-assign]  # stricter
    with pytest.raises(Refused) as caught:
        await bench.app.meetings.end(meeting.id)
    assert caught.value.key == "iotum.error.not_going_on"


async def test_links_that_lead_elsewhere_are_not_shown(bench: Bench, platform: Platform) -> None:
    await bench.add()
    platform.rooms = "https://evil.example"
    meeting = await _made(bench)
    assert (meeting.host, meeting.guest, meeting.refused_links) == (None, None, True)


async def test_a_list_that_breaks_off_is_an_error(bench: Bench) -> None:
    await bench.add()
    provider = _provider(bench)
    await bench.server.break_(Fault.CUT, meets=lambda request: request.path.endswith("active_calls"))
    with pytest.raises(OutcomeUnknown):
        await provider.async_list(LATER, LATER)
    await bench.server.mend()
    await bench.server.break_(Fault.WRONG_TYPES, meets=lambda request: request.path.endswith("fetch_all"))
    with pytest.raises(ApiError):
        await provider.async_list(LATER, LATER)


def _provider(bench: Bench) -> Any:
    [provider] = [provider for provider in bench.providers() if provider.kind == "meetings"]
    return provider
