"""The last import, for whoever finds out later that it was the wrong file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from dialer.contacts.model import ContactsChanged
from dialer.core.errors import DialerError
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import SecondaryButton, isolate
from dialer.ui.contacts.import_undo import take_back, told
from dialer.ui.look.moments import count, day_and_time
from dialer.ui.look.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from dialer.app import App
    from dialer.contacts.model import ImportRun


class LastImport(QWidget):
    """When it was, what it brought, and the button that takes it back; hidden where there is none."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Show nothing before it is looked up, which is done whenever people come here."""
        super().__init__(parent)
        self._app, self._strings = app, app.hub.strings
        self._run: ImportRun | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._words = FoldingLabel(tone=Tone.DIM, wrap=True)
        self._button = SecondaryButton(self._strings.text("importing.undo"), "undo")
        self._button.clicked.connect(self._on_button)
        self._strip = Strip("ok")
        for part in (self._words, self._button, self._strip):
            layout.addWidget(
                part, 0, Qt.AlignmentFlag.AlignLeft if part is self._button else Qt.AlignmentFlag(0)
            )
            part.hide()
        self.destroyed.connect(app.hub.bus.listen(ContactsChanged, self._on_change))

    def showEvent(self, event: QShowEvent) -> None:
        """Look again."""
        super().showEvent(event)
        self._look()

    def _on_change(self, _event: ContactsChanged) -> None:
        if self.isVisible():
            self._look()

    def _look(self) -> None:
        self._app.hub.scope.spawn(self._show_last(), "look up the last import")

    async def _show_last(self) -> None:
        run = await self._app.contacts.last_import()
        if not isValid(self):
            return
        self._run = run
        self._words.setVisible(run is not None)
        self._button.setVisible(run is not None)
        if run is not None:
            self._words.setText(self._sentence(run))

    def _sentence(self, run: ImportRun) -> str:
        when = day_and_time(datetime.fromisoformat(run.at), self._app.hub.clock.now(), self._strings)
        return self._strings.text(
            "importing.last",
            when=when,
            files=", ".join(isolate(Path(file).name) for file in run.files),
            new=count(run.new, self._strings),
            changed=count(run.changed, self._strings),
        )

    def _on_button(self) -> None:
        if self._button.isEnabled():
            self._button.setEnabled(False)
            self._app.hub.scope.spawn(self._take_back(), "take an import back")

    async def _take_back(self) -> None:
        try:
            done = await take_back(self._app.contacts, self, self._strings, self._run)
        except DialerError as error:
            self._strip.say("bad", self._strings.text(error.key, **error.placeholders))
        else:
            if done is not None:
                self._strip.say(*told(done, self._strings))
        finally:
            self._button.setEnabled(True)
