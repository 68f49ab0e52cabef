"""Diagnostics, shown in full: to read, to search, to copy and to save. Nothing is sent anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from dialer.core.diagnostics import describe, save, suggested_name
from dialer.core.errors import DialerError
from dialer.core.scope import Scope
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import ask_save_file, result_of
from dialer.ui.blocks.form import room_on_screen
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, isolate, one_line
from dialer.ui.look.theme import TextStyle, Tone, font, px

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

_WIDTH, _HEIGHT = 820, 640


async def show_diagnostics(hub: Hub, parent: QWidget, entry: ConfigEntry | None = None) -> None:
    """Show what a helpdesk needs to know of one account, or of Dialer; return when it is closed."""
    dialog = DiagnosticsDialog(hub, parent, entry)
    dialog.begin()
    try:
        await result_of(dialog)
    finally:
        await dialog.scope.close()


class DiagnosticsDialog(QDialog):
    """Shows the whole document before anything can be done with it.

    Attributes:
        scope: what it does meanwhile; whoever opened it closes it.
        text: the document, once it is there.
    """

    def __init__(self, hub: Hub, parent: QWidget, entry: ConfigEntry | None = None) -> None:
        """Show nothing yet; `begin` puts the document together."""
        super().__init__(parent)
        self.scope = Scope("diagnostics")
        self.text = ""
        self._hub, self._entry = hub, entry
        title = self._text("title.dialer")
        if entry is not None:
            title = self._text("title.account", title=isolate(entry.title))
        layout = headed(self, title)
        self.setAccessibleDescription(self._text("text"))
        layout.addWidget(PlainLabel(self._text("text"), tone=Tone.DIM, wrap=True))
        layout.addWidget(self._build_search())
        layout.addWidget(self._build_document(), 1)
        self._strip = Strip("ok")
        self._strip.hide()
        layout.addWidget(self._strip)
        layout.addLayout(self._build_foot())
        self.resize(self._fitting())

    def _text(self, key: str, **placeholders: object) -> str:
        return self._hub.strings.text(f"diagnostics.{key}", **placeholders)

    def _build_search(self) -> QLineEdit:
        self._search = QLineEdit()
        self._search.setPlaceholderText(self._text("find"))
        self._search.setAccessibleName(self._text("find"))
        self._search.textEdited.connect(self._find_first)
        self._search.returnPressed.connect(self._find_next)
        return self._search

    def _build_document(self) -> QPlainTextEdit:
        self._document = QPlainTextEdit(self._text("gathering"))
        self._document.setReadOnly(True)
        self._document.setTabChangesFocus(True)
        self._document.setAccessibleName(self._text("document"))
        self._document.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(font(TextStyle.SMALL).pixelSize())
        self._document.setFont(fixed)
        return self._document

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        close = SecondaryButton(self._hub.strings.text("ui_pages.dialog.close"))
        close.clicked.connect(self.reject)
        self._copy = SecondaryButton(self._text("copy"), "content-copy")
        self._copy.clicked.connect(self._take)
        self._save = PrimaryButton(self._text("save"), "content-save-outline")
        self._save.clicked.connect(self._on_save)
        for button in (close, self._copy, self._save):
            # Enter in the search finds the next place; it must press none of these.
            button.setAutoDefault(False)
            button.shorten()
            foot.addWidget(button)
        for button in (self._copy, self._save):
            button.setEnabled(False)
        return foot

    def _fitting(self) -> QSize:
        return QSize(px(_WIDTH), px(_HEIGHT)).boundedTo(room_on_screen(self))

    def begin(self) -> None:
        """Put the document together."""
        self.scope.spawn(self._telling(self._gather()), "gather")

    async def _gather(self) -> None:
        self.text = await describe(self._hub, self._entry)
        self._document.setPlainText(self.text)
        for button in (self._copy, self._save):
            button.setEnabled(True)
        announce(self._document, self._text("document"))

    def _find_first(self) -> None:
        self._document.moveCursor(QTextCursor.MoveOperation.Start)
        self._find_next()

    def _find_next(self) -> None:
        wanted = self._search.text()
        found = not wanted or self._document.find(wanted)
        if not found:
            # From the beginning again, after the last one.
            self._document.moveCursor(QTextCursor.MoveOperation.Start)
            found = self._document.find(wanted, QTextDocument.FindFlag(0))
        if found:
            self._strip.hide()
        else:
            self._strip.say("warning", self._text("find.none", text=isolate(wanted)))

    def _take(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._strip.say("ok", self._text("copied"))

    def _on_save(self) -> None:
        self.scope.spawn(self._telling(self._keep()), "save")

    async def _keep(self) -> None:
        name = await ask_save_file(self, self._text("save"), suggested_name(self._hub), self._text("files"))
        if name:
            await save(Path(name), self.text)
            self._strip.say("ok", self._text("saved", path=one_line(name)))

    async def _telling(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except DialerError as error:
            self._strip.say("bad", self._hub.strings.text(error.key, **error.placeholders))
