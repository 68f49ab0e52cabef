"""A button that is held down for a second: nobody does that by accident (SAFETY T21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPainterPath

from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.buttons import Button
from dialer.ui.look.theme import colour, moves, px

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent

HOLD_MS = 1000
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BAR = 4
_STEPS = 4


class HoldButton(Button):
    """Held down with the mouse, with Space or with Enter; let go too early, it does nothing.

    A bar shows how long still: it tells something, so it is there with reduced motion, too, in a few steps.

    Signals:
        held: it was held down long enough.
    """

    held = Signal()

    def __init__(self, label: str, icon: str = "") -> None:
        """Make a filled red button."""
        super().__init__(label, icon, kind="danger")
        self._going = QVariantAnimation(self)
        self._going.setStartValue(0.0)
        self._going.setEndValue(1.0)
        self._going.setEasingCurve(QEasingCurve.Type.Linear)
        self._going.valueChanged.connect(lambda _value: self.update())
        self._going.finished.connect(self._finish)
        self.pressed.connect(self._begin)
        self.released.connect(self._stop)
        # What assistive technology presses is let go in the same moment: say what is to be done instead.
        self.clicked.connect(lambda: announce(self, self.label(), urgent=True))

    def filled(self) -> float:
        """How much of the bar is there, from 0 to 1."""
        part = float(str(self._going.currentValue()))
        return part if moves() else int(part * _STEPS) / _STEPS

    def _begin(self) -> None:
        self._going.setDuration(HOLD_MS)
        self._going.start()

    def _stop(self) -> None:
        self._going.stop()
        self.update()

    def _finish(self) -> None:
        if self.isDown():
            self.setDown(False)
            self.held.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter hold it down alike; what repeats itself is one press."""
        if event.key() not in _KEYS:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat() and not self.isDown():
            self.setDown(True)
            self.pressed.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let it go."""
        if event.key() not in _KEYS:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat() and self.isDown():
            self.setDown(False)
            self.released.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes away holds it no more."""
        super().focusOutEvent(event)
        if self.isDown():
            self.setDown(False)
        self._stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and along its lower edge how long it has been held."""
        super().paintEvent(event)
        if self._going.state() is not QVariantAnimation.State.Running:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), px(8), px(8))
        painter.setClipPath(shape)
        bar = QRectF(0, self.height() - px(_BAR), self.width() * self.filled(), px(_BAR))
        painter.fillRect(bar, colour("on_bad"))
