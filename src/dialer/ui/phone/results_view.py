"""The results list on its card: marks, the Call button on the marked row, and clicks on the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt, Signal

from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.row_list import RowList
from dialer.ui.blocks.widgets import PrimaryButton
from dialer.ui.look.theme import px
from dialer.ui.phone.results import ROW_ROLE, ResultsModel, Row
from dialer.ui.phone.results_delegate import BUTTON, SIDE, ResultsDelegate
from dialer.ui.phone.search_box import ENTER_KEYS

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPoint
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from dialer.core.strings import Strings

_NARROW = 450


class ResultsView(RowList):
    """The list of results.

    Signals:
        marked: another row is marked (a `Row`, or None).
        call_wanted: the user wants to call this `Row`.
    """

    marked = Signal(object)
    call_wanted = Signal(object)

    def __init__(self, model: ResultsModel, strings: Strings, parent: QWidget | None = None) -> None:
        """Show this model."""
        super().__init__(strings.text("ui.a11y.results"), parent)
        self._results = model
        self._delegate = ResultsDelegate(model, self)
        self.show_model(model, self._delegate)
        self.button = PrimaryButton(strings.text("ui.call"), "phone", "\u21b5", self.viewport())
        self.button.hide()
        self.button.clicked.connect(self.call_marked)
        self.restyle()
        self.selectionModel().currentChanged.connect(self._on_mark)
        self.verticalScrollBar().valueChanged.connect(self._place_button)
        model.dataChanged.connect(self._on_filled)

    def row(self) -> Row | None:
        """The marked row."""
        return self._results.row(self.currentIndex().row())

    def mark(self, place: int) -> None:
        """Mark a row; a place below 0 marks none."""
        if place < 0:
            self.clearSelection()
            self.setCurrentIndex(self._results.index(-1))
            self._on_mark()
            return
        index = self._results.index(place)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        self._place_button()

    def move_mark(self, steps: int) -> None:
        """Move the mark, as the arrow keys do."""
        last = self._results.rowCount() - 1
        if last < 0:
            return
        place = min(max(self.currentIndex().row() + steps, 0), last)
        if place == last and self._results.canFetchMore(self.rootIndex()):
            self._results.fetchMore(self.rootIndex())
        self.mark(place)
        if (row := self.row()) is not None:
            announce(self, row.spoken())

    def rows_on_page(self) -> int:
        """How far Page Up and Page Down go."""
        return max(1, self.viewport().height() // max(1, self.sizeHintForRow(0)) - 1)

    def call_marked(self) -> None:
        """Ask for a call to the marked row."""
        if (row := self.row()) is not None:
            self.call_wanted.emit(row)

    def restyle(self) -> None:
        """Take sizes at the present text size, and colours."""
        self._delegate.restyle()
        self._fit_button()
        # A new delegate size is only asked for after this.
        self.doItemsLayout()
        self._place_button()

    def _fit_button(self) -> None:
        """Leave room for name and number: where there is little, the button is only its icon."""
        self.button.set_compact(compact=self.viewport().width() < px(_NARROW))
        self.button.adjustSize()
        self._delegate.call_width = self.button.sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the row's end."""
        super().resizeEvent(event)
        self._fit_button()
        self._place_button()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter calls the marked row; a key held down does so once."""
        if event.key() in ENTER_KEYS:
            if not event.isAutoRepeat():
                self.call_marked()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a row's call button calls that row."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(ROW_ROLE)
        if event.button() is Qt.MouseButton.LeftButton and isinstance(row, Row) and row.callable:
            pressed = self._pressed_on
            self._pressed_on = None
            if pressed == index and self._on_button(index, event.position().toPoint()):
                self.call_wanted.emit(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember whose small button was pressed: pressing marks the row and puts the large one there."""
        index = self.indexAt(event.position().toPoint())
        on_button = self._on_button(index, event.position().toPoint())
        self._pressed_on = QPersistentModelIndex(index) if on_button else None
        super().mousePressEvent(event)

    _pressed_on: QPersistentModelIndex | None = None

    def _on_button(self, index: QModelIndex, place: QPoint) -> bool:
        rect = self.visualRect(index)
        right = rect.right() - px(SIDE)
        return index.isValid() and right - px(BUTTON) <= place.x() <= right

    def _on_filled(self, first: QModelIndex, last: QModelIndex) -> None:
        """A row that was marked before it was known is known now."""
        if first.row() <= self.currentIndex().row() <= last.row():
            self._on_mark()

    def _on_mark(self, *_indexes: object) -> None:
        self._results.hold(self.currentIndex().row())
        self._place_button()
        self.marked.emit(self.row())

    def _place_button(self, *_value: object) -> None:
        row = self.row()
        rect = self.visualRect(self.currentIndex())
        if row is None or not row.callable or not rect.isValid():
            self.button.hide()
            return
        size = self.button.sizeHint()
        self.button.setGeometry(
            rect.right() - px(SIDE) - size.width() + 1,
            rect.top() + (rect.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )
        self.button.show()
