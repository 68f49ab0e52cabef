"""What is new in a newer Dialer, as its publisher says it, and the page about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit

from dialer.core.conventions import day_words
from dialer.core.links import shown_host
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.form import room_on_screen
from dialer.ui.blocks.open_link import open_link
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, ltr
from dialer.ui.look.theme import Tone, px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.core.strings import Strings
    from dialer.core.update_manifest import Manifest

_WIDTH, _HEIGHT = 560, 420


class UpdateDialog(QDialog):
    """Notes to read, and a button that opens the page in the browser; nothing is fetched or installed."""

    def __init__(self, parent: QWidget, strings: Strings, manifest: Manifest, running: str) -> None:
        """Show what a list of versions says.

        Args:
            parent: the window to stand in front of.
            strings: the user's language.
            manifest: the list.
            running: the version of this program.
        """
        super().__init__(parent)
        self._strings, self._page = strings, manifest.page
        layout = headed(self, strings.text("updates.dialog.title", version=manifest.version))
        date = day_words(manifest.dated, strings.language)
        about = strings.text("updates.dialog.about", running=running, date=date)
        layout.addWidget(PlainLabel(about, tone=Tone.DIM, wrap=True))
        notes = QPlainTextEdit(manifest.notes_in(strings.language))
        notes.setReadOnly(True)
        notes.setTabChangesFocus(True)
        notes.setAccessibleName(strings.text("updates.dialog.notes"))
        layout.addWidget(notes, 1)
        host = ltr(shown_host(manifest.page) or "")
        layout.addWidget(PlainLabel(strings.text("updates.dialog.page", host=host), tone=Tone.DIM, wrap=True))
        self._strip = Strip("bad")
        self._strip.hide()
        layout.addWidget(self._strip)
        layout.addLayout(self._build_foot())
        room = room_on_screen(self)
        self.resize(min(px(_WIDTH), room.width()), min(px(_HEIGHT), room.height()))
        self._open.setFocus()

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        close = SecondaryButton(self._strings.text("ui_pages.dialog.close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        self._open = PrimaryButton(self._strings.text("updates.dialog.open"), "open-in-new")
        self._open.clicked.connect(self._on_open)
        foot.addWidget(close)
        foot.addWidget(self._open)
        return foot

    def _on_open(self) -> None:
        if open_link(self._page):
            self.accept()
        else:
            self._strip.say("bad", self._strings.text("updates.dialog.not_opened"))
