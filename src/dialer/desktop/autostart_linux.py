"""Starting at log-in on Linux and its like (Desktop Application Autostart Specification 0.5).

The file is a desktop entry (Desktop Entry Specification 1.5). It names Dialer in `TryExec`, so that it does
nothing when Dialer itself has been removed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.errors import StorageError
from dialer.core.replacing import replace_file
from dialer.desktop.autostart import AtLogin, Autostart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENTRY_NAME = "dialer.desktop"

_GROUP = "[Desktop Entry]"
_MODE = 0o644
# What the desktops' own settings write when somebody switches a program off there.
_SWITCHES = ("X-GNOME-Autostart-enabled", "X-MATE-Autostart-enabled")


class LinuxAutostart(Autostart):
    """The file in the user's autostart folder, or in the computer's where the user has none."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Take the command; `environment` names the desktop's folders."""
        env = os.environ if environment is None else environment
        self._command = command
        config = env.get("XDG_CONFIG_HOME") or Path(env.get("HOME") or Path.home()) / ".config"
        shared = env.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        self._file = Path(config) / "autostart" / ENTRY_NAME
        self._shared = [Path(part) / "autostart" / ENTRY_NAME for part in shared.split(":") if part]

    def state(self) -> AtLogin:
        """Return what the first of the files says: the user's hides the computer's."""
        for file in (self._file, *self._shared):
            if (values := _read(file)) is not None:
                off = _is(values, "Hidden", "true") or any(_is(values, key, "false") for key in _SWITCHES)
                return AtLogin.OFF if off else AtLogin.ON
        return AtLogin.ABSENT

    def switch_on(self) -> None:
        """Write the user's file."""
        command = " ".join(map(_quoted, self._command))
        self._write(
            f"{_GROUP}\nType=Application\nVersion=1.4\nName=Dialer\nIcon=dialer\n"
            f"Exec={command}\nTryExec={_escaped(self._command[0])}\n"
            "Terminal=false\nStartupNotify=false\nX-GNOME-Autostart-enabled=true\n"
        )

    def switch_off(self) -> None:
        """Take the user's file away; one of the computer's is hidden by an empty one."""
        if any(file.exists() for file in self._shared):
            self._write(f"{_GROUP}\nType=Application\nName=Dialer\nHidden=true\n")
            return
        try:
            self._file.unlink(missing_ok=True)
        except OSError:
            raise StorageError("autostart.error.not_written", path=self._file) from None

    def _write(self, text: str) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file.resolve(), text.encode("utf-8", "surrogateescape"), _MODE)
        except OSError:
            raise StorageError("autostart.error.not_written", path=self._file) from None


def _read(file: Path) -> dict[str, str] | None:
    """Return what stands in an entry; None where there is none that can be read."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    values: dict[str, str] = {}
    here = False
    for line in text.splitlines():
        if line.startswith("["):
            here = line.strip() == _GROUP
        elif here and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values.setdefault(key.strip(), value.strip())
    return values


def _is(values: Mapping[str, str], key: str, value: str) -> bool:
    return values.get(key, "").lower() == value


def _quoted(word: str) -> str:
    """Return an argument as it stands in Exec: quoted, and escaped twice, as a command and as a value."""
    for char in '\\"`$':
        word = word.replace(char, f"\\{char}")
    return _escaped(f'"{word}"').replace("%", "%%")


def _escaped(text: str) -> str:
    """Return a value as it stands in an entry."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
