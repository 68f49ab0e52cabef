"""The four operations: wire format as documented, parameter by parameter, and what the answers mean."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from dialer.core.answers import to_json
from dialer.core.api import Api
from dialer.core.errors import ErrorKind, InputError, NotSent, OutcomeUnknown, Refused
from dialer.core.secrets import Secret
from dialer.integrations.allocloud.client import AllocloudClient, operations
from tests.integrations.allocloud.conftest import BASE_URL, KEY
from tests.integrations.allocloud.recipe import ACCOUNT, NEEDED, USER, admin, meeting, sample

if TYPE_CHECKING:
    import respx

    from dialer.core.http import HttpClient

INTERNAL, PUBLIC = "5e945c36b863b82cefdddf54", "9974-7653-8886-0485"
MEETING: dict[str, Any] = {
    "topic": "My Meeting Topic",
    "startTime": "2030-04-07T09:00:00.000Z",
    "endTime": "2030-04-07T10:00:00.000Z",
    "duration": 60,
    "type": "standard",
    "isRecurring": False,
    "isRecorded": False,
    "isDialin": False,
    "invitedParticipants": [],
    "recurring": {},
    "meetingPermissionId": None,
}
NEW_ACCOUNT: dict[str, Any] = {
    "sendPassword": True,
    "accountType": "trial",
    "adminFirstname": "Test",
    "adminLastname": "User",
    "adminEmail": "test-user@example.com",
    "adminPreferredLanguage": "en",
    "paidUntil": "2030-04-19T19:03:41.203Z",
}
TABLE = [
    ("account.create", NEW_ACCOUNT, "POST", "account", NEW_ACCOUNT, None, {"id": ACCOUNT, "name": "x"}),
    ("account.admin", {"accountId": ACCOUNT}, "GET", f"account/admin/{ACCOUNT}", None, None, [admin()]),
    ("meeting.create", MEETING, "POST", "meeting", MEETING, USER, meeting(INTERNAL, PUBLIC, MEETING)),
    (
        "meeting.update",
        {"id": INTERNAL, **MEETING},
        "PUT",
        f"meeting/{INTERNAL}/false",
        {"id": INTERNAL, **MEETING},
        USER,
        meeting(INTERNAL, PUBLIC, MEETING),
    ),
]
CREATE = TABLE[2]


def _for_each_operation(cases: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return every case for the creation of a meeting, and the first one for the other operations."""
    return [(CREATE, *case) for case in cases] + [(row, *cases[0]) for row in TABLE if row is not CREATE]


def _good(data: object) -> httpx.Response:
    return httpx.Response(200, json={"responseCode": 0, "data": data})


@pytest.mark.parametrize(
    ("name", "values", "method", "path", "body", "user", "data"), TABLE, ids=lambda v: str(v)[:14]
)
async def test_the_wire_format_is_the_documents(
    server: respx.MockRouter,
    client: AllocloudClient,
    name: str,
    values: dict[str, Any],
    method: str,
    path: str,
    body: dict[str, Any] | None,
    user: str | None,
    data: object,
) -> None:
    route = server.request(method, f"{BASE_URL}api/v6/{path}").mock(return_value=_good(data))
    answer = await Api(operations(client)).call(name, values)
    assert isinstance(answer, dict)
    assert answer["responseCode"] == 0
    [call] = route.calls
    request = call.request
    assert (request.headers["X-API-KEY"], request.headers["content-type"]) == (KEY, "application/json")
    assert request.headers.get("X-USER-ID") == user
    assert (json.loads(request.content) if request.content else None) == body
    assert not request.url.query


def test_the_operations_take_what_the_document_has(client: AllocloudClient) -> None:
    api = Api(operations(client))
    assert {name: api.parameters(name) for name in api.names} == {
        "account.create": dict.fromkeys(NEW_ACCOUNT, True),
        "account.admin": {"accountId": True},
        "meeting.create": dict.fromkeys(MEETING, True),
        "meeting.update": dict.fromkeys(("id", *MEETING), True),
    }
    assert set(MEETING) == NEEDED


@pytest.mark.parametrize("written", ["60", 60, 60.0, None])
async def test_duration_may_be_text_and_both_ids_are_kept_apart(
    server: respx.MockRouter, client: AllocloudClient, written: object
) -> None:
    data = {**meeting(INTERNAL, PUBLIC, MEETING), "duration": written, "recurring": None, "new": ["field"]}
    server.post(f"{BASE_URL}api/v6/meeting").mock(return_value=_good(data))
    told: Any = to_json((await client.meeting_create(**MEETING)).data)
    assert (told["id"], told["meetingId"]) == (INTERNAL, PUBLIC)
    assert told["duration"] == (None if written is None else 60)
    assert type(told["duration"]) in {int, type(None)}
    assert (told["isClosed"], told["icalSequence"], told["recurring"]) == (True, 0, None)


