"""What ``dialer self-test`` looks at in an installation: libraries, Qt's plug-ins, languages."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from dialer.core import loader, strings
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OLDEST_EXPAT = "2.7.2"
"""The first one without CVE-2025-59375, a small document that fills the memory (SAFETY T34)."""

OLDEST_SQLITE = "3.50.2"
"""The first one without CVE-2025-6965, a statement that writes beside its memory."""

BUILD_LIST = "build.json"
"""The list of what was put into a build, beside the sentences; what makes the build writes it."""

_OFFSCREEN = "offscreen"
_WINDOWS = {"win32": ("windows",), "darwin": ("cocoa",)}
_WINDOWS_ELSEWHERE = ("xcb", "wayland")


def bundled() -> bool:
    """Whether this is an installed build, which brings its own Python and libraries."""
    return bool(getattr(sys, "frozen", False))


def built_with(kind: str) -> list[str]:
    """Return what a build has of a kind ("integrations", "plugins"), as it was made; nothing elsewhere."""
    if not bundled():
        return []
    found: dict[str, list[str]] = json.loads((strings.SHARED.parent / BUILD_LIST).read_bytes())
    return found[kind]


def sqlite() -> str:
    """Return SQLite's version.

    Raises:
        InputError: it is too old.
    """
    return _young_enough(apsw.sqlite_lib_version(), OLDEST_SQLITE)


def expat() -> str:
    """Return Expat's version.

    Raises:
        InputError: it is too old; asked only of a build. Distributions mend theirs and keep the number.
    """
    found = str(importlib.import_module("pyexpat").EXPAT_VERSION).removeprefix("expat_")
    return _young_enough(found, OLDEST_EXPAT) if bundled() else found


def plugins() -> str:
    """Load Qt's plug-ins for windows, and return the names of those that work here.

    On Linux one of the two systems is enough: a computer may have the libraries of the other only. A build
    has to hold both, the one that draws without a screen, and all others that it was made with.

    Raises:
        InputError: no window could be opened with them, or one is missing from the build.
    """
    core = importlib.import_module("PySide6.QtCore")
    importlib.import_module("PySide6.QtGui")  # they need it, and it is loaded from where it belongs
    folder = Path(core.QLibraryInfo.path(core.QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    windows = _WINDOWS.get(sys.platform, _WINDOWS_ELSEWHERE)
    files = {name: _plugin(folder, name) for name in (*windows, _OFFSCREEN)}
    if bundled() and (missing := [name for name, file in files.items() if file is None]):
        raise InputError("cli.self_test.plugins_missing", found=", ".join(missing))
    if missing := [name for name in built_with("plugins") if not (folder.parent / name).is_file()]:
        raise InputError("cli.self_test.plugins_missing", found=", ".join(missing))
    works = [
        name for name, file in files.items() if file is not None and core.QPluginLoader(str(file)).load()
    ]
    if not set(works) & set(windows):
        raise InputError("cli.self_test.plugins_broken", found=", ".join(windows))
    return ", ".join(works)


def languages() -> str:
    """Return the languages that Dialer and each of its own integrations have every sentence in.

    Raises:
        InputError: sentences are missing.
    """
    ours = (each for each in loader.discover().values() if not each.third_party)
    folders = [strings.SHARED, *(each.folder / "strings" for each in ours)]
    english = {folder: _keys(_files(folder, strings.FALLBACK)) for folder in folders}
    for language in strings.LANGUAGES:
        for folder, keys in english.items():
            if not keys or _keys(_files(folder, language)) != keys:
                raise InputError("cli.self_test.language_incomplete", found=language)
    return ", ".join(strings.LANGUAGES)


def _files(folder: Path, language: str) -> Iterable[Path]:
    """Return a language's files: Dialer's own stand in a folder, an integration has one."""
    return (folder / language).glob("*.json") if folder == strings.SHARED else [folder / f"{language}.json"]


def _keys(files: Iterable[Path]) -> set[str]:
    found: set[str] = set()
    for file in files:
        texts: Mapping[str, str] = json.loads(file.read_bytes())
        found |= texts.keys()
    return found


def _plugin(folder: Path, name: str) -> Path | None:
    names = (f"libq{name}.so", f"q{name}.dll", f"libq{name}.dylib")
    return next((folder / each for each in names if (folder / each).is_file()), None)


def _young_enough(found: str, oldest: str) -> str:
    if _version(found) < _version(oldest):
        raise InputError("cli.self_test.too_old", found=found, oldest=oldest)
    return found


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
