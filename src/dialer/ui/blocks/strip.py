"""A strip with one sentence: a warning on a contact, or what became of the last action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.widgets import IconButton, IconLabel, PlainLabel
from dialer.ui.look.theme import Tone, colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_ICONS = {"ok": "check-circle-outline", "warning": "shield-alert-outline", "bad": "alert-circle-outline"}


class Strip(QWidget):
    """Icon and sentence on a soft ground; tones: ok, warning, bad. With `close`, a button that hides it.

    Signals:
        closed: the user has put it away.
    """

    closed = Signal()

    def __init__(self, tone: str, text: str = "", parent: QWidget | None = None, *, close: str = "") -> None:
        """Make a strip; `close` is the accessible name of the button that hides it."""
        super().__init__(parent)
        self._tone = tone
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8 if close else 12, 8)
        row.setSpacing(10)
        self._icon = IconLabel(_ICONS[tone], tint=tone)
        self._label = PlainLabel(text, tone=Tone(f"{tone}_text"), wrap=True)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1)
        if close:
            button = IconButton("close", close, kind="bare")
            button.clicked.connect(self.put_away)
            row.addWidget(button)

    def text(self) -> str:
        """The sentence shown."""
        return self._label.text()

    def say(self, tone: str, text: str) -> None:
        """Show a sentence, and have it said."""
        self._tone = tone
        self._icon.show_icon(_ICONS[tone], tone)
        self._label.set_tone(Tone(f"{tone}_text"))
        self._label.setText(text)
        self.setVisible(bool(text))
        self.update()
        announce(self, text, urgent=tone == "bad")

    def put_away(self) -> None:
        """Hide it."""
        self.hide()
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"{self._tone}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)
