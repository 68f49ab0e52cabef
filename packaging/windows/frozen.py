"""What the build for Windows has that others have not: two programs, an icon and a version resource."""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import elsewhere

if TYPE_CHECKING:
    from pathlib import Path

    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

HIDDEN = ["keyring.backends.Windows", "win32ctypes.pywin32"]
"""Modules that are imported by a name that no import statement holds."""

LEFT_OUT_AT_START = elsewhere.LEFT_OUT_AT_START

CONSOLE_NAME = "dialer-console"
"""What PyInstaller calls the program for the command line, until it is named dialer.com (freeze.py)."""

_PLUGINS = {
    "platforms": {"qwindows", "qoffscreen"},
    "styles": {"qmodernwindowsstyle"},
    "imageformats": {f"q{name}" for name in elsewhere.IMAGES},
}
_ENGLISH_UNICODE = (0x0409, 0x04B0)


def is_wanted(target: str) -> bool:
    """Tell whether the file at this place in the build belongs there."""
    return elsewhere.is_wanted(target, _PLUGINS)


def datas(_packaging: Path) -> list[tuple[str, str]]:
    """Return the files that only this system's build has."""
    return []


def programs(version: str) -> list[dict[str, Any]]:
    """Return how the two programs are made; DIALER_ICON names the icon's file.

    A program for Windows has a console or has none. One without is for the desktop: typed at a prompt it says
    nothing. One with a console opens a black window at every link.
    """
    common = {"icon": os.environ["DIALER_ICON"], "version": version_resource(version)}
    return [
        {"name": "dialer", "console": False, **common},
        {"name": CONSOLE_NAME, "console": True, **common},
    ]


def version_resource(version: str) -> VSVersionInfo:
    """Return what Windows' Explorer shows of a program (Microsoft, "VERSIONINFO resource")."""
    from PyInstaller.utils.win32 import versioninfo as made
    from windows.installer import version_numbers

    numbers = tuple(int(number) for number in version_numbers(version).split("."))
    texts = {
        "CompanyName": "The Dialer maintainers",
        "FileDescription": "Dialer",
        "FileVersion": version,
        "InternalName": "dialer",
        "LegalCopyright": "Apache-2.0",
        "OriginalFilename": "dialer.exe",
        "ProductName": "Dialer",
        "ProductVersion": version,
    }
    language, characters = _ENGLISH_UNICODE
    strings = [made.StringStruct(name, text) for name, text in texts.items()]
    return made.VSVersionInfo(
        ffi=made.FixedFileInfo(filevers=numbers, prodvers=numbers, mask=0x3F, OS=0x40004, fileType=1),
        kids=[
            made.StringFileInfo([made.StringTable(f"{language:04X}{characters:04X}", strings)]),
            made.VarFileInfo([made.VarStruct("Translation", [language, characters])]),
        ],
    )
