from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from dialer.core.replacing import replace_file

if TYPE_CHECKING:
    from pathlib import Path


def test_the_new_content_is_there_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "file"
    replace_file(file, b"old")
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_others_may_read_it_where_that_is_said(tmp_path: Path) -> None:
    replace_file(tmp_path / "file", b"new", 0o644)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o644


def test_what_cannot_be_flushed_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "file"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
