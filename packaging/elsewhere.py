"""What the builds for Windows and macOS have in common.

Neither could be tried where Dialer is made: so they keep to what PyInstaller does by itself, and leave out
only what is known to be idle.
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

IMAGES = ("gif", "ico", "jpeg", "webp")
"""Qt's readers of photos; it reads PNG without one."""

LEFT_OUT_AT_START: AbstractSet[str] = frozenset()

_PLUGIN = re.compile(r"PySide6/(Qt/)?plugins/(?P<kind>[^/]+)/(lib)?(?P<name>q[^/.]+)\.(dll|dylib)")
_IDLE = ("/translations/", "/qml/", "/opengl32sw.dll")


def is_wanted(target: str, plugins: Mapping[str, AbstractSet[str]]) -> bool:
    """Tell whether the file at this place in the build belongs there; `plugins` names Qt's, by kind."""
    path = PurePosixPath(target.replace("\\", "/"))
    text = str(path)
    if ".dist-info/" in text:
        return path.name in {"METADATA", "entry_points.txt"} or "license" in text.lower()
    if text.startswith("PySide6/"):
        if plugin := _PLUGIN.fullmatch(text):
            return plugin["name"] in plugins.get(plugin["kind"], ())
        return "/plugins/" not in text and not any(part in text for part in _IDLE)
    return True
