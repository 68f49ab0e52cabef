"""What narrows the history down: words, kind, time, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.calls.outcomes import OUTCOMES, outcome_text
from dialer.journal.filter import CALL, KINDS, MEETING, Filter
from dialer.journal.periods import Period, days_of
from dialer.ui.filter_box import FilterBox
from dialer.ui.inputs import ComboBox
from dialer.ui.theme import Styled, px

if TYPE_CHECKING:
    from datetime import date

    from dialer.core.strings import Strings

_WIDTH = 200
_REACHED, _NOT_REACHED, _NONE = "reached", "not_reached", "none"
_BOTH = "all"


class HistoryFilters(QWidget, Styled):
    """A line to search in, and three lists of choices.

    Signals:
        changed: something else is meant now.

    Attributes:
        box: the line.
    """

    changed = Signal()

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start with everything meant."""
        super().__init__(parent)
        self._strings = strings
        self.box = FilterBox(self._text("search"))
        self.box.changed.connect(self.changed)
        self._kind = self._choices(
            "kind", [(_BOTH, "kind.all"), (CALL, "kind.calls"), (MEETING, "kind.meetings")]
        )
        self._period = self._choices("period", [(each, f"period.{each}") for each in Period])
        self._result = self._choices(
            "result",
            [(_BOTH, "result.all"), (_REACHED, "result.reached"), (_NOT_REACHED, "result.not_reached")],
        )
        for outcome in OUTCOMES:
            self._result.addItem(outcome_text(outcome, strings), outcome)
        self._result.addItem(self._text("result.none"), _NONE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.box)
        row = QHBoxLayout()
        row.setSpacing(8)
        for box in (self._kind, self._period, self._result):
            row.addWidget(box, 1)
        row.addStretch(0)
        column.addLayout(row)
        self.restyle()

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        for box in (self._kind, self._period, self._result):
            box.setMinimumContentsLength(1)
            box.setMaximumWidth(px(_WIDTH))

    def which(self, today: date) -> Filter:
        """Return what is meant."""
        since, until = days_of(Period(self._period.currentData()), today)
        kind, result = self._kind.currentData(), self._result.currentData()
        reached = {_REACHED: True, _NOT_REACHED: False}.get(result)
        outcomes = (
            frozenset()
            if reached is not None or result == _BOTH
            else frozenset({"" if result == _NONE else result})
        )
        return Filter(
            text=self.box.line.text(),
            since=since,
            until=until,
            outcomes=outcomes,
            reached=reached,
            kinds=KINDS if kind == _BOTH else frozenset({kind}),
        )

    @property
    def narrows(self) -> bool:
        """Whether not everything is meant."""
        boxes = (self._kind, self._period, self._result)
        return bool(self.box.line.text().strip()) or any(box.currentIndex() > 0 for box in boxes)

    def clear(self) -> None:
        """Mean everything again."""
        for box in (self._kind, self._period, self._result):
            box.setCurrentIndex(0)
        self.box.line.clear()
        self.changed.emit()

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> ComboBox:
        box = ComboBox()
        box.setAccessibleName(self._text(f"filter.{name}"))
        for value, key in choices:
            box.addItem(self._text(key), value)
        box.activated.connect(lambda _place: self.changed.emit())
        return box

    def _text(self, key: str) -> str:
        return self._strings.text(f"ui_history.{key}")
