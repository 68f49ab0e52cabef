"""Small JSON files, replaced whole: after a crash the old one or the new one is there, never half of one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dialer import __version__
from dialer.core.errors import StorageError
from dialer.core.replacing import replace_file

if TYPE_CHECKING:
    from pathlib import Path


class JsonStore:
    """One JSON object in one file, with the version of its layout."""

    def __init__(self, path: Path, version: int) -> None:
        """Name the file and the layout that this Dialer writes."""
        self._path = path
        self._version = version
        self._is_older = False

    def load(self) -> dict[str, Any]:
        """Return what the file holds, or an empty object where there is no file.

        Raises:
            StorageError: it cannot be read, is damaged, or a newer Dialer wrote it. It is left as it is.
        """
        try:
            content = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError:
            raise StorageError("core.storage.unreadable", path=self._path) from None
        except (ValueError, RecursionError):
            raise StorageError("core.storage.damaged", path=self._path) from None
        if not isinstance(content, dict) or not isinstance(content.get("version"), int):
            raise StorageError("core.storage.damaged", path=self._path)
        if content["version"] > self._version:
            raise StorageError("core.storage.newer", path=self._path)
        self._is_older = content["version"] < self._version
        return content

    def save(self, content: dict[str, Any]) -> None:
        """Replace the file, readable by its owner only and flushed to the disk.

        Before a file of an older layout is replaced for the first time, a copy of it is kept.

        Raises:
            StorageError: it cannot be written; the old file is still there.
        """
        text = json.dumps({"version": self._version, **content}, ensure_ascii=False, indent=2, sort_keys=True)
        try:
            if self._is_older:
                self._keep_copy()
            replace_file(self._path, f"{text}\n".encode())
        except OSError:
            raise StorageError("core.storage.unwritable", path=self._path) from None
        self._is_older = False

    def _keep_copy(self) -> None:
        from datetime import UTC, datetime

        from dialer.core.database_file import copy_before, keep_newest  # hardly ever wanted

        copy = copy_before(self._path, __version__, datetime.now(UTC))
        replace_file(copy, self._path.read_bytes())
        keep_newest(self._path, copy)
