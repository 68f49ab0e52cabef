"""Every operation, parameter by parameter, as the document has it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from dialer.core.api import Api
from dialer.core.errors import InputError, SafetyError
from dialer.core.http import HttpClient
from dialer.core.secrets import Secret
from dialer.integrations.iotum.client import IotumClient
from dialer.integrations.iotum.operations import operations
from tests.integrations.iotum.client_bench import API_TOKEN, BASE_URL, Bench, bodies, opened, tokens
from tests.integrations.iotum.client_table import OPERATIONS, Operation

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# Done twice, there would be two of them, or two mails or calls.
MAKES = frozenset(
    {
        "company/create",
        "subscription/create",
        "host/create",
        "host/resend_invitation",
        "host/reset_password",
        "contact/create",
        "drive/create",
        "chat/create",
        "conference/create",
        "conference/create/reservationless",
        "conference/dial_number",
        "conference/message/create",
    }
)
OTHERS = [operation for operation in OPERATIONS if operation.path != "authenticate"]


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found


def _response(operation: Operation) -> httpx.Response:
    if isinstance(operation.answer, bytes):
        return httpx.Response(operation.status, content=operation.answer)
    return httpx.Response(operation.status, json=operation.answer)


def _said(answer: Any) -> Any:
    """Return an answer without what nothing was said of."""
    if isinstance(answer, dict):
        return {key: _said(value) for key, value in answer.items() if value is not None and value != ()}
    return [_said(value) for value in answer] if isinstance(answer, list | tuple) else answer


def _expected(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {key: _expected(value) for key, value in answer.items() if value is not None and value != []}
    return [_expected(value) for value in answer] if isinstance(answer, list) else answer


def _unused() -> Api:
    return Api(operations(IotumClient(HttpClient(), BASE_URL, Secret(API_TOKEN))))


def test_these_are_all_of_them_in_the_documents_order() -> None:
    assert list(_unused().names) == [operation.path for operation in OPERATIONS]
    assert len(OPERATIONS) == 51


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.path)
def test_its_parameters_have_the_documents_names(operation: Operation) -> None:
    needed = dict.fromkeys(operation.required, True)
    assert _unused().parameters(operation.path) == needed | dict.fromkeys(operation.optional, False)


@pytest.mark.parametrize("operation", OTHERS, ids=lambda operation: operation.path)
async def test_what_is_given_is_sent_as_it_is_and_nothing_else(operation: Operation, bench: Bench) -> None:
    everything = operation.required | operation.optional
    wanted = [operation.required, everything, dict.fromkeys(everything)]
    route = bench.answers(operation.path, *[_response(operation)] * len(wanted), method=operation.method)
    api = Api(operations(bench.client))
    for values in wanted:
        answer = await api.call(operation.path, values, destroy=True)
        assert _said(answer) == _expected(operation.read)
    assert bodies(route) == wanted
    assert tokens(route) == ["token-1"] * len(wanted)
    for call in route.calls:
        assert call.request.url.query == b""
        assert call.request.headers["content-type"] == "application/json"
        assert (call.request.headers.get("connection") == "close") == (operation.path in MAKES)


async def test_without_what_must_be_given_nothing_is_sent() -> None:
    for operation in OTHERS:
        for name in operation.required:
            given = {key: value for key, value in operation.required.items() if key != name}
            with pytest.raises(InputError):
                await _unused().call(operation.path, given, destroy=True)


async def test_what_destroys_has_to_be_confirmed() -> None:
    destroying = [path for path in _unused().names if re.search("delete|cancel|suspend", path)]
    assert len(destroying) == 10
    for operation in OTHERS:
        if operation.path in destroying:
            with pytest.raises(SafetyError):
                await _unused().call(operation.path, operation.required)


async def test_the_sign_in_sends_the_api_token_and_shows_no_other(bench: Bench) -> None:
    answer = await Api(operations(bench.client)).call("authenticate", {})
    assert answer == {"auth_token": "***"}
    [call] = bench.router.calls
    assert call.request.method == "POST"
    assert str(call.request.url) == "https://acme.conferencing.example/enterprise_api/authenticate"
    assert json.loads(call.request.content) == {"api_token": API_TOKEN}
