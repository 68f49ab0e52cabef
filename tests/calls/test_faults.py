"""Faults in mid-call: of the disk, of a provider's code, and of answers that come at the wrong moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import CallState, EndReason
from dialer.calls.provider import SessionGone
from dialer.core.errors import OutcomeUnknown, StorageError
from dialer.core.secrets import Secret
from tests.calls.test_manager import BUSY, DEST_HANGS_UP, FAILED, TALKING
from tests.fakes import settle

if TYPE_CHECKING:
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

BUG = RuntimeError("a bug of an integration")


async def test_a_hang_up_is_not_repeated_once_the_call_is_over(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, DEST_HANGS_UP]
    provider.hang_ups = [FAILED, None]
    await desk.press()
    await desk.clock.advance(0.5)
    hanging_up = asyncio.create_task(desk.calls.hang_up())
    await desk.clock.advance(0.6)  # the next status tells of the end before the hang-up is tried again
    assert desk.calls.current is not None
    assert not desk.calls.current.live
    provider.statuses = [TALKING, None]
    press = asyncio.create_task(desk.press("+31205550143"))
    await desk.clock.advance(10)
    await asyncio.gather(press, hanging_up)
    # It would have ended the new call: both are in the same session.
    assert provider.log.count("hang_up") == 1
    assert desk.calls.current.live


async def test_the_next_call_waits_for_a_hang_up_on_its_way(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = asyncio.Event()

    async def slow() -> None:
        provider.log.append("hang_up")
        await answer.wait()
        provider.log.append("hung up")

    monkeypatch.setattr(provider, "async_hang_up", slow)
    provider.statuses = [TALKING, DEST_HANGS_UP]
    await desk.press()
    hanging_up = asyncio.create_task(desk.calls.hang_up())
    await desk.clock.advance(2)
    assert desk.seen[-1].state is CallState.ENDED
    provider.statuses = [TALKING, None]
    press = asyncio.create_task(desk.press("+31205550143"))
    await settle()
    answer.set()
    await asyncio.gather(press, hanging_up)
    asked = [entry for entry in provider.log if entry != "status"]
    assert asked == ["dial", "hang_up", "hung up", "dial"]


async def test_a_bug_in_the_status_leaves_the_call_watched(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, BUG, BUG, DEST_HANGS_UP]
    await desk.press()
    await desk.clock.advance(1.5)
    assert desk.seen[-1].stale
    await desk.clock.advance(10)
    assert desk.seen[-1].reason is EndReason.COMPLETED


async def test_a_bug_in_the_hang_up_is_a_hang_up_that_failed(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, None]
    provider.hang_ups = [BUG]
    await desk.press()
    hanging_up = asyncio.create_task(desk.calls.hang_up())
    await desk.clock.advance(10)
    await hanging_up
    assert desk.calls.current is not None
    assert desk.calls.current.hang_up_failed
    assert not desk.calls.current.hanging_up


async def test_a_bug_while_finding_out_closes_the_record(desk: Desk, provider: FakeTelephony) -> None:
    provider.bearer = Secret("guid")
    provider.dials = [OutcomeUnknown()]
    provider.statuses = [BUG]
    await desk.press()
    await desk.clock.advance(40)
    assert [record.reason for record in await desk.calls.history.recent()] == [EndReason.UNKNOWN]
    assert not desk.calls.dialling


async def test_a_call_in_doubt_that_is_not_wanted_any_more_is_hung_up(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.bearer = Secret("guid")
    provider.dials = [OutcomeUnknown()]
    provider.statuses = [FAILED]
    await desk.press()
    await desk.calls.hang_up()
    await desk.clock.advance(5)
    assert provider.log.count("hang_up") == 1
    assert desk.seen[-1].reason is EndReason.HUNG_UP


async def test_a_call_in_doubt_that_cannot_be_hung_up_stays_in_doubt(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.bearer = Secret("guid")
    provider.dials = [OutcomeUnknown()]
    provider.statuses = [FAILED]
    provider.hang_ups = [SessionGone(101)]
    await desk.press()
    await desk.calls.hang_up()
    await desk.clock.advance(5)
    assert desk.seen[-1].reason is EndReason.UNKNOWN


async def test_a_record_that_waits_for_the_disk_is_written_although_another_call_began(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.statuses = [TALKING, BUSY]
    await desk.press()
    update = desk.calls.history.update

    async def full(_call: object) -> None:
        raise StorageError("core.database.full")

    monkeypatch.setattr(desk.calls.history, "update", full)
    await desk.clock.advance(2)
    monkeypatch.setattr(desk.calls.history, "update", update)
    provider.statuses = [TALKING, None]
    await desk.press("+31205550143")
    await desk.clock.advance(15)
    new, old = await desk.calls.history.recent()
    assert (old.state, old.reason) == (CallState.ENDED, EndReason.BUSY)
    assert new.state is CallState.CONNECTED


async def test_a_press_that_could_not_be_written_may_be_repeated_at_once(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = desk.calls.history.insert

    async def full(_call: object) -> None:
        raise StorageError("core.database.full")

    monkeypatch.setattr(desk.calls.history, "insert", full)
    with pytest.raises(StorageError):
        await desk.press()
    monkeypatch.setattr(desk.calls.history, "insert", insert)
    await desk.press()
    assert provider.log.count("dial") == 1
