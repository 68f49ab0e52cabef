"""Try whether phone links come to Dialer: the system opens one that can call nobody, and it arrives."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from dialer.calls.events import LinkOpened
from dialer.desktop.browser import open_test_link
from dialer.desktop.handlers import TEST_LINK
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.widgets import PlainLabel, SecondaryButton
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from dialer.core.hub import Hub

PATIENCE_MS = 10_000
"""How long a link gets to arrive: a desktop that starts a program for it may need some seconds."""


class LinkTrial(QWidget):
    """A button that has the system open a link, and what became of it."""

    def __init__(self, hub: Hub) -> None:
        """Open nothing yet."""
        super().__init__()
        self._hub = hub
        self._words = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._button = SecondaryButton(self._text("action"))
        self._button.shorten()
        self._button.clicked.connect(self._try)
        self._late = QTimer(self, singleShot=True)
        self._late.timeout.connect(lambda: self._say("not_arrived", Tone.WARNING))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._button)
        row.addWidget(self._words, 1)
        self.destroyed.connect(hub.bus.listen(LinkOpened, self._on_link))

    def _text(self, key: str) -> str:
        return self._hub.strings.text(f"links.trial.{key}")

    def _try(self) -> None:
        self._say("waiting", Tone.DIM)
        self._button.setEnabled(False)
        self._late.start(PATIENCE_MS)
        self._hub.scope.spawn(self._open(), "try where phone links go")

    async def _open(self) -> None:
        if not await asyncio.to_thread(open_test_link) and isValid(self):
            self._late.stop()
            self._say("not_opened", Tone.WARNING)

    def _on_link(self, event: LinkOpened) -> None:
        if self._late.isActive() and event.reading.input.strip() == TEST_LINK:
            self._late.stop()
            self._say("arrived", Tone.OK)

    def _say(self, key: str, tone: Tone) -> None:
        self._words.set_tone(tone)
        self._words.setText(self._text(key))
        self._button.setEnabled(True)
        announce(self, self._words.text(), urgent=False)
