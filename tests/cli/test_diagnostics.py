"""``dialer accounts diagnostics``: shown in full, and saved only where that is wanted."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from dialer.cli.commands import diagnostics
from dialer.core.diagnostics import save

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


async def test_a_person_reads_it_before_it_is_saved(shell: Shell, tmp_path: Path) -> None:
    assert await shell("accounts", "diagnostics", "out.json", answers=["yes"]) == 0
    shown = "\n".join(shell.link.shown[:-1]) + "\n"
    assert json.loads(shown)["about"] == "dialer"
    file = tmp_path / "out.json"
    assert file.read_text("utf-8") == shown
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(file) in shell.link.shown[-1]
    assert str(file) in shell.link.asked[0][0]


async def test_without_a_yes_nothing_is_saved(shell: Shell, tmp_path: Path) -> None:
    assert await shell("accounts", "diagnostics", "out.json", answers=["no"]) == 0
    assert json.loads("\n".join(shell.link.shown))["about"] == "dialer"
    assert shell.link.errors == ["Nothing was saved."]
    assert not (tmp_path / "out.json").exists()


async def test_a_script_is_not_asked(shell: Shell, tmp_path: Path) -> None:
    assert await shell("accounts", "diagnostics", "out.json", "--account", "Office", "--json") == 0
    assert shell.link.document["about"] == "account"
    assert json.loads((tmp_path / "out.json").read_bytes()) == shell.link.document


@pytest.mark.parametrize("options", [(), ("--json",)])
@pytest.mark.parametrize("answers", [["yes"], None])
async def test_it_is_shown_in_full_before_it_is_saved(
    shell: Shell,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    answers: list[str] | None,
) -> None:
    shown_before: list[str] = []

    async def watched_save(path: Path, text: str) -> None:
        shown_before.extend(shell.link.shown)
        await save(path, text)

    monkeypatch.setattr(diagnostics, "save", watched_save)
    assert await shell("accounts", "diagnostics", "out.json", *options, answers=answers) == 0
    assert json.loads("\n".join(shown_before)) == json.loads((tmp_path / "out.json").read_bytes())


async def test_it_can_be_looked_at_only(shell: Shell, tmp_path: Path) -> None:
    assert await shell("accounts", "diagnostics", "-", answers=[]) == 0
    assert json.loads("\n".join(shell.link.shown))["accounts"][0]["id"] == "e1"
    assert shell.link.asked == []
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


async def test_what_cannot_be_written_is_said(shell: Shell, tmp_path: Path) -> None:
    assert await shell("accounts", "diagnostics", "none/out.json") == 2
    assert "out.json could not be written" in shell.link.errors[0]
    assert await shell("accounts", "diagnostics", "-", "--account", "nobody") == 2
