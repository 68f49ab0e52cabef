"""What a browser shows: who is in which meeting as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.sandbox.iotum.conftest import HOST
from tests.sandbox.page import Page

if TYPE_CHECKING:
    from tests.sandbox.iotum.conftest import Client


async def visit(client: Client, url: str, **query: str) -> Page:
    """Open an address with more parameters than it has, as a link that is built rightly has them."""
    joined = f"{url}{'&' if '?' in url else '?'}{urlencode(query)}" if query else url
    return Page(await client.http.get(joined))


def token(meeting: dict[str, Any]) -> dict[str, str]:
    return {"moderator_token": meeting["moderator_token"]}


@pytest.mark.parametrize("secure", [False, True])
async def test_host_and_guest(client: Client, secure: bool) -> None:
    meeting = await client.begin(secure_url=secure)
    assert meeting["room_url"].endswith("?encrypted_pin=true") is secure
    assert (str(meeting["one_time_access_code"]) in meeting["room_url"]) is not secure
    host = await client.http.get(
        f"{meeting['room_url']}{'&' if secure else '?'}{urlencode({**token(meeting), 'name': 'Marijke'})}"
    )
    assert "<h1>You are in “Marijke Brand&#x27;s Meeting” as host</h1>" in host.text
    assert "script" not in host.text.lower()
    page = Page(host)
    assert (page.role, page.texts["name"]) == ("host", "Marijke")
    guest = await visit(client, meeting["room_url"], name="Anne")
    assert (guest.role, guest.texts["name"]) == ("guest", "Anne")
    assert "notice" not in guest.texts
    assert [entry.role for entry in client.sandbox.journal.of("conf/call")] == ["host", "guest"]
    detail = await client.call("conference/fetch", conference_id=meeting["conference_id"], output="detail")
    assert [one["name"] for one in detail["participants"][:2]] == ["Marijke", "Anne"]


async def test_a_wrong_token_is_a_guest_who_is_told_so(client: Client) -> None:
    meeting, other = await client.begin(), await client.begin()
    for wrong in ("x", "", other["moderator_token"], meeting["moderator_token"] + " "):
        page = await visit(client, meeting["room_url"], moderator_token=wrong)
        assert page.role == "guest"
        assert ("notice" in page.texts) is bool(wrong)


async def test_a_second_question_mark_leads_nowhere(client: Client) -> None:
    meeting = await client.begin(secure_url=True)
    page = await visit(client, f"{meeting['room_url']}?moderator_token={meeting['moderator_token']}")
    assert (page.status, page.role) == (404, "")
    bare = meeting["room_url"].partition("?")[0]
    assert (await visit(client, bare)).status == 404
    assert (await visit(client, f"{client.root}conf/call/{meeting['one_time_access_code']}")).status == 404


async def test_the_security_code_is_asked_of_guests(client: Client) -> None:
    meeting = await client.plan(security_pin="2468")
    page = await visit(client, meeting["room_url"], name='A"><b>x')
    assert (page.role, page.tags >= {"form", "input"}, "b" in page.tags) == ("", True, False)
    wrong = await visit(client, meeting["room_url"], pin="1")
    assert (wrong.status, wrong.role) == (403, "")
    assert (await visit(client, meeting["room_url"], pin="2468")).role == "guest"
    assert (await visit(client, meeting["room_url"], **token(meeting))).role == "host"


async def test_over_or_cancelled(client: Client) -> None:
    ended, cancelled, past = (
        await client.begin(),
        await client.plan(),
        await client.plan(start="2026-03-20 10:05:00"),
    )
    await client.call("conference/end", conference_id=ended["conference_id"])
    await client.call("conference/cancel", conference_id=cancelled["conference_id"])
    client.clock.advance(3600)
    for meeting, sentence in (
        (ended, "This meeting is over."),
        (cancelled, "This meeting was cancelled."),
        (past, "This meeting is over."),
    ):
        for query in ({}, token(meeting)):
            page = await visit(client, meeting["room_url"], **query)
            assert (page.status, page.role, page.texts["closed"]) == (410, "", sentence)


async def test_everything_is_escaped(client: Client) -> None:
    hostile = "<script>alert(1)</script>&\"'"
    meeting = await client.plan(subject=hostile, agenda=hostile)
    response = await client.http.get(meeting["room_url"], params={"name": hostile})
    assert "<script" not in response.text
    assert Page(response).texts["name"] == hostile
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "<script" not in (await client.http.get(f"{client.root}conf/call/<script>")).text


async def test_a_look_at_the_page_days_before_changes_nothing(client: Client) -> None:
    meeting = await client.plan()
    await visit(client, meeting["room_url"], name="Anne")
    assert await client.call("conference/fetch", conference_id=meeting["conference_id"]) == meeting
    client.clock.advance(72 * 3600 - 1800)
    await visit(client, meeting["room_url"], name="Anne")
    await client.sign_in()
    assert (await client.call("conference/fetch", conference_id=meeting["conference_id"]))["active"] is True


async def test_a_host_s_own_room_begins_a_meeting(client: Client) -> None:
    host = await client.call("host/fetch", host_id=HOST)
    assert (await visit(client, host["meeting_url"])).role == "guest"
    assert len(await client.call("host/active_calls", host_id=HOST)) == 1
    await visit(client, host["meeting_url"], name="Anne")
    assert len(await client.call("host/active_calls", host_id=HOST)) == 1


async def test_signing_in_by_link(client: Client) -> None:
    host = await client.call("host/fetch", host_id=HOST)
    meeting = await client.begin()
    where = meeting["room_url"].removeprefix(client.root.rstrip("/"))
    query = {"host_id": str(HOST), "login_token_public_key": host["login_token_public_key"]}
    auth = f"{client.root}auth"
    response = await client.http.get(auth, params={**query, "redirect_url": f"{where}?name=Marijke"})
    assert (response.status_code, response.headers["location"]) == (
        302,
        f"{meeting['room_url']}?name=Marijke",
    )
    assert (await visit(client, response.headers["location"])).role == "host"
    client.http.cookies.clear()
    assert (await visit(client, response.headers["location"])).role == "guest"
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/x\r\nA: b"):
        answer = await client.http.get(auth, params={**query, "redirect_url": elsewhere})
        assert answer.status_code == 400
    wrong = await client.http.get(auth, params={**query, "login_token_public_key": "x"})
    assert wrong.status_code == 403


async def test_there_is_nothing_to_post_and_nothing_elsewhere(client: Client) -> None:
    meeting = await client.begin()
    assert (await client.http.post(meeting["room_url"])).status_code == 405
    for path in ("", "conf/call/999", "conf/call/", "conf/summary/999", "conf/summary/x", "nowhere"):
        assert (await client.http.get(client.root + path)).status_code == 404