@pytest.mark.parametrize("recurring", [None, {}, "", {"frequency": None, "endsAfter": 0}, []])
async def test_data_may_be_an_object_or_an_array(
    server: respx.MockRouter, client: AllocloudClient, recurring: object
) -> None:
    one = {**meeting(INTERNAL, PUBLIC, MEETING), "recurring": recurring}
    for data in (one, [one]):
        server.post(f"{BASE_URL}api/v6/meeting").mock(return_value=_good(data))
        answer: Any = to_json(await client.meeting_create(**MEETING))
        assert type(answer["data"]) is type(data)
    server.get(f"{BASE_URL}api/v6/account/admin/{ACCOUNT}").mock(return_value=_good(admin()))
    assert to_json((await client.account_admin(accountId=ACCOUNT)).data) == admin()


@pytest.mark.parametrize("code", [0, "0"])
async def test_zero_is_success_as_a_number_and_as_text(
    server: respx.MockRouter, client: AllocloudClient, code: object
) -> None:
    content = json.dumps({"responseCode": code, "data": [admin()]})
    server.get(f"{BASE_URL}api/v6/account/admin/{ACCOUNT}").mock(
        return_value=httpx.Response(201, content=content)
    )
    assert (await client.account_admin(accountId=ACCOUNT)).responseCode == 0


async def test_the_documents_own_sample_is_read_no_break_spaces_and_all(
    server: respx.MockRouter, client: AllocloudClient
) -> None:
    server.post(f"{BASE_URL}api/v6/account").mock(return_value=httpx.Response(200, content=sample("Anna Ö")))
    answer: Any = to_json(await client.account_create(**NEW_ACCOUNT))
    assert (answer["data"]["id"], answer["data"]["name"]) == (ACCOUNT, "Anna Ö")


@pytest.mark.parametrize(
    ("row", "code", "kind"),
    _for_each_operation(
        [
            (-99, ErrorKind.PROVIDER),
            ("-10", ErrorKind.VALIDATION),
            (-4, ErrorKind.VALIDATION),
            ("-3", ErrorKind.PERMISSION),
            (-2, ErrorKind.PERMISSION),
            (1, ErrorKind.PROVIDER),
        ]
    ),
    ids=lambda value: str(value)[:18],
)
async def test_any_other_code_is_a_clear_no_although_the_status_is_200(
    server: respx.MockRouter, client: AllocloudClient, row: tuple[Any, ...], code: object, kind: ErrorKind
) -> None:
    said = {"responseCode": code, "responseMessage": "canary words", "data": row[6]}
    route = server.route().mock(return_value=httpx.Response(200, json=said))
    with pytest.raises(Refused) as caught:
        await Api(operations(client)).call(row[0], row[1])
    assert (caught.value.kind, caught.value.code, route.call_count) == (kind, int(str(code)), 1)
    assert "canary" not in repr(vars(caught.value))


@pytest.mark.parametrize(
    ("row", "status", "kind"),
    _for_each_operation(
        [
            (400, ErrorKind.VALIDATION),
            (401, ErrorKind.AUTH),
            (403, ErrorKind.PERMISSION),
            (404, ErrorKind.NOT_FOUND),
            (409, ErrorKind.VALIDATION),
            (422, ErrorKind.VALIDATION),
            (429, ErrorKind.PROVIDER),
        ]
    ),
    ids=lambda value: str(value)[:18],
)
async def test_a_refusing_status_is_a_clear_no(
    server: respx.MockRouter, client: AllocloudClient, row: tuple[Any, ...], status: int, kind: ErrorKind
) -> None:
    route = server.route().mock(return_value=httpx.Response(status, json={"responseCode": 0}))
    with pytest.raises(Refused) as caught:
        await Api(operations(client)).call(row[0], row[1])
    assert (caught.value.kind, route.call_count) == (kind, 1)


@pytest.mark.parametrize(
    ("row", "reply"),
    _for_each_operation(
        [
            (reply,)
            for reply in (
                httpx.Response(500, text="Runtime Error"),
                httpx.Response(502, html="<html>Bad gateway</html>"),
                httpx.Response(302, headers={"Location": "https://elsewhere.invalid/"}),
                httpx.Response(200, html="<html>Log in to the Wi-Fi</html>"),
                httpx.Response(200, json={}),
                httpx.Response(200, json=[]),
                httpx.Response(200, json={"responseCode": None, "data": {"id": "x"}}),
                httpx.Response(200, json={"responseCode": [0], "data": {"id": "x"}}),
                httpx.Response(200, content=b'{"responseCode": 0, "data": {"id": "x"'),
                httpx.Response(200, content=b"[" * 100_000),
                httpx.Response(200, content=b"\xff\xfe\xc2\xa0"),
                httpx.Response(200, content=b'{"responseCode": ' + b"9" * 5000 + b"}"),
            )
        ]
    ),
    ids=lambda value: str(value)[:18],
)
async def test_anything_else_leaves_it_unknown_and_nothing_is_repeated(
    server: respx.MockRouter, client: AllocloudClient, row: tuple[Any, ...], reply: httpx.Response
) -> None:
    route = server.route().mock(return_value=reply)
    with pytest.raises((OutcomeUnknown, Refused)) as caught:
        await Api(operations(client)).call(row[0], row[1])
    assert route.call_count == 1
    if isinstance(caught.value, Refused):  # a huge code is a code
        assert reply.content.startswith(b'{"responseCode": 9')


