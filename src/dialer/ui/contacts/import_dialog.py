"""The dialog of an import: what the columns of a list are, how far it is, what it did, and taking it back.

It leaves the window behind it alone: a call can be made while a large book comes in.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialer.core.errors import DialerError
from dialer.core.scope import Scope
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.dialog_frame import framed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.form import FormScroll, room_on_screen
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, isolate
from dialer.ui.contacts.import_columns import ColumnsPage
from dialer.ui.contacts.import_progress import ProgressPage
from dialer.ui.contacts.import_report import ReportPage
from dialer.ui.contacts.import_run import ImportJob
from dialer.ui.contacts.import_undo import take_back, told
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dialer.app import App
    from dialer.contacts.exchange.csv_columns import ColumnMap
    from dialer.contacts.exchange.csv_reader import Preview
    from dialer.contacts.model import ImportRun

_LOGGER = logging.getLogger(__name__)
_WIDTH, _HEIGHT = 680, 620


class ImportDialog(QDialog):
    """Goes from the columns of each list to progress, and from there to the report.

    Signals:
        told: tone and sentence, when the import has ended.

    Attributes:
        scope: what it does meanwhile; `run` closes it.
        busy: whether contacts are being imported or taken back.
    """

    told = Signal(str, str)

    def __init__(self, app: App, parent: QWidget, paths: Sequence[Path]) -> None:
        """Show that the files are looked at; `run` does so."""
        super().__init__(parent)
        self.scope = Scope("import")
        self.busy = False
        self._app, self._paths = app, list(paths)
        self._strings = app.hub.strings
        self._job = ImportJob(app.contacts, self._paths)
        self._written: ImportRun | None = None
        self._importing: asyncio.Task[None] | None = None
        self._decided = asyncio.Event()
        layout = framed(self, self._text("title"))
        self._title = PlainLabel(self._text("title"), style=TextStyle.SUBTITLE, wrap=True)
        self._intro = PlainLabel(tone=Tone.DIM, wrap=True)
        layout.addWidget(self._title)
        layout.addWidget(self._intro)
        self._pages = QVBoxLayout()
        layout.addLayout(self._pages, 1)
        self._page: QWidget | None = None
        self._strip = Strip("ok")
        self._strip.hide()
        layout.addWidget(self._strip)
        layout.addLayout(self._build_foot())
        self.resize(QSize(px(_WIDTH), px(_HEIGHT)).boundedTo(room_on_screen(self)))
        self._show_looking()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"importing.{key}", **placeholders)

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._undo = SecondaryButton(self._text("undo"), "undo")
        self._undo.clicked.connect(self._on_undo)
        foot.addWidget(self._undo)
        foot.addStretch()
        self._leave = SecondaryButton("")
        self._leave.clicked.connect(self.reject)
        self._next = PrimaryButton(self._text("start"), "file-import-outline")
        self._next.clicked.connect(self._on_next)
        for button in (self._undo, self._leave, self._next):
            # Enter presses the button that has the focus, else the default one.
            button.setAutoDefault(True)
        foot.addWidget(self._leave)
        foot.addWidget(self._next)
        return foot

    async def run(self) -> None:
        """Take the user through it; return when the dialog is closed."""
        self.scope.spawn(self._guarded(), "go")
        try:
            await result_of(self, modal=False)
        finally:
            await self.scope.close()

    async def _guarded(self) -> None:
        try:
            await self._go()
        except Exception:  # the edge of the window: nobody else would tell the user
            _LOGGER.exception("an import from the window failed")
            self._strip.say("bad", self._strings.text("ui.error.bug"))
            self._show_buttons(leave=self._strings.text("ui_pages.dialog.close"))

    async def _go(self) -> None:
        for path in self._paths:
            preview = await self._job.look_at(path)
            if preview is not None and not preview.is_certain:
                self._job.choose(path, await self._ask(path, preview))
        await self._import()

    async def _ask(self, path: Path, preview: Preview) -> ColumnMap:
        page = ColumnsPage(preview, self._strings)
        self._show(page, self._text("columns.title", file=isolate(path.name)), self._text("columns.intro"))
        self._show_buttons(leave=self._strings.text("ui_pages.dialog.cancel"), go_on=True)
        page.first().setFocus()
        self._decided.clear()
        await self._decided.wait()
        return page.decided()

    async def _import(self) -> None:
        page = ProgressPage(self._strings)
        self._show(page, self._text("running"), self._text("running.text"))
        self._show_buttons(leave=self._text("stop"))
        self._leave.setFocus()
        self.busy = True
        self._importing = self.scope.spawn(self._job.run(page.show_progress), "import")
        stopped, failed = False, None
        try:
            await asyncio.wait([self._importing])
            stopped = self._importing.cancelled()
            if not stopped:
                self._importing.result()
        except DialerError as error:
            failed = error
        finally:
            # What a stopped import has open is closed with it.
            self.busy, self._importing = False, None
        self._written = await self._job.written()
        self._show_report(stopped=stopped, error=failed)

    def _show_report(self, *, stopped: bool, error: DialerError | None) -> None:
        self._show(
            ReportPage(self._job.reports, self._job.left_out(), self._strings), self._text("done.title"), ""
        )
        self._show_buttons(leave=self._strings.text("ui_pages.dialog.close"), undo=self._written is not None)
        self._leave.setFocus()
        tone, words = self._job.sentence(self._strings)
        if error is not None:
            tone, words = "bad", self._strings.text(error.key, **error.placeholders)
        elif stopped:
            tone, words = "warning", self._stopped()
        if error is not None or stopped:
            self._strip.say(tone, words)
        announce(self, words, urgent=tone == "bad")
        self.told.emit(tone, words)

    def _stopped(self) -> str:
        if self._written is None:
            return self._text("stopped.nothing")
        return self._text("stopped", new=self._written.new, changed=self._written.changed)

    def _show_looking(self) -> None:
        self._show(ProgressPage(self._strings), self._text("title"), self._text("looking"))
        self._show_buttons(leave=self._strings.text("ui_pages.dialog.cancel"))

    def _show(self, page: QWidget, title: str, intro: str) -> None:
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
        self._page = page if isinstance(page, ColumnsPage) else FormScroll(page)
        self._pages.addWidget(self._page)
        self._title.setText(title)
        self._intro.setText(intro)
        self._intro.setVisible(bool(intro))
        self._strip.hide()
        announce(self, title)

    def _show_buttons(self, *, leave: str, go_on: bool = False, undo: bool = False) -> None:
        self._leave.set_label(leave)
        self._next.setVisible(go_on)
        self._undo.setVisible(undo)
        self._next.setDefault(go_on)
        self._leave.setDefault(not go_on)

    def _on_next(self) -> None:
        self._decided.set()

    def reject(self) -> None:
        """Esc and the button stop an import that runs; else they close."""
        if self._importing is not None:
            self._importing.cancel()
        elif not self.busy:
            super().reject()

    def _on_undo(self) -> None:
        if not self.busy:
            self.scope.spawn(self._take_back(), "take back")

    async def _take_back(self) -> None:
        self.busy = True
        self._undo.setEnabled(False)
        self._leave.setEnabled(False)
        try:
            done = await take_back(self._app.contacts, self, self._strings, self._written)
        except DialerError as error:
            self._strip.say("bad", self._strings.text(error.key, **error.placeholders))
            done = None
        finally:
            self.busy = False
            self._leave.setEnabled(True)
        self._undo.setEnabled(done is None)
        if done is not None:
            tone, words = told(done, self._strings)
            self._strip.say(tone, words)
            self._leave.setFocus()
            self.told.emit(tone, words)
