"""What goes wrong goes wrong on the wire, and the server has done what the number says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from dialer.sandbox import MAGIC, serve
from tests.sandbox.conftest import NUMBERS, SOURCE, Caller, HandClock, code, http_client, message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dialer.sandbox import Sandbox

DIAL_NAMES = [entry.name for entry in MAGIC if entry.name.startswith("dial-")]
SILENT = {"dial-silent", "dial-never-answers", "dial-silent-in-body"}
BROKEN = {
    "dial-close": httpx.RemoteProtocolError,
    "dial-close-before": httpx.RemoteProtocolError,
    "dial-reset": httpx.ReadError,
    "dial-reset-before": httpx.ReadError,
    "dial-reset-in-body": httpx.ReadError,
    "dial-cut-with-length": httpx.RemoteProtocolError,
}
NOT_PLACED = {
    "dial-code-101",
    "dial-code-102",
    "dial-code-104",
    "dial-code-105",
    "dial-never-answers",
    "dial-close-before",
    "dial-reset-before",
    "dial-http-500",
    "dial-html-200",
    "dial-http-400",
    "dial-http-401",
    "dial-http-403",
    "dial-http-404",
    "dial-http-405",
    "dial-http-429",
}


async def _raw(sandbox: Sandbox, dest: str) -> bytes:
    """Place a call and return every byte of the answer, until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
    query = f"login=demo&password=demo&dest={dest}&source={SOURCE}&type=1".replace("+", "%2B")
    target = f"/connect_call/api/connectcall.aspx?{query}"
    writer.write(f"GET {target} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
    try:
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def fast() -> AsyncIterator[Caller]:
    """A caller of a sandbox whose delays are a thousand times shorter."""
    sandbox = await serve(speed=1000)
    async with http_client() as http:
        yield Caller(sandbox, http, HandClock())
    await sandbox.close()


@pytest.mark.parametrize("name", sorted(set(DIAL_NAMES) - SILENT))
async def test_dialling(fast: Caller, name: str) -> None:
    """The journal knows whether it was placed; the answer is broken, or it arrives whole."""
    if name in BROKEN:
        with pytest.raises(BROKEN[name]):
            await fast.login(NUMBERS[name])
    else:
        await fast.login(NUMBERS[name])
    (entry,) = fast.sandbox.journal
    assert entry.placed is (name not in NOT_PLACED)
    assert name == "dial-same-guid" or entry.fault


@pytest.mark.parametrize("name", sorted(SILENT))
async def test_silence(caller: Caller, name: str) -> None:
    caller.http.timeout = httpx.Timeout(0.2)
    with pytest.raises(httpx.ReadTimeout):
        await caller.login(NUMBERS[name])
    assert caller.sandbox.journal.placed == (name != "dial-never-answers")
    assert caller.sandbox.journal[0].answered is None


async def test_each_answer_is_wrong_in_its_own_way(fast: Caller) -> None:
    """The bodies themselves, as far as their bytes matter."""
    sandbox = fast.sandbox

    async def body(name: str) -> bytes:
        return (await _raw(sandbox, NUMBERS[f"dial-{name}"])).partition(b"\r\n\r\n")[2]

    assert (await body("utf-8-bom")).startswith(b"\xef\xbb\xbf<response>")
    assert (await body("leading-newline")).startswith(b'\r\n<?xml version="1.0"?>')
    assert (await body("utf-16")).decode("utf-16").startswith('<?xml version="1.0" encoding="utf-16"?>')
    assert b'encoding="utf-16"?>' in await body("utf-16-untrue")
    assert b"caf\xe9" in await body("latin-1")
    assert b"caf\xe9" in await body("latin-1-undeclared")
    assert b"klingon" in await body("unknown-charset")
    assert (await body("two-roots")).count(b"<response>") == 2
    assert (await body("two-codes")).count(b"<code>") == 2
    assert (await body("junk-after")).endswith(b"</html>")
    assert b"\0" in await body("nul-byte")
    assert b"<code>199</code>" in await body("unknown-code")
    assert b"<code>-1</code>" in await body("negative-code")
    assert b"<code>1.03e2</code>" in await body("exponent-code")
    assert b"<code></code>" in await body("empty-code")
    assert b"<code> 103 </code>" in await body("padded-code")
    assert b"code" not in await body("no-code")
    assert (await body("cut-after-code")).endswith(b"</code>")
    assert await body("empty") == b""
    assert await body("plain-text") == b"103"
    assert b"message" not in await body("no-guid")
    assert len(await body("guid-long")) > 10_000
    assert b"../../" in await body("guid-path")
    assert b"&lt;script&gt;&amp;" in await body("guid-markup")
    assert len(await body("flood")) > 8_000_000
    bomb = await body("gzip-bomb")
    assert bomb.startswith(b"\x1f\x8b")
    assert len(bomb) < 500_000


async def test_a_cut_answer(fast: Caller) -> None:
    announced = await _raw(fast.sandbox, NUMBERS["dial-cut-with-length"])
    assert b"Content-Length: " in announced
    assert not announced.endswith(b"</response>")
    unannounced = await _raw(fast.sandbox, NUMBERS["dial-cut-without-length"])
    assert b"Content-Length" not in unannounced
    assert b"Transfer-Encoding" not in unannounced
    assert not unannounced.endswith(b"</response>")


@pytest.mark.parametrize(
    ("name", "status", "header"),
    [
        ("dial-http-500", 500, ""),
        ("dial-http-500-placed", 500, ""),
        ("dial-html-500", 500, ""),
        ("dial-html-502", 502, ""),
        ("dial-html-503", 503, "Retry-After"),
        ("dial-html-504", 504, ""),
        ("dial-redirect", 302, "Location"),
        ("dial-html-200", 200, ""),
        ("dial-xhtml-200", 200, ""),
    ],
)
async def test_http_faults(fast: Caller, name: str, status: int, header: str) -> None:
    response = await fast.login(NUMBERS[name])
    assert response.status_code == status
    assert not header or header in response.headers
    assert not fast.guid


async def test_a_followed_redirect_is_in_the_journal(fast: Caller) -> None:
    response = await fast.login(NUMBERS["dial-redirect"])
    await fast.http.get(str(response.url.join(response.headers["Location"])))
    assert fast.sandbox.journal.commands == ["login", "/connect_call/api/error.aspx"]


@pytest.mark.parametrize("name", ["dial-slow-30", "dial-drip"])
async def test_a_slow_answer_is_a_good_one(fast: Caller, name: str) -> None:
    assert code(await fast.login(NUMBERS[name])) == 103


async def test_the_same_session_id_again(fast: Caller) -> None:
    first = message(await fast.login(NUMBERS["dial-same-guid"]))
    assert message(await fast.login(NUMBERS["dial-same-guid"])) == first
    assert fast.sandbox.connect_call.live_calls == 2


@pytest.mark.parametrize("answered", [101, 102, 104, 105])
async def test_response_codes_on_each_request(caller: Caller, answered: int) -> None:
    assert code(await caller.login(NUMBERS[f"dial-code-{answered}"])) == answered

    await caller.login(NUMBERS[f"status-{answered}"])
    caller.clock.advance(8)
    assert code(await caller.command("getStatus")) == answered

    await caller.login(NUMBERS[f"hang-up-code-{answered}"])
    assert code(await caller.command("hangUp")) == answered

    await caller.login()
    await caller.command("hangUp")
    assert code(await caller.connect(NUMBERS[f"connect-code-{answered}"])) == answered


async def test_polls_fail_for_four_seconds(caller: Caller) -> None:
    await caller.login(NUMBERS["polls-fail-4-s"])
    statuses = []
    for _ in range(14):
        caller.clock.advance(1)
        statuses.append((await caller.command("getStatus")).status_code)
    assert statuses == [200] * 7 + [503] * 4 + [200] * 3
    assert caller.sandbox.connect_call.live_calls == 0


async def test_a_lost_ending_is_never_told_again(caller: Caller) -> None:
    await caller.login(NUMBERS["ending-lost"])
    await caller.follow(12, every=1)
    caller.clock.advance(1)
    with pytest.raises(httpx.ReadError):
        await caller.command("getStatus")
    assert await caller.follow(10, every=1.5) == []


async def test_the_third_status_comes_late(fast: Caller) -> None:
    await fast.login(NUMBERS["late-answer"])
    for _ in range(4):
        await fast.command("getStatus")
    delays = [(entry.answered or 0) - entry.at for entry in fast.sandbox.journal.of("getStatus")]
    assert delays[2] > 6.5
    assert [entry.fault for entry in fast.sandbox.journal.of("getStatus")] == ["", "", "slow-7", ""]


async def test_a_session_that_is_forgotten(caller: Caller) -> None:
    await caller.login(NUMBERS["session-gone"])
    assert (await caller.follow(9, every=1))[-1] == 9
    caller.clock.advance(1)
    assert code(await caller.command("getStatus")) == 101
    assert caller.sandbox.connect_call.live_calls == 1
    assert caller.sandbox.connect_call.open_sessions == 0


async def test_a_session_that_ends_with_its_call(caller: Caller) -> None:
    await caller.login(NUMBERS["session-gone-between-calls"])
    await caller.follow(8, every=1)
    assert code(await caller.command("hangUp")) == 100
    assert code(await caller.connect()) == 101


@pytest.mark.parametrize(("name", "failing"), [("hang-up-fails-1", 1), ("hang-up-fails-2", 2)])
async def test_hanging_up_fails_at_first(caller: Caller, name: str, failing: int) -> None:
    await caller.login(NUMBERS[name])
    statuses = [(await caller.command("hangUp")).status_code for _ in range(failing + 1)]
    assert statuses == [500] * failing + [200]
    assert caller.sandbox.connect_call.live_calls == 0


async def test_hanging_up_works_but_says_nothing(caller: Caller) -> None:
    await caller.login(NUMBERS["hang-up-reset"])
    with pytest.raises(httpx.ReadError):
        await caller.command("hangUp")
    assert caller.sandbox.connect_call.live_calls == 0


@pytest.mark.parametrize(
    ("name", "placed"), [("connect-silent-placed", 2), ("connect-silent", 1), ("connect-code-101", 1)]
)
async def test_connect_faults_spare_the_log_in(caller: Caller, name: str, placed: int) -> None:
    await caller.login(NUMBERS[name])
    assert (await caller.follow(8))[-1] == 9
    await caller.command("hangUp")
    caller.http.timeout = httpx.Timeout(0.2)
    try:
        answered = code(await caller.connect(NUMBERS[name]))
    except httpx.ReadTimeout:
        answered = None
    assert answered == (101 if name == "connect-code-101" else None)
    assert caller.sandbox.journal.placed == placed
