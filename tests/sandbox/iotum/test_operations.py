"""Every operation: asked for rightly, without a parameter, without a session, and by whom it is not for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.sandbox.iotum.api import OPERATIONS
from tests.sandbox.iotum.table import TABLE, filled, things

if TYPE_CHECKING:
    from tests.sandbox.iotum.conftest import Client


def test_the_table_has_all_operations_of_the_document() -> None:
    assert len(TABLE) + 1 == 51
    assert {row.operation for row in TABLE} == OPERATIONS.keys()


@pytest.mark.parametrize("role", ["", "-company"])
async def test_asked_for_rightly(client: Client, role: str) -> None:
    ids = await things(client)
    for row in TABLE:
        if role not in row.roles:
            continue
        response = await client.ask(row.operation, role=role, **filled(row.values, ids))
        assert response.status_code == row.status, (row.operation, response.text)
        if row.answer is None:
            assert response.content == b"", row.operation
            assert "content-type" not in response.headers, row.operation
            continue
        assert response.headers["content-type"] == "application/json; charset=utf-8"
        answer = response.json()
        if isinstance(row.answer, list):
            assert isinstance(answer, list), row.operation
            assert [answer[0].keys()] == row.answer, row.operation
        elif isinstance(row.answer, (set, frozenset)):
            assert answer.keys() == row.answer, row.operation
        else:
            assert answer == row.answer, row.operation


async def test_without_a_parameter(client: Client) -> None:
    ids = await things(client)
    for row in TABLE:
        for name in row.needed:
            values = filled({key: value for key, value in row.values.items() if key != name}, ids)
            status, message = await client.refused(row.operation, **values)
            assert (status, message.split(" or ")[0].split(": ")[0]) == (400, "Missing parameter"), row
            assert name in message or name == "host_id", (row.operation, message)


async def test_without_a_session(client: Client) -> None:
    ids = await things(client)
    for row in TABLE:
        method = "PUT" if row.operation == "subscription/update" else "POST"
        response = await client.send(row.operation, filled(row.values, ids), method)
        answer = (response.status_code, response.json())
        assert answer == (401, {"message": "Missing auth_token"}), row.operation
    response = await client.send("company/fetch_all", {"auth_token": "no-such"})
    assert (response.status_code, response.json()) == (401, {"message": "Invalid token"})


async def test_by_whom_it_is_not_for(client: Client) -> None:
    ids = await things(client)
    for row in TABLE:
        values = filled(row.values, ids)
        for role in {"-host", "-company"} - set(row.roles):
            status = (await client.refused(row.operation, role=role, **values))[0]
            assert status == 403, (row.operation, role)


async def test_a_company_s_admin_reaches_no_other_company(client: Client) -> None:
    meeting = await client.plan(host_id=42, one_time_access_code=False)
    assert (await client.refused("host/fetch", role="-company", host_id=41))[0] == 403
    answer = await client.refused("conference/end", role="-company", conference_id=meeting["conference_id"])
    assert answer[0] == 403
    own = await client.ask("host/fetch_all", role="-company", company_id=6)
    assert {host["host_id"] for host in own.json()} == {31, 32, 33, 34}


async def test_a_reseller_reaches_no_other_reseller(client: Client) -> None:
    assert (await client.refused("company/fetch", company_id=77))[0] == 403
    assert (await client.refused("host/fetch", host_id=701))[0] == 403
    assert {company["id"] for company in await client.call("company/fetch_all")} == {5, 6}


@pytest.mark.parametrize(
    ("operation", "values"),
    [
        ("company/fetch", {"company_id": 999}),
        ("subscription/suspend", {"company_id": 5, "slug": "none"}),
        ("host/fetch", {"host_id": 999}),
        ("contact/fetch", {"host_id": 31, "contact_id": 999}),
        ("drive/file/fetch", {"host_id": 31, "id": 999}),
        ("chat/create", {"company_id": 5, "id": 999, "message": "x"}),
        ("conference/fetch", {"conference_id": 999}),
        ("conference/cancel", {"conference_id": 9007199254740993}),
    ],
)
async def test_nothing_has_this_id(client: Client, operation: str, values: dict[str, object]) -> None:
    status, message = await client.refused(operation, **values)
    assert status == 404
    assert message.endswith(" not found")


@pytest.mark.parametrize(
    ("operation", "method"),
    [
        ("conference/fetch", "GET"),
        ("conference/create", "PUT"),
        ("subscription/update", "POST"),
        ("authenticate", "GET"),
        ("conference/", "POST"),
        ("conference/fetch/", "POST"),
        ("v2/conference/fetch", "POST"),
    ],
)
async def test_another_verb_or_path(client: Client, operation: str, method: str) -> None:
    token = await client.sign_in()
    response = await client.send(operation, {"auth_token": token}, method)
    assert response.status_code == 404
    assert response.json()["message"].startswith("No route matches")


async def test_only_json_counts(client: Client) -> None:
    url = f"{client.root}enterprise_api/company/fetch_all"
    token = await client.sign_in()
    form = await client.http.post(url, data={"auth_token": token})
    assert (form.status_code, form.json()["message"]) == (401, "Missing auth_token")
    in_address = await client.http.post(url, params={"auth_token": token}, json={})
    assert in_address.status_code == 401
    for body in ("{", "[]", '"x"'):
        response = await client.http.post(url, content=body, headers={"Content-Type": "application/json"})
        assert response.status_code == 400


async def test_the_other_status_and_the_other_strictness_can_be_chosen(client: Client) -> None:
    values = {
        "host_id": 31,
        "subject": "x",
        "start": "2026-03-24 10:00:00",
        "time_zone": "UTC",
        "duration": 5,
    }
    assert (await client.refused("conference/create", **values))[0] == 400
    choose = f"{client.sandbox.url}sandbox/choose"
    await client.http.post(choose, json={"iotum.refusal": "422"})
    assert (await client.refused("conference/create", **values))[0] == 422
    await client.http.post(choose, json={"iotum.required": "published"})
    meeting = await client.call("conference/create", **values)
    assert "one_time_access_code" not in meeting
    assert meeting["agenda"] is None
