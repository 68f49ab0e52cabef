"""The provider's own options, drawn from the fields that it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.meetings.recurrence import RecurrenceField
from dialer.ui.blocks.field_editors import make_editor, register_editor
from dialer.ui.blocks.line import Line
from dialer.ui.blocks.more_options import MoreOptions
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.widgets import IconButton, PlainLabel, SecondaryButton
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.meetings.recurrence_editor import RecurrenceEditor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dialer.core.fields import Field
    from dialer.core.strings import Strings
    from dialer.meetings.provider import MeetingProvider
    from dialer.ui.blocks.field_editor import FieldEditor

register_editor(RecurrenceField, RecurrenceEditor)


class OptionEditors(QWidget):
    """One editor for each option; those that take any number of named values have rows for them.

    Signals:
        rebuilt: other controls are there now.
    """

    rebuilt = Signal()

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start without a provider."""
        super().__init__(parent)
        self._strings = strings
        self._editors: dict[str, FieldEditor] = {}
        self._open: dict[str, NamedValues] = {}
        self._shown: dict[str, object] = {}
        self._owner = ""
        self._known: Mapping[str, object] | None = None
        self._seldom: list[Field] = []
        self._open_fields: Sequence[Field] = ()
        self._more: MoreOptions | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def show_provider(
        self, domain: str, provider: MeetingProvider | None, known: Mapping[str, object] | None
    ) -> None:
        """Draw a provider's options; those that hardly anybody changes are folded away.

        Args:
            domain: the integration, whose strings are shown.
            provider: the provider.
            known: for a change, the values that are known; the others have none until the user gives one.
        """
        empty(self._column)
        self._owner, self._known, self._more = f"{domain}.meeting", known, None
        options = provider.options if provider is not None else ()
        open_options = provider.open_options if provider is not None else ()
        self._seldom = [field for field in (*options, *open_options) if field.advanced]
        self._editors = {field.key: self._make(field) for field in options if not field.advanced}
        self._open_fields = open_options
        self._open = {field.key: self._make_open(field) for field in open_options if not field.advanced}
        for widget in (*self._editors.values(), *self._open.values()):
            self._column.addWidget(widget)
        self._shown = self.values()
        if self._seldom:
            self._more = MoreOptions(self._strings, self._make_seldom)
            self._more.opened.connect(self.rebuilt)
            self._column.addWidget(self._more)
            if self._is_unusual(known or {}):
                self._more.open()
        self.setVisible(bool(self._editors or self._open or self._seldom))

    def _make(self, field: Field) -> FieldEditor:
        value = field.default if self._known is None else self._known.get(field.key)
        return make_editor(field, self._owner, self._strings, value)

    def _make_open(self, field: Field) -> NamedValues:
        named = NamedValues(field, self._owner, self._strings, self._known or {})
        named.rebuilt.connect(self.rebuilt)
        return named

    def _make_seldom(self) -> list[QWidget]:
        editors = {field.key: self._make(field) for field in self._seldom if field not in self._open_fields}
        named = {field.key: self._make_open(field) for field in self._seldom if field in self._open_fields}
        self._editors |= editors
        self._open |= named
        self._shown |= {key: editor.value() for key, editor in editors.items()}
        for each in named.values():
            self._shown |= each.values()
        return [*editors.values(), *named.values()]

    def _is_unusual(self, known: Mapping[str, object]) -> bool:
        """Whether one of those that are folded away has another value than usual."""
        usual = {field.key: (None, False, "", field.default) for field in self._seldom}
        named = {field.key for field in self._open_fields if field.advanced}
        return any(
            value not in usual[key] if key in usual else key.partition(".")[0] in named
            for key, value in known.items()
        )

    def values(self) -> dict[str, object]:
        """What was filled in."""
        values = {key: editor.value() for key, editor in self._editors.items()}
        for each in self._open.values():
            values.update(each.values())
        return values

    def set_start(self, start: datetime) -> None:
        """The meeting begins then: what comes again is shown from there."""
        for editor in self._editors.values():
            if isinstance(editor, RecurrenceEditor):
                before = editor.value()
                editor.set_start(start)
                if self._shown.get(editor.field.key) == before:
                    self._shown[editor.field.key] = editor.value()

    def changed_values(self) -> dict[str, object]:
        """What differs from what was shown at first; a named value that was removed is empty."""
        values = {**dict.fromkeys(self._shown, ""), **self.values()}
        return {key: value for key, value in values.items() if value != self._shown.get(key)}

    def show_errors(self, errors: Mapping[str, str]) -> list[str]:
        """Say at each option what is wrong with it; return the sentences of those without an editor."""
        folded = {field.key for field in self._seldom}
        if self._more is not None and any(key.partition(".")[0] in folded for key in errors):
            self._more.open()
        for key, editor in self._editors.items():
            editor.set_error(self._strings.text(errors[key]) if key in errors else "")
        wrong = [editor for key, editor in self._editors.items() if key in errors]
        if wrong:
            wrong[0].setFocus()
        return [
            f"{key}: {self._strings.text(sentence)}"
            for key, sentence in errors.items()
            if key not in self._editors
        ]


