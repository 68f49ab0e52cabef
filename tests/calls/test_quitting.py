"""Quitting at any moment: nothing more is sent, what was wished is done, and every record is closed."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from dialer.app import KEPT_FOR_THE_REST
from dialer.calls import leaving
from dialer.calls.model import EndReason
from dialer.core.entry import EntryState
from dialer.core.errors import ErrorKind, Refused, SafetyError
from dialer.core.hub import STOP_DEADLINE
from dialer.core.secrets import Secret
from tests.calls.conftest import ENTRY, JANSEN, FakeIntegration
from tests.calls.test_manager import DEST_HANGS_UP, FAILED, TALKING
from tests.fakes import FakeTelephony, integrate, settle

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.core.entry import ConfigEntry
    from tests.calls.conftest import Desk


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quitting waits for a tenth of a second."""
    monkeypatch.setattr(leaving, "QUIT_DEADLINE", 0.1)


def account(desk: Desk) -> ConfigEntry:
    entry = desk.hub.entries.get(ENTRY)
    assert entry is not None
    return entry


async def test_while_dialling_hangs_up_as_soon_as_the_provider_answers(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.gate = asyncio.Event()
    await desk.press()
    stopping = asyncio.create_task(desk.stop())
    await settle()
    provider.gate.set()
    await stopping
    assert provider.log == ["dial", "hang_up", "end"]
    await desk.start()
    (record,) = await desk.calls.history.recent()
    assert record.reason is EndReason.HUNG_UP


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("keep_call", [True, False])
async def test_while_dialling_without_an_answer_leaves_a_closed_record(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch, keep_call: bool
) -> None:
    provider.gate = asyncio.Event()
    written: list[Call] = []
    update = desk.calls.history.update

    async def noted(call: Call) -> None:
        written.append(call)
        await update(call)

    monkeypatch.setattr(desk.calls.history, "update", noted)
    await desk.press()
    await desk.stop(keep_call=keep_call)
    assert written[-1].reason is EndReason.UNKNOWN
    assert provider.log.count("dial") == 1
    await desk.start()


async def test_while_dialling_a_call_that_is_kept_is_found_again(desk: Desk, provider: FakeTelephony) -> None:
    provider.bearer = Secret("guid")
    provider.gate = asyncio.Event()
    await desk.press()
    stopping = asyncio.create_task(desk.stop(keep_call=True))
    await settle()
    provider.gate.set()
    await stopping
    assert not {"hang_up", "end"} & set(provider.log)
    await desk.start()
    assert desk.calls.current is not None
    assert desk.calls.current.found_again


async def test_the_wish_to_hang_up_stands_where_calls_are_kept(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, None]
    provider.hang_ups = [FAILED, None]
    await desk.press()
    hanging_up = asyncio.create_task(desk.calls.hang_up())
    await settle()
    stopping = asyncio.create_task(desk.stop(keep_call=True))
    await desk.clock.advance(1)
    await asyncio.gather(stopping, hanging_up)
    assert provider.log.count("hang_up") == 2
    await desk.start()
    (record,) = await desk.calls.history.recent()
    assert record.reason is EndReason.HUNG_UP


async def test_a_press_that_was_being_written_down_is_not_sent(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = desk.calls.history.insert
    disk = asyncio.Event()

    async def slow(call: Call) -> None:
        await disk.wait()
        await insert(call)

    async def slow_end() -> None:
        disk.set()
        await settle()

    monkeypatch.setattr(desk.calls.history, "insert", slow)
    monkeypatch.setattr(provider, "async_end_session", slow_end)
    press = asyncio.create_task(desk.press())
    while not desk.calls.dialling:  # noqa: ASYNC110  # the press, not an event of ours
        await asyncio.sleep(0)
    await settle()
    await desk.stop()
    with pytest.raises(SafetyError) as caught:
        await press
    assert caught.value.key == "calls.safety.stopping"
    assert provider.log == []
    await desk.start()
    assert [record.reason for record in await desk.calls.history.recent()] == [EndReason.NOT_SENT]


async def test_a_press_that_was_broken_off_while_it_was_written_is_closed_as_not_sent(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = desk.calls.history.insert
    written = asyncio.Event()

    async def slow(call: Call) -> None:
        await insert(call)
        written.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(desk.calls.history, "insert", slow)
    press = asyncio.create_task(desk.press())
    await written.wait()
    press.cancel()
    await settle()
    assert provider.log == []
    assert [record.reason for record in await desk.calls.history.recent()] == [EndReason.NOT_SENT]
    assert not desk.calls.dialling


async def test_a_provider_that_fails_to_sign_out_keeps_nothing_from_being_written(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> None:
        raise RuntimeError("a bug of an integration")

    monkeypatch.setattr(provider, "async_end_session", broken)
    provider.statuses = [TALKING, None]
    await desk.press()
    await desk.stop()
    await desk.start()
    assert [record.reason for record in await desk.calls.history.recent()] == [EndReason.HUNG_UP]


async def test_what_hangs_leaves_time_to_sign_out_and_to_write(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app breaks off what takes longer, and keeps a part of its own time for the rooms below."""
    asked: list[str] = []

    async def hang(what: str) -> None:
        asked.append(what)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.3)  # code of others may take its time
            raise

    provider.statuses = [TALKING, None]
    monkeypatch.setattr(provider, "async_hang_up", lambda: hang("hang_up"))
    monkeypatch.setattr(provider, "async_end_session", lambda: hang("end"))
    await desk.press()
    talking = desk.seen[-1]
    began = time.monotonic()
    await desk.calls.stop(keep_call=False)
    took = time.monotonic() - began
    assert asked == ["hang_up", "end"]
    assert took < STOP_DEADLINE - KEPT_FOR_THE_REST
    (record,) = await desk.calls.history.recent()
    assert record.state == talking.state


async def change_in_mid_call(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> FakeTelephony:
    """Change the account while a call runs; return what places its calls from then on."""
    later = FakeTelephony()
    integrate(monkeypatch, "scripted", FakeIntegration(later))
    await desk.hub.entries.change(account(desk), data={}, options={}, title="Changed", secrets={})
    return later


async def test_the_call_of_a_changed_account_goes_on_and_its_session_is_ended_with_it(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.bearer = Secret("guid")
    provider.statuses = [TALKING, None, None, DEST_HANGS_UP]
    await desk.press()
    later = await change_in_mid_call(desk, monkeypatch)
    assert "end" not in provider.log
    await desk.clock.advance(10)
    assert desk.seen[-1].reason is EndReason.COMPLETED
    assert provider.log[-1] == "end"
    await desk.press()
    assert (provider.log.count("dial"), later.log.count("dial")) == (1, 1)


async def test_a_late_refusal_of_the_old_password_does_not_silence_the_new_one(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.gate = asyncio.Event()
    provider.dials = [Refused("connect_call.error.auth", ErrorKind.AUTH)]
    await desk.press()
    later = await change_in_mid_call(desk, monkeypatch)
    provider.gate.set()
    await settle()
    assert desk.seen[-1].reason is EndReason.AUTH_FAILED
    assert account(desk).state is EntryState.LOADED
    await desk.press()
    assert later.log[0] == "dial"


async def test_quitting_ends_the_session_of_a_changed_account_too(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.bearer = Secret("guid")
    provider.statuses = [TALKING, None]
    await desk.press()
    await change_in_mid_call(desk, monkeypatch)
    await desk.stop()
    assert provider.log[-2:] == ["hang_up", "end"]
    await desk.start()


async def test_a_press_that_waited_for_the_call_before_it_uses_the_account_as_it_is_then(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.statuses = [TALKING, None]
    provider.hang_ups = [FAILED, None]
    await desk.press()
    press = asyncio.create_task(desk.press("+31205550143", "end_current"))
    await settle()
    later = await change_in_mid_call(desk, monkeypatch)
    await desk.clock.advance(5)
    await press
    assert (provider.log.count("dial"), later.log.count("dial")) == (1, 1)
    assert later.orders[0].destination != JANSEN
