"""Appointments that are there: changed, called off and read again, on both servers that there may be."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import ApiError
from dialer.meetings.model import MeetingState
from dialer.meetings.provider import MeetingPerson, meetings
from dialer.meetings.requests import MeetingEdit
from dialer.testing.faults import Fault
from tests.integrations.webcamconsult.recipe import DOCTOR, AsDocumented, WebcamconsultRecipe
from tests.integrations.webcamconsult.test_meetings import ANNE, EDITABLE, START, bodies, make

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.testing.bench import Bench


@pytest.fixture(params=[WebcamconsultRecipe, AsDocumented])
def recipe(request: pytest.FixtureRequest) -> WebcamconsultRecipe:
    """Both servers that there may be."""
    made: WebcamconsultRecipe = request.param()
    return made


async def test_a_change_sends_the_whole_appointment_and_only_what_is_editable(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    entry = await bench.add()
    options = {"external_participant_ids": "x1"}
    meeting = await make(bench, entry, ANNE, start=START, minutes=20, options=options)
    later = START + timedelta(days=1)
    changed = await bench.app.meetings.change(meeting.id, MeetingEdit(start=later, minutes=45))
    assert (changed.start, changed.minutes) == (later, 45)
    folder = "appointment" if recipe.singular else "appointments"
    [sent] = bodies(bench, "PUT", f"/{folder}/{meeting.provider_id}.json")
    assert sent.keys() == EDITABLE
    assert (sent["duration"], sent["external_participant_ids"]) == (45, ["x1"])
    assert datetime.fromisoformat(sent["date"]) == later


async def test_a_change_after_a_restart_keeps_who_meets_and_what_was_said(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    entry = await bench.add()
    options = {"external_participant_ids": "x1"}
    meeting = await make(bench, entry, ANNE, start=START, minutes=20, subject="Knee", options=options)
    before = dict(recipe.appointments[str(meeting.provider_id)])
    await bench.stop()
    await bench.start()
    await bench.app.meetings.refresh()
    [row] = await bench.app.meetings.coming()
    assert (row.subject, [person.contact_id for person in row.people]) == ("", ["c1"])
    await bench.app.meetings.change(meeting.id, MeetingEdit(minutes=25))
    assert recipe.appointments[str(meeting.provider_id)] == {**before, "duration": 25}


@pytest.mark.parametrize(("client", "state"), [("k9", MeetingState.READY), ("k8", MeetingState.NOT_MADE)])
async def test_after_a_restart_an_appointment_with_another_client_is_not_taken_for_it(
    bench: Bench, recipe: WebcamconsultRecipe, client: str, state: MeetingState
) -> None:
    entry = await bench.add()
    patient = MeetingPerson(name="T de Ester", contact_id=f"{entry.id}/k9", private=True)
    await bench.server.break_(Fault.RESET, meets=lambda _request: bool(bench.server.acts))
    meeting = await make(bench, entry, patient, start=START, minutes=20)
    assert meeting.state is MeetingState.UNKNOWN
    await bench.server.mend()
    await bench.stop()
    [appointment] = recipe.appointments.values()
    appointment["client_id"] = client
    await bench.start()
    await bench.app.meetings.refresh()
    found = await bench.app.meetings.get(meeting.id)
    assert found is not None
    assert found.state is state


@pytest.mark.parametrize("asked", ["all", "one"])
async def test_after_a_restart_the_provider_tells_the_name_again(
    bench: Bench, recipe: WebcamconsultRecipe, asked: str
) -> None:
    recipe.clients = {"k1": {"id": "k1", "email": ANNE.email, "client_full_name": "A van der Meer"}}
    entry = await bench.add()
    meeting = await make(bench, entry, ANNE)
    await bench.stop()
    await bench.start()
    before = len(bench.server.requests)
    tell: dict[str, Callable[[], Awaitable[object]]] = {
        "all": bench.app.meetings.refresh,
        "one": partial(bench.app.meetings.read, meeting.id),
    }
    await tell[asked]()
    [row] = await bench.app.meetings.coming()
    [person] = row.people
    # One client is read by his id: nobody else's name is asked for.
    assert "/clients.json" not in {request.path for request in bench.server.requests[before:]}
    assert (person.name, person.contact_id, person.private) == ("A van der Meer", "c1", True)
    await bench.stop()
    assert "van der Meer" not in bench.written()
    await bench.start()


@pytest.mark.parametrize("count", [1, 2])
async def test_clients_who_are_gone_are_asked_for_once(
    bench: Bench, recipe: WebcamconsultRecipe, count: int
) -> None:
    soon = (bench.clock.now() + timedelta(hours=2)).isoformat()
    recipe.appointments = {
        f"a{place}": {"id": f"a{place}", "user_id": DOCTOR, "client_id": f"gone{place}", "date": soon}
        for place in range(count)
    }
    await bench.add()
    await bench.app.meetings.refresh()
    before = len(bench.server.requests)
    await bench.app.meetings.refresh()
    assert [request.path for request in bench.server.requests[before:]] == ["/appointments.json"]


async def test_another_client_takes_the_place_of_the_first(bench: Bench, recipe: WebcamconsultRecipe) -> None:
    entry = await bench.add()
    meeting = await make(bench, entry, ANNE, start=START)
    ben = MeetingPerson(name="Ben Bos", email="ben@bos.example", contact_id="c2")
    await bench.app.meetings.change(meeting.id, MeetingEdit(people=(ben,)))
    [appointment] = recipe.appointments.values()
    assert recipe.clients[appointment["client_id"]]["email"] == "ben@bos.example"


async def test_calling_off_is_done_where_it_is_gone_already(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    entry = await bench.add()
    meeting = await make(bench, entry, ANNE, start=START)
    assert (await bench.app.meetings.cancel(meeting.id)).state is MeetingState.CANCELLED
    assert recipe.appointments == {}
    again = await make(bench, entry, ANNE, start=START + timedelta(hours=1))
    recipe.appointments.clear()
    assert (await bench.app.meetings.cancel(again.id)).state is MeetingState.CANCELLED
    assert {request.body for request in bench.server.requests if request.method == "DELETE"} == {b""}


async def test_what_was_removed_elsewhere_is_not_read(bench: Bench, recipe: WebcamconsultRecipe) -> None:
    entry = await bench.add()
    meeting = await make(bench, entry, ANNE, start=START)
    [(_, provider)] = meetings(bench.hub)
    recipe.appointments.clear()
    assert await provider.async_fetch(str(meeting.provider_id)) is None
    with pytest.raises(ApiError):
        await provider.async_cancel(str(meeting.provider_id))
