"""Starting Dialer at log-in: an entry of the system's, which alone says whether that happens.

People switch it off in the system's own settings as well as in Dialer's, and off has to stay off. So Dialer
reads the entry at each start, and its setting follows; it writes the entry when somebody asks for it here,
and never again by itself.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class AtLogin(Enum):
    """What happens at log-in, by the system's entry.

    Attributes:
        ABSENT: nothing: there is no entry.
        OFF: nothing: there is an entry, and somebody switched it off in the system's settings.
        ON: Dialer starts.
    """

    ABSENT = auto()
    OFF = auto()
    ON = auto()


class Autostart(ABC):
    """The entry with one operating system."""

    @abstractmethod
    def state(self) -> AtLogin:
        """Return what happens at the next log-in."""

    @abstractmethod
    def switch_on(self) -> None:
        """Have Dialer start: somebody asked for it.

        Raises:
            StorageError: this cannot be written.
        """

    @abstractmethod
    def switch_off(self) -> None:
        """Have it not start any more, and leave nothing behind that is not needed for that.

        Raises:
            StorageError: this cannot be written.
        """


def system_autostart(home: Path) -> Autostart:
    """Return the entry of this computer; Dialer is started with the given home."""
    from dialer.desktop.launch import installed_program

    command = [*installed_program(), "--home", str(home.absolute())]
    if sys.platform == "win32":
        from dialer.desktop.autostart_windows import WindowsAutostart

        return WindowsAutostart(command)
    if sys.platform == "darwin":
        from dialer.desktop.autostart_mac import MacAutostart

        return MacAutostart(command)
    from dialer.desktop.autostart_linux import LinuxAutostart

    return LinuxAutostart(command)
