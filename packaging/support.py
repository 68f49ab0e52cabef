"""PySide's own Python, compiled at the build; shiboken6 would compile it at every start."""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import importlib
import py_compile
import sys
from py_compile import PycInvalidationMode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_WRITES_STUBS = "shibokensupport/signature/lib/pyi_generator.py"
"""What is imported at every start and only whoever makes PySide's type stubs needs."""

PARSER = "shibokensupport/signature/parser.py"

MADE_AT_ONCE = b"arglistParser = ArglistParser()"
"""How the parser of signatures is made, which takes 6 ms; it is for the words of errors that are ours."""

_MADE_WHEN_WANTED = b"""class _Later:
    def parse(self, text):
        global arglistParser
        arglistParser = ArglistParser()
        return arglistParser.parse(text)


arglistParser = _Later()"""


def compiled_support(folder: Path) -> list[tuple[str, str, str]]:
    """Compile it: a fifth of a bare window's start.

    It looks for those modules in ``files.dir`` beside itself first (its own signature_bootstrap.py, "Newer
    functionality"). Returns them as PyInstaller's entries.
    """
    entries = []
    for name, content in sources().items():
        source, compiled = folder / name, folder / "files.dir" / f"{name}c"
        for file in (source, compiled):
            file.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(content)
        # By its hash: neither time nor place of the build is in it.
        py_compile.compile(
            str(source),
            str(compiled),
            name,
            doraise=True,
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        )
        entries.append((f"shiboken6/files.dir/{name}c", str(compiled), "DATA"))
    return sorted(entries)


def sources() -> dict[str, bytes]:
    """Return shiboken6's modules, without what only costs time at the start."""
    importlib.import_module("PySide6.QtCore")
    archive = sys.modules["shibokensupport.signature.loader"].__loader__.zfile  # type: ignore[union-attr]
    names = [
        name for name in archive.namelist() if name.startswith("shibokensupport/") and name.endswith(".py")
    ]
    found = {name: bytes(archive.read(name)) for name in names}
    found[_WRITES_STUBS] = b""
    found[PARSER] = found[PARSER].replace(MADE_AT_ONCE, _MADE_WHEN_WANTED)
    return found
