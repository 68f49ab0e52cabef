"""The speed dial: favourites as tiles, in the order that somebody has put them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from dialer.ui.blocks.announce import announce
from dialer.ui.look.theme import Styled, px
from dialer.ui.phone.tile import WIDTH, Tile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from dialer.calls.model import Call
    from dialer.contacts.model import Contact
    from dialer.core.strings import Strings

_MOST_COLUMNS = 3


class SpeedDial(QWidget, Styled):
    """Favourites as tiles, in as many columns as there is room for.

    Signals:
        call_wanted: number and contact.
        ordered: the ids of the contacts, in the order that they were put in now.
    """

    call_wanted = Signal(str, object)
    ordered = Signal(list)

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._strings = strings
        self._tiles: list[Tile] = []
        self._before: list[Tile] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)

    @property
    def ids(self) -> list[str]:
        """The ids of the contacts that are shown, in their order."""
        return [tile.contact.id for tile in self._tiles]

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Show these contacts; those without a number that can be called are left out.

        The tile of somebody who has not changed stays, and keeps the focus.
        """
        there = {tile.contact.id: tile for tile in self._tiles}
        tiles = []
        for contact in contacts:
            if contact.number_to_call is None:
                continue
            tile = there.get(contact.id)
            tiles.append(tile if tile is not None and tile.contact == contact else self._make(contact))
        for tile in self._tiles:
            if tile not in tiles:
                self._grid.removeWidget(tile)
                tile.deleteLater()
        if tiles != self._tiles:
            self._tiles = tiles
            self._arrange_anew()

    def show_attempts(self, attempts: Mapping[str, Call], now: datetime) -> None:
        """Show what became of the last call to each contact, by its id."""
        for tile in self._tiles:
            tile.show_attempt(attempts.get(tile.contact.id), now)

    def restyle(self) -> None:
        """Arrange again: the text size has changed."""
        self._arrange_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _make(self, contact: Contact) -> Tile:
        tile = Tile(contact, self._strings)
        tile.call_wanted.connect(self.call_wanted)
        tile.moved.connect(lambda key: self._on_key(tile, key))
        tile.dragged.connect(lambda place: self._on_dragged(tile, place))
        tile.dropped.connect(self._on_dropped)
        return tile

    def _arrange_anew(self) -> None:
        self._columns = 0
        self._arrange()

    def _arrange(self) -> None:
        columns = max(1, min(_MOST_COLUMNS, self.width() // px(WIDTH)))
        if columns == self._columns:
            return
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, place // columns, place % columns)
        for before, after in zip(self._tiles, self._tiles[1:], strict=False):
            self.setTabOrder(before, after)
        self._columns = columns

    def _put(self, tile: Tile, place: int) -> bool:
        """Put a tile to a place, the others make room; says whether that changed anything."""
        place = min(max(place, 0), len(self._tiles) - 1)
        if self._tiles.index(tile) == place:
            return False
        self._tiles.remove(tile)
        self._tiles.insert(place, tile)
        self._arrange_anew()
        return True

    def _on_key(self, tile: Tile, key: Qt.Key) -> None:
        row = max(self._columns, 1)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -row, Qt.Key.Key_Down: row}
        if self._put(tile, self._tiles.index(tile) + steps[key]):
            place = self._tiles.index(tile) + 1
            words = self._strings.text("speed_dial.place", place=place, count=len(self._tiles))
            announce(tile, words, urgent=True)
            self._tell()

    def _on_dragged(self, tile: Tile, place: QPoint) -> None:
        """Let the others make room at once: what one sees is what one gets."""
        if not self._before:
            self._before = list(self._tiles)
        under = next((other for other in self._tiles if other.geometry().contains(place)), None)
        if under is not None and under is not tile:
            self._put(tile, self._tiles.index(under))

    def _on_dropped(self, taken: bool) -> None:
        before, self._before = self._before, []
        if not taken:
            self._tiles = before or self._tiles
            self._arrange_anew()
        elif before and before != self._tiles:
            self._tell()

    def _tell(self) -> None:
        self.ordered.emit(self.ids)
