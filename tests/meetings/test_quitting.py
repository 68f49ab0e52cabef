"""Quitting while meetings are made: in bounded time."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from dialer.app import KEPT_FOR_THE_REST
from dialer.core.hub import STOP_DEADLINE
from tests.fakes import settle

if TYPE_CHECKING:
    import pytest

    from dialer.meetings.provider import Progress
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings


async def test_quitting_ends_in_time_whatever_hangs(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app breaks off what takes longer, and keeps a part of its own time for the rooms below."""
    let_go = asyncio.Event()

    async def deaf(*_: object) -> None:
        while not let_go.is_set():
            with suppress(asyncio.CancelledError):
                await let_go.wait()

    async def create(_order: object, progress: Progress) -> None:
        monkeypatch.setattr(desk.app.hub.database, "write", deaf)
        progress.made("m1")
        await deaf()

    monkeypatch.setattr(provider, "async_create", create)
    await desk.press()
    assert desk.seen[-1].provider_id == "m1"
    began = time.monotonic()
    await desk.meetings.stop()
    took = time.monotonic() - began
    let_go.set()
    await settle()
    assert took < STOP_DEADLINE - KEPT_FOR_THE_REST
