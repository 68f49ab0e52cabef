"""What each account can do, as a table: features in rows by kind, accounts in columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from dialer.core.capabilities import Cell, Table, table
from dialer.core.entry import EntryChanged, EntryRemoved
from dialer.core.hub import ProvidersChanged
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.dialog_frame import MARGIN, framed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.form import room_on_screen
from dialer.ui.blocks.widgets import PlainLabel, SecondaryButton, isolate, one_line
from dialer.ui.look import icons
from dialer.ui.look.theme import TextStyle, Tone, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dialer.core.hub import Hub
    from dialer.core.strings import Strings

_WIDTH, _HEIGHT = 820, 620
_COLUMN = 150
_ROW = 34
_SIDE, _PAD = 10, 6
_MOST_LINES = 3
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_ICON = 20
_BREAKS = re.compile("[@./_-]")

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_CELL_ROLE = int(_ROLE.UserRole)
_ANSWERS = {True: "yes", False: "no", None: "unknown"}
_LOOKS = {True: ("check", "ok"), False: ("minus", "dim"), None: ("lan-disconnect", "dim")}


async def show_capabilities(hub: Hub, parent: QWidget) -> None:
    """Show the table until it is closed."""
    dialog = CapabilityDialog(hub, parent)
    bus = hub.bus
    stops = [bus.listen(kind, dialog.refresh) for kind in (ProvidersChanged, EntryChanged, EntryRemoved)]
    try:
        await result_of(dialog)
    finally:
        for stop in stops:
            stop()


def breakable(title: str) -> str:
    """Return an account's title that can go on in a next line where it has no space: an address is long."""
    return _BREAKS.sub("\\g<0>\u200b", title)


