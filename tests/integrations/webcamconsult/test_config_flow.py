"""Adding an account: the token is tried, and a user and a division are chosen from what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, ErrorKind
from dialer.core.fields import Choice, Text
from dialer.testing import TOKEN, Answer
from tests.integrations.webcamconsult.recipe import DIVISION, DOCTOR, NURSE, WebcamconsultRecipe

if TYPE_CHECKING:
    from dialer.core.flow import Flow
    from dialer.testing import Request
    from dialer.testing.bench import Bench


def _start(bench: Bench) -> Flow:
    return bench.hub.flows.start("webcamconsult")


def _first(bench: Bench) -> dict[str, object]:
    return {"base_url": bench.server.base_url, "token": TOKEN}


def _answer_instead(
    recipe: WebcamconsultRecipe, monkeypatch: pytest.MonkeyPatch, path: str, answer: Answer
) -> None:
    right = recipe.answer

    def instead(request: Request) -> Answer:
        return answer if request.path == path else right(request)

    monkeypatch.setattr(recipe, "answer", instead)


async def test_user_and_division_are_chosen_from_what_there_is(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    divisions = enumerate([DIVISION, "d2", DIVISION, None])
    recipe.appointments = {str(place): {"id": place, "division_id": id_} for place, id_ in divisions}
    flow = _start(bench)
    assert [field.key for field in flow.fields] == ["base_url", "token", "waiting_room_url"]
    assert await flow.submit(_first(bench)) is None
    assert (flow.errors, flow.page.step) == ({}, "desk")
    user, division = flow.fields
    assert isinstance(user, Choice)
    assert isinstance(division, Choice)
    assert user.options == (DOCTOR, NURSE)  # practitioners first
    assert user.labels == {DOCTOR: "Dokter J Akkermans", NURSE: "P Zegers"}
    assert (user.default, division.options) == (None, (DIVISION, "d2"))
    entry = await flow.submit({"user_id": NURSE, "division_id": "d2"})
    assert entry is not None
    assert (entry.title, entry.data["user_id"], entry.data["division_id"]) == (
        "Webcamconsult (P Zegers)", NURSE, "d2"
    )  # fmt: skip


async def test_what_is_given_at_once_is_not_asked_for(bench: Bench) -> None:
    entry = await _start(bench).submit({**_first(bench), "user_id": DOCTOR, "division_id": "d9"})
    assert entry is not None
    assert (entry.state, entry.data["division_id"]) == (EntryState.LOADED, "d9")


async def test_a_user_who_is_not_there_cannot_be_chosen(bench: Bench) -> None:
    flow = _start(bench)
    assert await flow.submit({**_first(bench), "user_id": "nobody", "division_id": ""}) is None
    assert flow.errors == {"user_id": "core.field.not_a_choice"}
    assert bench.hub.entries.all == []


async def test_the_only_user_and_the_only_division_are_chosen_already(
    bench: Bench, recipe: WebcamconsultRecipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe.appointments = {"a": {"id": "a", "division_id": DIVISION}}
    only = [{"_id": "u1", "emails": "a@b.example", "last_name": "Bos"}]
    _answer_instead(recipe, monkeypatch, "/users.json", Answer.json(only))
    flow = _start(bench)
    await flow.submit(_first(bench))
    assert flow.values == {"user_id": "u1", "division_id": DIVISION}
    entry = await flow.submit({})
    assert entry is not None
    assert (entry.title, entry.data["user_id"]) == ("Webcamconsult (Bos)", "u1")


@pytest.mark.parametrize(
    "answer", [Answer.json([]), Answer.text("Forbidden", 403), Answer.text("<html>", 500)]
)
async def test_without_known_divisions_one_may_be_typed(
    bench: Bench, recipe: WebcamconsultRecipe, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    _answer_instead(recipe, monkeypatch, "/appointments.json", answer)
    flow = _start(bench)
    await flow.submit(_first(bench))
    _, division = flow.fields
    assert (type(division), division.required) == (Text, False)
    entry = await flow.submit({"user_id": DOCTOR, "division_id": ""})
    assert entry is not None
    assert entry.data["division_id"] is None


async def test_an_organisation_without_users_can_be_added(
    bench: Bench, recipe: WebcamconsultRecipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer_instead(recipe, monkeypatch, "/users.json", Answer.json([]))
    flow = _start(bench)
    await flow.submit(_first(bench))
    entry = await flow.submit({"user_id": "", "division_id": ""})
    assert entry is not None
    assert entry.data["user_id"] is None


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_token_is_told_as_such(
    bench: Bench, recipe: WebcamconsultRecipe, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    _answer_instead(recipe, monkeypatch, "/users.json", Answer.text("Access denied", status))
    flow = _start(bench)
    assert await flow.submit(_first(bench)) is None
    assert isinstance(flow.error, ApiError)
    assert (flow.error.kind, len(bench.server.requests)) == (ErrorKind.AUTH, 1)


@pytest.mark.parametrize("token", ["two words", " 38826f79", "38826f79\n", "sleutel-é"])
async def test_what_cannot_be_a_token_is_not_sent(bench: Bench, token: str) -> None:
    flow = _start(bench)
    assert await flow.submit({**_first(bench), "token": token}) is None
    assert list(flow.errors) == ["token"]
    assert bench.server.requests == []


async def test_plain_http_is_for_this_computer_only(bench: Bench) -> None:
    flow = _start(bench)
    await flow.submit({"base_url": "http://eapi.webcamconsult.com", "token": TOKEN})
    assert flow.errors == {"base_url": "core.field.not_https"}


async def test_the_documents_host_is_the_default_with_https() -> None:
    from dialer.integrations.webcamconsult.config_flow import WebcamconsultFlow

    assert WebcamconsultFlow.FIELDS[0].default == "https://eapi.webcamconsult.com/"


async def test_another_token_for_the_same_user_is_the_same_account(
    bench: Bench, recipe: WebcamconsultRecipe
) -> None:
    entry = await bench.add()
    recipe.secrets = {"token": "another-token"}
    await bench.hub.entries.setup(entry)
    assert entry.state is EntryState.AUTH_NEEDED
    flow = bench.hub.flows.start("webcamconsult", FlowKind.REAUTH, entry)
    assert [field.key for field in flow.fields] == ["token"]
    assert await flow.submit({"token": "another-token"}) is entry
    assert (entry.state, entry.data["user_id"]) == (EntryState.LOADED, DOCTOR)


async def test_a_403_later_needs_a_person_too(
    bench: Bench, recipe: WebcamconsultRecipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await bench.add()
    _answer_instead(recipe, monkeypatch, "/users.json", Answer.text("Forbidden", 403))
    await bench.hub.entries.setup(entry)
    assert entry.state is EntryState.AUTH_NEEDED


async def test_a_waiting_room_of_ones_own_is_kept(bench: Bench) -> None:
    entry = await bench.add(waiting_room_url="https://wachtkamer.praktijk.example")
    assert entry.data["waiting_room"] == "https://wachtkamer.praktijk.example/"
