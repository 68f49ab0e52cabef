"""ALLOcloud's four operations, its calendar and its join page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from dialer.sandbox.allocloud.records import ACCOUNT_ID, EMPTY_ACCOUNT_ID, USER_ID, moment
from tests.sandbox.allocloud.conftest import MEETING
from tests.sandbox.page import Page

if TYPE_CHECKING:
    import httpx

    from tests.sandbox.allocloud.conftest import Client

ACCOUNT: dict[str, Any] = {
    "sendPassword": True,
    "accountType": "trial",
    "adminFirstname": "Test",
    "adminLastname": "User",
    "adminEmail": "test-user@example.com",
    "adminPreferredLanguage": "en",
    "paidUntil": "2020-04-19T19:03:41.203Z",
}
# What the document prints of a meeting; the names of its fields, in no order.
PRINTED = {
    "invitedParticipants", "meetingId", "id", "topic", "startTime", "endTime", "duration", "type", "roomId",
    "isRecurring", "isDialin", "recurring", "isRecorded", "agenda", "documents", "meetingPermissionId",
    "videoResolution", "dtClosedAt", "whitelabelId", "addedByUserId", "addedByUserEmail", "accountId",
    "addedByUserName", "timezone", "privateDataVisible", "icalSequence", "icsToken", "isActive", "isClosed",
    "isOpen", "dialInConferenceRoom", "dialInNumbers", "dialInPin", "sipProxy", "sipDomain", "isDemo",
    "isPromo",
}  # fmt: skip


def code(response: httpx.Response) -> int:
    answer = response.json()
    assert ("data" in answer) == (answer["responseCode"] == 0)
    return int(answer["responseCode"])


async def test_an_account_is_made_with_its_organiser(client: Client) -> None:
    answer = (await client.ask("POST", "api/v6/account", ACCOUNT)).json()
    account = answer["data"]
    assert account["name"] == ACCOUNT["adminEmail"]
    assert account["paidUntil"] != ACCOUNT["paidUntil"]  # the server has its own trial time
    admins = (await client.ask("GET", f"api/v6/account/admin/{account['id']}")).json()["data"]
    assert [(one["email"], one["firstName"]) for one in admins] == [(ACCOUNT["adminEmail"], "Test")]
    assert code(await client.ask("POST", "api/v6/account", ACCOUNT)) == -10
    assert client.sandbox.journal.made == [account["id"]]


async def test_the_admins_are_a_list_which_may_be_empty(client: Client) -> None:
    [admin] = (await client.ask("GET", f"api/v6/account/admin/{ACCOUNT_ID}")).json()["data"]
    assert admin["id"] == USER_ID
    assert admin["icsPath"] == f"/api/v6/meeting/calender/user/{admin['icsToken']}"
    assert (await client.ask("GET", f"api/v6/account/admin/{EMPTY_ACCOUNT_ID}")).json()["data"] == []
    assert (await client.ask("GET", f"api/v6/account/admin/{USER_ID}")).status_code == 404


async def test_a_meeting_is_made_and_changed_by_its_internal_id(client: Client) -> None:
    made = await client.make()
    assert made.keys() == PRINTED
    assert (made["duration"], made["icalSequence"], made["isClosed"]) == ("60", "0", False)
    assert (made["addedByUserId"], made["accountId"]) == (USER_ID, ACCOUNT_ID)
    assert made["recurring"]["frequency"] is None
    assert made["timezone"] != "Europe/Paris"
    assert made["meetingId"].replace("-", "").isdecimal()
    change = {**MEETING, "id": made["id"], "topic": "Another"}
    changed = await client.ask("PUT", f"api/v6/meeting/{made['id']}/false", change)
    assert changed.json()["data"] == {**made, "topic": "Another", "icalSequence": "1"} | {
        "recurring": changed.json()["data"]["recurring"]
    }
    public = made["meetingId"]
    by_public = await client.ask("PUT", f"api/v6/meeting/{public}/false", {**change, "id": public})
    assert by_public.status_code == 404


async def test_what_was_over_when_it_was_made_is_closed_and_made_all_the_same(client: Client) -> None:
    made = await client.make(startTime="2020-04-07T09:00:00.000Z", endTime="2020-04-07T10:00:00.000Z")
    assert (made["isClosed"], made["isOpen"], made["isActive"]) == (True, False, False)
    now = datetime.now(UTC)
    times = {"startTime": moment(now - timedelta(minutes=1)), "endTime": moment(now + timedelta(hours=1))}
    running = await client.make(**times)
    assert (running["isClosed"], running["isOpen"], running["isActive"]) == (False, True, True)


async def test_options_come_back(client: Client) -> None:
    recurring = {"frequencyType": "weekly", "frequency": 1, "endsType": "after", "endsAfter": 4}
    made = await client.make(isDialin=True, isRecurring=True, recurring=recurring, agenda="Rates")
    assert made["recurring"].items() >= recurring.items()
    assert made["agenda"] == "Rates"
    assert made["dialInNumbers"]
    assert made["dialInPin"]


@pytest.mark.parametrize(
    "body",
    [
        *({key: value for key, value in MEETING.items() if key != left_out} for left_out in MEETING),
        {**MEETING, "duration": "60"},
        {**MEETING, "duration": True},
        {**MEETING, "duration": 0},
        {**MEETING, "isDialin": "false"},
        {**MEETING, "topic": " "},
        {**MEETING, "startTime": "2031-04-07T09:00:00+02:00"},
        {**MEETING, "startTime": "2031-04-07T09:00:00Z"},
        {**MEETING, "endTime": MEETING["startTime"]},
        {**MEETING, "endTime": "2031-02-30T10:00:00.000Z"},
        {**MEETING, "invitedParticipants": None},
        {**MEETING, "recurring": {"every": 1}},
        {**MEETING, "Topic": "x"},
        [MEETING],
        b'"topic": "My Meeting Topic", }',
        b"",
    ],
)
async def test_a_meeting_that_is_not_as_documented_is_refused(client: Client, body: object) -> None:
    response = await client.ask("POST", "api/v6/meeting", body)
    assert (response.status_code, code(response)) == (200, -4)
    assert client.sandbox.journal.made == []


@pytest.mark.parametrize("left_out", ACCOUNT)
async def test_an_account_needs_everything(client: Client, left_out: str) -> None:
    body = {key: value for key, value in ACCOUNT.items() if key != left_out}
    assert code(await client.ask("POST", "api/v6/account", body)) == -4


async def test_a_change_needs_its_id_twice_and_its_own_organiser(client: Client) -> None:
    made = await client.make()
    path = f"api/v6/meeting/{made['id']}/false"
    assert code(await client.ask("PUT", path, MEETING)) == -4
    assert code(await client.ask("PUT", path, {**MEETING, "id": made["roomId"]})) == -4
    whole = {**MEETING, "id": made["id"]}
    assert code(await client.ask("PUT", path, whole, X_USER_ID=ACCOUNT_ID)) == -3
    assert code(await client.ask("PUT", path.replace("false", "true"), whole)) == 0


async def test_a_body_has_to_say_that_it_is_json(client: Client) -> None:
    url = f"{client.root}api/v6/meeting"
    assert code(await client.http.post(url, data={"topic": "x"}, headers=client.headers)) == -4


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "api/v6/meeting"),
        ("DELETE", "api/v6/meeting/x/false"),
        ("POST", "api/v6/meeting/x/false"),
        ("PUT", "api/v6/meeting/x"),
        ("PUT", "api/v6/meeting/x/no"),
        ("POST", f"api/v6/account/admin/{ACCOUNT_ID}"),
        ("GET", "api/v6/account"),
        ("POST", "api/v6//meeting"),
        ("POST", "api/v6/meeting/"),
        ("GET", "meeting/0000-0000-0000-0000/x"),
    ],
)
async def test_another_method_or_path_leads_nowhere(client: Client, method: str, path: str) -> None:
    assert (await client.ask(method, path, MEETING if method != "GET" else None)).status_code == 404


async def test_a_wrong_key_opens_nothing(client: Client) -> None:
    calls = (
        ("POST", "api/v6/account", ACCOUNT), ("GET", f"api/v6/account/admin/{ACCOUNT_ID}", None),
        ("POST", "api/v6/meeting", MEETING), ("PUT", "api/v6/meeting/x/false", MEETING),
    )  # fmt: skip
    for status in ("401", "403", "200"):
        client.sandbox.allocloud.choose("refusal", status)
        for method, path, body in calls:
            response = await client.ask(method, path, body, X_API_KEY="wrong")
            assert (response.status_code, code(response)) == (int(status), -3)
    assert code(await client.ask("POST", "api/v6/meeting", MEETING, X_USER_ID="wrong")) == -3
    assert client.sandbox.journal.made == []


async def test_people_join_on_one_page(client: Client) -> None:
    made = await client.make(topic="Rates <b>&</b>", isDialin=True)
    template = client.sandbox.accounts["allocloud"]["join_url_template"]
    link = template.replace("{meetingId}", made["meetingId"])
    page = Page(await client.http.get(link, params={"participantName": "<i>Anne", "culture": "nl"}))
    assert (page.status, page.role) == (200, "guest")
    assert (page.texts["subject"], page.texts["name"]) == ("Rates <b>&</b>", "<i>Anne")
    assert page.texts["role"] == "U bent gast"
    assert not {"b", "i"} & page.tags
    assert (await client.http.get(link, params={"skipJoinMeetingScreen": "true"})).status_code == 400
    await client.http.get(f"{client.root}organiser")
    assert Page(await client.http.get(link)).role == "host"
    assert [entry.role for entry in client.sandbox.journal.of("meeting.page")] == ["guest", "", "host"]
    wrong = Page(await client.http.get(template.replace("{meetingId}", made["id"])))
    assert (wrong.status, wrong.role, "wrong" in wrong.texts) == (404, "", True)


async def test_the_calendar_needs_no_key(client: Client) -> None:
    made = await client.make(topic="Rates, and a house; ours")
    [admin] = (await client.ask("GET", f"api/v6/account/admin/{ACCOUNT_ID}")).json()["data"]
    path = admin["icsPath"].removeprefix("/")
    [event] = Calendar.from_ical((await client.http.get(client.root + path)).content).events
    assert event["SUMMARY"] == "Rates, and a house; ours"
    assert event["URL"] == f"{client.root}meeting/{made['meetingId']}"
    assert event.start == datetime(2031, 4, 7, 9, tzinfo=UTC)
    assert (await client.http.get(f"{client.root}{path}0")).status_code == 404
