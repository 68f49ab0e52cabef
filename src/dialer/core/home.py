"""The home: the folder that holds one person's settings, database and log."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import NamedTuple

from dialer.core.errors import StorageError

HOME_VARIABLE = "DIALER_HOME"


class Home(NamedTuple):  # made in an eighth of a dataclass's time, and a window waits for it
    """Where each file of a home lives. Secrets live in the key ring, never here."""

    path: Path

    @property
    def settings_file(self) -> Path:
        """The settings."""
        return self.path / "settings.json"

    @property
    def profile_file(self) -> Path:
        """What the helpdesk presets for this home."""
        return self.path / "profile.toml"

    @property
    def accounts_file(self) -> Path:
        """The accounts, without their secrets."""
        return self.path / "accounts.json"

    @property
    def database_file(self) -> Path:
        """Contacts and call records."""
        return self.path / "dialer.db"

    @property
    def log_file(self) -> Path:
        """The newest log."""
        return self.path / "logs" / "dialer.log"

    @classmethod
    def open(cls, path: Path) -> Home:
        """Make sure that the folder is there, is ours alone and can be written.

        Raises:
            StorageError: it cannot be.
        """
        try:
            str(path).encode()  # SQLite opens no file whose name is not UTF-8
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name == "posix" and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
                # What others may do is taken back; what its owner may not do stays forbidden.
                path.chmod(mode & 0o700)
        except FileExistsError:
            raise StorageError("core.home.not_a_folder", path=path) from None
        except (OSError, UnicodeEncodeError):
            raise StorageError("core.home.unusable", path=path) from None
        if not os.access(path, os.W_OK | os.X_OK):
            raise StorageError("core.home.read_only", path=path)
        return cls(path)


def default_home() -> Path:
    """Return the home that the environment names, else the operating system's place for one."""
    if named := os.environ.get(HOME_VARIABLE):
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Dialer"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Dialer"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "dialer"
