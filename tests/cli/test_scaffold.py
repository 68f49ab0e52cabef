"""A package of one's own: what is written, what is refused, and that it passes its tests at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dialer.cli.commands.scaffold import KINDS, files_of
from tests.source import ROOT
from tests.testing.packages import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.programs import Program

# The longest name that is taken: its lines are the longest, too.
LONGEST = "a_very_long_provider_xyz"
# The tests with faults are as many again as all others; what they test is tested with our own providers.
FEW = "not fault and not cannot_be_read and not fails"


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "MYPYPATH": str(ROOT / "src"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # none is needed
    }
    return subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        check=False,
        text=True,
        cwd=folder,
        env=environment,
        timeout=55,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_passes_its_tests_at_once(tmp_path: Path, kind: str) -> None:
    write(tmp_path, kind, LONGEST)
    tests = _run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", "-k", FEW)
    assert tests.returncode == 0, tests.stdout
    assert " passed" in tests.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_typed_and_clean(tmp_path: Path, kind: str) -> None:
    write(tmp_path, kind, LONGEST)
    for command in (
        ("ruff", "check", "--no-cache", "."),
        ("mypy", "--cache-dir", str(ROOT / ".mypy_cache" / "scaffold"), f"dialer_{LONGEST}", "tests"),
    ):
        done = _run(tmp_path, *command)
        assert done.returncode == 0, done.stdout


def test_a_package_is_written_and_what_is_there_is_left_alone(program: Program, tmp_path: Path) -> None:
    into = tmp_path / "new" / "place"
    code, out, err = program.run("scaffold", "telephony", "acme_phones", "--into", str(into), "--json")
    assert (code, err) == (0, "")
    written = json.loads(out)
    folder = into / "dialer-acme-phones"
    assert written["folder"] == str(folder)
    assert set(written["files"]) == {
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()
    }
    (folder / "README.md").write_text("mine")
    code, out, err = program.run("scaffold", "telephony", "acme_phones", "--into", str(into))
    assert (code, out) == (2, "")
    assert err.startswith(f"{folder} is there already")
    assert (folder / "README.md").read_text() == "mine"
    assert not program.home.exists()


def test_it_says_what_comes_next(program: Program, tmp_path: Path) -> None:
    code, out, _ = program.run("scaffold", "meeting", "acme", "--into", str(tmp_path))
    assert code == 0
    assert "dialer_acme/meetings.py" in out
    assert out.splitlines()[-1].startswith("Next: cd dialer-acme, ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Acme", "cannot be the name"),
        ("acme-phones", "cannot be the name"),
        ("_acme", "cannot be the name"),
        ("acme__phones", "cannot be the name"),
        ("3com", "cannot be the name"),
        ("../acme", "cannot be the name"),
        ("class", "cannot be the name"),
        ("a" * 25, "cannot be the name"),
        ("connect_call", "is taken"),
        ("calls", "is taken"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    from dialer.__main__ import run

    monkeypatch.setattr(sys, "argv", ["dialer", "scaffold", "telephony", name, "--into", str(tmp_path)])
    assert run() == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_every_kind_has_the_same_files_around_its_own() -> None:
    files = {kind: set(files_of(kind, "acme")) for kind in KINDS}
    own = {f"dialer_acme/{module}.py" for module in KINDS.values()}
    assert len({frozenset(each - own) for each in files.values()}) == 1
