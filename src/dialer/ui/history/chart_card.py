"""A card with a chart, what its parts mean, and the numbers behind it as a table."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from dialer.ui.blocks.widgets import Card, PlainLabel, SecondaryButton
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import Styled, TextStyle, Tone, colour, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dialer.core.strings import Strings
    from dialer.ui.history.bar_chart import Part

_SWATCH = 14
_ROWS = 7


class ChartCard(Card, Styled):
    """Title, legend and chart; a button shows the numbers instead."""

    def __init__(self, title: str, chart: QWidget, parts: Sequence[Part], strings: Strings) -> None:
        """Put a chart on a card; one of a single part needs no legend."""
        super().__init__()
        self._strings = strings
        self._chart = chart
        self.setAccessibleName(title)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, style=TextStyle.STRONG, wrap=True), 1)
        self._switch = SecondaryButton(strings.text("statistics.table"), "table")
        self._switch.setAccessibleName(strings.text("statistics.table.name", chart=title))
        self._switch.setCheckable(True)
        self._switch.toggled.connect(self._on_switch)
        head.addWidget(self._switch)
        self.body.addLayout(head)
        if len(parts) > 1:
            legend = QWidget()
            row = WrapLayout(legend, spacing=12)
            for part in parts:
                row.addWidget(_Key(part))
            self.body.addWidget(legend)
        self._columns: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self._stack = QStackedWidget()
        self._stack.addWidget(chart)
        self.body.addWidget(self._stack)
        self.restyle()

    @cached_property
    def table(self) -> QTableWidget:
        """The numbers, made for whoever looks at them first."""
        table = _table(self.accessibleName())
        self._stack.addWidget(table)
        self._measure(table)
        self._fill(table)
        return table

    def show_rows(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show the numbers behind the chart: in the first column what they are of."""
        self._columns, self._rows = columns, rows
        if self._has_table:
            self._fill(self.table)

    @property
    def _has_table(self) -> bool:
        return "table" in self.__dict__

    def _fill(self, table: QTableWidget) -> None:
        columns, rows = self._columns, self._rows
        table.setColumnCount(len(columns))
        table.setHorizontalHeaderLabels(list(columns))
        table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for place, text in enumerate(row):
                item = QTableWidgetItem(text)
                if place:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(at, place, item)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    def restyle(self) -> None:
        """Measure again: the text size has changed. Charts are as high as their tables."""
        self._stack.setMinimumHeight(px(30) * _ROWS)
        if self._has_table:
            self._measure(self.table)

    def _measure(self, table: QTableWidget) -> None:
        table.verticalHeader().setDefaultSectionSize(px(30))

    def _on_switch(self, table: bool) -> None:
        self._stack.setCurrentWidget(self.table if table else self._chart)
        words = "statistics.chart" if table else "statistics.table"
        self._switch.set_label(self._strings.text(words))


class _Key(QWidget, Styled):
    """A part of a chart as it is drawn, and what it is."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self._label = PlainLabel(part.name, style=TextStyle.SMALL, tone=Tone.DIM)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(_SWATCH) + 6, 0, 0, 0)
        row.addWidget(self._label)

    def restyle(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(px(_SWATCH) + 6, 0, 0, 0)

    def sizeHint(self) -> QSize:
        hint = self._label.sizeHint()
        return QSize(hint.width() + px(_SWATCH) + 6, max(hint.height(), px(_SWATCH)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(0.5, (self.height() - px(_SWATCH)) / 2 + 0.5, px(_SWATCH) - 1, px(_SWATCH) - 1)
        painter.setPen(QPen(colour(self._part.tint), 1))
        painter.setBrush(self._part.brush())
        painter.drawRect(box)


def _table(name: str) -> QTableWidget:
    table = QTableWidget()
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.setTabKeyNavigation(False)  # Tab leaves it, the arrows go through it
    return table
