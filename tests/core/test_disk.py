"""A disk that is getting full is told before a call is refused."""

from __future__ import annotations

import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING

from dialer.core.disk import check_disk, watch_disk
from dialer.core.issues import Severity
from tests.fakes import FakeClock, until

if TYPE_CHECKING:
    import pytest

    from dialer.core.hub import Hub


async def test_little_room_is_told_until_there_is_more(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    free = [99_999_999]
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free[0]))
    await check_disk(hub)
    (issue,) = hub.issues.all
    assert issue.severity is Severity.WARNING
    assert "99 MB are left" in hub.strings.text(issue.key, **issue.placeholders)
    hub.scope.spawn(watch_disk(hub), "watch the disk")
    free[0] = 100_000_000
    assert isinstance(hub.clock, FakeClock)
    await hub.clock.advance(3599)
    assert hub.issues.all
    await hub.clock.advance(1)
    await until(lambda: not hub.issues.all)


async def test_a_disk_that_cannot_be_asked_says_nothing(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: object) -> None:
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", fail)
    await check_disk(hub)
    assert hub.issues.all == []
