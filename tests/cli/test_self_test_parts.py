"""What ``dialer self-test`` asks of an installation, and of a build in particular."""

from __future__ import annotations

import json
import pyexpat
import sys
from typing import TYPE_CHECKING

import apsw
import pytest

from dialer.cli.commands import self_test_parts as parts
from dialer.core import strings
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def key_of(check: Callable[[], str]) -> tuple[str, object]:
    """Return what a check that fails says."""
    with pytest.raises(InputError) as caught:
        check()
    return caught.value.key, caught.value.placeholders["found"]


@pytest.mark.parametrize(("found", "young"), [("2.7.1", False), ("2.7.2", True), ("2.10.0", True)])
def test_a_build_has_an_expat_without_known_holes(
    found: str, young: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyexpat, "EXPAT_VERSION", f"expat_{found}")
    assert parts.expat() == found  # a distribution mends its own and keeps the number
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    if young:
        assert parts.expat() == found
    else:
        assert key_of(parts.expat) == ("cli.self_test.too_old", found)


def test_sqlite_comes_along_everywhere_and_is_not_old(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parts.sqlite() == apsw.sqlite_lib_version()
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.49.1")
    assert key_of(parts.sqlite) == ("cli.self_test.too_old", "3.49.1")


def test_the_plug_ins_of_a_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from PySide6.QtCore import QLibraryInfo

    assert "offscreen" in parts.plugins()
    monkeypatch.setattr(QLibraryInfo, "path", lambda _kind: str(tmp_path))
    assert key_of(parts.plugins)[0] == "cli.self_test.plugins_broken"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert key_of(parts.plugins)[0] == "cli.self_test.plugins_missing"


def test_a_language_that_lacks_a_sentence_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert parts.languages() == "en, nl, fr, de"
    for language in strings.LANGUAGES:
        (tmp_path / language).mkdir()
        keys = ["a.one", "a.two"][: 1 if language == "fr" else 2]
        (tmp_path / language / "a.json").write_text(json.dumps(dict.fromkeys(keys, "…")), encoding="utf-8")
    monkeypatch.setattr(strings, "SHARED", tmp_path)
    assert key_of(parts.languages) == ("cli.self_test.language_incomplete", "fr")


def test_what_a_build_has_lost_is_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A damaged installation, or a build that something was left out of: nothing else would tell."""
    assert parts.built_with("integrations") == []  # asked of a build only
    listed = {"integrations": ["ldap", "lost"], "plugins": ["platforms/libqxcb.so", "imageformats/lost.so"]}
    (tmp_path / parts.BUILD_LIST).write_text(json.dumps(listed), encoding="utf-8")
    monkeypatch.setattr(strings, "SHARED", tmp_path / "strings")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert key_of(parts.plugins) == ("cli.self_test.plugins_missing", "imageformats/lost.so")
    assert parts.built_with("integrations") == ["ldap", "lost"]
