"""What the editors of all kinds of declared fields share: label, hint, and what is wrong, right below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.widgets import IconLabel, PlainLabel
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from dialer.core.fields import Field
    from dialer.core.strings import Strings

_NOTE_ICONS = {"ok": "check-circle-outline", "warning": "alert-outline", "bad": "alert-circle-outline"}


class FieldEditor(QWidget):
    """Edits one field; the base draws everything but the input itself.

    Attributes:
        owner: where its texts are: ``<owner>.label`` and so on.

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
        self.owner = f"{owner}.field.{field.key}"
        self.label = strings.text(f"{self.owner}.label")
        self._hint_text = self._hint()
        self._input = self._build_input()
        self._hint_label = FoldingLabel(self._hint_text, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._note_icon = IconLabel("alert-circle-outline", tint="bad", size=18)
        self._note_label = FoldingLabel(style=TextStyle.SMALL, tone=Tone.BAD, wrap=True)
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

    def add_beside(self, widget: QWidget) -> None:
        """Add something that belongs to the input at its right."""
        self._beside.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

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
        key = f"{self.owner}.hint"
        return self.strings.text(key) if self.strings.has(key) else ""

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if self._labelled():
            layout.addLayout(self._build_label())
        self._beside = QHBoxLayout()
        self._beside.setSpacing(4)
        self._beside.addWidget(self._input, 1)
        layout.addLayout(self._beside)
        layout.addWidget(self._hint_label)
        note = QHBoxLayout()
        note.setSpacing(4)
        note.addWidget(self._note_icon, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note_label, 1)
        layout.addLayout(note)
        self.target().setAccessibleName(self.label)

    def _labelled(self) -> bool:
        return True

    def _build_label(self) -> WrapLayout:
        row = WrapLayout()
        # A label with a buddy reads & as a shortcut.
        label = FoldingLabel(self.label.replace("&", "&&"), style=TextStyle.STRONG, wrap=True)
        label.setBuddy(self.target())
        row.addWidget(label)
        if not self.field.required and self.field.default is None:
            optional = self.strings.text("ui_pages.field.optional")
            row.addWidget(PlainLabel(optional, style=TextStyle.SMALL, tone=Tone.DIM))
        return row

    def _edited(self) -> None:
        self.set_error("")
        self.changed.emit()

    def _chosen(self) -> None:
        self._edited()
        self.committed.emit()
