"""The wire format of the document: parameters, codes, sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.conftest import NUMBERS, ORDINARY, SOURCE, Caller, code, message

if TYPE_CHECKING:
    from dialer.sandbox import Sandbox

LOGIN = {"login": "demo", "password": "demo", "dest": ORDINARY, "source": SOURCE, "type": "1"}


async def test_the_first_call_logs_in_and_hands_out_a_session(caller: Caller) -> None:
    response = await caller.login()
    assert response.status_code == 200
    assert response.text == (f"<response>\n<code>103</code>\n<message>{caller.guid}</message>\n</response>")
    assert caller.guid


@pytest.mark.parametrize(("login", "password"), [("demo", "wrong"), ("nobody", "demo")])
async def test_wrong_credentials(caller: Caller, login: str, password: str) -> None:
    response = await caller.get(**{**LOGIN, "login": login, "password": password})
    assert (code(response), message(response)) == (102, "AutorizationFailed")
    assert caller.sandbox.journal.placed == 0


@pytest.mark.parametrize(
    "params",
    [
        {},
        *({key: value for key, value in LOGIN.items() if key != left_out} for left_out in LOGIN),
        {**LOGIN, "extra": "1"},
        {**LOGIN, "dest": ""},
        {**LOGIN, "dest": " 31205550199"},
        {**LOGIN, "dest": "anne"},
        {**LOGIN, "type": "3"},
        {**LOGIN, "cmd": "connect"},
        {"cmd": "getStatus"},
        {"guid": "x"},
        {"guid": "x", "cmd": "getstatus"},
        {"guid": "x", "cmd": "connect"},
    ],
)
async def test_wrong_parameters(caller: Caller, params: dict[str, str]) -> None:
    response = await caller.get(**params)
    assert (code(response), message(response)) == (104, "WrongParameters")
    assert caller.sandbox.journal.placed == 0


async def test_a_parameter_given_twice_is_wrong(caller: Caller, sandbox: Sandbox) -> None:
    url = f"{sandbox.base_url}connectcall.aspx"
    response = await caller.http.get(url, params=[*LOGIN.items(), ("dest", "+319001234")])
    assert code(response) == 104
    assert sandbox.journal.placed == 0


async def test_only_get_is_served(caller: Caller, sandbox: Sandbox) -> None:
    url = f"{sandbox.base_url}connectcall.aspx"
    assert (await caller.http.post(url, data=LOGIN)).status_code == 405
    assert (await caller.http.head(url, params=LOGIN)).status_code == 405
    assert sandbox.journal.placed == 0


async def test_a_wrong_path_is_not_found(caller: Caller, sandbox: Sandbox) -> None:
    assert (await caller.http.get(f"{sandbox.base_url}/connectcall.aspx")).status_code == 404
    assert (await caller.http.get(f"{sandbox.url}other/")).status_code == 404
    assert (await caller.http.get(sandbox.url)).status_code == 200


@pytest.mark.parametrize("cmd", ["getStatus", "hangUp", "end"])
async def test_an_unknown_session_fails(caller: Caller, cmd: str) -> None:
    caller.guid = "5ae2a5rw47w"
    assert code(await caller.command(cmd)) == 101


async def test_a_status_is_told_once(caller: Caller) -> None:
    await caller.login()
    assert code(await caller.command("getStatus")) == 105
    caller.clock.advance(0.6)
    first = await caller.command("getStatus")
    assert (code(first), message(first)) == (27, "Source is alerting")
    assert code(await caller.command("getStatus")) == 105
    caller.clock.advance(20)
    assert code(await caller.command("getStatus")) == 9


async def test_hanging_up_ends_the_call_and_keeps_the_session(caller: Caller) -> None:
    await caller.login()
    await caller.follow(8, every=1)
    response = await caller.command("hangUp")
    assert (code(response), message(response)) == (100, "OK")
    assert await caller.follow(5, every=1) == [4]
    assert code(await caller.command("hangUp")) == 105
    assert code(await caller.connect()) == 100
    assert await caller.follow(8) == [27, 28, 26, 29, 9]


async def test_a_second_call_needs_the_first_to_be_over(caller: Caller) -> None:
    await caller.login()
    assert code(await caller.connect()) == 101
    assert caller.sandbox.journal.placed == 1


async def test_after_end_the_session_is_unknown(caller: Caller) -> None:
    await caller.login()
    await caller.command("hangUp")
    assert code(await caller.command("end")) == 100
    assert code(await caller.command("getStatus")) == 101
    assert caller.sandbox.connect_call.open_sessions == 0


async def test_end_does_not_hang_up(caller: Caller) -> None:
    """The document ends call and session apart, so a client that forgets to hang up leaves a call running."""
    await caller.login()
    await caller.command("end")
    assert caller.sandbox.connect_call.live_calls == 1


async def test_with_both_at_once_both_phones_ring_first(caller: Caller) -> None:
    await caller.login(kind="2")
    assert await caller.follow(8) == [27, 26, 28, 29, 9]


@pytest.mark.parametrize("dest", ["+31205559010", "31205559010", "0031205559010", "0205559010"])
async def test_a_magic_number_may_be_written_in_any_form(caller: Caller, dest: str) -> None:
    await caller.login(dest)
    assert (await caller.follow(8))[-1] == 10


async def test_a_magic_source_decides_over_the_destination(caller: Caller) -> None:
    await caller.login(NUMBERS["busy"], source=NUMBERS["own-number-wrong"])
    assert await caller.follow(8) == [24]
