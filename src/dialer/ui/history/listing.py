"""The list of the history: drawn row by row, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from dialer.ui.blocks.row_list import RowList
from dialer.ui.history.drawing import ROW, draw_row
from dialer.ui.look.theme import colour, px
from dialer.ui.phone.search_box import ENTER_KEYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from dialer.journal.rows import JournalRow
    from dialer.ui.history.rows import Shown

    Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_LEAST_ROWS = 2


class HistoryModel(QAbstractListModel):
    """The rows that were read so far.

    Signals:
        more_wanted: the end was reached, and there is more.
    """

    more_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._rows: list[tuple[JournalRow, Shown]] = []
        self._has_more = False

    def show_rows(self, rows: Sequence[tuple[JournalRow, Shown]], *, has_more: bool) -> None:
        """Show these rows in place of all others."""
        self.beginResetModel()
        self._rows, self._has_more = list(rows), has_more
        self.endResetModel()

    def add_rows(self, rows: Sequence[tuple[JournalRow, Shown]], *, has_more: bool) -> None:
        """Append the next rows."""
        self._has_more = has_more
        if rows:
            self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def row(self, place: int) -> JournalRow | None:
        """Return what stands at a place; None where nothing does."""
        return self._rows[place][0] if 0 <= place < len(self._rows) else None

    def shown(self, place: int) -> Shown:
        """Return a row in words."""
        return self._rows[place][1]

    def place_of(self, row_id: str) -> int:
        """Return where a row stands; -1 where it does not."""
        return next((place for place, (row, _) in enumerate(self._rows) if row.id == row_id), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows were read."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is read aloud; how it looks is the delegate's."""
        spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return self.shown(index.row()).spoken() if index.isValid() and role in spoken else None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there is another page."""
        return self._has_more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Ask for it, once."""
        if self.canFetchMore(parent):
            self._has_more = False
            self.more_wanted.emit()


class _Delegate(QStyledItemDelegate):
    """Icon by what became of it, who, number and note, how long or why not, when."""

    def __init__(self, model: HistoryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is equally high."""
        return QSize(px(200), px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        rect, state = QRectF(option.rect), option.state
        marked = bool(state & QStyle.StateFlag.State_Selected)
        if marked or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("accent_soft" if marked else "hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_row(painter, rect, self._model.shown(index.row()), marked=marked)
        painter.restore()


class HistoryList(RowList):
    """The rows; the arrows go through them, Enter does what one most likely wants with the marked one.

    Signals:
        marked: another row is marked (a `JournalRow`, or None).
        pressed_row: Enter or a double click on this `JournalRow`.
    """

    marked = Signal(object)
    pressed_row = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty list with this accessible name."""
        super().__init__(name, parent)
        self.rows = HistoryModel(self)
        self.show_model(self.rows, _Delegate(self.rows, self))
        self.selectionModel().currentChanged.connect(self._on_mark)
        self.doubleClicked.connect(self._on_press)
        self.restyle()

    def current(self) -> JournalRow | None:
        """The marked row."""
        return self.rows.row(self.currentIndex().row())

    def mark(self, row_id: str) -> None:
        """Mark a row again that was marked before, else the first one."""
        place = max(self.rows.place_of(row_id), 0)
        if self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(place))
        else:
            self.marked.emit(None)

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self.setMinimumHeight(_LEAST_ROWS * px(ROW))
        self.doItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the marked row; a key held down does so once."""
        if event.key() not in ENTER_KEYS:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._on_press()

    def _on_mark(self, *_indexes: object) -> None:
        self.marked.emit(self.current())

    def _on_press(self, *_index: object) -> None:
        if (row := self.current()) is not None:
            self.pressed_row.emit(row)
