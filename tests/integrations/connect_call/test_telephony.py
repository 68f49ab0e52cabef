"""Watching and ending a call."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import CallState, EndReason
from dialer.calls.provider import SessionGone
from dialer.core.errors import ApiError, ErrorKind
from dialer.core.secrets import Secret
from dialer.integrations.connect_call import client, telephony
from tests.integrations.connect_call.conftest import QuickClock
from tests.integrations.connect_call.server import GUID, Reply, answer, xml

if TYPE_CHECKING:
    from tests.integrations.connect_call.conftest import Bench

PAGE = b"<!DOCTYPE html><html><body>Runtime Error</body></html>"
NO_ANSWERS = [
    Reply(status=500),
    Reply(status=302),
    Reply(body=PAGE),
    Reply(silent=True),
    Reply(body=xml("x")),
]


async def test_a_call_from_ringing_to_its_end(bench: Bench) -> None:
    await bench.dial()
    bench.server.script("getStatus", *(answer(code) for code in (27, 105, 28, 26, 29, 9, 105, 30)))
    updates = [await bench.telephony.async_status() for _ in range(8)]
    assert [update and update.state for update in updates] == [
        CallState.SOURCE_RINGING,
        None,
        CallState.SOURCE_CONNECTED,
        CallState.DESTINATION_RINGING,
        CallState.DESTINATION_CONNECTED,
        CallState.CONNECTED,
        None,
        CallState.ENDED,
    ]
    assert updates[1] is None
    assert updates[-1] is not None
    assert updates[-1].reason is EndReason.COMPLETED


async def test_the_status_is_asked_each_second(bench: Bench) -> None:
    assert bench.telephony.poll_interval == 1.0


async def test_a_status_in_spaces_is_read(bench: Bench) -> None:
    await bench.dial()
    bench.server.script("getStatus", answer("\r\n  27 \r\n"))
    update = await bench.telephony.async_status()
    assert update is not None
    assert update.code == 27


async def test_unknown_codes_keep_the_state_and_are_logged_once(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    await bench.dial()
    bench.server.script("getStatus", *(answer(code) for code in (6, 6, 100, 103, 199, 199, 3, 5)))
    for code in (6, 6, 100, 103, 199, 199, 3, 5):
        update = await bench.telephony.async_status()
        assert update is not None
        assert (update.code, update.state, update.reason) == (code, None, None)
    assert [record.getMessage() for record in caplog.records] == [
        f"undocumented status code {code}" for code in (6, 100, 103, 199)
    ]


@pytest.mark.parametrize("code", [101, 102, 104])
async def test_a_session_that_is_gone_is_forgotten(bench: Bench, code: int) -> None:
    await bench.dial()
    bench.server.script("getStatus", answer(code))
    with pytest.raises(SessionGone) as caught:
        await bench.telephony.async_status()
    assert caught.value.code == code
    assert bench.telephony.session is None
    with pytest.raises(SessionGone):
        await bench.telephony.async_status()
    await bench.dial()
    assert bench.server.commands == ["login", "getStatus", "login"]


@pytest.mark.parametrize("reply", NO_ANSWERS)
async def test_a_failed_status_question_tells_nothing_of_the_call(bench: Bench, reply: Reply) -> None:
    await bench.dial()
    bench.server.script("getStatus", reply, answer(9))
    with pytest.raises(ApiError) as caught:
        await bench.telephony.async_status()
    assert not isinstance(caught.value, SessionGone)
    assert bench.telephony.session == Secret(GUID)
    update = await bench.telephony.async_status()
    assert update is not None
    assert update.state is CallState.CONNECTED


async def test_a_slow_status_ends_at_its_deadline(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "STATUS_DEADLINE", 0.1)
    await bench.dial()
    bench.server.script("getStatus", Reply(hold=asyncio.Event()))
    with pytest.raises(ApiError) as caught:
        await bench.telephony.async_status()
    assert caught.value.kind is ErrorKind.NETWORK


@pytest.mark.parametrize("code", [100, 105])
async def test_a_confirmed_hang_up(bench: Bench, code: int) -> None:
    await bench.dial()
    bench.server.script("hangUp", answer(code))
    await bench.telephony.async_hang_up()
    assert bench.server.commands == ["login", "hangUp"]
    assert bench.telephony.session == Secret(GUID)


@pytest.mark.parametrize("reply", [*(answer(code) for code in (101, 102, 103, 104, 4, 9, 199)), *NO_ANSWERS])
async def test_a_hang_up_that_is_not_confirmed_may_be_repeated(bench: Bench, reply: Reply) -> None:
    await bench.dial()
    bench.server.script("hangUp", reply, reply, answer(100))
    for _ in range(2):
        with pytest.raises(ApiError):
            await bench.telephony.async_hang_up()
    await bench.telephony.async_hang_up()
    assert bench.server.commands == ["login", "hangUp", "hangUp", "hangUp"]


@pytest.mark.parametrize("code", [100, 101, 105, 102, 104])
async def test_signing_out(bench: Bench, code: int) -> None:
    await bench.dial()
    bench.server.script("end", answer(code))
    await bench.telephony.async_end_session()
    assert bench.server.commands == ["login", "end"]
    assert bench.telephony.session is None


@pytest.mark.parametrize("reply", [answer(103), answer(199), *NO_ANSWERS])
async def test_signing_out_gives_up_after_three_tries(bench: Bench, reply: Reply) -> None:
    await bench.dial()
    bench.server.script("end", reply)
    await bench.telephony.async_end_session()
    assert bench.server.commands == ["login", "end", "end", "end"]
    assert bench.telephony.session is None
    assert isinstance(bench.hub.clock, QuickClock)
    assert len(bench.hub.clock.pauses) == 2


async def test_signing_out_takes_bounded_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telephony, "END_BUDGET", 0.1)
    await bench.dial()
    bench.server.script("end", Reply(hold=asyncio.Event()))
    await bench.telephony.async_end_session()
    assert bench.server.commands == ["login", "end"]


async def test_without_a_session_nothing_is_sent(bench: Bench) -> None:
    for ask in (bench.telephony.async_status, bench.telephony.async_hang_up):
        with pytest.raises(SessionGone):
            await ask()
    await bench.telephony.async_end_session()
    assert bench.server.requests == []


async def test_a_restarted_program_finds_its_call(bench: Bench) -> None:
    bench.telephony.resume(Secret(GUID))
    bench.server.script("getStatus", answer(9))
    update = await bench.telephony.async_status()
    assert update is not None
    assert update.state is CallState.CONNECTED
    await bench.telephony.async_hang_up()
    assert bench.server.commands == ["getStatus", "hangUp"]


async def test_a_call_left_running_is_not_signed_out_of(bench: Bench) -> None:
    await bench.dial()
    bench.telephony.release()
    await bench.telephony.async_end_session()
    assert bench.server.commands == ["login"]
