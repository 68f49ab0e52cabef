"""The traps of the answers: other names, wrapped or not, other types, and what must not be kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from dialer.core.errors import OutcomeUnknown, Refused
from dialer.integrations.webcamconsult import readings
from dialer.integrations.webcamconsult.models import Appointment, Client, User
from tests.integrations.webcamconsult.client_bench import Bench, opened
from tests.integrations.webcamconsult.table import APPOINTMENT, CLIENT, ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TOKEN = "M94sNGjyKEH2U3yTxRAx"


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found


def _user(record: Any) -> User:
    found = readings.read_record(json.dumps(record).encode(), "user", User)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "record",
    [
        {"user": {"id": ID}},
        {"id": ID},
        {"_id": ID},
        {"user": {"_id": ID}},
        {"user": {"_id": {"$oid": ID}}},
        {"user": {"_id": "another", "id": ID}},
    ],
)
def test_an_id_is_read_wherever_it_is(record: Any) -> None:
    assert _user(record).id == ID


def test_ids_are_text() -> None:
    appointment = readings.read_record(
        b'{"id": 12345678901234567890123, "user_id": 7, "external_participant_ids": [8, "9"]}',
        "appointment",
        Appointment,
    )
    assert appointment is not None
    assert (appointment.id, appointment.user_id) == ("12345678901234567890123", "7")
    assert appointment.external_participant_ids == ["8", "9"]


@pytest.mark.parametrize(
    ("record", "email"),
    [
        ({"id": "1", "email": "a@b.example"}, "a@b.example"),
        ({"id": "1", "emails": "a@b.example"}, "a@b.example"),
        ({"id": "1", "emails": ["a@b.example", "c@d.example"]}, "a@b.example"),
        ({"id": "1", "email": None, "emails": "a@b.example"}, "a@b.example"),
        ({"id": "1", "emails": []}, None),
        ({"id": "1"}, None),
    ],
)
def test_an_email_address_has_two_names(record: Any, email: str | None) -> None:
    assert _user(record).email == email


def test_a_duration_may_be_a_text_and_unknown_fields_do_no_harm() -> None:
    body = json.dumps({"appointment": {**APPOINTMENT, "duration": "100", "new": {"in": 2027}}}).encode()
    appointment = readings.read_record(body, "appointment", Appointment)
    assert appointment is not None
    assert (appointment.duration, appointment.state) == (100, "idle")


@pytest.mark.parametrize("state", ["started", "", None])
def test_a_state_may_be_another_one(state: str | None) -> None:
    body = json.dumps({"id": ID, "state": state}).encode()
    found = readings.read_record(body, "appointment", Appointment)
    assert found is not None
    assert found.state == state


@pytest.mark.parametrize(
    "changed", [{"date": 5}, {"duration": "long"}, {"duration": []}, {"user_id": {}}, {"token": 1}]
)
def test_other_types_are_no_answer(changed: dict[str, Any]) -> None:
    body = json.dumps({"appointment": {**APPOINTMENT, **changed}}).encode()
    with pytest.raises(OutcomeUnknown):
        readings.read_record(body, "appointment", Appointment)


@pytest.mark.parametrize("body", [b'{"users": []}', b"[[]]", b'["x"]', b"null", b"", b'[{"id": "1"'])
def test_what_is_no_bare_list_is_no_list(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown):
        readings.read_list(body, User)


def test_a_clients_own_token_is_gone_as_soon_as_it_is_read() -> None:
    record = {**CLIENT, "authentication_token": TOKEN}
    [listed] = readings.read_list(json.dumps([record]).encode(), Client)
    one = readings.read_record(json.dumps({"client": record}).encode(), "client", Client)
    assert one is not None
    assert (listed.authentication_token, one.authentication_token) == ("***", "***")
    assert one.client_full_name == "Dhr. Dr. T de Ester"


def test_a_record_does_not_show_itself() -> None:
    [client] = readings.read_list(json.dumps([CLIENT]).encode(), Client)
    appointment = readings.read_record(
        json.dumps({**APPOINTMENT, "token": TOKEN}).encode(), "appointment", Appointment
    )
    assert (repr(client), repr([appointment])) == ("Client(***)", "[Appointment(***)]")


@pytest.mark.parametrize(
    "text",
    [
        "2014-12-18T00:00:00.000+01:00",
        "2014-12-17T23:00:00.000Z",
        "2014-12-17T22:00:00+00:00",
        "2014-12-18T00:00:00.000-05:00",
        "2014-12-18T05:00:00Z",
        "2014-12-18",
    ],
)
def test_a_birthday_is_the_same_day_in_every_offset(text: str) -> None:
    assert str(readings.day_of_birth(text)) == "2014-12-18"


@pytest.mark.parametrize("text", [None, "", "18-12-2014", "9999-12-31T23:00:00Z"])
def test_what_is_no_birthday_is_none(text: str | None) -> None:
    assert readings.day_of_birth(text) is None


def test_a_moment_has_an_offset() -> None:
    found = readings.moment("2015-07-01T15:41:24.306+02:00")
    assert found is not None
    assert found.timestamp() == 1435758084.306
    assert [readings.moment(text) for text in (None, "soon", "2015-07-01T15:41:24")] == [None] * 3


@pytest.mark.parametrize("body", [b'{"message": "Your appointment was destroyed."}', b'{"status": "ok"}'])
def test_a_removal_is_confirmed_in_two_ways(body: bytes) -> None:
    assert readings.read_deleted(body) is not None


@pytest.mark.parametrize("body", [b'{"status": "error", "message": "no"}', b"{}", b"[]", b"<html>"])
def test_a_removal_that_is_not_confirmed_is_in_doubt(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown):
        readings.read_deleted(body)


async def test_a_cut_answer_is_in_doubt(bench: Bench) -> None:
    body = json.dumps([CLIENT] * 3).encode()
    bench.answers("GET", "clients.json", httpx.Response(200, content=body[: len(body) // 2]))
    with pytest.raises(OutcomeUnknown):
        await bench.client.clients_list()


async def test_a_large_list_is_read_whole(bench: Bench) -> None:
    everybody = [{**CLIENT, "id": f"{number:024x}", "authentication_token": TOKEN} for number in range(2000)]
    bench.answers("GET", "clients.json", httpx.Response(200, json=everybody))
    found = await bench.client.clients_list()
    assert len({one.id for one in found}) == 2000
    assert {one.authentication_token for one in found} == {"***"}


@pytest.mark.parametrize("path", ["users", "clients", "appointments"])
async def test_a_host_without_the_lists_is_a_wrong_address(path: str, bench: Bench) -> None:
    bench.answers("GET", f"{path}.json", httpx.Response(404, text="Not found"))
    with pytest.raises(Refused) as caught:
        await getattr(bench.client, f"{path}_list")()
    assert caught.value.key == "answers.wrong_address"
