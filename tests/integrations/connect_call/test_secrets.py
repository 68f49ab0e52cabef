"""Neither password nor GUID gets out: not into the log, an error, a traceback or a repr."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import logging
import traceback
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from dialer.core.errors import ApiError
from dialer.integrations.connect_call import client
from tests.integrations.connect_call.conftest import PASSWORD
from tests.integrations.connect_call.server import Reply, answer, xml

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.integrations.connect_call.conftest import Bench

TOKEN = "canary-guid-7c1f"
FAULTS = {
    "refused": answer(102),
    "failed": answer(101),
    "wrong parameters": answer(104, PASSWORD.replace("&", "").replace("<", "")),
    "unknown code": answer(199),
    "echo": Reply(body=f"<html>{PASSWORD} {TOKEN}</html>".encode()),
    "error page": Reply(status=500, body=PASSWORD.encode()),
    "redirect": Reply(status=302, headers=(f"Location: https://elsewhere.test/?password={quote(PASSWORD)}",)),
    "not gzip": Reply(body=xml(103), headers=("Content-Encoding: gzip",)),
    "bad header": Reply(body=xml(103), headers=(f"Set-Cookie: {quote(PASSWORD)}", "\x00")),
    "cut": Reply(body=xml(103, TOKEN), cut=True),
    "silent": Reply(silent=True),
    "bad guid": answer(103, "a b"),
}


def _forms(secret: str) -> set[str]:
    return {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        html.escape(secret),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        base64.b64encode(secret.encode()).decode().rstrip("="),
    }


def _assert_clean(text: str) -> None:
    assert [form for secret in (PASSWORD, TOKEN) for form in _forms(secret) if form in text] == []


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything that was logged, as a plain formatter writes it: before our own redaction."""
    caplog.set_level(logging.DEBUG)

    def text() -> str:
        lines = [logging.Formatter().format(record) for record in caplog.records]
        return "\n".join([*lines, *(repr(vars(record)) for record in caplog.records)])

    return text


async def _fail(asking: Awaitable[object]) -> None:
    try:
        await asking
    except ApiError as error:
        _assert_clean(str(error) + repr(error) + repr(vars(error)))
        _assert_clean("".join(traceback.format_exception(error)))
        _assert_clean(repr(error.__cause__) + repr(error.__context__))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", ["login", "connect", "getStatus", "hangUp", "end"])
async def test_a_fault_tells_no_secret(
    bench: Bench, log: Callable[[], str], operation: str, fault: str
) -> None:
    bench.server.script("login", answer(103, TOKEN))
    if operation != "login":
        await bench.dial()
    bench.server.script(operation, FAULTS[fault])
    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "login": bench.dial,
        "connect": bench.dial,
        "getStatus": bench.telephony.async_status,
        "hangUp": bench.telephony.async_hang_up,
        "end": bench.telephony.async_end_session,
    }
    await _fail(steps[operation]())
    _assert_clean(log())
    _assert_clean(repr(bench.telephony) + repr(vars(bench.telephony)) + repr(bench.entry))


async def test_nobody_listening_tells_no_secret(bench: Bench, log: Callable[[], str]) -> None:
    await bench.server.stop()
    await _fail(bench.dial())
    _assert_clean(log())


async def test_a_time_out_tells_no_secret(
    bench: Bench, log: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "DIAL_DEADLINE", 0.1)
    bench.server.script("login", Reply(hold=asyncio.Event()))
    await _fail(bench.dial())
    _assert_clean(log())


async def test_no_secret_in_the_home(bench: Bench) -> None:
    bench.server.script("login", answer(103, TOKEN))
    await bench.dial()
    await bench.hub.entries.unload(bench.entry)
    for file in bench.hub.home.path.rglob("*"):
        if file.is_file():
            _assert_clean(file.read_bytes().decode(errors="replace"))
