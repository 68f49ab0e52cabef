"""What goes into the installed build, in which environment it runs, and what it is locked to."""

from __future__ import annotations

import json
import os
import runpy
import sys
import tomllib
from importlib import metadata
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dialer
from dialer.cli.commands.self_test_parts import BUILD_LIST
from dialer.core import loader
from tests.source import ROOT
from tests.test_lock import _locked

PACKAGING = ROOT / "packaging"
CONTENTS = runpy.run_path(str(PACKAGING / "contents.py"))
SUPPORT = runpy.run_path(str(PACKAGING / "support.py"))
is_wanted = CONTENTS["is_wanted"]


@pytest.mark.parametrize(
    "target",
    [
        "PySide6/QtWidgets.abi3.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "dialer/integrations/iotum/strings/nl.json",
        "httpx-0.28.1.dist-info/licenses/LICENSE.md",
        "libexpat.so.1",
        "libpython3.11.so.1.0",
        "libxkbcommon-x11.so.0",
        "regex/_regex.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_the_program_runs_on_comes_along(target: str) -> None:
    assert is_wanted(target)


@pytest.mark.parametrize(
    "target",
    [
        "PySide6/QtNetwork.abi3.so",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/translations/qtbase_nl.qm",
        "httpx-0.28.1.dist-info/RECORD",
        "dialer-0.1.0.dist-info/direct_url.json",
        "libglib-2.0.so.0",
        "libstdc++.so.6",
        "libgtk-3.so.0",
    ],
)
def test_the_systems_own_and_unused_parts_stay_out(target: str) -> None:
    assert not is_wanted(target)


def test_a_build_lists_what_it_was_made_with(tmp_path: Path) -> None:
    """What is filtered out by mistake, or gets lost on a desk, is missed by the self-test."""
    targets = ["PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6\\plugins\\platforms\\qwindows.dll", "b.so"]
    found = CONTENTS["plugins"](targets)
    assert found == ["platforms/libqxcb.so", "platforms/qwindows.dll"]
    lacking = CONTENTS["lacking"](found)
    assert "imageformats/libqjpeg.so" in lacking
    assert "platforms/libqxcb.so" not in lacking
    assert PurePosixPath(CONTENTS["LIST"]).name == BUILD_LIST
    listed = json.loads(CONTENTS["write_list"](tmp_path, ROOT, found).read_text(encoding="utf-8"))
    assert listed == {"plugins": found, "integrations": sorted(loader.discover())}


def test_what_shiboken_compiles_at_every_start_is_compiled_once_and_alike(tmp_path: Path) -> None:
    first, second = (SUPPORT["compiled_support"](tmp_path / name) for name in ("a", "b"))
    assert "shiboken6/files.dir/shibokensupport/signature/loader.pyc" in {entry[0] for entry in first}
    assert [entry[0] for entry in first] == [entry[0] for entry in second]
    for (_, one, _), (_, other, _) in zip(first, second, strict=True):
        compiled = Path(one).read_bytes()
        assert compiled == Path(other).read_bytes()
        assert compiled[4:8] == b"\x01\0\0\0"  # PEP 552: by its hash, and not looked up


def test_what_a_window_waited_for_in_vain_is_still_in_shiboken_and_not_in_a_build() -> None:
    """Where PySide changes it, this says so: builds are whole all the same, but start later."""
    archive = sys.modules["shibokensupport.signature.loader"].__loader__.zfile  # type: ignore[union-attr]
    assert archive.read(SUPPORT["PARSER"]).count(SUPPORT["MADE_AT_ONCE"]) == 1
    assert b"class _Later" in SUPPORT["sources"]()[SUPPORT["PARSER"]]


def test_other_programs_are_started_without_the_bundles_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that loads our libraries in place of its own does not start."""
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/dialer/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/home/her/lib")
    monkeypatch.setenv("_PYI_APPLICATION_HOME_DIR", "/opt/dialer/_internal")
    runpy.run_path(str(PACKAGING / "start.py"), run_name="not started")
    assert os.environ["LD_LIBRARY_PATH"] == "/home/her/lib"
    assert not {"LD_LIBRARY_PATH_ORIG", "_PYI_APPLICATION_HOME_DIR"} & os.environ.keys()


def test_a_build_is_locked_to_what_is_tested() -> None:
    users, build = _locked("requirements.txt"), _locked("requirements-build.txt")
    assert {name: build[name].specifier for name in users} == {
        name: requirement.specifier for name, requirement in users.items()
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for wanted in map(Requirement, project["dependency-groups"]["freeze"]):
        (pin,) = build[canonicalize_name(wanted.name)].specifier
        assert wanted.specifier.contains(pin.version)


def test_one_version() -> None:
    """It stands in the package; what is installed has it from there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert metadata.version("dialer") == dialer.__version__
