"""Sessions of an hour, what the journal keeps of them, and faults that are ordered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.iotum.conftest import HOST, PLAN

if TYPE_CHECKING:
    from tests.sandbox.iotum.conftest import Client


@pytest.mark.parametrize("values", [{"api_token": "wrong"}, {"api_token": "demo-"}])
async def test_a_wrong_api_token(client: Client, values: dict[str, str]) -> None:
    response = await client.send("authenticate", values)
    assert (response.status_code, response.json()) == (401, {"message": "Invalid credentials"})


async def test_the_hour_begins_anew_with_every_use_that_succeeds(client: Client) -> None:
    await client.sign_in()
    client.clock.advance(3599)
    await client.call("company/fetch_all")
    client.clock.advance(3599)
    assert (await client.refused("host/fetch", host_id=999))[0] == 404
    client.clock.advance(1)
    assert await client.refused("company/fetch_all") == (401, "Session expired")
    await client.sign_in()
    await client.call("company/fetch_all")


async def test_sessions_end_on_order(client: Client) -> None:
    await client.sign_in()
    await client.http.post(f"{client.sandbox.url}sandbox/expire", params={"provider": "iotum"})
    assert await client.refused("company/fetch_all") == (401, "Session expired")


async def test_another_api_token(client: Client) -> None:
    await client.sign_in()
    url = f"{client.sandbox.url}sandbox/password"
    await client.http.post(url, params={"provider": "iotum"}, content="other")
    assert await client.refused("company/fetch_all") == (401, "Invalid token")
    assert (await client.send("authenticate", {"api_token": "demo"})).status_code == 401
    assert (await client.send("authenticate", {"api_token": "other"})).status_code == 200
    assert client.sandbox.accounts["iotum"]["api_token"] == "other"


async def test_the_account_to_fill_in_works(client: Client) -> None:
    account = client.sandbox.accounts["iotum"]
    url = account["base_url"] + "enterprise_api/"
    answer = await client.http.post(f"{url}authenticate", json={"api_token": account["api_token"]})
    values = {**answer.json(), "company_id": account["company_id"]}
    hosts = (await client.http.post(f"{url}host/fetch_all", json=values)).json()
    assert account["host_id"] in {str(host["host_id"]) for host in hosts}


async def test_no_secret_is_in_the_journal(client: Client) -> None:
    meeting = await client.begin()
    host = await client.call("host/fetch", host_id=HOST)
    file = await client.upload()
    target = f"/conf/call/1?moderator_token={meeting['moderator_token']}"
    await client.http.get(meeting["room_url"], params={"moderator_token": meeting["moderator_token"]})
    await client.http.get(
        f"{client.root}auth",
        params={
            "host_id": "31",
            "login_token_public_key": host["login_token_public_key"],
            "redirect_url": target,
        },
    )
    journal = (await client.http.get(f"{client.sandbox.url}sandbox/journal")).text
    code = str(meeting["one_time_access_code"])
    secrets = [
        client.tokens[""],
        meeting["moderator_token"],
        host["login_token_public_key"],
        file["upload_url"].rpartition("signature=")[2].partition("&")[0],
    ]
    for secret in secrets:
        assert secret not in journal
    assert '"demo"' not in journal
    assert f"call/{code}" not in journal


async def test_the_journal_tells_what_was_made_and_who_was_phoned(client: Client) -> None:
    meeting = await client.begin()
    number = {"country_code": "NL", "phone_number": "+31205550177"}
    await client.call("conference/dial_number", conference_id=meeting["conference_id"], **number)
    assert client.sandbox.journal.made == [str(meeting["conference_id"])]
    assert client.sandbox.journal.placed == 1
    (entry,) = client.sandbox.journal.of("conference/create/reservationless")
    assert entry.params == {"auth_token": "***", "host_id": HOST, "one_time_access_code": True}


async def order(client: Client, **fault: object) -> None:
    response = await client.http.post(f"{client.sandbox.url}sandbox/script", content=json.dumps(fault))
    assert response.json() == {"ok": True}


async def test_a_fault_after_which_the_meeting_is_there_all_the_same(client: Client) -> None:
    await order(client, command="conference/create", fault="html-500")
    response = await client.ask("conference/create", **PLAN)
    assert (response.status_code, response.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert [one["subject"] for one in await client.call("conference/fetch_all", host_id=HOST)] == ["Overleg"]


async def test_a_fault_instead_of_the_meeting(client: Client) -> None:
    await order(client, command="conference/create", fault="session-expired", effect=False)
    assert await client.refused("conference/create", **PLAN) == (401, "Session expired")
    assert await client.call("conference/fetch_all", host_id=HOST) == []
    await client.plan()


@pytest.mark.parametrize(
    ("fault", "meeting"),
    [
        ("list", list),
        ("bare-ok", str),
        ("null", type(None)),
    ],
)
async def test_answers_of_the_wrong_type(client: Client, fault: str, meeting: type) -> None:
    await order(client, command="conference/create", fault=fault)
    assert type(await client.call("conference/create", **PLAN)) is meeting


async def test_a_fault_is_chosen_by_a_subject(client: Client) -> None:
    response = await client.ask("conference/create", **{**PLAN, "subject": "#fault-too-many please"})
    assert (response.status_code, response.headers["retry-after"]) == (429, "2")
    meeting = await client.plan(subject="#fault-numbers-as-text")
    assert isinstance(meeting["conference_id"], str)
    meeting = await client.plan(subject="#fault-no-such")
    assert isinstance(meeting["conference_id"], int)
    broken = await client.ask("conference/create", **{**PLAN, "subject": "#fault-not-json"})
    with pytest.raises(ValueError, match="delimiter"):
        broken.json()
