"""A build's modules in one file: imported as from many, and still there when it was replaced."""

from __future__ import annotations

import importlib
import py_compile
import runpy
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from tests.source import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULE_FILE = runpy.run_path(str(ROOT / "packaging" / "module_file.py"))
SOURCES = {
    "parcel/__init__.py": "from parcel.early import NAME\n",
    "parcel/early.py": "NAME = 'first'\n",
    "parcel/late.py": "NAME = 'first'\n",
    "parcel/bare/inner.py": "NAME = 'first'\n",
}


def build(folder: Path, name: str) -> Path:
    """Make a build's folder with a package in it; `name` is what its modules say."""
    modules = []
    for place, text in SOURCES.items():
        source = folder / place
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(text.replace("first", name), encoding="utf-8")
        modules.append((f"{place}c", folder / f"{place}c"))
        py_compile.compile(str(source), str(folder / f"{place}c"), place, doraise=True)
    MODULE_FILE["write"](folder / f"{MODULE_FILE['NAME']}.new", modules)
    for place, compiled in modules:
        compiled.unlink()
        (folder / place.removesuffix("c")).unlink()
    (folder / f"{MODULE_FILE['NAME']}.new").replace(folder / MODULE_FILE["NAME"])
    (folder / "parcel" / "words.txt").write_text(name, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A build whose modules are imported from its file."""
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    yield build(tmp_path, "first")
    for module in [each for each in sys.modules if each.split(".")[0] == "parcel"]:
        del sys.modules[module]


def test_modules_and_the_data_beside_them_are_found(folder: Path) -> None:
    MODULE_FILE["use"](str(folder))
    package = importlib.import_module("parcel")
    assert package.NAME == "first"
    assert package.__file__ == str(folder / "parcel" / "__init__.pyc")
    assert files("parcel").joinpath("words.txt").read_text(encoding="utf-8") == "first"
    assert importlib.import_module("parcel.bare.inner").NAME == "first"
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("parcel.none")


def test_what_runs_stays_what_it_was_when_another_version_is_installed(folder: Path) -> None:
    MODULE_FILE["use"](str(folder))
    importlib.import_module("parcel")
    build(folder, "second")
    assert importlib.import_module("parcel.late").NAME == "first"


def test_the_same_modules_make_the_same_file(tmp_path: Path) -> None:
    for name in ("a.pyc", "b.pyc"):
        (tmp_path / name).write_bytes(b"sixteen bytes...code of " + name.encode())
    modules = [(name, tmp_path / name) for name in ("a.pyc", "b.pyc")]
    MODULE_FILE["write"](tmp_path / "one", modules)
    MODULE_FILE["write"](tmp_path / "other", reversed(modules))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
