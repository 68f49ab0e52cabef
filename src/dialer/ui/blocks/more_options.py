"""Options that hardly anybody changes: folded away, and drawn only when somebody opens the fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.ui.blocks.widgets import SecondaryButton

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dialer.core.strings import Strings


class MoreOptions(QWidget):
    """A button, and below it what it opens and folds again.

    Signals:
        opened: its controls are there now, for the first time.
    """

    opened = Signal()

    def __init__(self, strings: Strings, draw: Callable[[], Iterable[QWidget]]) -> None:
        """Start folded.

        Args:
            strings: the sentences.
            draw: gives the controls, once, when they are wanted.
        """
        super().__init__()
        self._strings, self._draw = strings, draw
        self._part: QWidget | None = None
        self._button = SecondaryButton(strings.text("ui_meetings.options.more"), "chevron-down")
        self._button.clicked.connect(self._toggle)
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addLayout(row)

    def open(self) -> None:
        """Show the options."""
        first = self._part is None
        if self._part is None:
            self._part = QWidget()
            column = QVBoxLayout(self._part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(12)
            for widget in self._draw():
                column.addWidget(widget)
            self._column.addWidget(self._part)
        self._show(self._part, shown=True)
        if first:
            self.opened.emit()

    def _toggle(self) -> None:
        if self._part is None or self._part.isHidden():
            self.open()
        else:
            self._show(self._part, shown=False)

    def _show(self, part: QWidget, *, shown: bool) -> None:
        part.setVisible(shown)
        self._button.set_label(self._strings.text(f"ui_meetings.options.{'fewer' if shown else 'more'}"))
        self._button.set_icon("chevron-up" if shown else "chevron-down")
