"""Phone links on macOS: the bundle says that it can open them (packaging/macos), and people choose it.

They do so in FaceTime's settings, for calls of every kind; Dialer tells who was chosen, and no more.
"""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import ClassVar

from dialer.core.errors import StorageError
from dialer.desktop.autostart_mac import LABEL
from dialer.desktop.handlers import LinkHandlers, Owner

_CHOICES = Path("Library/Preferences/com.apple.LaunchServices/com.apple.launchservices.secure.plist")
_FACETIME = "FaceTime"  # what macOS comes with, for tel: alone


class MacHandlers(LinkHandlers):
    """What people chose, as macOS wrote it down."""

    can_take: ClassVar[bool] = False
    people_choose: ClassVar[bool] = True

    def __init__(self, user: Path | None = None) -> None:
        """Look in the folder of a user."""
        self._file = (user or Path.home()) / _CHOICES

    def owner(self, scheme: str) -> Owner:
        """Return whom people chose, by the last word of its identifier, else what macOS comes with."""
        try:
            choices = plistlib.loads(self._file.read_bytes()).get("LSHandlers", [])
        except (OSError, ValueError, AttributeError):
            choices = []
        for choice in choices:
            if isinstance(choice, dict) and choice.get("LSHandlerURLScheme") == scheme:
                chosen = str(choice.get("LSHandlerRoleAll", ""))
                if chosen.lower() == LABEL.lower():  # macOS writes it in small letters
                    return Owner("Dialer", ours=True)
                return Owner(chosen.rpartition(".")[2])
        return Owner(_FACETIME if scheme == "tel" else "")

    def take(self) -> None:
        """Say that this is not possible.

        Raises:
            StorageError: always.
        """
        raise StorageError("links.error.mac")

    def give_back(self) -> None:
        """Leave everything as it is: nothing was taken."""
