"""Which client somebody is, and that nobody is made a client twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.meetings.model import MeetingState, NotMade
from dialer.meetings.provider import MeetingPerson
from dialer.testing import Answer
from dialer.testing.faults import Fault
from tests.integrations.webcamconsult.recipe import NURSE, WebcamconsultRecipe
from tests.integrations.webcamconsult.test_meetings import ANNE, START, bodies, make, steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.testing import Request
    from dialer.testing.bench import Bench


def is_client(request: Request) -> bool:
    """Whether a request adds a client."""
    return (request.method, request.path) == ("POST", "/clients.json")


async def test_a_contact_with_a_clients_address_is_that_client(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    recipe.clients = {"k7": {"_id": "k7", "emails": " Anne@Meer.example "}, "k8": {"id": "k8", "email": None}}
    entry = await bench.add()
    meeting = await make(bench, entry, ANNE)
    assert steps(meeting) == ["webcamconsult.step.client_found", "meetings.step.created"]
    [appointment] = recipe.appointments.values()
    assert (appointment["client_id"], len(recipe.clients)) == ("k7", 2)


async def test_a_client_of_the_directory_is_not_looked_up(bench: Bench, recipe: WebcamconsultRecipe) -> None:
    entry = await bench.add()
    patient = MeetingPerson(
        name="T de Ester", source=entry.id, uid="k9", contact_id=f"{entry.id}/k9", private=True
    )
    before = len(bench.server.requests)
    meeting = await make(bench, entry, patient)
    assert meeting.state is MeetingState.READY
    assert [request.path for request in bench.server.requests[before:]] == ["/appointments.json"]
    [appointment] = recipe.appointments.values()
    assert appointment["client_id"] == "k9"


async def test_a_client_of_another_users_account_is_the_same_client(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    first = await bench.add()
    second = await bench.add(user_id=NURSE)
    patient = MeetingPerson(name="T de Ester", contact_id=f"{first.id}/k9", private=True)
    meeting = await make(bench, second, patient)
    assert meeting.state is MeetingState.READY
    assert [one["client_id"] for one in recipe.appointments.values()] == ["k9"]


async def test_several_clients_with_one_address_are_refused_in_plain_words(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    recipe.clients = {id_: {"id": id_, "email": "anne@meer.example"} for id_ in ("k1", "k2")}
    entry = await bench.add()
    meeting = await make(bench, entry, ANNE)
    assert (meeting.reason, meeting.error_key) == (NotMade.REFUSED, "webcamconsult.error.several_clients")
    assert (bench.server.acts, len(recipe.clients)) == ([], 2)


async def test_two_appointments_at_once_with_the_same_new_client_make_one(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    entry = await bench.add()
    presses = (make(bench, entry, ANNE, start=START + timedelta(hours=hour)) for hour in (0, 1))
    made = await asyncio.gather(*presses)
    assert [meeting.state for meeting in made] == [MeetingState.READY] * 2
    assert (len(recipe.clients), len(recipe.appointments)) == (1, 2)


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.ERROR_500, Fault.WEB_PAGE, Fault.WRONG_TYPES])
async def test_a_client_whose_answer_is_lost_is_looked_up_and_not_added_again(
    bench: Bench, recipe: WebcamconsultRecipe, fault: Fault
) -> None:
    entry = await bench.add()
    await bench.server.break_(fault, meets=is_client)
    meeting = await make(bench, entry, ANNE)
    assert meeting.state is MeetingState.READY
    assert (len(recipe.clients), len(bodies(bench, "POST", "/clients.json"))) == (1, 1)


async def test_a_client_who_turns_up_late_is_found_by_the_next_press(
    bench: Bench, recipe: WebcamconsultRecipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await bench.add()

    def slow(request: Request) -> Answer:
        return Answer.text("Bad gateway", 502) if is_client(request) else right(request)

    right: Callable[[Request], Answer] = recipe.answer
    monkeypatch.setattr(recipe, "answer", slow)
    meeting = await make(bench, entry, ANNE)
    assert (meeting.reason, meeting.error_key) == (NotMade.REFUSED, "webcamconsult.error.client_doubt")
    recipe.clients["late"] = {"id": "late", "email": ANNE.email}
    meeting = await make(bench, entry, ANNE)
    assert meeting.state is MeetingState.READY
    assert len(bodies(bench, "POST", "/clients.json")) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer.text("Forbidden", 403), NotMade.REFUSED),
        (Answer.text("<html>", 500, "text/html"), NotMade.REFUSED),
        (Answer.json({"clients": []}), NotMade.REFUSED),
    ],
)
async def test_without_the_clients_nothing_is_made_and_nothing_is_in_doubt(
    bench: Bench,
    recipe: WebcamconsultRecipe,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer,
    reason: NotMade,
) -> None:
    entry = await bench.add()
    right = recipe.answer
    monkeypatch.setattr(
        recipe, "answer", lambda request: answer if request.path == "/clients.json" else right(request)
    )
    meeting = await make(bench, entry, ANNE)
    assert (meeting.state, meeting.reason) == (MeetingState.NOT_MADE, reason)
    assert bench.server.acts == []
