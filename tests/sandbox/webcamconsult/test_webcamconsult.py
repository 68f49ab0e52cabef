"""Webcamconsult's fifteen operations and its two pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dialer.sandbox.webcamconsult.api import TOKEN
from dialer.sandbox.webcamconsult.people import DIVISIONS, USER_ID, clients
from tests.sandbox.page import Page

if TYPE_CHECKING:
    import httpx

    from tests.sandbox.webcamconsult.conftest import Client

CLIENT_ID = next(iter(clients()))
USER = {
    "titles": "Dokter", "initials": "J", "last_name": "Nieuw", "email": "nieuw@example.com",
    "address": "Vlietlaan 1", "postal_code": "3011AA", "city": "Ergens",
}  # fmt: skip
CLIENT: dict[str, Any] = {
    "email": "urias@sensestudios.example", "titles": "Dr.", "initials": "T", "surname_prefix": "de",
    "last_name": "Nieuw", "gender": "male", "date_of_birth": "2014-12-18T00:00:00.000+01:00",
    "reference_code": "12345", "division_ids": [DIVISIONS[0], DIVISIONS[0]],
}  # fmt: skip
APPOINTMENT: dict[str, Any] = {
    "user_id": USER_ID, "client_id": CLIENT_ID, "created_by_user_id": USER_ID,
    "date": "2031-07-01T15:41:24.306+02:00", "division_id": DIVISIONS[1], "duration": 100,
    "external_participant_ids": ["1234567890abcdef12345678"],
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {"users": USER, "clients": CLIENT, "appointments": APPOINTMENT}
GENERATED = {
    "users": {"full_name", "roles"},
    "clients": {"client_full_name", "external"},
    "appointments": {"state", "inloop_json", "token"},
}
SINGULAR = {"users": "user", "clients": "client", "appointments": "appointment"}
each_resource = pytest.mark.parametrize("resource", list(BODIES))


async def _create(client: Client, resource: str, **changes: object) -> httpx.Response:
    body = {SINGULAR[resource]: {**BODIES[resource], **changes}}
    return await client.ask("POST", f"{resource}.json", body)


async def _made(client: Client, resource: str, **changes: object) -> dict[str, Any]:
    response = await _create(client, resource, **changes)
    assert response.status_code == 200, response.text
    [(name, made)] = response.json().items()
    assert name == SINGULAR[resource]
    found: dict[str, Any] = made
    return found


@each_resource
async def test_one_is_made_seen_changed_and_removed(client: Client, resource: str) -> None:
    made = await _made(client, resource)
    assert made.keys() == {"id", "_id", *BODIES[resource], *GENERATED[resource]}
    assert made.items() >= BODIES[resource].items()
    assert made["id"] == made["_id"]
    path = f"{resource}/{made['id']}.json"
    assert (await client.ask("GET", path)).json() == {SINGULAR[resource]: made}
    key, value = ("duration", 45) if resource == "appointments" else ("last_name", "Anders")
    changed = await client.ask("PUT", path, {SINGULAR[resource]: {key: value}})
    assert changed.json()[SINGULAR[resource]][key] == value
    assert made["id"] in {one["id"] for one in await client.list(resource)}
    gone = await client.ask("DELETE", path)
    message = {"message": "Your appointment was destroyed."}
    assert gone.json() == (message if resource == "appointments" else {"status": "ok"})
    for method in ("GET", "PUT", "DELETE"):
        assert (await client.ask(method, path, {SINGULAR[resource]: {key: value}})).status_code == 404
    assert made["id"] not in {one["id"] for one in await client.list(resource)}
    assert client.sandbox.journal.made == [made["id"]]


async def test_lists_differ_from_what_they_list(client: Client) -> None:
    users, patients = await client.list("users"), await client.list("clients")
    appointments = await client.list("appointments")
    assert (len(users), len(patients), len(appointments)) == (3, 30, 6)
    assert all("emails" in one and "email" not in one for one in users)
    assert all(one["authentication_token"] for one in patients)
    assert patients[0]["division_ids"] == [DIVISIONS[0]] * 2
    assert {one["state"] for one in appointments} == {"idle"}
    view = (await client.ask("GET", f"clients/{patients[0]['id']}.json")).json()["client"]
    assert "authentication_token" not in view
    assert view["client_full_name"].endswith("Dr. T de Ester")


async def test_both_styles_of_paths(client: Client) -> None:
    [one, *_] = await client.list("appointments")
    places = {"user": USER_ID, "client": CLIENT_ID, "appointment": one["id"]}
    for style in ("plural", "singular"):
        client.sandbox.webcamconsult.choose("paths", style)
        for name, id_ in places.items():
            right = f"{name}s" if style == "plural" or name == "user" else name
            other = name if right.endswith("s") else f"{name}s"
            assert (await client.ask("GET", f"{right}/{id_}.json")).status_code == 200
            assert (await client.ask("GET", f"{other}/{id_}.json")).status_code == 404
    assert (await client.ask("GET", "client.json")).status_code == 404


async def test_how_ids_are_called(client: Client) -> None:
    for style in ("id", "_id"):
        client.sandbox.webcamconsult.choose("ids", style)
        assert {"id", "_id"} & (await client.list("users"))[0].keys() == {style}
    client.sandbox.webcamconsult.choose("token", "absent")
    assert "token" not in (await client.list("appointments"))[0]


@pytest.mark.parametrize(
    ("style", "status", "body"), [("status", 200, {"status": "ok"}), ("empty", 204, None)]
)
async def test_other_ways_to_say_that_one_is_removed(
    client: Client, style: str, status: int, body: object
) -> None:
    client.sandbox.webcamconsult.choose("deletion", style)
    made = await _made(client, "appointments")
    gone = await client.ask("DELETE", f"appointments/{made['id']}.json", {"appointment": {"id": made["id"]}})
    assert (gone.status_code, gone.json() if gone.content else None) == (status, body)


OPERATIONS = [
    (method, path)
    for resource in BODIES
    for method, path in (
        ("GET", f"{resource}.json"),
        ("POST", f"{resource}.json"),
        ("GET", f"{resource}/x.json"),
        ("PUT", f"{resource}/x.json"),
        ("DELETE", f"{resource}/x.json"),
    )
]


async def test_every_operation_needs_the_token(client: Client) -> None:
    wrong: list[dict[str, str]] = [
        {},
        {"Authorization": "Token token=wrong"},
        {"Authorization": f"Bearer {TOKEN}"},
        {"Authorization": TOKEN},
    ]
    for method, path in OPERATIONS:
        for headers in wrong:
            response = await client.ask(method, path, headers=headers)
            assert (response.status_code, response.text) == (401, "HTTP Token: Access denied.\n")
    quoted = {"Authorization": f'Token token="{TOKEN}"'}
    assert (await client.ask("GET", "users.json", headers=quoted)).status_code == 200
    as_parameter = await client.ask(
        "GET", "users.json", headers={}, params={"authentication_token": TOKEN}
    )  # as documented
    assert as_parameter.status_code == 200
    last = client.sandbox.journal[-1]
    assert last.params == {"authentication_token": "***"}
    assert client.sandbox.journal[0].headers.get("authorization") is None
    assert {entry.headers["authorization"] for entry in client.sandbox.journal.of("users.list")[1:5]} == {
        "***"
    }


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/users.json"),
        ("POST", f"users/{USER_ID}.json"),
        ("POST", f"clients/{CLIENT_ID}.json"),
        ("PUT", "clients.json"),
        ("DELETE", "appointments.json"),
        ("GET", "users"),
        ("GET", f"users/{USER_ID}"),
        ("GET", "divisions.json"),
        ("GET", "users//x.json"),
    ],
)
async def test_there_is_no_other_route(client: Client, method: str, path: str) -> None:
    response = await client.ask(method, path, {"user": USER} if method != "GET" else None)
    assert (response.status_code, response.headers["content-type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("resource", "change", "errors"),
    [
        ("users", {"email": "JAKKERMANS@praktijk.example"}, {"email": ["is al in gebruik"]}),
        ("users", {"email": ""}, {"email": ["moet opgegeven zijn"]}),
        ("users", {"last_name": None}, {"last_name": ["moet opgegeven zijn"]}),
        ("clients", {"email": "patient01@post.example"}, {"email": ["is al in gebruik"]}),
        ("clients", {"email": "nobody"}, {"email": ["is ongeldig"]}),
        ("clients", {"gender": "x"}, {"gender": ["is ongeldig"]}),
        ("clients", {"date_of_birth": "18-12-2014"}, {"date_of_birth": ["is ongeldig"]}),
        ("clients", {"division_ids": ["x"]}, {"division_ids": ["is ongeldig"]}),
        ("clients", {"id": CLIENT_ID}, {"id": ["is al in gebruik"]}),
        ("appointments", {"client_id": USER_ID}, {"client_id": ["is ongeldig"]}),
        ("appointments", {"user_id": None}, {"user_id": ["moet opgegeven zijn"]}),
        ("appointments", {"created_by_user_id": "x"}, {"created_by_user_id": ["is ongeldig"]}),
        ("appointments", {"date": "2031-07-01T15:41:24"}, {"date": ["is ongeldig"]}),
        ("appointments", {"date": None}, {"date": ["moet opgegeven zijn"]}),
        ("appointments", {"duration": "30"}, {"duration": ["is geen getal"]}),
        ("appointments", {"duration": 0}, {"duration": ["moet groter zijn dan 0"]}),
        ("appointments", {"division_id": "x"}, {"division_id": ["is ongeldig"]}),
        (
            "appointments",
            {"external_participant_ids": "x"},
            {"external_participant_ids": ["is ongeldig"]},
        ),
    ],
)
async def test_what_is_wrong_is_told_in_dutch(
    client: Client, resource: str, change: dict[str, object], errors: dict[str, list[str]]
) -> None:
    response = await _create(client, resource, **change)
    assert (response.status_code, response.json()) == (422, {"errors": errors})
    if "id" not in change:
        made = await _made(client, resource)
        path = f"{resource}/{made['id']}.json"
        response = await client.ask("PUT", path, {SINGULAR[resource]: change})
        assert (response.status_code, response.json()) == (422, {"errors": errors})
        assert (await client.ask("GET", path)).json() == {SINGULAR[resource]: made}


@each_resource
async def test_a_body_is_wrapped_json(client: Client, resource: str) -> None:
    url = f"{client.root}{resource}.json"
    head = {**client.headers, "Content-Type": "application/json"}
    for content in (b"", b"{}", b"[]", b'{"other": {}}', b'{"user": {"a": 1,}}', b"\xff"):
        assert (await client.http.post(url, content=content, headers=head)).status_code == 400
    flat = await client.ask("POST", f"{resource}.json", BODIES[resource])
    assert flat.status_code == 400
    form = await client.http.post(url, data={"user[email]": "x"}, headers=client.headers)
    assert form.status_code == 400


async def test_times_come_back_in_the_practice_s_own_zone(client: Client) -> None:
    made = await _made(client, "appointments", date="2031-01-15T09:00:00Z")
    assert made["date"] == "2031-01-15T10:00:00.000+01:00"
    summer = await _made(client, "appointments", date="2031-07-15T09:00:00Z", duration=None)
    assert (summer["date"], summer["duration"]) == ("2031-07-15T11:00:00.000+02:00", 30)
    births = [one["date_of_birth"] for one in await client.list("clients")]
    assert {one[11:23] for one in births} == {"00:00:00.000"}
    assert {one[23:] for one in births} == {"+01:00", "+02:00"}


async def test_two_links_lead_two_people_in(client: Client) -> None:
    patient = await _made(client, "clients", last_name="<b>Nieuw</b>")
    made = await _made(client, "appointments", client_id=patient["id"])
    waiting = f"{client.root}wachtkamer/{made['token']}"
    guest = Page(await client.http.get(waiting, params={"locale": "de"}))
    assert (guest.status, guest.role, guest.texts["role"]) == (200, "guest", "Sie sind Gast")
    assert guest.texts["name"] == "Dhr. Dr. T de <b>Nieuw</b>"
    assert "b" not in guest.tags
    host = Page(await client.http.get(f"{client.root}admin/appointments/{made['id']}"))
    assert (host.role, host.texts["name"], host.texts["duration"]) == ("host", "Dokter J Akkermans", "100")
    journal = client.sandbox.journal
    assert [entry.role for entry in journal][-2:] == ["guest", "host"]
    assert journal.of("waiting_room.page")[0].params["token"] == "***"
    for path in (f"wachtkamer/{made['id']}", f"admin/appointments/{made['token']}", "wachtkamer/"):
        assert Page(await client.http.get(client.root + path)).status == 404
    await client.ask("DELETE", f"appointments/{made['id']}.json")
    assert Page(await client.http.get(waiting)).status == 404
