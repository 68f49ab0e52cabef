"""Who opens phone links (tel:, callto:, sip:) on this computer; how that becomes Dialer and is undone."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pathlib import Path

TEST_LINK = "tel:+999000000"
"""What is opened to see where phone links go: no country has this code, so that it calls nobody."""

SCHEMES = ("tel", "callto", "sip")
"""All that Dialer registers for: a scheme of its own would be one with powers (SAFETY T27)."""


@dataclass(frozen=True)
class Owner:
    """The program that opens the links of a scheme.

    Attributes:
        name: as people know it; empty where there is none.
        ours: whether it is this Dialer.
    """

    name: str = ""
    ours: bool = False


class LinkHandlers(ABC):
    """The registration with one operating system.

    Attributes:
        can_take: whether Dialer can register itself.
        people_choose: whether that is not enough, because the system leaves the choice to people.
    """

    can_take: ClassVar[bool] = True
    people_choose: ClassVar[bool] = False

    @abstractmethod
    def owner(self, scheme: str) -> Owner:
        """Return who opens the links of a scheme."""

    @abstractmethod
    def take(self) -> None:
        """Register Dialer for all schemes.

        Raises:
            StorageError: this cannot be written.
        """

    def let_choose(self) -> bool:
        """Show people where they choose the program; False where that is not left to them."""
        return False

    @abstractmethod
    def give_back(self) -> None:
        """Take the registration back; whoever was there before is there again.

        Raises:
            StorageError: this cannot be written.
        """

    def owners(self) -> dict[str, Owner]:
        """Return who opens the links of each scheme."""
        return {scheme: self.owner(scheme) for scheme in SCHEMES}


def system_handlers(home: Path) -> LinkHandlers:
    """Return the registration of this computer; links are opened with the given home."""
    from dialer.desktop.launch import installed_program

    command = [*installed_program(), "--home", str(home.absolute()), "link"]
    if sys.platform == "win32":
        from dialer.desktop.handlers_windows import WindowsHandlers

        return WindowsHandlers(command)
    if sys.platform == "darwin":
        from dialer.desktop.handlers_mac import MacHandlers

        return MacHandlers()
    from dialer.desktop.handlers_linux import LinuxHandlers

    return LinuxHandlers(command)
