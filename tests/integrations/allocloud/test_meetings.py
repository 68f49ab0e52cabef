"""Meetings: what is asked for, what the answer means, and what cannot be done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.errors import ApiError, InputError, OutcomeUnknown
from dialer.meetings.model import MeetingState, NotMade
from dialer.meetings.provider import MeetingFeature, MeetingProvider, meetings
from dialer.meetings.requests import MeetingEdit, MeetingRequest
from dialer.meetings.sentences import sentence
from dialer.testing import Answer, Request
from dialer.testing.bench import Bench
from dialer.testing.uses import ANNE
from tests.integrations.allocloud.recipe import AllocloudRecipe, good, meeting, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from dialer.core.entry import ConfigEntry
    from dialer.meetings.model import Meeting

DIAL_IN = {
    "dialInNumbers": [
        {"id": "12345678", "country": "NL", "number": "+31 20 555 0100"},
        "+32 2 555 01 00",
        None,
        5,
        {"number": []},
        {"phone": "call \u202eus"},
    ],
    "dialInConferenceRoom": 12345,
    "dialInPin": "0042",
}

ELSEWHERE = {
    "topic": "Another",
    "startTime": None,
    "endTime": None,
    "duration": 5,
    "type": "standard",
    "isRecurring": False,
    "isRecorded": False,
    "isDialin": False,
    "meetingPermissionId": None,
}


class Recipe(AllocloudRecipe):
    """The provider, which notes what it was asked; a test may replace answers or add to them."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[Any] = []
        self.instead: Answer | None = None
        self.told: Mapping[str, Any] = {}

    def answer(self, request: Request) -> Answer:
        if request.method == "GET":
            return super().answer(request)
        self.bodies.append(request.json)
        answer = super().answer(request)
        if self.instead is not None:
            return self.instead
        data = Request(method="", path="", body=answer.body).json.get("data")
        return good({**data, **self.told}) if self.told and data else answer


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.open(Recipe(), tmp_path) as bench:
        yield bench


def _recipe(bench: Bench) -> Recipe:
    assert isinstance(bench.recipe, Recipe)
    return bench.recipe


async def _make(bench: Bench, entry: ConfigEntry, **request: Any) -> Meeting:
    request = {"subject": "Mortgage", "people": (ANNE,), **request}
    made = await bench.app.meetings.create(MeetingRequest(entry_id=entry.id, **request))
    return await bench.app.meetings.finished(made.id)


def _provider(bench: Bench) -> MeetingProvider:
    [(_, provider)] = meetings(bench.hub)
    return provider


async def test_a_later_meeting_is_asked_for_as_the_document_shows(bench: Bench) -> None:
    entry = await bench.add()
    start = datetime(2031, 3, 30, 1, 30, tzinfo=UTC).astimezone()
    made = await _make(bench, entry, start=start, minutes=45, options={"isDialin": "true"})
    assert _recipe(bench).bodies == [
        {
            "topic": "Mortgage",
            "startTime": "2031-03-30T01:30:00.000Z",
            "endTime": "2031-03-30T02:15:00.000Z",
            "duration": 45,
            "type": "standard",
            "isRecurring": False,
            "isRecorded": False,
            "isDialin": True,
            "invitedParticipants": [],
            "recurring": {},
            "meetingPermissionId": None,
        }
    ]
    link = f"{bench.server.base_url}meeting/9974-7653-8886-0000?culture=nl"
    assert made.host is not None
    assert made.guest is not None
    assert (made.host.reveal(), made.guest.text) == (link, link)
    assert (made.provider_id, made.details) == (
        "5e945c36b863b82c00000000",
        {"meeting_id": "9974-7653-8886-0000"},
    )
    assert (made.start, made.minutes) == (start, 45)


async def test_now_is_now(bench: Bench) -> None:
    entry = await bench.add()
    before = bench.clock.now()
    await _make(bench, entry)
    [body] = _recipe(bench).bodies
    start = datetime.fromisoformat(body["startTime"])
    assert before - timedelta(seconds=1) <= start <= bench.clock.now()
    assert datetime.fromisoformat(body["endTime"]) - start == timedelta(minutes=30)
    assert body["duration"] == 30


