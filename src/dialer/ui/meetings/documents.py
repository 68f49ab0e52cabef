"""What a meeting has left behind: listed, and saved in a folder that the user chooses."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from dialer.core.errors import DialerError
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import ask_folder
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, isolate, one_line
from dialer.ui.look.moments import count
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Any

    from PySide6.QtGui import QCloseEvent

    from dialer.app import App
    from dialer.core.strings import Strings
    from dialer.meetings.document import MeetingDocument

_WIDTH = 460
_LIST_HEIGHT = 220


class DocumentsDialog(QDialog):
    """A list, a button that saves all of it, and how that goes; closing it stops what runs."""

    def __init__(self, app: App, meeting_id: str, parent: QWidget) -> None:
        """Ask the provider at once."""
        super().__init__(parent)
        self._app, self._strings, self._meeting_id = app, app.hub.strings, meeting_id
        self._documents: Sequence[MeetingDocument] = ()
        self._work: asyncio.Task[None] | None = None
        self._saving = False
        self._build()
        self._begin(self._load())

    def done(self, result: int) -> None:
        """Stop what runs; what is complete stays."""
        self._stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs; what is complete stays."""
        self._stop()
        super().closeEvent(event)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_documents.{key}", **placeholders)

    def _build(self) -> None:
        column = headed(self, self._text("title"))
        self._progress = PlainLabel(tone=Tone.DIM, wrap=True)
        self._strip = Strip("ok")
        self._strip.hide()
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(10)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self._text("title"))
        self._scroll.setWidget(self._rows)
        self._scroll.setMinimumHeight(px(_LIST_HEIGHT))
        note = PlainLabel(self._text("note"), style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        for widget in (self._scroll, self._progress, self._strip, note):
            column.addWidget(widget)
        column.setStretchFactor(self._scroll, 1)
        self._save = PrimaryButton(self._text("save"), "content-save-outline")
        self._save.clicked.connect(self._on_save)
        self._save.setEnabled(False)
        self._close = SecondaryButton(self._strings.text("ui_pages.dialog.close"))
        self._close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._close)
        row.addWidget(self._save)
        column.addLayout(row)
        self._close.setFocus()
        self.setMinimumWidth(px(_WIDTH) // 2)
        self.resize(fitting_size(self, column, max(px(_WIDTH), column.minimumSize().width())))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._stop()
        self._work = self._app.hub.scope.spawn(self._guarded(work), "a meeting's documents")

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except DialerError as error:
            self._say("")
            self._strip.say("bad", self._strings.text(error.key, **error.placeholders))

    async def _load(self) -> None:
        self._say(self._text("loading"))
        self._documents = await self._app.meetings.documents.list(self._meeting_id)
        self._say("" if self._documents else self._strings.text("meeting_documents.none"))
        for document in self._documents:
            self._list.addWidget(self._row(document))
        self._list.addStretch()
        if self._documents:
            self._save.setEnabled(True)
            self._save.setFocus()

    def _row(self, document: MeetingDocument) -> QWidget:
        row, about = QWidget(), QVBoxLayout()
        about.setContentsMargins(0, 0, 0, 0)
        about.setSpacing(0)
        row.setLayout(about)
        about.addWidget(PlainLabel(_shown(document.name), wrap=True))
        size = self._text("unknown_size") if document.size is None else _size(document.size, self._strings)
        about.addWidget(PlainLabel(size, style=TextStyle.SMALL, tone=Tone.DIM))
        return row

    def _on_save(self) -> None:
        if self._saving:
            self._stop()
        else:
            self._begin(self._save_all())

    async def _save_all(self) -> None:
        folder = await ask_folder(self, self._text("folder"))
        if not folder:
            return
        shown = isolate(folder)
        self._strip.hide()
        self._set_saving(saving=True)
        try:
            files = [await self._save_one(document, Path(folder)) for document in self._documents]
        except asyncio.CancelledError:
            if isValid(self):  # else it was closed meanwhile
                self._set_saving(saving=False)
                self._strip.say("warning", self._text("stopped", folder=shown))
            raise
        except DialerError:
            self._set_saving(saving=False)
            raise
        self._set_saving(saving=False)
        done = self._text("saved_many", count=count(len(files), self._strings), folder=shown)
        if len(files) == 1:
            done = self._text("saved_one", name=isolate(files[0].name), folder=shown)
        self._strip.say("ok", done)

    async def _save_one(self, document: MeetingDocument, folder: Path) -> Path:
        words = self._text("saving", name=isolate(_shown(document.name)))
        self._say(words)

        def show(done: int) -> None:
            self._progress.setText(f"{words} {_size(done, self._strings)}")

        return await self._app.meetings.documents.save(self._meeting_id, document, folder, show)

    def _set_saving(self, *, saving: bool) -> None:
        self._saving = saving
        self._save.set_label(self._text("stop" if saving else "save"))
        if not saving:
            self._say("")

    def _say(self, words: str) -> None:
        self._progress.setText(words)
        self._progress.setVisible(bool(words))
        if words:
            announce(self, words)


def _shown(name: str) -> str:
    """Return a name from elsewhere without what would turn its writing around, such as a false ending."""
    return "".join(char for char in one_line(name) if char.isprintable())


def _size(size: int, strings: Strings) -> str:
    return QLocale(strings.language).formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
