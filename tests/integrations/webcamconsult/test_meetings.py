"""Appointments: what is sent of them, with whom they are, and what becomes of lost answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.errors import InputError
from dialer.meetings.model import Meeting, MeetingState, NotMade
from dialer.meetings.provider import MeetingPerson
from dialer.meetings.requests import MeetingRequest
from dialer.testing import Answer
from dialer.testing.faults import Fault
from tests.integrations.webcamconsult.recipe import (
    DIVISION,
    DOCTOR,
    NURSE,
    ROOM_TOKEN,
    WebcamconsultRecipe,
)

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.testing import Request
    from dialer.testing.bench import Bench

ANNE = MeetingPerson(name="Anne van der Meer", email="anne@meer.example", contact_id="c1")
START = datetime(2027, 3, 28, 9, 30, tzinfo=UTC)
EDITABLE = {
    "user_id", "client_id", "created_by_user_id", "date", "division_id", "duration",
    "external_participant_ids",
}  # fmt: skip


async def make(bench: Bench, entry: ConfigEntry, *people: MeetingPerson, **changed: Any) -> Meeting:
    """Press Create meeting, and wait for what becomes of it."""
    request = MeetingRequest(entry_id=entry.id, people=people, **changed)
    meeting = await bench.app.meetings.create(request)
    return await bench.app.meetings.finished(meeting.id)


def bodies(bench: Bench, method: str, path: str) -> list[Any]:
    """Return what was sent there, without what wraps it."""
    sent = [each for each in bench.server.requests if (each.method, each.path) == (method, path)]
    return [next(iter(each.json.values())) for each in sent]


def steps(meeting: Meeting) -> list[str]:
    """Return what was done of a creation."""
    return [step.key for step in meeting.steps]


async def test_a_contact_who_is_no_client_is_made_one_first(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    entry = await bench.add()
    meeting = await make(bench, entry, ANNE, start=START, minutes=20)
    assert steps(meeting) == ["webcamconsult.step.client_added", "meetings.step.created"]
    [[client_id, client]] = recipe.clients.items()
    assert bodies(bench, "POST", "/clients.json") == [
        {
            "email": "anne@meer.example",
            "initials": "A",
            "surname_prefix": "van der",
            "last_name": "Meer",
            "division_ids": [DIVISION],
        }
    ]
    assert client["email"] == "anne@meer.example"
    [sent] = bodies(bench, "POST", "/appointments.json")
    assert sent == {
        "user_id": DOCTOR,
        "client_id": client_id,
        "created_by_user_id": DOCTOR,
        "date": sent["date"],
        "division_id": DIVISION,
        "duration": 20,
    }
    assert datetime.fromisoformat(sent["date"]) == START
    assert datetime.fromisoformat(sent["date"]).tzinfo is not None
    assert meeting.state is MeetingState.READY


@pytest.mark.parametrize(
    ("people", "key"),
    [
        ((ANNE, MeetingPerson(name="Ben", email="ben@b.example")), "webcamconsult.error.one_client"),
        ((MeetingPerson(name="No Mail", contact_id="c2"),), "webcamconsult.error.no_email"),
        ((), "webcamconsult.error.no_client"),
    ],
)
async def test_who_cannot_be_a_client_is_refused_before_anything_is_written(
    bench: Bench, people: tuple[MeetingPerson, ...], key: str
) -> None:
    entry = await bench.add()
    with pytest.raises(InputError) as caught:
        await make(bench, entry, *people)
    assert caught.value.key == key
    assert await bench.app.meetings.coming() == []
    assert bench.server.acts == []


@pytest.mark.parametrize(
    ("field", "key"),
    [
        ("date", "webcamconsult.error.at_date"),
        ("user_id", "webcamconsult.error.at_user"),
        ("duration", "webcamconsult.error.at_duration"),
        ("something", "answers.refused"),
    ],
)
async def test_a_field_that_is_not_accepted_has_a_sentence(bench: Bench, field: str, key: str) -> None:
    entry = await bench.add()
    bench.server.answer_acts(Answer.json({"errors": {field: ["is bezet door Jan Geheim"]}}, 422))
    meeting = await make(bench, entry, ANNE)
    assert (meeting.reason, meeting.error_key) == (NotMade.REFUSED, key)
    assert bench.hub.strings.text(key) != key


async def test_options_go_out_under_the_documents_names(bench: Bench) -> None:
    entry = await bench.add()
    options = {"division_id": "d2", "external_participant_ids": '["x1", "x2"]', "user_id": NURSE}
    await make(bench, entry, ANNE, options=options)
    [sent] = bodies(bench, "POST", "/appointments.json")
    assert sent.keys() <= EDITABLE
    assert (sent["division_id"], sent["external_participant_ids"]) == ("d2", ["x1", "x2"])
    assert (sent["user_id"], sent["created_by_user_id"]) == (NURSE, DOCTOR)


async def test_the_links_of_host_and_guest(bench: Bench) -> None:
    entry = await bench.add()
    meeting = await make(bench, entry, ANNE)
    assert meeting.host is not None
    assert meeting.guest is not None
    base, id_ = bench.server.base_url, meeting.provider_id
    assert meeting.host.reveal() == f"{base}admin/appointments/{id_}"
    assert meeting.guest.text == f"{base}wachtkamer/{ROOM_TOKEN}-{id_}?locale={bench.hub.strings.language}"


async def test_without_a_token_there_is_no_guest_link(bench: Bench, recipe: WebcamconsultRecipe) -> None:
    recipe.waits = False
    entry = await bench.add()
    meeting = await make(bench, entry, ANNE)
    assert meeting.host is not None
    assert (meeting.guest, meeting.refused_links) == (None, False)


async def test_only_the_users_own_appointments_are_listed(bench: Bench, recipe: WebcamconsultRecipe) -> None:
    soon = (bench.clock.now() + timedelta(hours=2)).isoformat()
    recipe.clients = {"k1": {"id": "k1", "client_full_name": "T de Ester"}}
    ours = {"client_id": "k1", "date": soon, "duration": "30"}
    recipe.appointments = {
        "a1": {"_id": "a1", **ours, "user_id": DOCTOR},
        "a2": {"id": "a2", **ours, "user_id": NURSE},
        "a3": {"id": "a3", **ours, "user_id": NURSE, "created_by_user_id": DOCTOR},
        "a4": {"id": "a4", **ours, "user_id": DOCTOR, "date": "2015-07-01T15:41:24.306+02:00"},
    }
    await bench.add()
    await bench.app.meetings.refresh()
    coming = await bench.app.meetings.coming()
    assert sorted(str(meeting.provider_id) for meeting in coming) == ["a1", "a3"]
    assert {(meeting.people[0].name, meeting.minutes) for meeting in coming} == {("T de Ester", 30)}


async def test_a_list_that_does_not_tell_who_meets_settles_all_the_same(
    bench: Bench, recipe: WebcamconsultRecipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await bench.add()
    right = recipe.answer

    def brief(request: Request) -> Answer:
        listed = (request.method, request.path) == ("GET", "/appointments.json")
        told = [{"id": one["id"], "date": one["date"]} for one in recipe.appointments.values()]
        return Answer.json(told) if listed else right(request)

    monkeypatch.setattr(recipe, "answer", brief)
    await bench.server.break_(Fault.RESET)
    meeting = await make(bench, entry, ANNE, start=START, minutes=30)
    assert meeting.state is MeetingState.READY


async def test_a_list_without_an_id_settles_nothing(bench: Bench, recipe: WebcamconsultRecipe) -> None:
    entry = await bench.add()
    recipe.appointments = {"": {"user_id": DOCTOR, "date": bench.clock.now().isoformat()}}
    await bench.server.break_(Fault.RESET)
    meeting = await make(bench, entry, ANNE)
    assert meeting.state is MeetingState.UNKNOWN
    assert len(bench.server.acts) == 1


async def test_a_lost_answer_is_not_taken_for_somebody_elses_appointment(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    entry = await bench.add()
    other = {"user_id": DOCTOR, "client_id": "k1", "date": START.isoformat(), "duration": 30}
    recipe.appointments = {"a1": {"id": "a1", **other}}
    bench.server.answer_acts(Answer.text("<html>", 502, "text/html"))  # nothing is made
    meeting = await make(bench, entry, ANNE, start=START, minutes=30)
    assert (meeting.state, meeting.reason) == (MeetingState.NOT_MADE, NotMade.NOT_FOUND)
