"""Links as macOS hands them to an app: by an event (Apple event GURL, Qt's QFileOpenEvent), not as words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QEvent


class LinkApplication(QApplication):
    """The application of Qt, which keeps such links until somebody takes them."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self._waiting: list[str] = []
        self._take: Callable[[str], None] | None = None

    def hand_links_to(self, take: Callable[[str], None]) -> None:
        """Give each link to `take`: those that came while the program started, and all that come."""
        self._take = take
        waiting, self._waiting = self._waiting, []
        for link in waiting:
            take(link)

    def event(self, event: QEvent) -> bool:
        """Take the events that hold a link; a file is none of ours."""
        if not isinstance(event, QFileOpenEvent) or event.url().isLocalFile() or event.url().isEmpty():
            return super().event(event)
        link = bytes(event.url().toEncoded().data()).decode("ascii", "replace")
        if self._take is None:
            self._waiting.append(link)
        else:
            self._take(link)
        return True
