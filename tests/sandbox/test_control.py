"""The sandbox tells what it received, and lets a test order faults request by request."""

from __future__ import annotations

import asyncio
import base64
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from dialer.sandbox import MAGIC, serve
from tests.fakes import until
from tests.sandbox.conftest import NUMBERS, ORDINARY, SOURCE, Caller, HandClock, code, http_client

if TYPE_CHECKING:
    from dialer.sandbox import Sandbox

CANARY = 'p@ss/w&rd +é"<%'


async def _order(caller: Caller, **fault: object) -> httpx.Response:
    return await caller.http.post(f"{caller.sandbox.url}sandbox/script", json=fault)


async def _journal(caller: Caller) -> dict[str, object]:
    page: dict[str, object] = (await caller.http.get(f"{caller.sandbox.url}sandbox/journal")).json()
    return page


async def test_the_journal_has_each_request_in_order(caller: Caller) -> None:
    await caller.login()
    caller.clock.advance(1)
    await caller.command("getStatus")
    await caller.command("hangUp")
    await caller.command("end")
    journal = caller.sandbox.journal
    assert journal.commands == ["login", "getStatus", "hangUp", "end"]
    assert [entry.code for entry in journal] == [103, 27, 100, 100]
    assert [entry.at for entry in journal] == [0, 1, 1, 1]
    assert [entry.in_flight for entry in journal] == [0, 0, 0, 0]
    assert {entry.connection for entry in journal} == {1}
    said = {"login": "demo", "password": "***", "dest": ORDINARY, "source": SOURCE, "type": "1"}
    assert journal[0].params == said
    page = await _journal(caller)
    assert page["requests"] == [entry.as_json() for entry in journal]
    assert (page["placed"], page["open_sessions"], page["live_calls"]) == (1, 0, 0)


async def test_the_password_is_nowhere_in_the_journal() -> None:
    sandbox = await serve(password=CANARY)
    async with http_client() as http:
        caller = Caller(sandbox, http, HandClock())
        params = {"login": "demo", "dest": ORDINARY, "source": SOURCE, "type": "1"}
        assert code(await caller.get(**params, password=CANARY)) == 103
        assert CANARY not in repr(list(sandbox.journal))
        assert CANARY not in json.dumps(await _journal(caller), ensure_ascii=False)
    await sandbox.close()


async def test_the_password_can_be_changed_while_it_runs(caller: Caller) -> None:
    await caller.login()
    changed = await caller.http.post(f"{caller.sandbox.url}sandbox/password", content=CANARY.encode())
    assert changed.status_code == 200
    assert code(await caller.command("getStatus")) == 101
    assert code(await caller.login()) == 102
    params = {"login": "demo", "dest": ORDINARY, "source": SOURCE, "type": "1"}
    assert code(await caller.get(**params, password=CANARY)) == 103


async def test_requests_that_overlap_are_seen(caller: Caller) -> None:
    await caller.login(NUMBERS["polls-silent"])
    caller.clock.advance(8)
    caller.http.timeout = httpx.Timeout(0.3)
    await asyncio.gather(*(caller.command("getStatus") for _ in range(2)), return_exceptions=True)
    assert sorted(entry.in_flight for entry in caller.sandbox.journal.of("getStatus")) == [0, 1]


async def test_a_fresh_start(caller: Caller) -> None:
    await caller.login()
    await _order(caller, command="login", fault="reset", times=9)
    assert (await caller.http.post(f"{caller.sandbox.url}sandbox/reset")).status_code == 200
    page = await _journal(caller)
    assert page == {"requests": [], "placed": 0, "made": [], "open_sessions": 0, "live_calls": 0}
    assert code(await caller.command("getStatus")) == 101
    assert code(await caller.login()) == 103


async def test_the_magic_numbers_can_be_read(caller: Caller) -> None:
    page = (await caller.http.get(f"{caller.sandbox.url}sandbox/magic")).json()
    assert {"number", "name", "description", "expect"} == page[0].keys()
    assert [entry.number for entry in MAGIC] == [entry["number"] for entry in page][: len(MAGIC)]