@pytest.mark.parametrize("data", [None, [{}], {}, {"meetingId": PUBLIC}, {"id": None}, {"id": {}}, "x", 5])
async def test_a_meeting_without_its_id_may_have_been_made(
    server: respx.MockRouter, client: AllocloudClient, data: object
) -> None:
    server.post(f"{BASE_URL}api/v6/meeting").mock(return_value=_good(data))
    with pytest.raises(OutcomeUnknown):
        await client.meeting_create(**MEETING)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (httpx.Response(204), None),
        (httpx.Response(200, content=b" \n"), None),
        (httpx.Response(200, json={"responseCode": 0}), {"responseCode": 0, "data": None}),
        (httpx.Response(200, json={"responseCode": "0", "data": True}), {"responseCode": 0, "data": True}),
    ],
    ids=["204", "blank", "bare", "true"],
)
async def test_what_an_update_answers_is_not_documented_so_any_success_is_one(
    server: respx.MockRouter, client: AllocloudClient, reply: httpx.Response, told: object
) -> None:
    server.put(f"{BASE_URL}api/v6/meeting/{INTERNAL}/false").mock(return_value=reply)
    assert await Api(operations(client)).call("meeting.update", {"id": INTERNAL, **MEETING}) == told


@pytest.mark.parametrize(
    ("id_", "raw"),
    [
        ("a/b", b"a%2Fb"),
        ("../x", b"..%2Fx"),
        ("a?b#c", b"a%3Fb%23c"),
        (5, b"5"),
        ("ä", None),
        ("..", None),
        ("a\nb", None),
        ("", None),
    ],
)
async def test_an_id_cannot_leave_its_place_in_the_path(
    server: respx.MockRouter, client: AllocloudClient, id_: object, raw: bytes | None
) -> None:
    route = server.route().mock(return_value=_good([]))
    if raw is None:
        with pytest.raises(InputError):
            await client.account_admin(accountId=id_)
        assert route.call_count == 0
        return
    await client.account_admin(accountId=id_)
    assert route.calls.last.request.url.raw_path == b"/api/v6/account/admin/" + raw


@pytest.mark.parametrize("bad", ["a\r\nX-Evil: 1", "a\nb", "key\x00", "ké", "a\x7f", ""])
async def test_what_could_begin_another_header_is_never_sent(
    server: respx.MockRouter, http: HttpClient, bad: str
) -> None:
    route = server.route().mock(return_value=_good([]))
    with pytest.raises((InputError, NotSent)):
        await AllocloudClient(http, BASE_URL, Secret(bad), USER).account_admin(accountId=ACCOUNT)
    with pytest.raises((InputError, NotSent)):
        await AllocloudClient(http, BASE_URL, Secret(KEY), bad).meeting_create(**MEETING)
    assert route.call_count == 0


async def test_what_a_copied_value_has_around_it_is_left_out(
    server: respx.MockRouter, http: HttpClient
) -> None:
    route = server.post(f"{BASE_URL}api/v6/meeting").mock(
        return_value=_good(meeting(INTERNAL, PUBLIC, MEETING))
    )
    await AllocloudClient(http, BASE_URL, Secret(f"\u00a0{KEY}\n"), f"{USER} ").meeting_create(**MEETING)
    headers = route.calls.last.request.headers
    assert (headers["X-API-KEY"], headers["X-USER-ID"]) == (KEY, USER)


@pytest.mark.parametrize(
    "base_url", ["https://m.example.com", "https://m.example.com/", "https://m.example.com/api/v6/"]
)
async def test_the_address_may_be_written_in_several_ways(
    server: respx.MockRouter, http: HttpClient, base_url: str
) -> None:
    route = server.get(f"https://m.example.com/api/v6/account/admin/{ACCOUNT}").mock(return_value=_good([]))
    await AllocloudClient(http, base_url, Secret(KEY)).account_admin(accountId=ACCOUNT)
    assert route.call_count == 1


async def test_neither_key_nor_person_reaches_the_log(
    server: respx.MockRouter, client: AllocloudClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.route().mock(return_value=_good(meeting(INTERNAL, PUBLIC, MEETING)))
    await client.meeting_create(**MEETING)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("dialer"))
    assert [word for word in (KEY, USER, INTERNAL, PUBLIC, "My Meeting Topic") if word in ours] == []
