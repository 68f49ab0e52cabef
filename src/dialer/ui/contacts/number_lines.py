"""The numbers in the dialog of a contact: one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dialer.contacts.labels import KNOWN, label_text
from dialer.contacts.model import NumberDraft
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.widgets import IconButton, capital

if TYPE_CHECKING:
    from dialer.core.strings import Strings

_MOST = 500
_OFFERED = ("mobile", "work", "home", "main", "fax", "other")


class NumberLines(QObject):
    """The numbers of a contact, one line each, and always an empty one for a further number."""

    def __init__(self, strings: Strings, numbers: tuple[NumberDraft, ...]) -> None:
        """Start with these numbers."""
        self.widget = QWidget()
        super().__init__(self.widget)
        self._strings = strings
        self._lines: list[_NumberLine] = []
        self._column = QVBoxLayout(self.widget)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for number in numbers:
            self._add(number)
        self._add(NumberDraft(raw=""))

    def drafts(self) -> tuple[NumberDraft, ...]:
        """What was typed, without the empty lines."""
        drafts = (line.draft() for line in self._lines)
        return tuple(draft for draft in drafts if draft.raw)

    def _add(self, number: NumberDraft) -> None:
        line = _NumberLine(self._strings, number)
        line.typed.connect(self._grow)
        line.removed.connect(self._remove)
        self._lines.append(line)
        self._column.addWidget(line)

    def _grow(self) -> None:
        if self._lines[-1].draft().raw:
            self._add(NumberDraft(raw=""))

    def _remove(self, line: _NumberLine) -> None:
        self._lines.remove(line)
        self._column.removeWidget(line)
        line.deleteLater()
        self._grow_if_none()

    def _grow_if_none(self) -> None:
        if not self._lines or self._lines[-1].draft().raw:
            self._add(NumberDraft(raw=""))


class _NumberLine(QWidget):
    """Label, number, and a button that takes the line away."""

    typed = Signal()
    removed = Signal(object)

    def __init__(self, strings: Strings, number: NumberDraft) -> None:
        super().__init__()
        self._label = ComboBox()
        self._label.setAccessibleName(strings.text("ui.editor.label"))
        labels = [*_OFFERED, *([number.label] if number.label not in _OFFERED else [])]
        for label in labels:
            self._label.addItem(capital(label_text(label, strings)) if label in KNOWN else label, label)
        self._label.setCurrentIndex(labels.index(number.label) if number.raw else 0)
        self._number = QLineEdit(number.raw)
        self._number.setCursorPosition(0)  # where there is little room, its beginning is seen
        self._number.setMaxLength(_MOST)
        self._number.setAccessibleName(strings.text("ui.editor.number"))
        self._number.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._number.textEdited.connect(self.typed)
        self._number.textChanged.connect(self._show_remove)
        self._away = IconButton("close", strings.text("ui.editor.remove_number"), self, kind="bare")
        self._away.clicked.connect(self._remove)
        policy = self._away.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._away.setSizePolicy(policy)
        self._show_remove()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self._number, 1)
        row.addWidget(self._away)

    def draft(self) -> NumberDraft:
        """What is typed here."""
        return NumberDraft(raw=self._number.text().strip(), label=str(self._label.currentData()))

    def _show_remove(self) -> None:
        self._away.setVisible(bool(self._number.text()))

    def _remove(self) -> None:
        self.removed.emit(self)
