"""What the columns of a list hold: shown as guessed, changed by hand, with the first contacts beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from dialer.contacts.exchange.csv_columns import ColumnMap, guess_columns
from dialer.contacts.exchange.csv_fields import Column, Field
from dialer.contacts.labels import KNOWN, label_text
from dialer.ui.blocks.folding import FoldingBox
from dialer.ui.blocks.form import FormScroll
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.widgets import PlainLabel, SectionHeading, one_line
from dialer.ui.contacts.import_preview import ImportPreview
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.contacts.exchange.csv_reader import Preview
    from dialer.core.strings import Strings

_PEOPLE = 2
_LONGEST = 60
# What a person can say that a column holds; numbers stand between them, one for each label.
_BEFORE = (
    *(Field.NAME, Field.GIVEN, Field.MIDDLE, Field.PARTICLE, Field.FAMILY, Field.ORGANISATION),
    *(Field.DEPARTMENT, Field.TITLE),
)
_AFTER = (
    *(Field.EMAIL, Field.NOTE, Field.REMARK, Field.TAGS, Field.FAVOURITE, Field.ASK_FOR, Field.BEST_TIME),
)
_ASKED = frozenset((*_BEFORE, Field.NUMBER, *_AFTER, Field.UNKNOWN))
_LABELS = ("", *KNOWN)


class ColumnsPage(QWidget):
    """One choice per column that holds anything, those that nobody knows first.

    Signals:
        changed: something else was chosen.

    Attributes:
        columns: what the columns hold, as chosen by now.
    """

    changed = Signal()

    def __init__(self, preview: Preview, strings: Strings, parent: QWidget | None = None) -> None:
        """Start with what was guessed."""
        super().__init__(parent)
        self._preview, self._strings = preview, strings
        self.columns = preview.columns
        self._choices: dict[int, ComboBox] = {}
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._header = FoldingBox(self._text("header"))
        self._header.setAccessibleName(self._text("header"))
        self._header.setChecked(preview.columns.has_header)
        self._header.toggled.connect(self._guess_again)
        layout.addWidget(self._header)
        self._grid = QWidget()
        self._scroll = FormScroll(self._grid)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(SectionHeading(self._text("preview")))
        # Below the choices, not among them: what a choice does is seen at once.
        self._people = ImportPreview(strings)
        layout.addWidget(self._people)
        self._build()

    def first(self) -> QWidget:
        """Return where the focus begins: the first choice to make."""
        return next(iter(self._choices.values()), self._header)

    def decided(self) -> ColumnMap:
        """Return the map in which what nobody knows is left out on purpose."""
        columns = self.columns
        for place in columns.unknown():
            columns = columns.with_column(place, Field.IGNORED)
        return columns

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"importing.columns.{key}", **placeholders)

    def _build(self) -> None:
        rows = QGridLayout(self._grid)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(16)
        rows.setVerticalSpacing(8)
        rows.setColumnStretch(0, 1)
        rows.setColumnStretch(1, 1)
        rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._choices.clear()
        for row, place in enumerate(self._asked()):
            rows.addLayout(self._build_words(place), row, 0)
            self._choices[place] = self._build_choice(place)
            rows.addWidget(self._choices[place], row, 1, Qt.AlignmentFlag.AlignVCenter)
        self._show_people()

    def _asked(self) -> list[int]:
        """Return the places of the columns to be shown."""
        shown = [
            place
            for place, column in enumerate(self.columns.columns)
            if column.field in _ASKED and self._sample(place)
        ]
        return sorted(shown, key=lambda place: self.columns.columns[place].field is not Field.UNKNOWN)

    def _sample(self, place: int) -> str:
        """Return what stands in a column, for instance; nothing where it is empty."""
        return one_line(self._preview.filled(place, self.columns))[:_LONGEST]

    def _name(self, place: int) -> str:
        header = one_line(self.columns.columns[place].header)
        return header or self._text("place", place=place + 1)

    def _build_words(self, place: int) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(self._name(place), elide=True))
        sample = self._sample(place)
        words.addWidget(PlainLabel(sample, style=TextStyle.SMALL, tone=Tone.DIM, elide=True))
        return words

    def _build_choice(self, place: int) -> ComboBox:
        column = self.columns.columns[place]
        choice = ComboBox()
        choice.setAccessibleName(self._name(place))
        choice.setAccessibleDescription(self._sample(place))
        choice.setMinimumWidth(px(220))
        for words, field, label in self._offers(column):
            choice.addItem(words, f"{field.value}:{label}")
        label = column.label if column.field is Field.NUMBER else ""
        index = choice.findData(f"{column.field.value}:{label}")
        choice.setCurrentIndex(max(index, 0))
        choice.activated.connect(lambda _index, place=place: self._choose(place))
        return choice

    def _offers(self, column: Column) -> Iterator[tuple[str, Field, str]]:
        yield self._text("leave_out"), Field.UNKNOWN, ""
        for field in _BEFORE:
            yield self._text(f"field.{field.value}"), field, ""
        phone = self._text("field.number")
        labels = (
            _LABELS
            if column.label in _LABELS or column.field is not Field.NUMBER
            else (*_LABELS, column.label)
        )
        for label in labels:
            called = label_text(label, self._strings)
            yield (f"{phone}: {one_line(called)}" if label else phone), Field.NUMBER, label
        for field in _AFTER:
            yield self._text(f"field.{field.value}"), field, ""

    def _choose(self, place: int) -> None:
        field, _, label = str(self._choices[place].currentData()).partition(":")
        self.columns = self.columns.with_column(place, Field(field), label)
        self._show_people()
        self.changed.emit()

    def _guess_again(self, has_header: bool) -> None:
        """Take the first row for names of columns, or for a contact like the others."""
        self.columns = guess_columns(self._preview.sample, has_header=has_header)
        self._grid = QWidget()
        self._build()
        before, self._scroll = self._scroll, FormScroll(self._grid)
        self._layout.replaceWidget(before, self._scroll)
        before.hide()
        before.deleteLater()
        self.changed.emit()

    def _show_people(self) -> None:
        self._people.show_drafts(self._preview.drafts(self.columns, _PEOPLE))
