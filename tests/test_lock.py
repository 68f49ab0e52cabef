"""The locked requirements: complete, hashed, in step with pyproject.toml, and silent on their origin."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.source import ROOT

_PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_RUN: list[str] = [*_PROJECT["project"]["dependencies"], *_PROJECT["dependency-groups"]["build"]]
_DEV: list[str] = _PROJECT["project"]["optional-dependencies"]["dev"]
_LOCKS = {"requirements.txt": _RUN, "requirements-dev.txt": [*_RUN, *_DEV]}


def _locked(name: str) -> dict[str, Requirement]:
    """Return the lock's requirements by name; every line of the file is one of them or a hash."""
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, Requirement] = {}
    for line in text.splitlines():
        match = re.fullmatch(r"(?P<what>[^#]+?)(\s+--hash=sha256:[0-9a-f]{64})+", line)
        assert match, f"{name}: {line[:80]}"
        requirement = Requirement(match["what"])
        assert requirement.url is None
        assert [specifier.operator for specifier in requirement.specifier] == ["=="]
        found[canonicalize_name(requirement.name)] = requirement
    return found


@pytest.mark.parametrize("name", _LOCKS)
def test_what_the_project_asks_for_is_locked(name: str) -> None:
    locked = _locked(name)
    for wanted in map(Requirement, _LOCKS[name]):
        (pin,) = locked[canonicalize_name(wanted.name)].specifier
        assert wanted.specifier.contains(pin.version, prereleases=True), f"{wanted}: {pin.version} is locked"


def test_development_runs_on_what_users_run_on() -> None:
    users, developers = _locked("requirements.txt"), _locked("requirements-dev.txt")
    assert {name: developers[name].specifier for name in users} == {
        name: requirement.specifier for name, requirement in users.items()
    }


@pytest.mark.parametrize(
    ("name", "platform"), [("secretstorage", "linux"), ("jeepney", "linux"), ("pywin32-ctypes", "win32")]
)
def test_a_key_ring_for_every_platform(name: str, platform: str) -> None:
    marker = _locked("requirements.txt")[canonicalize_name(name)].marker
    assert marker
    assert marker.evaluate({"sys_platform": platform, "python_full_version": "3.11.2"})
    assert not marker.evaluate({"sys_platform": "darwin", "python_full_version": "3.11.2"})


def test_the_binding_has_a_file_for_every_desktop() -> None:
    """Linux on two processors, Windows on two, and macOS."""
    text = (ROOT / "packaging" / "requirements.txt").read_text(encoding="utf-8")
    block = re.search(r"pyside6-essentials==.*?(?=\n[a-z])", text, re.DOTALL)
    assert block
    assert block[0].count("--hash=") >= 5
