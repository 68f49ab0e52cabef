"""The line that says that there is a newer Dialer; it takes no focus, and goes when it is put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.widgets import IconLabel, PlainLabel, SecondaryButton
from dialer.ui.look.theme import Styled, colour, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from dialer.core.strings import Strings

_AROUND_WORDS = 90
_LEAST_WORDS = 120


class UpdateLine(QWidget, Styled):
    """Icon, sentence, and two buttons: beside the sentence where there is room, else below.

    Signals:
        wanted: what is new is to be shown.
        dismissed: the user wants to hear no more of this version.
    """

    wanted = Signal()
    dismissed = Signal()

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Make a line that shows nothing yet."""
        super().__init__(parent)
        self._strings = strings
        self._beside: bool | None = None
        self._label = PlainLabel("", self, wrap=True)
        self._icon = IconLabel("information-outline", self, tint="accent")
        self._buttons = QWidget(self)
        self._new = SecondaryButton(strings.text("updates.line.new"), parent=self._buttons)
        self._not_this = SecondaryButton(strings.text("updates.line.not_this"), parent=self._buttons)
        self._new.clicked.connect(self.wanted)
        self._not_this.clicked.connect(self.dismissed)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._new)
        row.addWidget(self._not_this)
        row.addStretch()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 8, 8)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    @property
    def stops(self) -> list[QWidget]:
        """The buttons, in the order in which Tab comes to them."""
        return [self._new, self._not_this]

    def offer(self, version: str) -> None:
        """Name a version; it is said once, and nothing else moves."""
        words = self._strings.text("updates.line.text", version=version)
        news = words != self._label.text()
        self._label.setText(words)
        self._beside = None
        self._arrange()
        self.show()
        if news:
            announce(self, words)

    def restyle(self) -> None:
        """Arrange again: the text size has changed."""
        self._beside = None
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)

    def _arrange(self) -> None:
        buttons = self._new.full_width + self._not_this.full_width + px(8)
        words = min(self._label.fontMetrics().horizontalAdvance(self._label.text()), px(400))
        beside = self.width() - buttons - px(_AROUND_WORDS) >= max(words, px(_LEAST_WORDS))
        if beside == self._beside:
            return
        self._beside = beside
        for part in (self._icon, self._label, self._buttons):
            self._grid.removeWidget(part)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(self._icon, 0, 0, middle)
        self._grid.addWidget(self._label, 0, 1, middle)
        if beside:
            self._grid.addWidget(self._buttons, 0, 2, middle)
        else:
            self._grid.addWidget(self._buttons, 1, 1, 1, 2)
