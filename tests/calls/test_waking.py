"""The computer sleeps in the middle of a call: one question on a new connection, and then what it says."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import CallState, EndReason
from dialer.calls.provider import SessionGone
from dialer.core.power import ComputerWoke
from tests.calls.test_manager import BUSY, FAILED, SOURCE_RINGS, TALKING

if TYPE_CHECKING:
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

HOUR = timedelta(hours=1)


@pytest.fixture
def asked(desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the provider is asked, and when new connections are made."""

    async def renew() -> None:
        provider.log.append("new connections")

    monkeypatch.setattr(desk.hub.http, "renew", renew)
    return provider.log


async def talk(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [SOURCE_RINGS, TALKING, None]
    await desk.press()
    await desk.clock.advance(30)
    provider.log.clear()


async def test_an_hour_asleep_is_answered_with_one_question(
    desk: Desk, provider: FakeTelephony, asked: list[str]
) -> None:
    """The steady clock stood still: neither a burst of what was missed nor a hang-up."""
    await talk(desk, provider)
    desk.clock.jump_wall(HOUR)
    await desk.clock.advance(1)
    assert asked == ["new connections", "status"]
    await desk.clock.advance(2)
    assert asked[2:] == ["status", "status"]
    call = desk.calls.current
    assert call is not None
    assert (call.state, call.stale) == (CallState.CONNECTED, False)


async def test_what_is_shown_is_old_until_the_answer_is_there(
    desk: Desk, provider: FakeTelephony, asked: list[str]
) -> None:
    await talk(desk, provider)
    provider.statuses = [FAILED]
    desk.clock.jump_wall(HOUR)
    await desk.clock.advance(60)
    call = desk.calls.current
    assert call is not None
    assert (call.live, call.stale) == (True, True)
    assert "hang_up" not in asked


@pytest.mark.parametrize(("answer", "reason"), [(BUSY, EndReason.BUSY), (SessionGone(103), EndReason.LOST)])
async def test_what_the_question_says_decides(
    desk: Desk, provider: FakeTelephony, asked: list[str], answer: object, reason: EndReason
) -> None:
    await talk(desk, provider)
    provider.statuses = [answer]  # type: ignore[list-item]  # one of its kinds
    desk.clock.jump_wall(HOUR)
    await desk.clock.advance(30)
    assert asked == ["new connections", "status"]
    call = desk.calls.current
    assert call is not None
    assert call.reason is reason
    assert call.talk_seconds == pytest.approx(30, abs=3)  # nobody knows that it was an hour


async def test_the_system_says_that_it_woke(desk: Desk, provider: FakeTelephony, asked: list[str]) -> None:
    """It surely slept, so they talked on for so long."""
    await talk(desk, provider)
    desk.clock.jump_wall(HOUR)
    desk.hub.bus.fire(ComputerWoke())
    await desk.clock.advance(1)
    assert asked == ["new connections", "status"]
    assert desk.calls.talk_seconds == pytest.approx(3630, abs=3)


async def test_a_clock_that_is_set_a_little_is_no_sleep(
    desk: Desk, provider: FakeTelephony, asked: list[str]
) -> None:
    await talk(desk, provider)
    desk.clock.jump_wall(timedelta(seconds=9))
    await desk.clock.advance(1)
    desk.clock.jump_wall(-HOUR)
    await desk.clock.advance(1)
    assert asked == ["status", "status"]


@pytest.mark.parametrize("by", [timedelta(days=1), timedelta(days=-1)])
async def test_a_clock_that_is_set_changes_no_duration(
    desk: Desk, provider: FakeTelephony, asked: list[str], by: timedelta
) -> None:
    """SAFETY F22, before anybody talks and after; also where a sleep is told right then."""
    provider.statuses = [SOURCE_RINGS]
    await desk.press()
    await desk.clock.advance(4)
    desk.clock.be_set(by)
    await desk.clock.advance(1)
    assert desk.calls.seconds == pytest.approx(5, abs=1)
    provider.statuses = [TALKING, None]
    await desk.clock.advance(30)
    desk.clock.be_set(-by)
    desk.hub.bus.fire(ComputerWoke(0.0))
    await desk.clock.advance(10)
    assert desk.calls.talk_seconds == pytest.approx(40, abs=3)
    await desk.calls.hang_up()
    await desk.clock.advance(10)
    [call] = await desk.calls.history.recent()
    assert call.talk_seconds == pytest.approx(40, abs=4)


async def test_a_program_that_was_held_still(
    desk: Desk, provider: FakeTelephony, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both clocks ran on; only the pause was longer than it should have been."""
    await talk(desk, provider)
    sleep = desk.clock.sleep

    async def oversleep(seconds: float) -> None:
        await sleep(seconds + 90)

    monkeypatch.setattr(desk.clock, "sleep", oversleep)
    await desk.clock.advance(1)  # the pause that had begun before
    provider.log.clear()
    started = time.monotonic()
    await desk.clock.advance(91)
    assert asked == ["new connections", "status"]
    assert time.monotonic() - started < 5


async def test_waking_without_a_call_asks_nothing(desk: Desk, asked: list[str]) -> None:
    desk.hub.bus.fire(ComputerWoke(slept=3600))
    await desk.clock.advance(60)
    assert asked == []
