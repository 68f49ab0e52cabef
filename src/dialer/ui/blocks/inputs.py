"""Inputs of forms: a password with an eye, a file with a button, and a list of choices."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QStyledItemDelegate, QWidget

from dialer.ui.blocks.buttons import RADIUS
from dialer.ui.blocks.widgets import IconButton, SecondaryButton
from dialer.ui.look import icons
from dialer.ui.look.theme import colour, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QWheelEvent

_MOST_ITEMS = 12
_ARROW = 20
_SIDE = 10
_LEAST = 24


class SecretInput(QWidget):
    """A line whose letters are dots, and an eye that shows them."""

    def __init__(self, show: str, hide: str, parent: QWidget | None = None) -> None:
        """Name the eye by what it does next."""
        super().__init__(parent)
        self._names = {False: show, True: hide}
        self.line = QLineEdit()
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.eye = IconButton("eye-outline", show, kind="bare")
        self.eye.clicked.connect(self._turn)
        _side_by_side(self, self.line, self.eye)
        self._show(shown=False)

    def _turn(self) -> None:
        self._show(shown=self.line.echoMode() is not QLineEdit.EchoMode.Normal)

    def _show(self, *, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.set_icon("eye-off-outline" if shown else "eye-outline")
        self.eye.set_name(self._names[shown])


class FileInput(QWidget):
    """A line for a path, and a button to choose the file.

    Signals:
        chosen: a file was chosen with the button.
    """

    chosen = Signal()

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        """Put `words` on the button and give it its accessible name."""
        super().__init__(parent)
        self.line = QLineEdit()
        self._name = name
        self.button = SecondaryButton(words)
        self.button.setAccessibleName(name)
        self.button.shorten()
        self.line.setMinimumWidth(px(_LEAST))
        self.button.clicked.connect(self._choose)
        _side_by_side(self, self.line, self.button)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _take(self, path: str) -> None:
        self.line.setText(path)
        self.chosen.emit()


class ComboBox(QComboBox):
    """A list of choices, drawn like a line; a turn of the wheel over it changes nothing by accident."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty one."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(_MOST_ITEMS)
        self.setMinimumContentsLength(5)
        # Qt's own delegate of such lists knows no style sheet.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def setAccessibleName(self, name: str) -> None:
        """Take a name; on Linux the choice is read in its place, so there it is the description as well.

        Qt leaves the name of a list of choices to the label that belongs to it (`QAccessibleComboBox::text`),
        and some have none.
        """
        super().setAccessibleName(name)
        if sys.platform.startswith("linux") and not self.accessibleDescription():
            self.setAccessibleDescription(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page that scrolls."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, words and arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "bad" if self.property("bad") else "accent" if self.hasFocus() else "edge"
        painter.setBrush(colour("card" if self.isEnabled() else "hover"))
        wide = 2 if self.hasFocus() else 1
        painter.setPen(QPen(colour(edge), wide))
        inset = wide / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        arrow, side = px(_ARROW), px(_SIDE)
        place = QRectF(self.width() - side - arrow, (self.height() - arrow) / 2, arrow, arrow)
        icons.draw(painter, place, "chevron-down", colour("dim"))
        room = self.rect().adjusted(side + 1, 0, -2 * side - arrow, 0)
        chosen = self.currentText()
        painter.setPen(colour("text" if self.isEnabled() and chosen else "dim"))
        elide = Qt.TextElideMode.ElideRight
        words = self.fontMetrics().elidedText(chosen or self.placeholderText(), elide, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)


def _side_by_side(widget: QWidget, line: QLineEdit, button: QWidget) -> None:
    layout = QHBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(px(8))
    layout.addWidget(line, 1)
    layout.addWidget(button)
    widget.setFocusProxy(line)
