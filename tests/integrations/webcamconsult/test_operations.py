"""Every operation, parameter by parameter, as the document has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from dialer.core.errors import ApiError, ErrorKind, InputError, OutcomeUnknown, Refused, SafetyError
from dialer.core.http import HttpClient
from dialer.core.secrets import Secret
from dialer.integrations.webcamconsult.client import DEFAULT_BASE_URL, WebcamconsultClient
from dialer.integrations.webcamconsult.operations import api
from tests.integrations.webcamconsult.client_bench import API_TOKEN, PAGE, Bench, opened
from tests.integrations.webcamconsult.table import ID, OPERATIONS, Operation

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dialer.core.api import Api

CREATING = [operation for operation in OPERATIONS if operation.method == "POST"]
IN_TWO_PLACES = [operation for operation in OPERATIONS if len(operation.paths) > 1]
NOT_FOUND = httpx.Response(404, text="<html>Not found</html>")


def _named(operation: Operation) -> str:
    return operation.name


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found


def _unused() -> Api:
    return api(WebcamconsultClient(HttpClient(), DEFAULT_BASE_URL, Secret(API_TOKEN)))


def _said(answer: Any) -> Any:
    """Return an answer without what nothing was said of."""
    if isinstance(answer, list):
        return [_said(item) for item in answer]
    return {key: value for key, value in answer.items() if value is not None}


def _answer(operation: Operation) -> httpx.Response:
    return httpx.Response(200, json=operation.answer)


async def _call(bench: Bench, operation: Operation, **values: object) -> Any:
    return await api(bench.client).call(operation.name, {**operation.given, **values}, destroy=True)


def test_these_are_all_of_them() -> None:
    assert list(_unused().names) == [operation.name for operation in OPERATIONS]
    assert len(OPERATIONS) == 15


@pytest.mark.parametrize("operation", OPERATIONS, ids=_named)
def test_its_parameters_have_the_documents_names(operation: Operation) -> None:
    needed = dict.fromkeys(operation.given, True)
    assert _unused().parameters(operation.name) == needed | dict.fromkeys(operation.fields, False)


@pytest.mark.parametrize("operation", OPERATIONS, ids=_named)
async def test_what_is_given_is_sent_as_it_is_and_nothing_else(operation: Operation, bench: Bench) -> None:
    every = operation.fields
    wanted = [{}, every, dict.fromkeys(every), *({name: value} for name, value in every.items())]
    route = bench.answers(operation.method, operation.paths[0], *[_answer(operation)] * len(wanted))
    for values in wanted:
        assert _said(await _call(bench, operation, **values)) == _said(operation.read)
    assert bench.asked == [(operation.method, f"/{operation.paths[0]}")] * len(wanted)
    for call, values in zip(route.calls, wanted, strict=True):
        sent = call.request
        assert json.loads(sent.content or b"{}") == ({operation.wrap: values} if operation.wrap else {})
        assert sent.headers["authorization"] == f"Token token={API_TOKEN}"
        assert sent.headers.get("content-type") == ("application/json" if operation.wrap else None)
        assert (sent.headers.get("connection") == "close") == (operation.method != "GET")


@pytest.mark.parametrize("operation", OPERATIONS, ids=_named)
async def test_what_is_not_editable_cannot_be_sent(operation: Operation) -> None:
    generated = ("id", "full_name", "roles", "state", "orig_date", "started_at", "created_at", "inloop_json")
    for name in generated:
        with pytest.raises(InputError):
            await _unused().call(operation.name, {**operation.given, name: "x"}, destroy=True)


@pytest.mark.parametrize("name", ["users.delete", "clients.delete", "appointments.delete"])
async def test_nothing_is_removed_on_a_slip(name: str) -> None:
    [operation] = [operation for operation in OPERATIONS if operation.name == name]
    with pytest.raises(SafetyError):
        await _unused().call(name, operation.given)


@pytest.mark.parametrize("operation", IN_TWO_PLACES, ids=_named)
async def test_where_the_document_has_it_is_tried_once_and_remembered(
    operation: Operation, bench: Bench
) -> None:
    elsewhere, documented = operation.paths
    bench.answers(operation.method, elsewhere, NOT_FOUND)
    bench.answers(operation.method, documented, _answer(operation), _answer(operation), NOT_FOUND)
    assert _said(await _call(bench, operation)) == _said(operation.read)
    await _call(bench, operation)
    with pytest.raises(Refused) as caught:
        await _call(bench, operation)
    assert caught.value.kind is ErrorKind.NOT_FOUND
    method = operation.method
    assert bench.asked == [(method, f"/{elsewhere}"), *[(method, f"/{documented}")] * 3]


@pytest.mark.parametrize("operation", IN_TWO_PLACES, ids=_named)
async def test_what_is_in_neither_place_is_gone_and_tells_nothing_about_the_places(
    operation: Operation, bench: Bench
) -> None:
    for path in operation.paths:
        bench.answers(operation.method, path, NOT_FOUND, NOT_FOUND)
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            await _call(bench, operation)
        assert (caught.value.kind, caught.value.key) == (ErrorKind.NOT_FOUND, "answers.not_found")
    assert bench.asked == [(operation.method, f"/{path}") for path in operation.paths] * 2


@pytest.mark.parametrize("operation", IN_TWO_PLACES, ids=_named)
async def test_a_place_that_worked_is_the_only_one_from_then_on(operation: Operation, bench: Bench) -> None:
    bench.answers(operation.method, operation.paths[0], _answer(operation), NOT_FOUND)
    await _call(bench, operation)
    with pytest.raises(Refused):
        await _call(bench, operation)
    assert bench.asked == [(operation.method, f"/{operation.paths[0]}")] * 2


async def test_clients_and_appointments_may_be_in_different_places(bench: Bench) -> None:
    bench.answers("GET", f"clients/{ID}.json", NOT_FOUND)
    bench.answers("GET", f"client/{ID}.json", httpx.Response(200, json={"client": {"id": ID}}))
    bench.answers("GET", f"appointments/{ID}.json", httpx.Response(200, json={"appointment": {"id": ID}}))
    await bench.client.clients_view(client_id=ID)
    await bench.client.appointments_view(appointment_id=ID)
    assert bench.client.folders == {"clients": "client", "appointments": "appointments"}


@pytest.mark.parametrize("operation", CREATING, ids=_named)
async def test_creating_is_never_tried_elsewhere_nor_again(operation: Operation, bench: Bench) -> None:
    answers = NOT_FOUND, httpx.Response(500, html=PAGE), httpx.ReadTimeout("late"), httpx.ReadError("")
    bench.answers("POST", operation.paths[0], *answers)
    for _ in answers:
        with pytest.raises(ApiError):
            await _call(bench, operation)
    assert bench.asked == [("POST", f"/{operation.paths[0]}")] * len(answers)


FAULTS = [
    (401, "HTTP Token: Access denied.\n", Refused, ErrorKind.AUTH),
    (403, "Forbidden", Refused, ErrorKind.PERMISSION),
    (409, "{}", Refused, ErrorKind.VALIDATION),
    (422, '{"errors": {}}', Refused, ErrorKind.VALIDATION),
    (422, '{"errors": {} }}', Refused, ErrorKind.VALIDATION),
    (422, PAGE, Refused, ErrorKind.VALIDATION),
    (429, PAGE, Refused, ErrorKind.PROVIDER),
    (302, "", OutcomeUnknown, ErrorKind.PROVIDER),
    (500, PAGE, OutcomeUnknown, ErrorKind.PROVIDER),
    (503, "Jan Geheim", OutcomeUnknown, ErrorKind.PROVIDER),
    (200, PAGE, OutcomeUnknown, ErrorKind.PROTOCOL),
    (200, '{"errors": {"email": ["Jan Geheim"]}}', OutcomeUnknown, ErrorKind.PROTOCOL),
    (200, '[{"id": "1",}]', OutcomeUnknown, ErrorKind.PROTOCOL),
    (200, '"Jan Geheim"', OutcomeUnknown, ErrorKind.PROTOCOL),
    (200, '{"status": "error"}', OutcomeUnknown, ErrorKind.PROTOCOL),
]


@pytest.mark.parametrize("operation", OPERATIONS, ids=_named)
async def test_a_fault_is_told_as_what_it_is(operation: Operation, bench: Bench) -> None:
    answers = [httpx.Response(status, text=body) for status, body, _, _ in FAULTS]
    bench.answers(operation.method, operation.paths[0], *answers)
    told = []
    for _ in FAULTS:
        with pytest.raises(ApiError) as caught:
            await _call(bench, operation)
        told.append((isinstance(caught.value, Refused), caught.value.kind))
        assert "Geheim" not in repr(caught.value) + repr(caught.value.placeholders)
    assert told == [(error is Refused, kind) for _, _, error, kind in FAULTS]
    assert len(bench.asked) == len(FAULTS)


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method != "GET"], ids=_named)
@pytest.mark.parametrize("status", [200, 201, 204])
async def test_an_empty_answer_is_one(operation: Operation, status: int, bench: Bench) -> None:
    bench.answers(operation.method, operation.paths[0], httpx.Response(status))
    assert await _call(bench, operation) is None


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.wrap], ids=_named)
async def test_a_422_is_told_by_the_documents_fields_and_never_in_the_servers_words(
    operation: Operation, bench: Bench
) -> None:
    errors = {name: ["is al in gebruik: Jan Geheim"] for name in [*operation.fields, "Jan Geheim"]}
    bench.answers(operation.method, operation.paths[0], httpx.Response(422, json={"errors": errors}))
    with pytest.raises(Refused) as caught:
        await _call(bench, operation)
    assert caught.value.placeholders == {"fields": ", ".join(sorted(operation.fields))}


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("a/../b", "a%2F..%2Fb"),
        ("..", ".."),
        ("x?y#z", "x%3Fy%23z"),
        (17, "17"),
    ],
)
async def test_an_id_is_one_part_of_the_path(written: object, path: str, bench: Bench) -> None:
    bench.router.route().mock(return_value=httpx.Response(200, json={"user": {"id": "1"}}))
    await api(bench.client).call("users.view", {"user_id": written})
    assert bench.asked == [("GET", f"/users/{path}.json")]


@pytest.mark.parametrize("written", ["", "  ", None, True, 1.5, ["x"], {}])
async def test_what_is_no_id_is_not_sent(written: object, bench: Bench) -> None:
    with pytest.raises(InputError):
        await api(bench.client).call("users.view", {"user_id": written})
    assert bench.asked == []
