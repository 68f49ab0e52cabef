"""One editor for each kind of declared field: label, input, hint, and what is wrong with it, right below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dialer.core import fields
from dialer.ui.countries import countries
from dialer.ui.inputs import ComboBox, FileInput, SecretInput
from dialer.ui.line import Line
from dialer.ui.theme import TextStyle, Tone
from dialer.ui.widgets import IconLabel, PlainLabel, one_line

if TYPE_CHECKING:
    from dialer.core.fields import Field
    from dialer.core.strings import Strings

_NOTE_ICONS = {"ok": "check-circle-outline", "warning": "alert-outline", "bad": "alert-circle-outline"}


class FieldEditor(QWidget):
    """Edits one field; the base draws everything but the input itself.

    Signals:
        changed: the user changed the value, with each letter.
        committed: the user is done with it: a choice is made, a line is left.
    """

    changed = Signal()
    committed = Signal()

    def __init__(self, field: Field, owner: str, strings: Strings, parent: QWidget | None = None) -> None:
        """Draw a field whose texts are strings under `owner`."""
        super().__init__(parent)
        self.field = field
        self.strings = strings
        self._owner = f"{owner}.field.{field.key}"
        self.label = strings.text(f"{self._owner}.label")
        self._hint_text = self._hint()
        self._input = self._build_input()
        self._hint_label = PlainLabel(self._hint_text, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._note_icon = IconLabel("alert-circle-outline", tint="bad", size=18)
        self._note_label = PlainLabel(style=TextStyle.SMALL, tone=Tone.BAD, wrap=True)
        self._lay_out()
        self.set_error("")
        self.setFocusProxy(self.target())

    def value(self) -> object:
        """What is in the input, as the field reads it."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show a value."""
        raise NotImplementedError

    def target(self) -> QWidget:
        """The widget that takes the focus, the name and the error."""
        return self._input

    def note(self) -> str:
        """The sentence that is shown below instead of the hint, if any."""
        return self._note_label.text()

    def set_error(self, sentence: str) -> None:
        """Say what is wrong; an empty sentence takes it back."""
        self.set_note(sentence, "bad")
        target = self.target()
        if target.property("bad") != bool(sentence):
            target.setProperty("bad", bool(sentence))
            target.style().unpolish(target)
            target.style().polish(target)

    def set_note(self, sentence: str, kind: str = "ok") -> None:
        """Say something about what was typed (`kind` is ok, warning or bad) in the hint's place."""
        self._note_icon.show_icon(_NOTE_ICONS[kind], kind)
        self._note_label.set_tone(Tone(f"{kind}_text"))
        self._note_label.setText(sentence)
        self._note_label.setVisible(bool(sentence))
        self._note_icon.setVisible(bool(sentence))
        self._hint_label.setVisible(bool(self._hint_text) and not sentence)
        self.target().setAccessibleDescription(sentence or self._hint_text)

    def _build_input(self) -> QWidget:
        raise NotImplementedError

    def _hint(self) -> str:
        key = f"{self._owner}.hint"
        return self.strings.text(key) if self.strings.has(key) else ""

    def _option(self, value: str) -> str:
        labels = self.field.labels if isinstance(self.field, fields.Choice | fields.MultiChoice) else {}
        # What a provider named is foreign text.
        return one_line(labels.get(value, "")) or self.strings.text(f"{self._owner}.option.{value}")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if self._labelled():
            layout.addLayout(self._build_label())
        layout.addWidget(self._input)
        layout.addWidget(self._hint_label)
        note = QHBoxLayout()
        note.setSpacing(4)
        note.addWidget(self._note_icon, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note_label, 1)
        layout.addLayout(note)
        self.target().setAccessibleName(self.label)

    def _labelled(self) -> bool:
        return True

    def _build_label(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        # A label with a buddy reads & as a shortcut.
        label = PlainLabel(self.label.replace("&", "&&"), style=TextStyle.STRONG)
        label.setBuddy(self.target())
        row.addWidget(label)
        if not self.field.required and self.field.default is None:
            optional = self.strings.text("ui_pages.field.optional")
            row.addWidget(PlainLabel(optional, style=TextStyle.SMALL, tone=Tone.DIM))
        row.addStretch()
        return row

    def _edited(self) -> None:
        self.set_error("")
        self.changed.emit()

    def _chosen(self) -> None:
        self._edited()
        self.committed.emit()


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

    def _choices(self) -> list[tuple[str, str]]:
        if isinstance(self.field, fields.Choice):
            return [(value, self._option(value)) for value in self.field.options]
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
        self._box = box = QCheckBox(self.label.replace("&", "&&"))
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
        self._boxes: dict[str, QCheckBox] = {}
        options = self.field.options if isinstance(self.field, fields.MultiChoice) else ()
        for value in options:
            words = self._option(value)
            box = QCheckBox(words.replace("&", "&&"))
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


def make_editor(field: Field, owner: str, strings: Strings, value: object = None) -> FieldEditor:
    """Make the editor of a field's kind; every kind without one of its own is a line of text."""
    made = next((_EDITORS[kind] for kind in type(field).__mro__ if kind in _EDITORS), LineEditor)
    editor = made(field, owner, strings)
    editor.set_value(value)
    return editor
