"""The two legs of a call as a picture: you, the line between, the other party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dialer.calls.model import CallState, LegState
from dialer.ui.blocks.widgets import PlainLabel, one_line
from dialer.ui.look import icons
from dialer.ui.look.theme import TextStyle, Tone, colour, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dialer.calls.model import Call
    from dialer.core.strings import Strings

_DISC = 38
_LINE = 72
_MOST_NAME = 160
# Icon, its colour, the ground of its disc, and the tone of the word.
_LOOKS = {
    LegState.IDLE: ("phone", "dim", "hover", Tone.DIM),
    LegState.RINGING: ("phone-ring", "accent", "accent_soft", Tone.ACCENT),
    LegState.CONNECTED: ("phone-in-talk", "ok", "ok_soft", Tone.OK),
    LegState.ENDED: ("phone-hangup", "dim", "hover", Tone.DIM),
    LegState.FAILED: ("phone-off", "bad", "bad_soft", Tone.BAD),
    LegState.UNKNOWN: ("phone-alert", "warning", "hover", Tone.WARNING),
}
_PROGRESS = {
    CallState.REQUESTED: 0.0,
    CallState.SOURCE_RINGING: 0.2,
    CallState.SOURCE_CONNECTED: 0.45,
    CallState.DESTINATION_RINGING: 0.65,
    CallState.DESTINATION_CONNECTED: 0.85,
    CallState.CONNECTED: 1.0,
}


class Legs(QWidget):
    """Both legs, each with its own icon, colour and word."""

    def __init__(self, you: str, parent: QWidget | None = None) -> None:
        """Make both legs; `you` is what the own one is called."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self.source, self.destination = _Leg(idle="deskphone", connected="deskphone"), _Leg()
        self.source.name.setText(you)
        self._line = _Line()
        row.addWidget(self.source)
        row.addWidget(self._line)
        row.addWidget(self.destination, 1)

    def show_call(self, call: Call, strings: Strings) -> None:
        """Show both legs of a call as they are now."""
        self.source.show_state(*_shown(call.source_leg, call, strings))
        self.destination.name.setText(one_line(call.name or call.number))
        self.destination.show_state(*_shown(call.destination_leg, call, strings))
        self._line.show_call(call)

    def show_number(self, number: str) -> None:
        """Show the other party's number, where no name is known, as people write it."""
        self.destination.name.setText(number)


def _shown(leg: LegState, call: Call, strings: Strings) -> tuple[LegState, str]:
    """How a leg is, and its word; one that never rang waits for nothing any more once the call is over."""
    if leg is LegState.IDLE and call.reason is not None:
        if not call.reason.in_doubt:
            return leg, strings.text("ui.leg.not_rung")
        leg = LegState.UNKNOWN  # it may have rung unseen
    return leg, strings.text(f"ui.leg.{leg}")


class _Leg(QWidget):
    """One leg: a disc with an icon, a name, a word."""

    def __init__(self, idle: str = "phone", connected: str = "phone-in-talk") -> None:
        super().__init__()
        self._own = {LegState.IDLE: idle, LegState.CONNECTED: connected}
        self._disc = _Disc()
        self.name = PlainLabel(style=TextStyle.STRONG, elide=True)
        self.word = PlainLabel(style=TextStyle.SMALL, elide=True)
        row, words = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.word)
        words.addStretch(1)
        row.addWidget(self._disc)
        row.addLayout(words, 1)

    def minimumSizeHint(self) -> QSize:
        """Room for the name, but for a very long one."""
        words = max(self.name.sizeHint().width(), self.word.sizeHint().width()) + 2
        return QSize(px(_DISC) + 10 + min(words, px(_MOST_NAME)), super().minimumSizeHint().height())

    def show_state(self, state: LegState, word: str) -> None:
        self.updateGeometry()
        icon, tint, ground, tone = _LOOKS[state]
        self._disc.show_icon(self._own.get(state, icon), tint, ground)
        self.word.set_tone(tone)
        self.word.setText(word)


class _Disc(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._look = ("phone", "dim", "hover")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str, tint: str, ground: str) -> None:
        self._look = (icon, tint, ground)
        self.update()

    def sizeHint(self) -> QSize:
        """The disc."""
        return QSize(px(_DISC), px(_DISC))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw disc and icon."""
        icon, tint, ground = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(ground))
        painter.drawEllipse(self.rect())
        inset = self.width() * 0.24
        icons.draw(painter, QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), icon, colour(tint))


class _Line(QWidget):
    """The line between the legs, filled as far as the call has come."""

    def __init__(self) -> None:
        super().__init__()
        self._part, self._tint = 0.0, "ok"
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_call(self, call: Call) -> None:
        if call.live:
            self._part, self._tint = _PROGRESS[call.state], "warning" if call.stale else "ok"
        elif call.both_connected:
            self._part, self._tint = 1.0, "dim"
        else:
            failed = LegState.FAILED in {call.source_leg, call.destination_leg}
            self._tint = "bad" if failed else "dim"
        self.update()

    def sizeHint(self) -> QSize:
        """A short line."""
        return QSize(px(_LINE), px(20))

    def minimumSizeHint(self) -> QSize:
        """It may become shorter."""
        return QSize(px(32), px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line and its filled part."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(0, self.height() / 2 - 1.5, self.width(), 3)
        painter.setBrush(colour("line"))
        painter.drawRoundedRect(whole, 1.5, 1.5)
        if self._part:
            whole.setWidth(whole.width() * self._part)
            painter.setBrush(colour(self._tint))
            painter.drawRoundedRect(whole, 1.5, 1.5)
