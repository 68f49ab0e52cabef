"""What the long lists have in common: rows of one height that a delegate draws, one of them marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from dialer.ui.look.theme import Styled

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtWidgets import QStyledItemDelegate, QWidget


class RowList(QListView, Styled):
    """A list without a frame, on the ground that it stands on, which scrolls smoothly and is not edited."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make one with this accessible name; `show_model` says what is in it."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def show_model(self, model: QAbstractItemModel, delegate: QStyledItemDelegate) -> None:
        """Show the rows of a model, each as the delegate draws it."""
        self.setItemDelegate(delegate)
        self.setModel(model)
