"""Phone links on Windows, in the user's own part of the registry.

Windows lets people alone choose who opens links, and guards that choice: Dialer can only stand in the list of
the programs to choose from, and lead to the page of the settings where the choice is made.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from typing import TYPE_CHECKING, Any, ClassVar

from dialer.core.errors import StorageError
from dialer.desktop.handlers import SCHEMES, LinkHandlers, Owner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROGRAM = "Dialer"
PROG_ID = "Dialer.Link"

_CLASS = rf"Software\Classes\{PROG_ID}"
_CAPABILITIES = r"Software\Dialer\Capabilities"
_REGISTERED = r"Software\RegisteredApplications"
_CHOICE = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\{scheme}\UserChoice"
_SETTINGS_PAGE = f"ms-settings:defaultapps?registeredAppUser={PROGRAM}"


class WindowsHandlers(LinkHandlers):
    """The registration of a program that can open links; the choice is people's."""

    people_choose: ClassVar[bool] = True

    def __init__(
        self,
        command: Sequence[str],
        registry: Any = None,
        open_page: Callable[[str], object] | None = None,
    ) -> None:
        """Take the command that a link is added to; tests bring a registry and a browser of their own."""
        # No path of Windows holds a quote.
        self._command = " ".join(f'"{word}"' for word in (*command, "%1"))
        self._registry = registry or importlib.import_module("winreg")
        self._open_page = open_page or getattr(os, "startfile", None)

    def owner(self, scheme: str) -> Owner:
        """Return whom people chose, else the program that is registered for the scheme itself."""
        chosen = self._get(_CHOICE.format(scheme=scheme), "ProgId")
        if chosen:
            ours = chosen == PROG_ID
            return Owner(PROGRAM if ours else self._name_of(chosen), ours=ours)
        known = self._get(rf"{scheme}\shell\open\command", "", everybody=True)
        return Owner(self._name_of(scheme)) if known else Owner()

    def take(self) -> None:
        """Stand in Windows' list of programs that can open links.

        Raises:
            StorageError: this cannot be written.
        """
        values = {
            (_CLASS, ""): f"URL:{PROGRAM}",
            (_CLASS, "URL Protocol"): "",
            (rf"{_CLASS}\Application", "ApplicationName"): PROGRAM,
            (rf"{_CLASS}\shell\open\command", ""): self._command,
            (_CAPABILITIES, "ApplicationName"): PROGRAM,
            (_CAPABILITIES, "ApplicationDescription"): PROGRAM,
            (_REGISTERED, PROGRAM): _CAPABILITIES,
            **{(rf"{_CAPABILITIES}\URLAssociations", scheme): PROG_ID for scheme in SCHEMES},
        }
        registry = self._registry
        try:
            for (key, name), value in values.items():
                with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, key) as opened:
                    registry.SetValueEx(opened, name, 0, registry.REG_SZ, value)
        except OSError:
            raise StorageError("links.error.not_written", path=_CLASS) from None

    def let_choose(self) -> bool:
        """Open the page of Windows' settings."""
        if self._open_page is not None:
            with contextlib.suppress(OSError):  # people find it by themselves
                self._open_page(_SETTINGS_PAGE)
        return True

    def give_back(self) -> None:
        """Leave the list; Windows then asks people again, or takes the program that was there before."""
        registry = self._registry
        for key in (
            rf"{_CLASS}\shell\open\command",
            rf"{_CLASS}\shell\open",
            rf"{_CLASS}\shell",
            rf"{_CLASS}\Application",
            _CLASS,
            rf"{_CAPABILITIES}\URLAssociations",
            _CAPABILITIES,
        ):
            with contextlib.suppress(FileNotFoundError):
                registry.DeleteKey(registry.HKEY_CURRENT_USER, key)
        with (
            contextlib.suppress(FileNotFoundError),
            registry.OpenKey(registry.HKEY_CURRENT_USER, _REGISTERED, 0, registry.KEY_SET_VALUE) as opened,
        ):
            registry.DeleteValue(opened, PROGRAM)

    def _name_of(self, prog_id: str) -> str:
        for key, name in ((rf"{prog_id}\Application", "ApplicationName"), (prog_id, "")):
            found = self._get(key, name, everybody=True)
            if found and not found.startswith("@"):  # a name that is kept in a program's resources
                return found.removeprefix("URL:")
        return prog_id

    def _get(self, key: str, name: str, *, everybody: bool = False) -> str:
        registry = self._registry
        root = registry.HKEY_CLASSES_ROOT if everybody else registry.HKEY_CURRENT_USER
        try:
            with registry.OpenKey(root, key) as opened:
                return str(registry.QueryValueEx(opened, name)[0])
        except OSError:
            return ""
