"""The dialog in which a contact is typed or changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from dialer.contacts.labels import KNOWN, label_text
from dialer.contacts.model import Contact, ContactDraft, NumberDraft
from dialer.ui.dialogs import result_of
from dialer.ui.form import FormScroll, fitting_size
from dialer.ui.inputs import ComboBox
from dialer.ui.theme import TextStyle, Tone, px
from dialer.ui.widgets import IconButton, PlainLabel, PrimaryButton, SecondaryButton, capital

if TYPE_CHECKING:
    from dialer.core.strings import Strings

_WIDTH = 560
_MARGIN = 24
_NOTE_HEIGHT = 84
_MOST = 500
_OFFERED = ("mobile", "work", "home", "main", "fax", "other")


async def edit_contact(parent: QWidget, strings: Strings, contact: Contact | None) -> ContactDraft | None:
    """Let a contact be typed or changed; None where the dialog was left without saving."""
    dialog = ContactEditor(parent, strings, contact)
    saved = await result_of(dialog) == QDialog.DialogCode.Accepted
    return dialog.draft if saved else None


class ContactEditor(QDialog):
    """Name, organisation, title, numbers with labels, e-mail addresses, note.

    Attributes:
        draft: what was typed, once it is saved.
    """

    def __init__(self, parent: QWidget, strings: Strings, contact: Contact | None) -> None:
        """Start with a contact's details, or empty."""
        super().__init__(parent)
        self._strings = strings
        self._before = contact.draft() if contact else ContactDraft()
        self.draft = self._before
        title = strings.text("ui.editor.change" if contact else "ui.editor.add")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(16)
        layout.addWidget(PlainLabel(title, style=TextStyle.SUBTITLE, wrap=True))
        layout.addWidget(FormScroll(self._build_form()), 1)
        self._error = PlainLabel(tone=Tone.BAD, wrap=True)
        self._error.hide()
        layout.addWidget(self._error)
        layout.addLayout(self._build_buttons())
        self.resize(fitting_size(self, layout, px(_WIDTH)))
        self._name.setFocus()

    def _build_form(self) -> QWidget:
        form, before = QWidget(), self._before
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self._name = self._line(grid, "name", before.name)
        self._organisation = self._line(grid, "organisation", before.organisation)
        self._title = self._line(grid, "title", before.title)
        self._numbers = NumberLines(self._strings, before.numbers)
        self._beside(grid, "numbers", self._numbers.widget)
        self._emails = self._line(grid, "emails", ", ".join(before.emails))
        self._note = QPlainTextEdit(before.note)
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(px(_NOTE_HEIGHT))
        self._note.setAccessibleName(self._strings.text("ui.editor.note"))
        self._beside(grid, "note", self._note)
        return form

    def _line(self, grid: QGridLayout, key: str, value: str) -> QLineEdit:
        line = QLineEdit(value)
        line.setMaxLength(_MOST)
        line.setAccessibleName(self._strings.text(f"ui.editor.{key}"))
        self._beside(grid, key, line)
        return line

    def _beside(self, grid: QGridLayout, key: str, widget: QWidget) -> None:
        label = PlainLabel(self._strings.text(f"ui.editor.{key}"), style=TextStyle.SMALL, tone=Tone.DIM)
        row = grid.rowCount()
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, px(9), 0, 0)
        grid.addWidget(widget, row, 1)

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        cancel = SecondaryButton(self._strings.text("ui.editor.cancel"))
        cancel.clicked.connect(self.reject)
        save = PrimaryButton(self._strings.text("ui.editor.save"), "check", "\u21b5")
        save.setDefault(True)
        save.clicked.connect(self._save)
        row.addWidget(cancel)
        row.addWidget(save)
        return row

    def _save(self) -> None:
        emails = self._emails.text().replace(";", ",").split(",")
        draft = replace(
            self._before,
            name=self._name.text().strip(),
            organisation=self._organisation.text().strip(),
            title=self._title.text().strip(),
            numbers=self._numbers.drafts(),
            emails=tuple(address.strip() for address in emails if address.strip()),
            note=self._note.toPlainText().strip(),
        )
        if not (draft.name or draft.organisation or draft.numbers or draft.emails):
            self._error.setText(self._strings.text("ui.editor.empty"))
            self._error.show()
            self._name.setFocus()
            return
        self.draft = draft
        self.accept()


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
