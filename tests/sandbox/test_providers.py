"""What the server does for all providers alike: journal, scripted faults, passwords, sessions, choices."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from dialer.sandbox.idiligo.api import TICKET
from tests.sandbox.conftest import Caller, code
from tests.sandbox.idiligo.conftest import SIGN_IN

if TYPE_CHECKING:
    from dialer.sandbox import Sandbox

CANARY = "another-key-8e2f"


class Doors:
    """One harmless request at each provider, with what its account says."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.accounts = caller.sandbox.accounts

    async def ask(self, method: str, name: str, path: str, **given: Any) -> httpx.Response:
        return await self._caller.http.request(method, self.accounts[name]["base_url"] + path, **given)

    async def connect_call(self) -> bool:
        fields = self.accounts["connect_call"]
        params = {"login": fields["login"], "password": fields["password"]}
        return (
            code(await self._caller.get(**params, dest="+31205550199", source="+31205550112", type="1"))
            == 103
        )

    async def allocloud(self) -> bool:
        fields = self.accounts["allocloud"]
        path = f"api/v6/account/admin/{fields['account_id']}"
        return (await self.ask("GET", "allocloud", path, headers={"X-API-KEY": fields["api_key"]})).is_success

    async def idiligo(self) -> bool:
        fields = self.accounts["idiligo"]
        data = {key: fields[key] for key in SIGN_IN}
        return (await self.ask("POST", "idiligo", "InsideService20.asmx/Login", data=data)).is_success

    async def iotum(self) -> bool:
        body = {"api_token": self.accounts["iotum"]["api_token"]}
        return (await self.ask("POST", "iotum", "enterprise_api/authenticate", json=body)).is_success

    async def webcamconsult(self) -> bool:
        head = {"Authorization": f"Token token={self.accounts['webcamconsult']['token']}"}
        return (await self.ask("GET", "webcamconsult", "users.json", headers=head)).is_success

    async def open(self) -> dict[str, bool]:
        return {name: await getattr(self, name)() for name in self.accounts}


SECRETS = {
    "connect_call": "password", "allocloud": "api_key", "idiligo": "password", "iotum": "api_token",
    "webcamconsult": "token",
}  # fmt: skip


@pytest.fixture
def doors(caller: Caller) -> Doors:
    return Doors(caller)


async def _post(caller: Caller, page: str, **given: Any) -> int:
    return (await caller.http.post(f"{caller.sandbox.url}sandbox/{page}", **given)).status_code


async def test_each_provider_opens_with_what_its_account_says(doors: Doors, sandbox: Sandbox) -> None:
    assert await doors.open() == dict.fromkeys(SECRETS, True)
    secrets = {doors.accounts[name][key] for name, key in SECRETS.items()} - {"demo"}
    kept = json.dumps([entry.as_json() for entry in sandbox.journal])
    assert [secret for secret in secrets if secret in kept] == []
    assert kept.count("***") == 6  # and Idiligo's second one
    assert [(entry.provider, entry.command) for entry in sandbox.journal] == [
        ("connect_call", "login"), ("allocloud", "account.admin"), ("idiligo", "Login"),
        ("iotum", "authenticate"), ("webcamconsult", "users.list"),
    ]  # fmt: skip
    assert [entry.status for entry in sandbox.journal][1:] == [200] * 4


async def test_one_password_for_all(caller: Caller, doors: Doors) -> None:
    assert await _post(caller, "password", content=CANARY) == 200
    assert await doors.open() == dict.fromkeys(SECRETS, False)
    doors.accounts = caller.sandbox.accounts
    assert {doors.accounts[name][key] for name, key in SECRETS.items()} == {CANARY}
    assert await doors.open() == dict.fromkeys(SECRETS, True)
    assert await _post(caller, "password", content=b"\xff") == 400


async def test_the_password_of_one(caller: Caller, doors: Doors) -> None:
    assert await _post(caller, "password", params={"provider": "iotum"}, content=CANARY) == 200
    assert await doors.open() == {**dict.fromkeys(SECRETS, True), "iotum": False}
    assert await _post(caller, "password", params={"provider": "nobody"}, content=CANARY) == 400