class NamedValues(QWidget):
    """Values of one kind, each under a name that the user gives.

    Signals:
        rebuilt: a row more or less is there.
    """

    rebuilt = Signal()

    def __init__(self, field: Field, owner: str, strings: Strings, known: Mapping[str, object]) -> None:
        """Start with those of this field that are known, by their whole names."""
        super().__init__()
        self._key, self._strings = field.key, strings
        texts = f"{owner}.field.{field.key}"
        self._label = strings.text(f"{texts}.label")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel(self._label, style=TextStyle.STRONG, wrap=True))
        if strings.has(f"{texts}.hint"):
            hint = strings.text(f"{texts}.hint")
            column.addWidget(PlainLabel(hint, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column.addLayout(self._rows)
        self._add = SecondaryButton(strings.text("ui_meetings.named.add"), "plus")
        self._add.setAccessibleName(strings.text("ui_meetings.named.add_to", label=self._label))
        self._add.clicked.connect(self.add_row)
        below = QHBoxLayout()
        below.addWidget(self._add)
        below.addStretch()
        column.addLayout(below)
        for key, value in known.items():
            family, dot, name = key.partition(".")
            if dot and family == field.key:
                self._add_row(name, str(value))

    def values(self) -> dict[str, object]:
        """The values by their whole names; rows without a name are none."""
        return {f"{self._key}.{row.name}": row.value for row in self._all() if row.name}

    def add_row(self) -> None:
        """Ask for one more."""
        row = self._add_row()
        self.rebuilt.emit()
        row.setFocus()

    def _add_row(self, name: str = "", value: str = "") -> _NamedRow:
        row = _NamedRow(self._label, self._strings, name, value)
        row.removed.connect(self._remove)
        self._rows.addWidget(row)
        return row

    def _all(self) -> list[_NamedRow]:
        items = [self._rows.itemAt(place) for place in range(self._rows.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, _NamedRow)]

    def _remove(self, row: _NamedRow) -> None:
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._add.setFocus()


class _NamedRow(QWidget):
    removed = Signal(object)

    def __init__(self, label: str, strings: Strings, name: str, value: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._lines = []
        for part, text in (("name", name), ("value", value)):
            line = Line()
            line.setText(text)
            words = strings.text(f"ui_meetings.named.{part}")
            line.setPlaceholderText(words)
            line.setAccessibleName(f"{label}: {words}")
            self._lines.append(line)
            row.addWidget(line, 1)
        remove = IconButton("close", strings.text("ui_meetings.named.remove", label=label), kind="bare")
        remove.clicked.connect(self._remove)
        row.addWidget(remove)
        self.setFocusProxy(self._lines[0])

    @property
    def name(self) -> str:
        """The name that was typed."""
        return self._lines[0].text().strip()

    @property
    def value(self) -> str:
        """The value that was typed."""
        return self._lines[1].text()

    def _remove(self) -> None:
        self.removed.emit(self)
