"""A company's own systems hear of calls: each change once, nothing of private ones, and no call waits."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from dialer.calls.hooks import CallHooks
from dialer.calls.webhook import GIVE_UP, MOST_WAITING
from dialer.journal.forgetting import forget
from tests.calls.test_manager import BUSY, DEST_RINGS, SOURCE_RINGS, TALKING
from tests.fakes import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

HOSTILE = 'Jan "x"\r\nHost: evil {call} </script> \u202e'


@dataclass
class Listener:
    """A company's system that takes events."""

    status: int = 200
    heads: list[str] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    gate: asyncio.Event | None = None
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/calls?key=7"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(line for line in head.lower().splitlines() if line.startswith("content-length"))
        body = await reader.readexactly(int(length.partition(":")[2]))
        self.heads.append(head)
        self.events.append(json.loads(body))
        if self.gate is not None:
            await self.gate.wait()
        location = f"Location: http://127.0.0.1:{self.port}/moved\r\n"
        writer.write(f"HTTP/1.1 {self.status} X\r\n{location}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    @property
    def states(self) -> list[str]:
        return [event["state"] for event in self.events]


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    server = await asyncio.start_server(listener.serve, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    yield listener
    server.close()


@pytest.fixture
async def opened(desk: Desk) -> AsyncIterator[list[str]]:
    """The pages that were opened; hooks follow the calls of the desk."""
    opened: list[str] = []

    def spy(link: str) -> bool:
        opened.append(link)
        return True

    hooks = CallHooks(desk.hub, desk.calls.history, spy)
    yield opened
    await hooks.stop()


async def test_each_change_is_told_once_with_who_it_is(
    desk: Desk, provider: FakeTelephony, listener: Listener, opened: list[str]
) -> None:
    await desk.hub.settings.set("webhook_url", listener.url)
    provider.statuses = [SOURCE_RINGS, SOURCE_RINGS, DEST_RINGS, BUSY]
    call = await desk.press(name=HOSTILE, contact_id="c7")
    await desk.clock.advance(4)
    await until(lambda: "ended" in listener.states)
    assert listener.states == ["requested", "source_ringing", "destination_ringing", "ended"]
    last = listener.events[-1]
    assert {key: last[key] for key in ("call", "reason", "number", "name", "contact")} == {
        "call": call.id, "reason": "busy", "number": call.number, "name": HOSTILE, "contact": "c7",
    }  # fmt: skip
    assert listener.heads[0].startswith("POST /calls?key=7 HTTP/1.1\r\n")
    assert "content-type: application/json" in listener.heads[0].lower()
    assert opened == []


async def test_a_call_never_waits_for_it(
    desk: Desk, provider: FakeTelephony, listener: Listener, opened: list[str]
) -> None:
    listener.gate = asyncio.Event()
    await desk.hub.settings.set("webhook_url", listener.url)
    provider.statuses = [SOURCE_RINGS, TALKING, BUSY]
    await desk.press()
    await desk.clock.advance(5)
    assert desk.states[-1] == "ended"
    await until(lambda: len(listener.events) == 1)
    listener.gate.set()
    await until(lambda: listener.states[-1] == "ended")
    assert len({json.dumps(event) for event in listener.events}) == len(listener.events)


@pytest.mark.parametrize("status", [302, 400, 500])
async def test_what_arrived_is_never_sent_again(
    desk: Desk,
    provider: FakeTelephony,
    listener: Listener,
    opened: list[str],
    status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    listener.status = status
    await desk.hub.settings.set("webhook_url", listener.url)
    provider.statuses = [SOURCE_RINGS, TALKING, BUSY]
    with caplog.at_level(logging.INFO, "dialer.calls.webhook"):
        await desk.press()
        await desk.clock.advance(5)
        await until(lambda: "ended" in listener.states)
        await desk.clock.advance(GIVE_UP)
    assert listener.states == ["requested", "source_ringing", "connected", "ended"]
    said = [record.message for record in caplog.records if record.name == "dialer.calls.webhook"]
    assert said == [f"the webhook does not take events: {status}"]


async def test_what_never_left_is_tried_again_for_a_while(
    desk: Desk, listener: Listener, opened: list[str]
) -> None:
    gone = await asyncio.start_server(listener.serve, "127.0.0.1", 0)
    port = gone.sockets[0].getsockname()[1]
    gone.close()
    await gone.wait_closed()
    await desk.hub.settings.set("webhook_url", f"http://127.0.0.1:{port}/")
    await desk.press()
    await until(lambda: desk.hub.counters["http.core.net.refused"] >= 1)
    back = await asyncio.start_server(listener.serve, "127.0.0.1", port)
    await desk.clock.advance(6)
    await until(lambda: bool(listener.events))
    assert listener.states[0] == "requested"
    back.close()


async def test_of_a_private_call_nothing_is_told(
    desk: Desk, provider: FakeTelephony, listener: Listener, opened: list[str]
) -> None:
    await desk.hub.settings.set("webhook_url", listener.url)
    await desk.hub.settings.set("pop_up_url", "https://crm.example/?n={e164}")
    provider.statuses = [SOURCE_RINGS]
    call = await desk.press()
    await until(lambda: "source_ringing" in listener.states)
    await desk.calls.set_private(call.id, True)
    told = len(listener.events)
    provider.statuses = [TALKING, BUSY]
    await desk.clock.advance(5)
    assert desk.states[-1] == "ended"
    assert len(listener.events) == told
    assert opened == []


async def test_what_waits_of_a_call_that_became_private_is_not_sent(
    desk: Desk, provider: FakeTelephony, listener: Listener, opened: list[str]
) -> None:
    listener.gate = asyncio.Event()
    await desk.hub.settings.set("webhook_url", listener.url)
    provider.statuses = [SOURCE_RINGS, TALKING]
    call = await desk.press()
    await desk.clock.advance(2)
    await until(lambda: len(listener.events) == 1)
    await desk.calls.set_private(call.id, True)
    listener.gate.set()
    await desk.clock.advance(2)
    assert listener.states == ["requested"]


async def test_what_waits_of_somebody_who_was_forgotten_is_not_sent(
    desk: Desk, provider: FakeTelephony, listener: Listener, opened: list[str]
) -> None:
    listener.gate = asyncio.Event()
    await desk.hub.settings.set("webhook_url", listener.url)
    provider.statuses = [SOURCE_RINGS, TALKING]
    call = await desk.press()
    await desk.clock.advance(2)
    await until(lambda: len(listener.events) == 1)
    await forget(desk.hub, number=call.number, contact_id=None)
    listener.gate.set()
    await desk.clock.advance(2)
    assert listener.states == ["requested"]


async def test_no_more_than_so_many_wait(desk: Desk, listener: Listener, opened: list[str]) -> None:
    from dialer.calls.webhook import Webhook
    from dialer.core.scope import Scope

    scope = Scope("test")
    listener.gate = asyncio.Event()
    call = await desk.press()
    webhook = Webhook(desk.hub, desk.calls.history, scope)
    for number in range(3 * MOST_WAITING):
        webhook.send(listener.url, {"call": call.id, "state": str(number)})
    listener.gate.set()
    sending = webhook.sending
    assert sending is not None
    await sending
    assert len(listener.events) == MOST_WAITING
    assert listener.states[-1] == str(3 * MOST_WAITING - 1)
    await scope.close()


@pytest.mark.parametrize(("when", "states"), [("ringing", [DEST_RINGS]), ("connected", [TALKING])])
async def test_a_page_opens_once_in_a_call(
    desk: Desk, provider: FakeTelephony, opened: list[str], when: str, states: list[Any]
) -> None:
    await desk.hub.settings.set("pop_up_url", "https://crm.example/?n={number}&w={name}")
    await desk.hub.settings.set("pop_up_when", when)
    provider.statuses = [SOURCE_RINGS, *states, *states, TALKING, BUSY]
    await desk.press(name='Jan & "Co"')
    assert opened == []
    await desk.clock.advance(8)
    assert desk.states[-1] == "ended"
    assert opened == ["https://crm.example/?n=31205550142&w=Jan%20%26%20%22Co%22"]


async def test_what_is_switched_off_in_mid_call_is_off(
    desk: Desk, provider: FakeTelephony, listener: Listener, opened: list[str]
) -> None:
    await desk.hub.settings.set("webhook_url", listener.url)
    provider.statuses = [SOURCE_RINGS]
    await desk.press()
    await until(lambda: "source_ringing" in listener.states)
    await desk.hub.settings.set("webhook_url", "")
    told = len(listener.events)
    provider.statuses = [TALKING, BUSY]
    await desk.clock.advance(5)
    assert len(listener.events) == told