async def test_the_options_are_sent_under_the_documents_names(bench: Bench) -> None:
    entry = await bench.add()
    options = {
        "isRecorded": "true",
        "type": "boardroom",
        "meetingPermissionId": "5e94",
        "recurring.frequencyType": "weekly",
        "recurring.frequency": "2",
        "recurring.endsAfter": "10",
        "recurring.endsOn": "2031-01-01T00:00:00.000Z",
    }
    await _make(bench, entry, options=options)
    [body] = _recipe(bench).bodies
    assert body["isRecorded"] is True
    assert (body["type"], body["meetingPermissionId"], body["isRecurring"]) == ("boardroom", "5e94", True)
    assert body["recurring"] == {
        "frequencyType": "weekly",
        "frequency": 2,
        "endsAfter": 10,
        "endsOn": "2031-01-01T00:00:00.000Z",
    }


@pytest.mark.parametrize(
    "options",
    [{"recurring.every": "week"}, {"isRecurring": "true"}, {"isRecorded": "perhaps"}, {"colour": "red"}],
    ids=str,
)
async def test_options_that_cannot_be_are_refused_before_anything_is_sent(
    bench: Bench, options: Mapping[str, str]
) -> None:
    entry = await bench.add()
    with pytest.raises(InputError):
        await _make(bench, entry, options=options)
    assert _recipe(bench).bodies == []


async def test_a_change_sends_the_whole_meeting_to_the_internal_id(bench: Bench) -> None:
    entry = await bench.add()
    made = await _make(bench, entry, options={"isRecorded": "true", "recurring.frequencyType": "daily"})
    start = datetime(2031, 4, 1, 9, tzinfo=UTC)
    changed = await bench.app.meetings.change(
        made.id, MeetingEdit(subject="Closing", start=start, minutes=90)
    )
    body = _recipe(bench).bodies[-1]
    assert body["id"] == made.provider_id == "5e945c36b863b82c00000000"
    assert (body["topic"], body["startTime"], body["endTime"], body["duration"]) == (
        "Closing",
        "2031-04-01T09:00:00.000Z",
        "2031-04-01T10:30:00.000Z",
        90,
    )
    assert (body["isRecorded"], body["recurring"]) == (True, {"frequencyType": "daily"})
    assert (changed.subject, changed.start, changed.minutes) == ("Closing", start, 90)


@pytest.mark.parametrize(
    "instead",
    [
        Answer(status=204),
        Answer.json({"responseCode": 0}),
        Answer.json({"responseCode": 0, "data": {"ok": True}}),
        good(meeting("another", "1-2", ELSEWHERE)),
    ],
    ids=["204", "bare", "other", "another meeting"],
)
async def test_a_change_keeps_the_links_whatever_the_undocumented_answer_says(
    bench: Bench, instead: Answer
) -> None:
    entry = await bench.add()
    made = await _make(bench, entry)
    _recipe(bench).instead = instead
    changed = await bench.app.meetings.change(made.id, MeetingEdit(subject="Closing"))
    assert (changed.subject, changed.provider_id) == ("Closing", made.provider_id)
    assert (changed.host, changed.guest, changed.details) == (made.host, made.guest, made.details)


async def test_what_one_dials_is_among_the_details(bench: Bench) -> None:
    entry = await bench.add()
    _recipe(bench).told = DIAL_IN
    made = await _make(bench, entry, options={"isDialin": "true"})
    assert made.details == {
        "meeting_id": "9974-7653-8886-0000",
        "dial_in": "+31 20 555 0100, +32 2 555 01 00",
        "access_code": "12345",
        "security_pin": "0042",
    }


@pytest.mark.parametrize("room", [True, {}, [1], "", "<b>1</b>", "1\n2", "9" * 40, "\u202e12", 1.5])
async def test_what_is_no_plain_number_is_no_detail(bench: Bench, room: object) -> None:
    entry = await bench.add()
    _recipe(bench).told = {"dialInConferenceRoom": room, "dialInPin": room, "dialInNumbers": room}
    made = await _make(bench, entry)
    assert (made.state, set(made.details)) == (MeetingState.READY, {"meeting_id"})


