"""Starting at log-in on Windows, in the user's own part of the registry.

The command stands under `Run` (Microsoft, "Run and RunOnce Registry Keys"). Task Manager and the settings
switch it off under `StartupApproved`, in the lowest bit of a value of the same name, which Microsoft does not
document; it is read so by Autoruns and others, and an entry without such a value is on.
"""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any

from dialer.core.errors import StorageError
from dialer.desktop.autostart import AtLogin, Autostart

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "Dialer"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

_OFF_BIT = 1


class WindowsAutostart(Autostart):
    """The two values in the registry."""

    def __init__(self, command: Sequence[str], registry: Any = None) -> None:
        """Take the command; tests bring a registry of their own."""
        # No path of Windows holds a quote.
        self._command = " ".join(f'"{word}"' for word in command)
        self._registry = registry or importlib.import_module("winreg")

    def state(self) -> AtLogin:
        """Return whether there is a command, and whether Windows' settings let it run."""
        if not self._get(RUN):
            return AtLogin.ABSENT
        approved = self._get(APPROVED)
        is_off = isinstance(approved, bytes) and bool(approved) and bool(approved[0] & _OFF_BIT)
        return AtLogin.OFF if is_off else AtLogin.ON

    def switch_on(self) -> None:
        """Write the command; somebody asks for it now, whatever was switched off before."""
        registry = self._registry
        try:
            with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, RUN) as key:
                registry.SetValueEx(key, NAME, 0, registry.REG_SZ, self._command)
            self._drop(APPROVED)
        except OSError:
            raise StorageError("autostart.error.not_written", path=RUN) from None

    def switch_off(self) -> None:
        """Take both values away."""
        try:
            self._drop(RUN)
            self._drop(APPROVED)
        except OSError:
            raise StorageError("autostart.error.not_written", path=RUN) from None

    def _drop(self, key: str) -> None:
        registry = self._registry
        with (
            contextlib.suppress(FileNotFoundError),
            registry.OpenKey(registry.HKEY_CURRENT_USER, key, 0, registry.KEY_SET_VALUE) as opened,
        ):
            registry.DeleteValue(opened, NAME)

    def _get(self, key: str) -> object:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, key) as opened:
                return registry.QueryValueEx(opened, NAME)[0]
        except OSError:
            return None
