"""A Linux desktop of the test's own: folders, and programs that are installed there."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from dialer.desktop.handlers import SCHEMES, Owner
from dialer.desktop.handlers_linux import LinuxHandlers

if TYPE_CHECKING:
    from pathlib import Path

TEL, CALLTO, SIP = (f"x-scheme-handler/{scheme}" for scheme in SCHEMES)
DIALER = Owner("Dialer", ours=True)


class Desktop:
    """The folders of a desktop of the test's own."""

    def __init__(self, root: Path) -> None:
        self.config, self.data = root / "config", root / "data"
        self.shared, self.xdg = root / "share", root / "xdg"
        for folder in (self.config, self.data / "applications", self.shared / "applications", self.xdg):
            folder.mkdir(parents=True)
        self.environment = {
            "HOME": str(root),
            "PATH": os.environ["PATH"],
            "XDG_CONFIG_HOME": str(self.config),
            "XDG_DATA_HOME": str(self.data),
            "XDG_CONFIG_DIRS": str(self.xdg),
            "XDG_DATA_DIRS": str(self.shared),
            "XDG_CURRENT_DESKTOP": "GNOME",
        }
        self.list = self.config / "mimeapps.list"
        self.handlers = LinuxHandlers([sys.executable, "--home", str(root), "link"], self.environment)

    def install(self, name: str, *more: str, user: bool = False) -> str:
        """Install a program that can open tel: links; return the name of its desktop file."""
        folder = self.data if user else self.shared
        entry_id = f"{name.lower()}.desktop"
        lines = ["[Desktop Entry]", "Type=Application", f"Name={name}", "Exec=true %u", *more]
        (folder / "applications" / entry_id).write_text("\n".join(lines))
        return entry_id
