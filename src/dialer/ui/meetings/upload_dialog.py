"""Sharing a document: how far it is on its way to the host's drive, and a button that stops it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar
from shiboken6 import isValid

from dialer.core.errors import DialerError
from dialer.core.scope import Scope
from dialer.meetings.requests import PressDropped
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel, SecondaryButton, isolate, one_line
from dialer.ui.look.theme import TextStyle, px

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.meetings.model import Meeting

_WIDTH = 460


class UploadDialog(QDialog):
    """Begins at once; closing it stops it."""

    def __init__(self, app: App, meeting: Meeting, path: Path, parent: QWidget) -> None:
        """Share this file in this meeting."""
        super().__init__(parent)
        self._app, self._strings, self._meeting, self._path = app, app.hub.strings, meeting, path
        self._file = isolate(one_line(path.name))
        self._scope = Scope("share a document")
        self._build()
        self._work = self._scope.spawn(self._upload(), "upload")

    def done(self, result: int) -> None:
        """Stop what runs."""
        self._work.cancel()
        super().done(result)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"meeting_doings.upload.{key}", **placeholders)

    def _build(self) -> None:
        column = headed(self, self._text("action"))
        words = self._text("sending", file=self._file)
        self._about = PlainLabel(words, wrap=True)
        self.setAccessibleDescription(words)
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self._text("action"))
        self._percent = PlainLabel(self._text("percent", percent=0), style=TextStyle.SMALL)
        self._strip = Strip("ok", self._text("done", file=self._file))
        self._button = SecondaryButton(self._text("stop"))
        self._button.clicked.connect(self._on_pressed)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._button)
        for widget in (self._about, self._bar, self._percent, self._strip):
            column.addWidget(widget)
        column.addStretch()
        column.addLayout(row)
        self.setMinimumWidth(px(_WIDTH) // 2)
        self.resize(fitting_size(self, column, max(px(_WIDTH), column.minimumSize().width())))
        self._strip.hide()

    def _on_progress(self, sent: int, size: int) -> None:
        percent = 100 * sent // size if size else 100
        self._bar.setValue(percent)
        self._percent.setText(self._text("percent", percent=percent))

    def _on_pressed(self) -> None:
        if self._work.done():
            self.accept()
        else:
            self._work.cancel()

    async def _upload(self) -> None:
        tone, words = "ok", self._text("done", file=self._file)
        try:
            await self._app.meetings.doings.upload(self._meeting.id, self._path, self._on_progress)
        except asyncio.CancelledError:
            self._finish("warning", self._text("stopped", file=self._file))
            raise
        except PressDropped:
            self.reject()
            return
        except DialerError as error:
            tone, words = "bad", self._strings.text(error.key, **error.placeholders)
        self._finish(tone, words)

    def _finish(self, tone: str, words: str) -> None:
        if isValid(self):
            for widget in (self._about, self._bar, self._percent):
                widget.hide()
            self._strip.say(tone, words)
            self._button.set_label(self._strings.text("ui_pages.dialog.close"))
