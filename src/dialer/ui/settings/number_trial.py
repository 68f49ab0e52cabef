"""A line to try how a number is read: nothing is called, and the rule that fired is named."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from dialer.contacts.documents import rule_name
from dialer.core.fields import Text
from dialer.ui.blocks.field_editors import LineEditor
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.widgets import isolate, ltr
from dialer.ui.look.countries import country_name
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from dialer.contacts.numbers.reading import Candidate, Reading
    from dialer.contacts.numbers.rule_book import RuleBook
    from dialer.core.scope import Scope
    from dialer.core.strings import Strings

_PAUSE_MS = 150
_MOST = 5


class NumberTrial(QWidget):
    """Shows, while a text is typed, which numbers are in it and how they are read."""

    def __init__(self, book: RuleBook, scope: Scope, strings: Strings, parent: QWidget | None = None) -> None:
        """Read by this book; reading runs in a thread, since its library is heavy."""
        super().__init__(parent)
        self._book, self._scope, self._strings = book, scope, strings
        self._task: asyncio.Task[None] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.read)
        self._editor = LineEditor(Text(key="trial", required=True), "number_rules", strings)
        self._editor.changed.connect(self._pause.start)
        self._result = FoldingLabel(style=TextStyle.BODY, wrap=True)
        self._result.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._editor)
        column.addWidget(self._result)

    def read(self) -> None:
        """Read what stands there now, by the rules of now; an older reading is forgotten."""
        if self._task is not None:
            self._task.cancel()
        self._task = self._scope.spawn(self._read(), "try a number")

    async def _read(self) -> None:
        if not isValid(self):
            return
        text = str(self._editor.value()).strip()
        reading = await asyncio.to_thread(self._book.read, text) if text else None
        if isValid(self) and text == str(self._editor.value()).strip():
            self._show(reading)

    def _show(self, reading: Reading | None) -> None:
        words = "" if reading is None else self._words(reading)
        can_call = reading is not None and any(candidate.callable for candidate in reading.candidates)
        self._result.set_tone(Tone.TEXT if can_call else Tone.WARNING)
        self._result.setText(words)
        self._result.setVisible(bool(words))
        # A screen reader in the line reads the outcome as what the line is about.
        hint = self._strings.text("number_rules.field.trial.hint")
        self._editor.target().setAccessibleDescription(words or hint)

    def _words(self, reading: Reading) -> str:
        if not reading.candidates:
            return self._strings.text(reading.reason or "contacts.number.no_number")
        shown = reading.candidates[:_MOST]
        return "\n\n".join("\n".join(self._lines(candidate)) for candidate in shown)

    def _lines(self, candidate: Candidate) -> list[str]:
        text = self._strings.text
        kind = text(f"contacts.type.{candidate.type.value}")
        country = "" if candidate.region is None else country_name(self._strings, candidate.region)
        about = " · ".join(filter(None, (ltr(candidate.e164 or candidate.raw), country, kind)))
        lines = [about]
        if candidate.extension:
            lines.append(text("number_rules.trial.extension", extension=ltr(candidate.extension)))
        if candidate.callable:
            lines.append(text(f"number_rules.trial.{'confirm' if candidate.confirm else 'callable'}"))
        else:
            lines.append(text(candidate.reason or "contacts.number.invalid"))
        rule = rule_name(candidate, self._strings)
        if rule is not None:
            lines.append(text("number_rules.read_by", rule=isolate(rule)))
        return lines
