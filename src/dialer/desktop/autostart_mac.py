"""Starting at log-in on macOS, by a property list of the user's (launchd.plist(5)).

macOS lists it among the log-in items, where people switch it off; launchd keeps that in a list of its own.
The newer interface (SMAppService) only knows what lies in a bundle (packaging/macos), and is asked in
Objective-C; the list serves the bundle and a Dialer that runs from its source alike.
"""

from __future__ import annotations

import os
import plistlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialer.core.errors import StorageError
from dialer.core.replacing import replace_file
from dialer.desktop.autostart import AtLogin, Autostart

if TYPE_CHECKING:
    from collections.abc import Sequence

LABEL = "org.dialer.Dialer"

_MODE = 0o644  # launchd reads no list that others may write
_SWITCHED_OFF = "/private/var/db/com.apple.xpc.launchd"


class MacAutostart(Autostart):
    """The property list, and what launchd was told about it."""

    def __init__(self, command: Sequence[str], user: Path | None = None, launchd: Path | None = None) -> None:
        """Take the command; tests bring folders of their own."""
        self._command = list(command)
        self._file = (user or Path.home()) / "Library" / "LaunchAgents" / f"{LABEL}.plist"
        # Asked for only on systems that have users with numbers.
        number = os.getuid() if hasattr(os, "getuid") else 0
        self._switched_off = (launchd or Path(_SWITCHED_OFF)) / f"disabled.{number}.plist"

    def state(self) -> AtLogin:
        """Return whether there is a list, and whether people switched it off."""
        entry = _read(self._file)
        if entry is None:
            return AtLogin.ABSENT
        off = entry.get("Disabled") is True or (_read(self._switched_off) or {}).get(LABEL) is True
        return AtLogin.OFF if off else AtLogin.ON

    def switch_on(self) -> None:
        """Write the list."""
        content = {
            "Label": LABEL,
            "ProgramArguments": self._command,
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, plistlib.dumps(content), _MODE)
        except OSError:
            raise StorageError("autostart.error.not_written", path=self._file) from None

    def switch_off(self) -> None:
        """Take the list away."""
        try:
            self._file.unlink(missing_ok=True)
        except OSError:
            raise StorageError("autostart.error.not_written", path=self._file) from None


def _read(file: Path) -> dict[str, Any] | None:
    try:
        content = plistlib.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
