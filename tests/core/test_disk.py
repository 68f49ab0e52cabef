"""A disk that is getting full is told before a call is refused."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
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


async def test_copies_from_before_migrations_are_kept_for_thirty_days(hub: Hub) -> None:
    home, now = hub.home.path, hub.clock.now()
    stem = hub.home.database_file.stem
    for name, age in (
        (f"{stem}.before-7.bak", timedelta(days=31)),
        (f"{stem}.before-8.bak", timedelta(days=29)),
        ("mine.before-1.bak", timedelta(days=99)),
        (f"{stem}.db.corrupt-20260101-090000", timedelta(days=99)),  # the only copy of what was in it
    ):
        (home / name).write_bytes(b"Anna")
        os.utime(home / name, ((now - age).timestamp(),) * 2)
    there = {file.name for file in home.iterdir()}
    await check_disk(hub)
    assert there - {file.name for file in home.iterdir()} == {f"{stem}.before-7.bak"}
    assert isinstance(hub.clock, FakeClock)
    hub.clock.jump_wall(timedelta(days=2))
    await check_disk(hub)
    assert not (home / f"{stem}.before-8.bak").exists()
    assert (home / "mine.before-1.bak").exists()
