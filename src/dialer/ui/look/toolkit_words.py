"""The words that Qt brings itself: menus of text lines, file dialogs, its own buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

if TYPE_CHECKING:
    from dialer.ui.desk import Desk


class ToolkitWords:
    """Has them in the user's language, from after the first paint on; English is what Qt is written in."""

    def __init__(self, desk: Desk) -> None:
        """Load them; without the file they stay English."""
        self._words = QTranslator(desk)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._words.load(f"qtbase_{desk.app.hub.strings.language}", folder):
            QCoreApplication.installTranslator(self._words)

    def stop(self) -> None:
        """Take them away with the window."""
        QCoreApplication.removeTranslator(self._words)
