"""One editor for each kind of declared field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from dialer.core import fields
from dialer.ui.blocks.field_editor import FieldEditor
from dialer.ui.blocks.folding import FoldingBox
from dialer.ui.blocks.inputs import ComboBox, FileInput, SecretInput
from dialer.ui.blocks.line import Line
from dialer.ui.blocks.widgets import one_line
from dialer.ui.look.countries import countries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.fields import Field
    from dialer.core.strings import Strings


def option_words(field: Field, owner: str, strings: Strings, value: str) -> str:
    """Return what people see of a value that can be chosen; `owner` is where the field's own texts are."""
    labels = field.labels if isinstance(field, fields.Choice | fields.MultiChoice) else {}
    # What a provider named is foreign text.
    return one_line(labels.get(value, "")) or strings.text(f"{owner}.option.{value}")


class LineEditor(FieldEditor):
    """A line of text: text, address, host, whole number or phone number."""

    def _build_input(self) -> QWidget:
        line = Line()
        if isinstance(self.field, fields.Integer):
            line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        elif isinstance(self.field, fields.Phone) and not self.field.multiple:
            line.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
        elif isinstance(self.field, fields.Url):
            line.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self._use(line)
        return line

    def _use(self, line: QLineEdit) -> None:
        self.line = line
        line.setMaxLength(fields.MAX_LENGTH)
        line.textEdited.connect(self._edited)
        line.editingFinished.connect(self.committed)

    def target(self) -> QWidget:
        """The line takes focus, name and error."""
        return self.line

    def value(self) -> object:
        """What was typed, untouched."""
        return self.line.text()

    def set_value(self, value: object) -> None:
        """Show a value."""
        self.line.setText("" if value is None else str(value))


class SecretEditor(LineEditor):
    """A password, hidden unless its eye is pressed; it is never shown before it is typed."""

    def _build_input(self) -> QWidget:
        show, hide = (
            self.strings.text(f"ui_pages.field.{word}", label=self.label) for word in ("show", "hide")
        )
        both = SecretInput(show, hide)
        self._use(both.line)
        return both

    def show_kept(self) -> None:
        """Say that a secret is saved already and that an empty line keeps it."""
        self.line.setPlaceholderText(self.strings.text("ui_pages.field.secret_kept"))

    def show_used_once(self) -> None:
        """Promise nothing about the key ring: this one is used and forgotten."""
        self._hint_text = super()._hint()
        self._hint_label.setText(self._hint_text)
        self.set_error("")

    def _hint(self) -> str:
        return super()._hint() or self.strings.text("ui_pages.field.secret_hint")


class FileEditor(LineEditor):
    """A file: its path, and a button to choose it."""

    def _build_input(self) -> QWidget:
        text = self.strings.text
        both = FileInput(text("ui_pages.field.browse"), text("ui_pages.field.browse_name", label=self.label))
        self._use(both.line)
        both.chosen.connect(self._chosen)
        return both


class ChoiceEditor(FieldEditor):
    """One of some values, or a country."""

    def _build_input(self) -> QWidget:
        self._combo = combo = ComboBox()
        if not self.field.required and self.field.default is None:
            combo.addItem(self.strings.text("ui_pages.field.none"), None)
        for value, words in self._choices():
            combo.addItem(words, value)
        if self._undecided(combo.count()):
            combo.setPlaceholderText(self.strings.text("ui_pages.field.browse"))
            combo.setCurrentIndex(-1)
        combo.activated.connect(self._chosen)
        return combo

    def _undecided(self, count: int) -> bool:
        """Whether nothing may be chosen before the user does: an answer that nobody gave is none."""
        needed = self.field.required and self.field.default is None
        return needed and isinstance(self.field, fields.Choice) and count > 1

    def _choices(self) -> Sequence[tuple[str, str]]:
        if isinstance(self.field, fields.Choice):
            words = partial(option_words, self.field, self.owner, self.strings)
            return [(value, words(value)) for value in self.field.options]
        return countries(self.strings)

    def value(self) -> object:
        """The value that is chosen."""
        return self._combo.currentData()

    def set_value(self, value: object) -> None:
        """Choose a value; one that is not offered is left alone."""
        place = self._combo.findData(value)
        if place >= 0:
            self._combo.setCurrentIndex(place)


class ToggleEditor(FieldEditor):
    """Yes or no; the words stand beside the box."""

    def _build_input(self) -> QWidget:
        self._box = box = FoldingBox(self.label.replace("&", "&&"))
        box.clicked.connect(self._chosen)
        return box

    def _labelled(self) -> bool:
        return False

    def value(self) -> object:
        """Whether it is ticked."""
        return self._box.isChecked()

    def set_value(self, value: object) -> None:
        """Tick it or not."""
        self._box.setChecked(bool(value))


class MultiChoiceEditor(FieldEditor):
    """Any of some values, a box for each."""

    def _build_input(self) -> QWidget:
        group = QWidget()
        layout = QVBoxLayout(group)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._boxes: dict[str, FoldingBox] = {}
        options = self.field.options if isinstance(self.field, fields.MultiChoice) else ()
        for value in options:
            words = option_words(self.field, self.owner, self.strings, value)
            box = FoldingBox(words.replace("&", "&&"))
            box.setAccessibleName(words)
            box.clicked.connect(self._chosen)
            layout.addWidget(box)
            self._boxes[value] = box
        if self._boxes:
            group.setFocusProxy(next(iter(self._boxes.values())))
        return group

    def value(self) -> object:
        """The values that are ticked."""
        return [value for value, box in self._boxes.items() if box.isChecked()]

    def set_value(self, value: object) -> None:
        """Tick the given values and no others."""
        wanted = value if isinstance(value, list | tuple) else []
        for each, box in self._boxes.items():
            box.setChecked(each in wanted)


_EDITORS: dict[type[Field], type[FieldEditor]] = {
    fields.SecretField: SecretEditor,
    fields.Toggle: ToggleEditor,
    fields.Choice: ChoiceEditor,
    fields.Region: ChoiceEditor,
    fields.MultiChoice: MultiChoiceEditor,
    fields.FilePath: FileEditor,
}


def register_editor(kind: type[Field], editor: type[FieldEditor]) -> None:
    """Edit this kind of field with an editor of its own from now on."""
    _EDITORS[kind] = editor


def make_editor(field: Field, owner: str, strings: Strings, value: object = None) -> FieldEditor:
    """Make the editor of a field's kind; every kind without one of its own is a line of text."""
    made = next((_EDITORS[kind] for kind in type(field).__mro__ if kind in _EDITORS), LineEditor)
    editor = made(field, owner, strings)
    editor.set_value(value)
    return editor
