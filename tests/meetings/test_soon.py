"""A meeting is told of five minutes before it begins, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

import pytest

from dialer.core.errors import StorageError
from dialer.core.power import ComputerWoke
from dialer.meetings import soon
from dialer.meetings.soon import Soon, SoonWatch
from tests.fakes import START, settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.meetings.conftest import Desk


@pytest.fixture
async def told(desk: Desk) -> AsyncIterator[list[Soon]]:
    """What is told."""
    told: list[Soon] = []
    watch = SoonWatch(desk.app.hub, told.append)
    running = desk.app.hub.scope.spawn(watch.run(), "watch")
    yield told
    watch.stop()
    running.cancel()


async def test_a_meeting_is_told_of_once_five_minutes_before(desk: Desk, told: list[Soon]) -> None:
    made = await desk.made("Mortgage", start=START + timedelta(hours=2))
    passed = (desk.clock.now() - START).total_seconds()
    await desk.clock.advance(2 * 3600 - 310 - passed)
    assert told == []
    await desk.clock.advance(20)
    assert told == [Soon(made.id, "Mortgage", START + timedelta(hours=2))]
    await desk.clock.advance(3600)
    assert len(told) == 1


async def test_a_database_that_cannot_be_read_for_once_does_not_silence_it(
    desk: Desk, told: list[Soon], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreadable(*_: object) -> NoReturn:
        raise StorageError("core.database.unreadable")

    with monkeypatch.context() as patch:
        patch.setattr(soon, "next_ones", unreadable)
        await desk.made("Mortgage", start=START + timedelta(hours=2))
        await settle()
    await desk.clock.advance(2 * 3600 - 60 - (desk.clock.now() - START).total_seconds())
    assert [meeting.subject for meeting in told] == ["Mortgage"]


async def test_one_that_begins_now_or_was_called_off_is_not_told_of(desk: Desk, told: list[Soon]) -> None:
    await desk.made("At once")
    off = await desk.made("Called off", start=desk.clock.now() + timedelta(hours=1))
    await desk.meetings.cancel(off.id)
    await desk.clock.advance(7200)
    assert told == []


async def test_after_a_sleep_the_clock_counts(desk: Desk, told: list[Soon]) -> None:
    await desk.made("Mortgage", start=START + timedelta(hours=2))
    desk.clock.jump_wall(timedelta(hours=2, minutes=-3) - (desk.clock.now() - START))
    await settle()
    assert told == []
    desk.app.hub.bus.fire(ComputerWoke(7000))
    await settle()
    assert [meeting.subject for meeting in told] == ["Mortgage"]
