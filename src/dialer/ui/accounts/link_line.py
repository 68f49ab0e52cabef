"""A line for a set-up link, below the providers: the other way to begin with an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from dialer.core import onboarding
from dialer.core.errors import DialerError
from dialer.ui.blocks.widgets import IconLabel, PlainLabel, SecondaryButton
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    import asyncio

    from dialer.core.scope import Scope
    from dialer.core.strings import Strings


class SetUpLinkLine(QWidget):
    """Takes a set-up link that was pasted, and says what is wrong with another text.

    Signals:
        given: an `Onboarding`.
        complained: something is wrong with the text, and that takes room.
    """

    given = Signal(object)
    complained = Signal()

    def __init__(self, strings: Strings, scope: Scope, parent: QWidget | None = None) -> None:
        """Make an empty line; `scope` owns the tasks that read what is in it."""
        super().__init__(parent)
        self._strings, self._scope = strings, scope
        self._reading: asyncio.Task[None] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        words = strings.text("flow.link.label")
        layout.addWidget(PlainLabel(words, style=TextStyle.STRONG, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        # No limit of length: a link that was cut off must not be taken for a whole one.
        self.line = QLineEdit()
        self.line.setAccessibleName(words)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self._read)
        row.addWidget(self.line, 1)
        self.button = SecondaryButton(strings.text("flow.continue"))
        self.button.setAccessibleName(strings.text("flow.link.continue_name"))
        self.button.clicked.connect(self._read)
        row.addWidget(self.button)
        layout.addLayout(row)
        layout.addLayout(self._build_note())
        self._edited()

    def _build_note(self) -> QHBoxLayout:
        note = QHBoxLayout()
        note.setSpacing(4)
        self._icon = IconLabel("alert-circle-outline", tint="bad", size=18)
        self._note = PlainLabel(style=TextStyle.SMALL, tone=Tone.BAD, wrap=True)
        note.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note, 1)
        return note

    def _edited(self) -> None:
        self._complain("")
        self.button.setEnabled(bool(self.line.text().strip()))

    def _complain(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))
        self._icon.setVisible(bool(sentence))
        self.line.setAccessibleDescription(sentence)

    def _read(self) -> None:
        if self.button.isEnabled() and self._reading is None:
            self._reading = self._scope.spawn(self._read_link(self.line.text()), "read a set-up link")

    async def _read_link(self, text: str) -> None:
        try:
            found = await onboarding.read(text)
        except DialerError as error:
            if isValid(self):
                self._complain(self._strings.text(error.key, **error.placeholders))
                self.line.setFocus()
                self.complained.emit()
        else:
            if isValid(self):
                self.given.emit(found)
        finally:
            self._reading = None
