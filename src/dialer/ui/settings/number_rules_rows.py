"""The rows of the number rules: what each says, why it does not hold, and the buttons that change it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.widgets import IconButton, PlainLabel, one_line
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.strings import Strings

_UP, _DOWN = -1, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule as people see it.

    Attributes:
        title: what it is called.
        detail: what it does.
        problem: the sentence that says why it does not hold; empty where it does.
    """

    title: str
    detail: str
    problem: str = ""


class RuleRows(QWidget):
    """A list of rules, each with its buttons; those of an ordered list can be moved.

    Signals:
        changed: the rule at this place is to be changed.
        removed: the rule at this place is to go.
        moved: the rule at the first place is to stand at the second.
    """

    changed = Signal(int)
    removed = Signal(int)
    moved = Signal(int, int)

    def __init__(self, strings: Strings, *, ordered: bool, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self._strings, self._ordered = strings, ordered
        self._buttons: list[dict[str, IconButton]] = []
        self._focus: tuple[int, str] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def show_rows(self, rows: Sequence[RuleRow], *, locked: bool) -> None:
        """Show these rules; the buttons of locked ones do nothing."""
        empty(self._column)
        self._buttons = []
        self.setVisible(bool(rows))
        for place, row in enumerate(rows):
            widget = self._build_row(place, row, len(rows), locked=locked)
            self._column.addWidget(widget)
            widget.show()  # now, so that it can take the focus
        self._refocus()

    def _build_row(self, place: int, row: RuleRow, count: int, *, locked: bool) -> QWidget:
        widget = QWidget()
        line = QHBoxLayout(widget)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(one_line(row.title), style=TextStyle.STRONG, wrap=True))
        detail = PlainLabel(row.detail, style=TextStyle.SMALL, tone=Tone.DIM, elide=True)
        words.addWidget(detail)
        if row.problem:
            words.addWidget(PlainLabel(row.problem, style=TextStyle.SMALL, tone=Tone.BAD, wrap=True))
        line.addLayout(words, 1)
        buttons: dict[str, IconButton] = {}
        if self._ordered:
            buttons["up"] = self._button("chevron-up", "up", row, enabled=place > 0)
            buttons["up"].clicked.connect(partial(self._move, place, _UP))
            buttons["down"] = self._button("chevron-down", "down", row, enabled=place < count - 1)
            buttons["down"].clicked.connect(partial(self._move, place, _DOWN))
        buttons["change"] = self._button("pencil-outline", "change", row)
        buttons["change"].clicked.connect(partial(self._change, place))
        buttons["remove"] = self._button("delete-outline", "remove", row)
        buttons["remove"].clicked.connect(partial(self._remove, place))
        for button in buttons.values():
            button.setEnabled(button.isEnabled() and not locked)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons.append(buttons)
        return widget

    def _button(self, icon: str, key: str, row: RuleRow, *, enabled: bool = True) -> IconButton:
        name = self._strings.text(f"number_rules.row.{key}", name=one_line(row.title))
        button = IconButton(icon, name, kind="bare")
        button.setAccessibleDescription(row.problem or row.detail)
        button.setEnabled(enabled)
        return button

    def _move(self, place: int, step: int, *_: object) -> None:
        self._focus = (place + step, "up" if step == _UP else "down")
        self.moved.emit(place, place + step)

    def _change(self, place: int, *_: object) -> None:
        self.changed.emit(place)

    def _remove(self, place: int, *_: object) -> None:
        self._focus = (place, "remove")
        self.removed.emit(place)

    def _refocus(self) -> None:
        """Go on where the focus was: at the rule that was moved, or after the one that went."""
        if self._focus is None or not self._buttons:
            return
        place, key = self._focus
        self._focus = None
        buttons = self._buttons[min(place, len(self._buttons) - 1)]
        # The first rule cannot go further up: then the arrow down.
        enabled = [button for button in (buttons[key], *buttons.values()) if button.isEnabled()]
        if enabled:
            enabled[0].setFocus()