async def test_without_a_join_page_there_is_a_number_and_no_invented_link(bench: Bench) -> None:
    entry = await bench.add(join_url_template="")
    assert MeetingFeature.GUEST_LINK not in _provider(bench).features
    made = await _make(bench, entry)
    assert (made.state, made.host, made.guest) == (MeetingState.READY, None, None)
    assert made.details == {"meeting_id": "9974-7653-8886-0000"}


@pytest.mark.parametrize("public_id", [None, "../evil", "1?x=1", ""])
async def test_a_meeting_without_a_plain_public_id_has_no_link(bench: Bench, public_id: object) -> None:
    entry = await bench.add()
    _recipe(bench).told = {"meetingId": public_id}
    made = await _make(bench, entry)
    assert (made.state, made.host, made.guest) == (MeetingState.READY, None, None)
    assert "meeting_id" not in made.details


@pytest.mark.parametrize("times", [("", ""), (None, None), ("soon", "later"), ("2031-01-01T09:00:00", None)])
async def test_times_that_cannot_be_read_leave_those_that_were_asked_for(bench: Bench, times: Any) -> None:
    entry = await bench.add()
    _recipe(bench).told = dict(zip(("startTime", "endTime"), times, strict=True))
    start = datetime(2031, 4, 1, 9, tzinfo=UTC)
    made = await _make(bench, entry, start=start, minutes=25)
    assert (made.state, made.start, made.minutes) == (MeetingState.READY, start, 25)


@pytest.mark.parametrize("code", [-99, -10, "-4", -3, 7])
async def test_a_code_other_than_zero_made_nothing_and_keeps_the_account(bench: Bench, code: object) -> None:
    entry = await bench.add()
    _recipe(bench).instead = said(code)
    made = await _make(bench, entry)
    assert (made.state, made.reason, entry.auth_refused) == (MeetingState.NOT_MADE, NotMade.REFUSED, False)
    assert "canary" not in sentence(made, bench.hub.strings)


@pytest.mark.parametrize(
    "instead",
    [
        Answer.text("Runtime Error", 500),
        Answer.text("<html>Gateway</html>", 502, "text/html"),
        Answer.text("<html>Log in</html>", kind="text/html"),
        Answer.json({"responseCode": 0, "data": {"meetingId": "1-2"}}),
        Answer.json({"responseCode": 0, "data": []}),
        Answer.json({"responseCode": 0, "data": None}),
    ],
    ids=["500", "502", "page", "no id", "empty", "null"],
)
async def test_a_lost_answer_is_told_as_doubt_and_asks_nobody_to_try_again(
    bench: Bench, instead: Answer
) -> None:
    entry = await bench.add()
    _recipe(bench).instead = instead
    made = await _make(bench, entry)
    assert (made.state, len(_recipe(bench).bodies)) == (MeetingState.UNKNOWN, 1)
    told = sentence(made, bench.hub.strings)
    assert "may have been made" in told
    assert "ry again" not in told
    _recipe(bench).instead = None
    await bench.app.meetings.refresh()
    [row] = await bench.app.meetings.coming()
    assert (row.id, row.state, len(_recipe(bench).bodies)) == (made.id, MeetingState.UNKNOWN, 1)


async def test_a_change_without_an_answer_is_told_as_doubt(bench: Bench) -> None:
    entry = await bench.add()
    made = await _make(bench, entry)
    _recipe(bench).instead = Answer.text("Runtime Error", 500)
    with pytest.raises(OutcomeUnknown) as caught:
        await bench.app.meetings.change(made.id, MeetingEdit(subject="Closing"))
    assert caught.value.key == "meetings.error.doubt"


async def test_what_the_interface_cannot_do_is_said_and_not_sent(bench: Bench) -> None:
    entry = await bench.add()
    made = await _make(bench, entry)
    for finish in (bench.app.meetings.cancel, bench.app.meetings.end):
        with pytest.raises(InputError):
            await finish(made.id)
    assert len(_recipe(bench).bodies) == 1


async def test_a_refused_key_silences_the_account(bench: Bench) -> None:
    entry = await bench.add()
    _recipe(bench).secrets = {"api_key": "another"}
    made = await _make(bench, entry)
    assert (made.reason, entry.auth_refused) == (NotMade.AUTH_FAILED, True)
    with pytest.raises(ApiError):
        await _make(bench, entry, subject="Again")
    assert len(_recipe(bench).bodies) == 1
