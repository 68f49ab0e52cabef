"""A build that is replaced under its window: people are told, once another one is really there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QFileSystemWatcher

from dialer.ui.updates.replaced import ISSUE, Replaced
from tests.ui.driving import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.furnished import Furnished

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its installer waits until Dialer is closed")


def _issues(furnished: Furnished) -> set[str]:
    return {issue.id for issue in furnished.program.hub.issues.all} & {ISSUE}


@pytest.mark.parametrize("another", [True, False], ids=["upgraded", "removed"])
async def test_a_build_that_is_replaced_says_so(
    furnished: Furnished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, another: bool
) -> None:
    program, newer, kept = (tmp_path / name for name in ("dialer", "dialer.dpkg-new", "dialer.dpkg-tmp"))
    program.write_bytes(b"one")
    newer.write_bytes(b"other")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    part = Replaced(furnished.desk)
    kept.hardlink_to(program)  # as dpkg begins; an event, and nothing has changed
    program.chmod(0o755)
    if another:
        newer.rename(program)
    else:
        program.unlink()
    kept.unlink()
    await until(lambda: _issues(furnished) == {ISSUE}, "the word that it was replaced")
    part.stop()


async def test_a_build_whose_file_is_only_touched_says_nothing(
    furnished: Furnished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "dialer"
    program.touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    part = Replaced(furnished.desk)
    told: list[str] = []
    (watcher,) = (
        each for each in furnished.desk.findChildren(QFileSystemWatcher) if str(program) in each.files()
    )
    watcher.fileChanged.connect(told.append)
    program.chmod(0o755)
    await until(lambda: bool(told), "the system's event")
    assert _issues(furnished) == set()
    part.stop()
