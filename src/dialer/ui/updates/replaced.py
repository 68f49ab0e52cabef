"""Says that another version of Dialer, newer or older, was installed while this one runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.issues import Issue, Severity

if TYPE_CHECKING:
    from PySide6.QtCore import QFileSystemWatcher

    from dialer.ui.desk import Desk

ISSUE = "replaced"


class Replaced:
    """Watches the program of an installed build; elsewhere it does nothing.

    What runs goes on as the version that it is, a call too: a build's modules stay open. People are told to
    start Dialer again when it suits them.
    """

    def __init__(self, desk: Desk) -> None:
        """Work for this window."""
        self._issues = desk.app.hub.issues
        self._watcher: QFileSystemWatcher | None = None
        if getattr(sys, "frozen", False):
            self._watch(desk)

    def stop(self) -> None:
        """Stop watching."""
        if self._watcher is not None:
            self._watcher.fileChanged.disconnect(self._on_change)

    def _watch(self, desk: Desk) -> None:
        from PySide6.QtCore import QFileSystemWatcher

        self._program = Path(sys.executable).resolve()
        self._found = self._identity()
        self._watcher = QFileSystemWatcher([str(self._program)], desk)
        self._watcher.fileChanged.connect(self._on_change)

    def _identity(self) -> tuple[int, int] | None:
        """Return which file the program is, None if it is gone."""
        try:
            found = self._program.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _on_change(self, _path: str) -> None:
        if self._identity() != self._found:
            self._issues.report(Issue(id=ISSUE, severity=Severity.WARNING, key="updates.replaced"))
