"""Stopping: in order, and in time whatever hangs."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from dialer.core import hub as hub_module
from dialer.core.deadline import Deadline
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets

if TYPE_CHECKING:
    import pytest

    from dialer.core.home import Home


async def test_a_step_that_hangs_leaves_time_for_the_next() -> None:
    ended: list[str] = []
    deadline = Deadline(0.4)

    async def hangs() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("hangs")

    async def works() -> None:
        await asyncio.sleep(0.05)
        ended.append("works")

    async def fails() -> None:
        raise OSError("gone")

    await deadline.run(hangs(), "hangs", keep=0.2)
    await deadline.run(fails(), "fails")
    await deadline.run(works(), "works")
    assert ended == ["hangs", "works"]


async def test_the_whole_hub_stops_in_time_when_all_of_it_hangs(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "STOP_DEADLINE", 0.8)
    hub = Hub(home, MemorySecrets)
    asked: list[str] = []
    await hub.open([])

    async def insist() -> None:
        while len(asked) < 50:
            try:
                await asyncio.sleep(0.05)
            except asyncio.CancelledError:
                continue
            asked.append("task")

    async def hangs(*_: object) -> None:
        asked.append("accounts" if _ else "connections")
        await asyncio.Event().wait()

    close = hub.database.close
    insisting = hub.scope.spawn(insist(), "insist")
    monkeypatch.setattr(hub.entries, "stop", hangs)
    monkeypatch.setattr(hub.http, "close", hangs)
    monkeypatch.setattr(hub.database, "close", asyncio.Event().wait)
    began = time.monotonic()
    await hub.stop()
    assert time.monotonic() - began < 2
    assert [each for each in asked if each != "task"] == ["accounts", "connections"]
    await close()
    await insisting
