"""What is in the installed build, and what is left to the system."""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

EXPAT = "libexpat.so.1"

HIDDEN = ["keyring.backends.SecretService", "keyring.backends.kwallet", "secretstorage"]
"""Modules that are imported by a name that no import statement holds."""

EXCLUDED = [
    "PyInstaller",
    "_pytest",
    "dialer.testing",
    "lib2to3",
    "pip",
    "pytest",
    "readline",
    "setuptools",
    "sqlite3",
    "tkinter",
    "unittest",
]
"""Modules that nothing of ours needs at work: tests, what installs packages, and a second SQLite."""

LEFT_OUT_AT_START = {"pyi_rth_cryptography_openssl", "pyi_rth_multiprocessing", "pyi_rth_pyside6"}
"""What PyInstaller would run before the program. It loads Qt for every command, and names the bundle's
folders in an environment that others inherit. Qt and cryptography find their own; no process is forked."""

_PLUGINS = {
    "platforms": {"libqoffscreen", "libqwayland", "libqxcb"},
    "platformthemes": {"libqgtk3", "libqxdgdesktopportal"},
    "platforminputcontexts": {"libcomposeplatforminputcontextplugin", "libibusplatforminputcontextplugin"},
    "imageformats": {"libqgif", "libqico", "libqjpeg", "libqwebp"},
    "xcbglintegrations": {"libqxcb-egl-integration", "libqxcb-glx-integration"},
    "wayland-decoration-client": {"libbradient"},
    "wayland-graphics-integration-client": {"libqt-plugin-wayland-egl"},
    "wayland-shell-integration": {"libxdg-shell"},
}
"""Qt's plug-ins that Dialer uses, by kind: windows of both systems, the desktop's look, photos."""

_QT_LIBRARIES = {
    "QtCore",
    "QtDBus",
    "QtGui",
    "QtWidgets",
    "libQt6Core",
    "libQt6DBus",
    "libQt6Gui",
    "libQt6OpenGL",
    "libQt6WaylandClient",
    "libQt6WaylandEglClientHwIntegration",
    "libQt6Widgets",
    "libQt6WlShellIntegration",
    "libQt6XcbQpa",
    "libicudata",
    "libicui18n",
    "libicuuc",
    "libpyside6",
    "libshiboken6",
}

_BUNDLED = {
    # Python's own.
    "libbz2",
    "libcrypto",
    "libexpat",
    "libffi",
    "liblzma",
    "libmpdec",
    "libpython3",
    "libssl",
    "libuuid",
    # Qt's window on X11; a desktop that was not made for Qt programs has not all of them.
    "libxcb-cursor",
    "libxcb-icccm",
    "libxcb-image",
    "libxcb-keysyms",
    "libxcb-render-util",
    "libxcb-util",
    "libxcb-xkb",
    "libxkbcommon",
    "libxkbcommon-x11",
}
"""Libraries that come along. Whatever else a build machine has is the system's business: what talks to its
screen driver, its fonts, its message bus and its desktop has to fit those, and gets its updates."""

LIST = "dialer/resources/build.json"
"""Where a build keeps what it was made with, for its self-test: what is gone since then is missed."""

_ANY_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/(?P<name>.+)")
_PLUGIN = re.compile(r"PySide6/Qt/plugins/(?P<kind>[^/]+)/(?P<name>[^/]+)\.so")
_QT = re.compile(r"PySide6/(Qt/lib/)?(?P<name>(lib|Qt)[^/.]+)\.(abi3\.)?so")
_SYSTEM = re.compile(r"(?P<name>lib[^/.]+)[^/]*\.so[.0-9]*")


def datas(_packaging: Path) -> list[tuple[str, str]]:
    """Return the files that only this system's build has."""
    return []


def programs(_version: str) -> list[dict[str, Any]]:
    """Return how the program is made: here there is one for the desktop and for the command line."""
    return [{"name": "dialer", "console": True}]


def plugins(targets: Iterable[str]) -> list[str]:
    """Return which of these files of a build are Qt's plug-ins, by their place among them."""
    found = (_ANY_PLUGIN.fullmatch(target.replace("\\", "/")) for target in targets)
    return sorted(plugin["name"] for plugin in found if plugin)


def lacking(found: Iterable[str]) -> list[str]:
    """Return the plug-ins that Dialer uses and these lack: a newer Qt may name them otherwise."""
    wanted = {f"{kind}/{name}.so" for kind, names in _PLUGINS.items() for name in names}
    return sorted(wanted.difference(found))


def write_list(folder: Path, project: Path, found: list[str]) -> Path:
    """Write what a build is made with: these plug-ins, and the integrations of the project."""
    manifests = (project / "src" / "dialer" / "integrations").glob("*/manifest.json")
    made = {"integrations": sorted(file.parent.name for file in manifests), "plugins": found}
    file = folder / PurePosixPath(LIST).name
    file.write_text(json.dumps(made, indent=1, sort_keys=True), encoding="utf-8")
    return file


def is_for_tests(module: str) -> bool:
    """Tell a module that is published for tests only."""
    return module == "dialer.testing" or module.startswith("dialer.testing.")


def is_wanted(target: str) -> bool:
    """Tell whether the file at this place in the build belongs there."""
    path = PurePosixPath(target.replace("\\", "/"))
    text = str(path)
    if ".dist-info/" in text:
        return path.name in {"METADATA", "entry_points.txt"} or "license" in text.lower()
    if text.startswith("PySide6/"):
        return _of_qt(text)
    if path.parent == PurePosixPath() and (library := _SYSTEM.fullmatch(path.name)):
        return library["name"] in _BUNDLED | _QT_LIBRARIES
    return True


def _of_qt(text: str) -> bool:
    if "/translations/" in text or "/qml/" in text:
        return False
    if text.startswith("PySide6/Qt/plugins/"):
        plugin = _PLUGIN.fullmatch(text)
        return plugin is not None and plugin["name"] in _PLUGINS.get(plugin["kind"], ())
    library = _QT.match(text)
    return library is None or library["name"] in _QT_LIBRARIES