async def test_sessions_expire_and_passwords_stay(caller: Caller, doors: Doors) -> None:
    await caller.login()
    data = {**{key: SIGN_IN[key] for key in ("apikey", "username")}, "ticket": TICKET}
    answer = await doors.ask("POST", "idiligo", "InsideService20.asmx/Impersonate", data=data)
    token = answer.text.partition('/">')[2].partition("<")[0]
    assert await _post(caller, "expire") == 200
    assert code(await caller.command("getStatus")) == 101
    old = {"token": token, "trajectCode": "HYPOTHEEK"}
    answer = await doors.ask("POST", "idiligo", "InsideService20.asmx/CreateCall", data=old)
    assert (answer.status_code, answer.text) == (500, "Token is not valid.\r\n")
    assert await doors.open() == dict.fromkeys(SECRETS, True)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("allocloud", "account.admin"),
        ("idiligo", "Login"),
        ("iotum", "authenticate"),
        ("webcamconsult", "users.list"),
    ],
)
async def test_a_fault_can_be_ordered_for_any_command(
    caller: Caller, doors: Doors, name: str, command: str
) -> None:
    order = [
        {"command": command, "fault": "html-502", "skip": 1},
        {"command": command, "body": "", "times": 2},
    ]
    assert await _post(caller, "script", json=order) == 200
    assert [await getattr(doors, name)() for _ in range(4)] == [True, False, True, True]
    entries = caller.sandbox.journal.of(command)
    assert [entry.fault for entry in entries] == ["", "html-502", "scripted", "scripted"]
    assert [entry.status for entry in entries] == [200] * 4  # what was decided on before it was lost


async def test_a_lost_answer_to_what_was_made_and_to_what_was_not(caller: Caller, doors: Doors) -> None:
    fields = doors.accounts["webcamconsult"]
    given = {
        "headers": {"Authorization": f"Token token={fields['token']}"},
        "json": {"user": {"last_name": "Nieuw", "email": "nieuw@praktijk.example"}},
    }
    for effect in (False, True):
        order = {"command": "users.create", "fault": "reset", "effect": effect}
        await _post(caller, "script", json=order)
        with pytest.raises(httpx.TransportError):
            await doors.ask("POST", "webcamconsult", "users.json", **given)
        assert len(caller.sandbox.journal.made) == effect
    taken = await doors.ask("POST", "webcamconsult", "users.json", **given)
    assert taken.status_code == 422


async def test_a_fresh_start_is_one_for_all(caller: Caller, doors: Doors, sandbox: Sandbox) -> None:
    sandbox.webcamconsult.records.appointments.clear()
    sandbox.idiligo.records.new_contact("a@b.example", "A", "B")
    sandbox.allocloud.records.meetings["x"] = sandbox.allocloud.records.new_meeting(
        {"startTime": "2031-01-01T10:00:00.000Z", "endTime": "2031-01-01T11:00:00.000Z", "duration": 60,
         "recurring": {}, "isDialin": False},
        sandbox.allocloud.records.admins[doors.accounts["allocloud"]["account_id"]][0],
    )  # fmt: skip
    assert await _post(caller, "reset") == 200
    assert len(sandbox.webcamconsult.records.appointments) == 6
    assert not sandbox.idiligo.records.contacts
    assert not sandbox.allocloud.records.meetings


async def test_what_the_servers_can_be_like(caller: Caller, sandbox: Sandbox) -> None:
    page = (await caller.http.get(f"{sandbox.url}sandbox/choose")).json()
    assert page["webcamconsult.paths"] == {"chosen": "plural", "choices": ["plural", "singular"]}
    assert await _post(caller, "choose", json={"webcamconsult.paths": "singular"}) == 200
    assert sandbox.webcamconsult.chosen["paths"] == "singular"
    wrongs: list[Any] = [
        {"webcamconsult.paths": "both"},
        {"webcamconsult": "x"},
        {"nobody.paths": "x"},
        [],
        "x",
    ]
    for wrong in wrongs:
        assert await _post(caller, "choose", json=wrong) == 400
    assert await _post(caller, "choose", content="{") == 400


async def test_a_document_of_some_megabytes_gets_in(caller: Caller, sandbox: Sandbox) -> None:
    url = f"{sandbox.base_urls['idiligo']}nowhere"
    answer = await caller.http.put(url, content=bytes(8 * 1024 * 1024), timeout=20)
    assert answer.status_code == 404


async def test_two_slashes_in_front_stay_two(caller: Caller, sandbox: Sandbox) -> None:
    answer = await caller.http.get(f"{sandbox.url}/webcamconsult/users.json")
    assert answer.status_code == 404
    assert "/webcamconsult/" in (await caller.http.get(sandbox.url)).text