class CapabilityModel(QAbstractTableModel):
    """The table; a row without a feature is the heading of a kind."""

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._strings = strings
        self._table = Table((), ())
        self._rows: list[tuple[str, tuple[Cell, ...] | None]] = []

    def show_table(self, shown: Table) -> None:
        """Show another table."""
        self.beginResetModel()
        self._table = shown
        self._rows = []
        kind = ""
        for row in shown.rows:
            if row.kind != kind:
                kind = row.kind
                self._rows.append((f"capabilities.{kind}", None))
            self._rows.append((row.key, row.cells))
        self.endResetModel()

    @property
    def headings(self) -> list[int]:
        """The rows that are headings."""
        return [place for place, (_, cells) in enumerate(self._rows) if cells is None]

    def feature(self, row: int) -> str:
        """What a row is about."""
        return self._strings.text(self._rows[row][0])

    def account(self, column: int) -> str:
        """Whose column it is."""
        return one_line(self._table.entries[column].title)

    def cell(self, index: Index) -> Cell | None:
        """What is known at a place; None in a heading."""
        cells = self._rows[index.row()][1] if index.isValid() else None
        return None if cells is None else cells[index.column()]

    def reason(self, index: Index) -> str:
        """Why an account can or cannot do something, as a sentence."""
        cell = self.cell(index)
        if cell is None:
            return ""
        key = cell.key or "capabilities.can"
        return self._strings.text(key, account=isolate(self.account(index.column())))

    def rowCount(self, parent: Index | None = None) -> int:
        """Features and headings."""
        return len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Accounts."""
        return len(self._table.entries)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What stands at a place; drawn as a sign, and told in words."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role == _CELL_ROLE:
            return cell
        if role == _ROLE.AccessibleTextRole:
            return self._strings.text(
                "capabilities.cell",
                account=self.account(index.column()),
                feature=self.feature(index.row()),
                answer=self._strings.text(f"capabilities.{_ANSWERS[cell.can]}"),
            )
        if role in {_ROLE.ToolTipRole, _ROLE.AccessibleDescriptionRole}:
            return self.reason(index).replace("<", "\u2039")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything but a heading can be chosen."""
        none = Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if self.cell(index) else none

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Accounts above, features at the left; a heading in capitals."""
        across = orientation is Qt.Orientation.Horizontal
        words = self.account(section) if across else self.feature(section)
        heading = not across and self._rows[section][1] is None
        if role == _ROLE.AccessibleTextRole:
            return words
        if role == _ROLE.DisplayRole:
            return breakable(words) if across else words.upper() if heading else words
        if role == _ROLE.ToolTipRole:
            return words.replace("<", "\u2039")
        if role == _ROLE.FontRole:
            return font(TextStyle.HEADING if heading else TextStyle.SMALL)
        if role == _ROLE.ForegroundRole:
            return colour("dim" if heading else "text")
        return None


class _SignDelegate(QStyledItemDelegate):
    """Draws a tick or a dash in the middle of a cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground of a chosen cell, and the sign."""
        super().paint(painter, option, index)
        cell = index.data(_CELL_ROLE)
        if isinstance(cell, Cell):
            sign, tint = _LOOKS[cell.can]
            place = QRectF(0, 0, px(_ICON), px(_ICON))
            place.moveCenter(QRectF(option.rect).center())
            icons.draw(painter, place, sign, colour(tint))


class CapabilityDialog(QDialog):
    """The table, and below it why the chosen account cannot do the chosen thing."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        """Show the accounts as they are now."""
        super().__init__(parent)
        self._hub = hub
        title = self._text("title")
        self.setAccessibleDescription(self._text("text"))
        self.model = CapabilityModel(hub.strings, self)
        self._widest = 0
        self._view = self._build_view()
        self._reason = PlainLabel(wrap=True, tone=Tone.DIM)
        self._words = PlainLabel(tone=Tone.DIM, wrap=True)
        layout = framed(self, title)
        layout.addWidget(PlainLabel(title, style=TextStyle.SUBTITLE, wrap=True))
        layout.addWidget(self._words)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._reason)
        layout.addLayout(self._build_foot())
        self.refresh()
        self.resize(self._fitting())

    def _text(self, key: str) -> str:
        return self._hub.strings.text(f"capabilities.{key}")

    def _build_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setItemDelegate(_SignDelegate(view))
        view.setAccessibleName(self._text("list"))
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setWordWrap(True)
        view.setCornerButtonEnabled(False)
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        across, down = view.horizontalHeader(), view.verticalHeader()
        across.setDefaultSectionSize(px(_COLUMN))
        across.setTextElideMode(Qt.TextElideMode.ElideNone)
        across.setDefaultAlignment(_CENTRED)
        across.setSectionsClickable(False)
        down.setSectionsClickable(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setTextElideMode(Qt.TextElideMode.ElideNone)
        down.setDefaultAlignment(_WRAPPED)
        view.selectionModel().currentChanged.connect(self._on_chosen)
        return view

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch()
        close = SecondaryButton(self._hub.strings.text("ui_pages.dialog.close"))
        close.setAutoDefault(True)
        close.clicked.connect(self.reject)
        foot.addWidget(close)
        return foot

    def _fitting(self) -> QSize:
        columns = self._widest + self.model.columnCount() * px(_COLUMN)
        whole = columns + 2 * MARGIN + self._view.verticalScrollBar().sizeHint().width() + px(_PAD)
        return QSize(max(px(_WIDTH), whole), px(_HEIGHT)).boundedTo(room_on_screen(self))

    def refresh(self, _event: object = None) -> None:
        """Show the accounts as they are now; what was chosen stays chosen."""
        chosen = self._view.currentIndex()
        row, column = chosen.row(), chosen.column()
        self.model.show_table(table(self._hub))
        shown = bool(self.model.rowCount() and self.model.columnCount())
        self._words.setText(self._text("text" if shown else "none"))
        self._view.setVisible(shown)
        self._reason.setText("")
        self._measure()
        self._view.clearSpans()
        for heading in self.model.headings if self.model.columnCount() > 1 else ():
            self._view.setSpan(heading, 0, 1, self.model.columnCount())
        self._view.setCurrentIndex(self.model.index(row, column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break what the features are called where there is room."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Leave at least half of the width to the accounts, and give all names the lines they need."""
        small, heading = QFontMetrics(font(TextStyle.SMALL)), QFontMetrics(font(TextStyle.HEADING))
        headings = set(self.model.headings)
        names = [self.model.feature(row) for row in range(self.model.rowCount())]
        fonts = [heading if row in headings else small for row in range(len(names))]
        widths = [used.horizontalAdvance(name) for used, name in zip(fonts, names, strict=True)]
        self._widest = max(widths, default=0) + 3 * px(_SIDE)
        room = min(self._widest, (self.width() - 2 * MARGIN) // 2)
        down = self._view.verticalHeader()
        down.setFixedWidth(room)
        titles = [breakable(self.model.account(column)) for column in range(self.model.columnCount())]
        width = px(_COLUMN) - 3 * px(_SIDE)
        lines = [small.boundingRect(0, 0, width, 10_000, int(_WRAPPED), title).height() for title in titles]
        most = _MOST_LINES * small.lineSpacing()
        across = self._view.horizontalHeader()
        across.setFixedHeight(min(max(lines, default=0), most) + 2 * px(_PAD) + 4)
        for row, name in enumerate(names):
            box = fonts[row].boundingRect(0, 0, room - 3 * px(_SIDE), 10_000, int(_WRAPPED), name)
            down.resizeSection(row, max(box.height() + 2 * px(_PAD), px(_ROW)))

    def _on_chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        sentence = self.model.reason(index)
        self._reason.setText(sentence)
        announce(self._view, sentence)