async def test_a_named_fault_for_the_second_and_third_poll(caller: Caller) -> None:
    await caller.login()
    await _order(caller, command="getStatus", fault="http-500", skip=1, times=2)
    statuses = [(await caller.command("getStatus")).status_code for _ in range(4)]
    assert statuses == [200, 500, 500, 200]


async def test_a_fault_without_effect_places_nothing(caller: Caller) -> None:
    await _order(caller, command="login", fault="http-500", effect=False)
    assert (await caller.login()).status_code == 500
    assert caller.sandbox.journal.placed == 0
    assert caller.sandbox.journal[0].code is None


async def test_a_reply_of_ones_own(caller: Caller) -> None:
    body = b"\xff\xfe<html>"
    await _order(
        caller,
        command="login",
        status=418,
        body_base64=base64.b64encode(body).decode(),
        headers={"X-Odd": "yes"},
    )
    response = await caller.login()
    assert (response.status_code, response.content, response.headers["X-Odd"]) == (418, body, "yes")


async def test_an_answer_cut_anywhere(caller: Caller) -> None:
    """With a length the client notices; without one it gets what there is."""
    whole = (await caller.login()).content
    for sent in range(0, len(whole), 9):
        await _order(caller, command="login", sent=sent, length=False)
        assert (await caller.login()).content.startswith(b"<response>"[:sent])
        await _order(caller, command="login", sent=sent, length=True)
        with pytest.raises(httpx.RemoteProtocolError):
            await caller.login()


@pytest.mark.parametrize(
    ("end", "error"), [("close", httpx.RemoteProtocolError), ("reset", httpx.NetworkError)]
)
async def test_a_connection_cut_before_anything_is_read(
    caller: Caller, end: str, error: type[Exception]
) -> None:
    await _order(caller, command="accept", end=end)
    async with http_client() as fresh:
        other = Caller(caller.sandbox, fresh, caller.clock)
        with pytest.raises((error, httpx.RemoteProtocolError)):
            await other.login()
        assert len(caller.sandbox.journal) == 0
        assert code(await other.login()) == 103


@pytest.mark.parametrize(
    "script",
    [
        "no json",
        "[]x",
        '"text"',
        "{}",
        '{"command": "login", "fault": "nonsense"}',
        '{"command": "login", "colour": "red"}',
        '{"command": "login", "status": "high"}',
        '{"command": "login", "end": "never"}',
        '{"command": "login", "body_base64": "?"}',
    ],
)
async def test_a_script_that_cannot_be_played_is_refused(caller: Caller, script: str) -> None:
    response = await caller.http.post(f"{caller.sandbox.url}sandbox/script", content=script)
    assert response.status_code == 400
    assert response.json()["error"]
    assert code(await caller.login()) == 103


async def test_unknown_control_pages(caller: Caller) -> None:
    assert (await caller.http.get(f"{caller.sandbox.url}sandbox/nothing")).status_code == 404
    assert (await caller.http.get(f"{caller.sandbox.url}sandbox/reset")).status_code == 404


async def test_closing_does_not_wait_for_anybody(sandbox: Sandbox, caller: Caller) -> None:
    pending = asyncio.gather(caller.login(NUMBERS["dial-silent"]), return_exceptions=True)
    await until(lambda: sandbox.journal.placed == 1)
    await asyncio.wait_for(sandbox.close(), timeout=1)
    (outcome,) = await pending
    assert isinstance(outcome, httpx.TransportError)


async def test_a_garbled_request_ends_the_connection(sandbox: Sandbox) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
    writer.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


def test_it_runs_by_itself() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "dialer.sandbox", "--speed", "10"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        address = first.split(" on ")[1].split(" ")[0]
        assert httpx.get(f"{address}sandbox/journal", trust_env=False).json()["placed"] == 0
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0


def test_it_prints_the_magic_numbers() -> None:
    command = [sys.executable, "-m", "dialer.sandbox", "--magic"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert all(entry.number in printed for entry in MAGIC)


def test_importing_it_is_light() -> None:
    """The demo's window must not wait for it."""
    look = "import sys, dialer.sandbox; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert not {"httpx", "PySide6", "phonenumbers", "dialer.core"} & set(loaded.stdout.split())
