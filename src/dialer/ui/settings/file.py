"""Settings to and from a file, and all of them back to what they were at first: asked before it is done."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialer.contacts.numbers.rule_book import problem_of
from dialer.core.errors import DialerError
from dialer.core.settings_exchange import EXCHANGED, carry_out, export_to, plan, read_file
from dialer.core.settings_words import plan_sentences
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import ask_open_files, ask_save_file, confirm, result_of
from dialer.ui.blocks.form import FormScroll, room_on_screen
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, isolate
from dialer.ui.look.theme import Tone, px

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from dialer.core.hub import Hub
    from dialer.core.settings_exchange import Plan

_WIDTH, _HEIGHT = 560, 460


class SettingsFile:
    """What the buttons beside the title of the settings do."""

    def __init__(self, hub: Hub, page: QWidget, tell: Callable[[str, str], None]) -> None:
        """Work for a page; `tell` hears how it went: a tone and a sentence."""
        self._hub, self._page, self._tell = hub, page, tell
        self._strings, self._settings = hub.strings, hub.settings

    def export(self) -> None:
        """Write the settings to a file."""
        self._do(self._export(), "export settings")

    def take_over(self) -> None:
        """Read a file, show what it changes, and change it when that is wanted."""
        self._do(self._import(), "import settings")

    def reset(self) -> None:
        """Take all settings back to what they were at first, after a question."""
        self._do(self._reset(), "reset settings")

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"settings.{key}", **placeholders)

    def _do(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._hub.scope.spawn(self._told(work), name)

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except DialerError as error:
            self._tell("bad", self._strings.text(error.key, **error.placeholders))

    async def _export(self) -> None:
        kinds = f"{self._text('file.kind')} (*.json)"
        name = await ask_save_file(self._page, self._text("export"), f"{self._text('file.name')}.json", kinds)
        if not name:
            return
        count = await export_to(self._settings, Path(name))
        self._tell("ok", self._text("exported", count=count, file=isolate(Path(name).name)))

    async def _import(self) -> None:
        kinds = f"{self._text('file.kind')} (*.json)"
        names = await ask_open_files(self._page, self._text("import"), kinds, many=False)
        if not names:
            return
        values = await read_file(Path(names[0]))
        wanted = await asyncio.to_thread(plan, self._settings, values, problem_of)
        chosen = await result_of(PlanDialog(self._hub, self._page.window(), wanted))
        if chosen == QDialog.DialogCode.Accepted and wanted.changes:
            await carry_out(self._settings, wanted)
            self._tell("ok", self._text("imported", count=len(wanted.changes)))

    async def _reset(self) -> None:
        own = [key for key in EXCHANGED if self._settings.is_own(key)]
        if not own:
            self._tell("ok", self._text("nothing_changes"))
            return
        agreed = await confirm(
            self._page.window(),
            self._strings,
            title=self._text("reset.title"),
            text=self._text("reset.text", count=len(own)),
            action=self._text("reset.action"),
            danger=True,
        )
        if agreed:
            await self._settings.reset(*own)
            self._tell("ok", self._text("imported", count=len(own)))


class PlanDialog(QDialog):
    """Every setting that a file changes, and everything in it that is not taken over; then yes or no."""

    def __init__(self, hub: Hub, parent: QWidget, wanted: Plan) -> None:
        """Show a plan."""
        super().__init__(parent)
        text = hub.strings.text
        title = text("settings.import.title")
        layout = headed(self, title)
        if not wanted.changes:
            layout.addWidget(PlainLabel(text("settings.nothing_changes"), wrap=True))
        sentences = QWidget()
        column = QVBoxLayout(sentences)
        column.setContentsMargins(0, 0, 8, 0)
        for place, sentence in enumerate(plan_sentences(wanted, hub.strings)):
            tone = Tone.TEXT if place < len(wanted.changes) else Tone.DIM
            column.addWidget(PlainLabel(sentence, tone=tone, wrap=True))
        column.addStretch()
        layout.addWidget(FormScroll(sentences), 1)
        layout.addLayout(self._build_foot(hub, len(wanted.changes)))
        self.resize(room_on_screen(self).boundedTo(QSize(px(_WIDTH), px(_HEIGHT))))

    def _build_foot(self, hub: Hub, changes: int) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        leave = "ui_pages.dialog.cancel" if changes else "ui_pages.dialog.close"
        cancel = SecondaryButton(hub.strings.text(leave))
        cancel.clicked.connect(self.reject)
        cancel.setDefault(True)
        cancel.setFocus()
        foot.addWidget(cancel)
        if changes:
            change = PrimaryButton(hub.strings.text("settings.import.action", count=changes), "check")
            change.setAutoDefault(True)
            change.clicked.connect(self.accept)
            foot.addWidget(change)
        return foot
