"""The editors of fields that hold more than a line: lines, a long text, countries."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from dialer.core.fields import MAX_LENGTH
from dialer.core.list_fields import Lines, LongText, Regions
from dialer.ui.blocks.field_editor import FieldEditor
from dialer.ui.blocks.field_editors import register_editor
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.widgets import SecondaryButton
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.countries import countries, country_name
from dialer.ui.look.theme import Styled, TextStyle, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

_SHOWN_LINES = 4
_AROUND = 18
_LEAST = 60


class _Paper(QPlainTextEdit, Styled):
    """Some lines of text; Tab goes on to what comes next.

    Signals:
        left: the focus has gone elsewhere.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.restyle()

    def restyle(self) -> None:
        """Take font and height at the present text size."""
        self.setFont(font(TextStyle.BODY))
        self.setFixedHeight(QFontMetrics(self.font()).lineSpacing() * _SHOWN_LINES + px(_AROUND))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that it was left."""
        super().focusOutEvent(event)
        self.left.emit()


class PaperEditor(FieldEditor):
    """Several lines of text."""

    def _build_input(self) -> QWidget:
        self._paper = paper = _Paper()
        paper.textChanged.connect(self._on_text)
        paper.left.connect(self._on_left)
        self._shown = ""
        return paper

    def _on_text(self) -> None:
        if self._paper.toPlainText() != self._shown:
            self._edited()

    def _on_left(self) -> None:
        if self._paper.toPlainText() != self._shown:
            self.committed.emit()

    def value(self) -> object:
        """The lines of a field of lines, else the whole text."""
        text = self._paper.toPlainText()[: MAX_LENGTH * 2]
        if isinstance(self.field, LongText):
            return text
        return [line for line in text.splitlines() if line.strip()] or None

    def set_value(self, value: object) -> None:
        """Show lines, or a text."""
        lines = value if isinstance(value, list | tuple) else [value or ""]
        self._shown = "\n".join(map(str, lines))
        if self._paper.toPlainText() != self._shown:
            self._paper.setPlainText(self._shown)


class RegionsEditor(FieldEditor):
    """Countries: those that are chosen, each to be taken away with a press, and a list to add from."""

    def _build_input(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._chosen_ones: list[str] = []
        self._row = QWidget()
        self._chips = WrapLayout(self._row)
        self._row.hide()
        column.addWidget(self._row)
        self._combo = ComboBox()
        self._combo.setPlaceholderText(self.strings.text("settings.countries.add"))
        for region, name in countries(self.strings):
            self._combo.addItem(name, region)
        self._combo.setCurrentIndex(-1)
        self._combo.setMinimumWidth(px(_LEAST))  # Qt would ask for room for the whole placeholder
        self._combo.activated.connect(self._on_added)
        column.addWidget(self._combo)
        return box

    def target(self) -> QWidget:
        """The list to add from takes focus, name and error."""
        return self._combo

    def value(self) -> object:
        """The countries that are chosen; a list also where it is empty, which is an answer of its own."""
        return list(self._chosen_ones)

    def set_value(self, value: object) -> None:
        """Show which countries are chosen."""
        wanted = [str(each) for each in value] if isinstance(value, list | tuple) else []
        if wanted == self._chosen_ones:
            return  # kept: the focus stays where it is
        self._chosen_ones = wanted
        empty(self._chips)
        for region in self._chosen_ones:
            name = country_name(self.strings, region)
            chip = SecondaryButton(name, "close")
            chip.setAccessibleName(self.strings.text("settings.countries.remove", country=name))
            chip.clicked.connect(partial(self._on_removed, region))
            self._chips.addWidget(chip)
        self._row.setVisible(bool(self._chosen_ones))

    def _on_added(self, _place: int) -> None:
        region = str(self._combo.currentData())
        self._combo.setCurrentIndex(-1)
        if region not in self._chosen_ones:
            self.set_value(sorted([*self._chosen_ones, region]))
            self._chosen()

    def _on_removed(self, region: str) -> None:
        self.set_value([each for each in self._chosen_ones if each != region])
        self._combo.setFocus(Qt.FocusReason.OtherFocusReason)
        self._chosen()


def register() -> None:
    """Have these fields edited here from now on."""
    register_editor(Lines, PaperEditor)
    register_editor(LongText, PaperEditor)
    register_editor(Regions, RegionsEditor)
