"""Calls that are placed with an account's own interface: their records, when something else gives way."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from dialer.calls import by_hand
from dialer.calls.model import EndReason
from dialer.core.errors import SafetyError, StorageError
from dialer.core.records import WRITE_AGAIN
from tests.calls.conftest import ENTRY, JANSEN
from tests.fakes import settle

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from dialer.calls.model import Call
    from tests.calls.conftest import Desk


def ringing(desk: Desk) -> AbstractAsyncContextManager[None]:
    """Watch over a request that rings somebody."""
    entry = desk.hub.entries.get(ENTRY)
    assert entry is not None
    return by_hand.placed(desk.calls, desk.hub, entry, [[JANSEN]], confirmed=False)


async def the_record(desk: Desk) -> Call:
    await settle()
    (record,) = await desk.calls.history.recent(5)
    return record


@pytest.fixture
def busy_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[asyncio.Event, threading.Event]:
    """A disk that is busy when the record is to be written: set then, and what frees it."""
    asked, free, insert = asyncio.Event(), threading.Event(), desk.calls.history.insert

    async def busy_first(call: Call) -> None:
        desk.hub.database.begin_write(lambda _connection: free.wait(10))
        asked.set()
        await insert(call)

    monkeypatch.setattr(desk.calls.history, "insert", busy_first)
    return asked, free


async def _refused(desk: Desk) -> None:
    async with ringing(desk):
        raise AssertionError("it is sent")


async def test_a_call_that_is_given_up_while_it_is_written_down_was_not_sent(
    desk: Desk, busy_disk: tuple[asyncio.Event, threading.Event]
) -> None:
    asked, free = busy_disk

    placing = asyncio.create_task(_refused(desk))
    await asked.wait()
    placing.cancel()
    free.set()
    await asyncio.wait({placing})
    assert placing.cancelled()
    assert (await the_record(desk)).reason is EndReason.NOT_SENT
    async with ringing(desk):  # the next press is let in
        pass


async def test_nothing_is_sent_once_dialer_stops(
    desk: Desk, busy_disk: tuple[asyncio.Event, threading.Event]
) -> None:
    asked, free = busy_disk

    placing = asyncio.create_task(_refused(desk))
    await asked.wait()
    stopping = asyncio.create_task(desk.calls.stop(keep_call=False))
    await asyncio.sleep(0)
    free.set()
    with pytest.raises(SafetyError, match="stopping"):
        await placing
    await stopping
    assert (await the_record(desk)).reason is EndReason.NOT_SENT
    with pytest.raises(SafetyError, match="stopping"):
        async with ringing(desk):
            pass


async def test_a_disk_that_is_full_by_then_does_not_hide_what_became_of_a_call(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_hand, "WRITE_DEADLINE", 0.05)

    async def full(_call: Call) -> None:
        raise StorageError("core.database.full")

    with monkeypatch.context() as patch:
        patch.setattr(desk.calls.history, "update", full)
        async with ringing(desk):
            pass
    await desk.clock.advance(WRITE_AGAIN)
    record = await the_record(desk)
    assert (record.reason, record.error_key) == (EndReason.UNKNOWN, by_hand.NOT_FOLLOWED)
    assert record.accepted_at is not None
