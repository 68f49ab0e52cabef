"""What narrows the history down: words, kind, time, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from dialer.calls.outcomes import OUTCOMES, outcome_text
from dialer.journal.filter import CALL, KINDS, MEETING, Filter
from dialer.journal.periods import Period, days_of
from dialer.ui.blocks.filter_box import FilterBox
from dialer.ui.blocks.icon_button import IconButton
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.look.theme import Styled, px

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from dialer.core.strings import Strings

_WIDTH = 200
_ROOM = 420
_GAP = 8
_UNBOUNDED = 16_777_215  # as Qt has it
_REACHED, _NOT_REACHED, _NONE = "reached", "not_reached", "none"
_BOTH = "all"


class HistoryFilters(QWidget, Styled):
    """A line to search in, and three lists of choices, which a button shows where there is little room.

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
        self.box = FilterBox(self._text("search"), self._strings.text("lines.clear"))
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
        self._lists = QWidget()
        self._grid = QGridLayout(self._lists)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        column.addWidget(self._lists)
        self._low = self._unfolded = False
        self._fold = IconButton("filter-variant", self._text("filter.show"))
        self._fold.clicked.connect(self._turn)
        self.box.add_beside(self._fold)
        self.changed.connect(self._show_fold)
        self._in_a_row: bool | None = None
        self.restyle()

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        for box in (self._kind, self._period, self._result):
            box.setMinimumContentsLength(1)
        self._in_a_row = None
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the lists for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def set_low(self, *, low: bool) -> None:
        """Take one line in height, or what is needed."""
        if low != self._low:
            self._low = low
            self.box.set_low(low=low)
            self._arrange()

    def _turn(self) -> None:
        self._unfolded = not self._unfolded
        self._arrange()
        if self._unfolded:
            self._kind.setFocus()

    def _show_fold(self) -> None:
        folds = self._low or self.width() < px(_ROOM)
        self._fold.setVisible(folds)
        self._lists.setVisible(self._unfolded or not folds)
        chosen = any(box.currentIndex() > 0 for box in (self._kind, self._period, self._result))
        key = "hide" if self._unfolded else "chosen" if chosen else "show"
        self._fold.set_name(self._text(f"filter.{key}"))
        self._fold.set_kind("filled" if chosen and not self._unfolded else "outlined")

    def _arrange(self) -> None:
        """Beside each other; two and one where three would have no room for their words."""
        self._show_fold()
        boxes = (self._kind, self._period, self._result)
        in_a_row = self.width() >= px(_ROOM)
        wide = min(px(_WIDTH), (self.width() - 2 * _GAP) // len(boxes))
        for box in boxes:
            box.setMinimumWidth(wide if in_a_row else 0)
            box.setMaximumWidth(wide if in_a_row else _UNBOUNDED)
        if in_a_row == self._in_a_row:
            return
        self._in_a_row = in_a_row
        if in_a_row:
            self._grid.addWidget(self.box.count, 0, len(boxes))
        else:
            self.box.put_count_below()
        for place, box in enumerate(boxes):
            if in_a_row:
                self._grid.addWidget(box, 0, place)
            else:  # the last one has a line of its own
                self._grid.addWidget(box, place // 2, place % 2, 1, 1 + place // 2)
        for column in range(len(boxes) + 1):
            self._grid.setColumnStretch(column, int(column == len(boxes) if in_a_row else column < 2))

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
