"""The modules of an installed build: all in one file, which is opened at the start and stays open.

Most modules are imported when they are wanted, which may be hours after the start. A newer package takes the
files away under a window that is open. What it has opened stays what it was: it never runs half of one
version and half of another, and a call goes on. It is quicker, too: nothing is looked for in folders.

PyInstaller runs this before all else, when there are only the modules that Python itself starts with.
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import _frozen_importlib
import _frozen_importlib_external
import marshal
import os
import sys

TYPE_CHECKING = False  # the module that has it is in the file
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import CodeType, ModuleType

    _Entries = list[tuple[str, str, str]]

NAME = "modules"
"""What the file is called, in the build's folder."""

_HEADER = 16  # of a .pyc (PEP 552)
_LENGTH = 8


def write(file: Path, modules: Iterable[tuple[str, Path]]) -> None:
    """Write compiled modules, each with its place in the build ("dialer/app.pyc"), into one file.

    First stands how long the index is; then the index, each module's place, offset and size; then their code.
    A package without code has a place that ends with a slash.
    """
    index: dict[str, tuple[str, int, int]] = {}
    codes: list[bytes] = []
    offset = 0
    for place, compiled in sorted(modules):
        code = compiled.read_bytes()[_HEADER:]
        name = place.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")
        index[name] = (place, offset, len(code))
        codes.append(code)
        offset += len(code)
    for name in [*index]:  # packages of several distributions, which have no code
        while (name := name.rpartition(".")[0]) and name not in index:  # upwards
            index[name] = (f"{name.replace('.', '/')}/", 0, 0)
    listed = marshal.dumps(index, 2)  # the last version that does not depend on who else holds the words
    file.write_bytes(b"".join((len(listed).to_bytes(_LENGTH, "big"), listed, *codes)))


def gather(datas: _Entries, folder: Path) -> _Entries:
    """Put the compiled modules among PyInstaller's entries into one file; return what is left, and it.

    What Python itself starts with, and this file is run with, stays outside: PyInstaller knows what that is.
    """
    from pathlib import Path

    from PyInstaller.compat import PY3_BASE_MODULES  # type: ignore[import-untyped]

    early = {*PY3_BASE_MODULES, "__future__"}
    modules: list[tuple[str, Path]] = []
    rest: _Entries = []
    for entry in datas:
        place, source, _kind = entry
        if place.endswith(".pyc") and place.split("/")[0].removesuffix(".pyc") not in early:
            modules.append((place, Path(source)))
        else:
            rest.append(entry)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / NAME, modules)
    return [*rest, (NAME, str(folder / NAME), "DATA")]


class _Loader(_frozen_importlib_external.SourcelessFileLoader):
    """Loads one module. Data that lies beside modules is found by their names, as everywhere."""

    def __init__(self, fullname: str, path: str, opened: int, offset: int, size: int) -> None:
        super().__init__(fullname, path)
        self._code = (opened, size, offset)

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the module's code; each has a loader of its own."""
        code: CodeType = marshal.loads(os.pread(*self._code))  # noqa: S302  # as much ours as a .pyc
        return code


class Finder:
    """Finds the modules that are in the file."""

    def __init__(self, folder: str) -> None:
        """Open the file in a build's folder; it is never closed."""
        self._folder = folder
        self._opened = os.open(f"{folder}/{NAME}", os.O_RDONLY | os.O_CLOEXEC)
        length = int.from_bytes(os.pread(self._opened, _LENGTH, 0), "big")
        listed = os.pread(self._opened, length, _LENGTH)
        self._index: dict[str, tuple[str, int, int]] = marshal.loads(listed)  # noqa: S302  # ours, too
        self._start = _LENGTH + length

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> _frozen_importlib.ModuleSpec | None:
        """Tell the import system where a module is."""
        found = self._index.get(fullname)
        if found is None:
            return None
        place, offset, size = found
        path = f"{self._folder}/{place}"
        if place.endswith("/"):
            bare = _frozen_importlib.ModuleSpec(fullname, None, is_package=True)
            bare.submodule_search_locations = [path.rstrip("/")]
            return bare
        loader = _Loader(fullname, path, self._opened, self._start + offset, size)
        spec = _frozen_importlib.ModuleSpec(fullname, loader, origin=path)
        spec.has_location = True
        if place.endswith("/__init__.pyc"):
            spec.submodule_search_locations = [path.rpartition("/")[0]]
        return spec


def use(folder: str) -> None:
    """Import what is in the file from there."""
    sys.meta_path.insert(0, Finder(folder))


if hasattr(sys, "_MEIPASS"):  # PyInstaller's name for a build's folder, in a build that runs
    use(sys._MEIPASS)  # noqa: SLF001
