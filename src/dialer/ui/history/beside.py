"""The list and the card about what is marked in it: beside each other, the card below, or one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from dialer.ui.blocks.icon_button import IconButton
from dialer.ui.look.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from dialer.core.strings import Strings
    from dialer.ui.blocks.form import FormScroll

_CARD = 320
_NARROW = 720
_PART_BELOW = 0.45
_UNBOUNDED = 16_777_215  # as Qt has it


class ListAndCard(QWidget):
    """Gives the list all the room that the card leaves; below it, the card takes less than half.

    Attributes:
        turner: goes from the list to the card and back, where there is room for one of them only.
    """

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Hold nothing yet."""
        super().__init__(parent)
        self._strings = strings
        self._list: QWidget | None = None
        self._side: FormScroll | None = None
        self._low = self._turned = False
        self.turner = IconButton("information-outline", strings.text("ui_history.card"))
        self.turner.hide()
        self.turner.clicked.connect(self._turn)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)

    def put_list(self, listing: QWidget) -> None:
        """Hold the list."""
        self._list = listing
        self._box.addWidget(listing, 1)

    def put_card(self, side: FormScroll) -> None:
        """Hold the card, behind the list."""
        self._side = side
        side.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(side)
        self._arrange()

    def card_changed(self) -> None:
        """Measure the card again: another row is on it."""
        if self._side is not None:
            self._side.updateGeometry()

    def set_low(self, *, low: bool) -> None:
        """Say whether the one below the other would both show hardly anything."""
        if low != self._low:
            self._low, self._turned = low, False
            self._arrange()

    def _turn(self) -> None:
        self._turned = not self._turned
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card goes below where there is little room beside."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self._side is None or self._list is None:
            return
        narrow = self.width() < px(_NARROW)
        one = narrow and self._low
        turned = one and self._turned
        self._list.setVisible(not turned)
        self._side.setVisible(turned or not one)
        self.turner.setVisible(one)
        self.turner.set_icon("arrow-left" if turned else "information-outline")
        self.turner.set_name(self._strings.text("ui_history.list" if turned else "ui_history.card"))
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self._side.setMinimumWidth(0 if narrow else px(_CARD))
        self._side.setMaximumWidth(_UNBOUNDED if narrow else px(_CARD))
        self._side.setMaximumHeight(round(self.height() * _PART_BELOW) if narrow and not one else _UNBOUNDED)
