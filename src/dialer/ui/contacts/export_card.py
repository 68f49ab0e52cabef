"""The card in the settings that writes all contacts to a file, and takes the last import back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dialer.core.errors import DialerError
from dialer.ui.blocks.dialogs import ask_save_file
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import Card, PlainLabel, SecondaryButton, isolate
from dialer.ui.contacts.import_last import LastImport
from dialer.ui.look.moments import count
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App


class ExportCard(Card):
    """A sentence, a button, and how it went; while contacts are written, the button stops that."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Offer to write the contacts of this home."""
        super().__init__(parent)
        self._app, self._strings = app, app.hub.strings
        self._writing: asyncio.Task[None] | None = None
        self.body.setSpacing(12)
        self.body.addWidget(FoldingLabel(self._text("text"), tone=Tone.DIM, wrap=True))
        self._button = SecondaryButton(self._text("action"), "file-export-outline")
        self._button.clicked.connect(self._on_button)
        self._button.shorten()
        self.body.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._progress = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM)
        self._progress.hide()
        self.body.addWidget(self._progress)
        self._strip = Strip("ok")
        self._strip.hide()
        self.body.addWidget(self._strip)
        self.body.addWidget(LastImport(app))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"exporting.{key}", **placeholders)

    def _on_button(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = self._app.hub.scope.spawn(self._export(), "export contacts")
        else:
            self._writing.cancel()

    async def _export(self) -> None:
        files = f"{self._text('cards')} (*.vcf);;{self._text('table')} (*.csv)"
        name = await ask_save_file(self, self._text("action"), f"{self._text('file')}.vcf", files)
        if not name:
            return
        self._strip.hide()
        self._button.set_label(self._text("stop"))
        self._progress.setText(self._text("running"))
        self._progress.show()
        try:
            written = await self._app.contacts.export(Path(name), self._show_progress)
            has_photos = await self._app.contacts.leaves_photos_out(Path(name))
        except asyncio.CancelledError:
            self._strip.say("warning", self._text("stopped"))
            raise
        except DialerError as error:
            self._strip.say("bad", self._strings.text(error.key, **error.placeholders))
        else:
            done = self._text("done", count=count(written, self._strings), file=isolate(Path(name).name))
            self._strip.say("ok", f"{done}\n{self._text('photos')}" if has_photos else done)
        finally:
            self._progress.hide()
            self._button.set_label(self._text("action"))

    def _show_progress(self, done: int, total: int) -> None:
        done_words, total_words = count(done, self._strings), count(total, self._strings)
        self._progress.setText(self._text("progress", done=done_words, total=total_words))
