"""The call bar: both legs of the call, the one plain sentence, and what can be done now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QGroupBox, QHBoxLayout, QVBoxLayout, QWidget

from dialer.calls.model import Call, CallState, EndReason
from dialer.calls.provider import TelephonyFeature
from dialer.calls.sentences import sentence
from dialer.core.capabilities import lacks
from dialer.ui.announce import announce
from dialer.ui.call_buttons import CallButtons
from dialer.ui.legs import Legs
from dialer.ui.moments import elapsed
from dialer.ui.note_line import NoteLine
from dialer.ui.theme import Styled, TextStyle, Tone, px
from dialer.ui.widgets import IconLabel, PlainLabel, isolate, ltr, paint_card

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from dialer.app import App

_MARGIN = 16
_LINES_BESIDE = 2
_LEAST_WORDS = 200
_GOOD_ENDS = {EndReason.COMPLETED, EndReason.HUNG_UP}


class CallBar(QGroupBox, Styled):
    """Shows the current call from the press of Call until it is put away.

    Signals:
        hang_up_wanted: end the call.
        redial_wanted: call the same party again (a `Call`).
        meet_wanted: make a meeting with the other party (a `Call`).
        note_written: a note (call id, text).
        put_away: the call was dismissed, which has ended or cannot be followed.
    """

    hang_up_wanted = Signal()
    redial_wanted = Signal(object)
    meet_wanted = Signal(object)
    note_written = Signal(str, str)
    put_away = Signal()

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._app = app
        self._strings = app.hub.strings
        self._call: Call | None = None
        self._dismissed = ""
        self._number = ""
        self._stripe = "accent"
        self._arranged: tuple[bool, bool, bool] | None = None
        self._below: tuple[str, int] | None = None
        self.setAccessibleName(self._strings.text("ui.a11y.call_bar"))
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._show_details)
        self._build()
        self.hide()

    @property
    def call(self) -> Call | None:
        """The call that is shown."""
        return self._call

    @property
    def ticking(self) -> bool:
        """Whether the clock of the talk time runs."""
        return self._timer.isActive()

    def show_call(self, call: Call) -> None:
        """Show a call as it is now, unless it was put away."""
        if call.id == self._dismissed:
            return
        if self._call is None or self._call.id != call.id:
            self.note.belong_to(call)
            self._number = call.number
        self._call = call
        self.legs.show_call(replace(call, number=ltr(self._number)), self._strings)
        self._show_sentence(call)
        self._buttons.show_call(call, self._why_no_hang_up(call))
        self._show_details()
        ticks = call.live and call.followed
        if ticks and not self._timer.isActive():
            self._timer.start()
        elif not ticks:
            self._timer.stop()
        self.show()
        self._arrange()

    def show_number(self, call_id: str, number: str) -> None:
        """Show a call's number as people write it, once that is known."""
        if self._call is not None and self._call.id == call_id and number != self._number:
            self._number = number
            if not self._call.name:
                self.legs.show_number(ltr(number))
            self._show_sentence(self._call)
            self._show_details()
            self._arrange()

    def put_away_ended(self) -> None:
        """Put the call away if it is over."""
        if self._call is not None and not self._call.live:
            self.dismiss()

    def dismiss(self) -> None:
        """Put the call away."""
        self.note.belong_to(None)
        self._dismissed = self._call.id if self._call is not None else ""
        self._call = None
        self.hide()
        self.put_away.emit()

    def _build(self) -> None:
        text = self._strings.text
        self.legs = Legs(text("ui.call.you"), self)
        self.status = PlainLabel(style=TextStyle.STRONG, wrap=True)
        self.status.setAccessibleName(text("ui.a11y.call_status"))
        self._warning = IconLabel("alert-circle-outline", tint="warning", size=20)
        self._details = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._buttons = CallButtons(self._app.hub, self)
        self._buttons.note.clicked.connect(self.write_note)
        self._buttons.meet.clicked.connect(self.meet)
        self._buttons.redial.clicked.connect(self._redial)
        self._buttons.close_button.clicked.connect(self.dismiss)
        self.note_button, self.redial = self._buttons.note, self._buttons.redial
        self.hang_up = self._buttons.hang_up
        self.hang_up.clicked.connect(self.hang_up_wanted)
        self.note = NoteLine(self._strings, self)
        self.note.written.connect(self.note_written)
        self.note.left.connect(self._on_note_left)
        self._words = self._build_words()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_MARGIN + 4, 14, _MARGIN, 14)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)

    def _build_words(self) -> QWidget:
        words = QWidget(self)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._warning, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.status, 1)
        column.addLayout(first)
        column.addWidget(self._details)
        return words

    def _show_sentence(self, call: Call) -> None:
        # Where no name is known, the sentence names the number as people write it.
        words = sentence(replace(call, number=ltr(self._number)), self._strings)
        warns = call.stale or call.hang_up_failed or (call.reason is not None and call.reason.in_doubt)
        failed = not call.live and not warns and call.reason not in _GOOD_ENDS
        if call.hang_up_failed or failed:
            self._stripe, tone = "bad", Tone.BAD
        elif warns:
            self._stripe, tone = "warning", Tone.WARNING
        else:
            connected = call.state is CallState.CONNECTED
            self._stripe, tone = ("ok" if connected else "accent" if call.live else "dim"), Tone.TEXT
        self._warning.setVisible(warns or failed)
        self._warning.show_icon("alert-circle-outline", self._stripe if warns or failed else "dim")
        self.status.set_tone(tone)
        if words != self.status.text():
            self.status.setText(words)
            self.status.setAccessibleDescription(words)
            announce(self.status, words, urgent=True)
        self.update()

    def _why_no_hang_up(self, call: Call) -> str:
        """Why the account's provider cannot end this call; empty if it can, or if nobody knows."""
        hub = self._app.hub
        key = lacks(hub, TelephonyFeature.HANG_UP, hub.entries.get(call.entry_id))
        return "" if key is None else self._strings.text(key)

    def _show_details(self) -> None:
        call = self._call
        if call is None:
            return
        parts = [ltr(self._number)]
        if call.account:
            parts.append(self._strings.text("ui.call.through", account=isolate(call.account)))
        seconds = self._seconds(call)
        if seconds is not None:
            parts.append(elapsed(seconds))
        if call.live and (why := self._why_no_hang_up(call)) and not call.hang_up_failed:
            parts.append(why)  # it is greyed out, and not everybody sees the tooltip
        self._details.setText(" · ".join(parts))

    def _seconds(self, call: Call) -> float | None:
        """The talk time once there is one; before that, how long the call takes already."""
        if not call.live:
            return call.talk_seconds if call.both_connected else None
        if not call.followed:  # it may be over
            return None
        if call.state is CallState.CONNECTED and (talked := self._app.calls.talk_seconds) is not None:
            return talked
        return (self._app.hub.clock.now() - call.started_at).total_seconds()

    def write_note(self) -> None:
        """Open the note and put the cursor there."""
        self.note.open()
        self._arrange()

    def _on_note_left(self) -> None:
        self._arrange()
        self._buttons.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def meet(self) -> None:
        """Make a meeting with the other party, where that is offered."""
        if self._call is not None and not self._buttons.meet.isHidden():
            self.meet_wanted.emit(self._call)

    def _redial(self) -> None:
        if self._call is not None:
            self.redial_wanted.emit(self._call)

    def restyle(self) -> None:
        """Arrange again: the text size has changed."""
        self._arranged = None
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width; another height may be that of half a change."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def _arrange(self) -> None:
        """Put the sentence between legs and buttons if there is room, else below them; the note last."""
        room = self.width() - 2 * _MARGIN
        self._buttons.fit(room)
        fixed = self.legs.minimumSizeHint().width() + self._buttons.full_width + 2 * 16
        words = max(px(_LEAST_WORDS), self._two_line_width())
        here = (self._call.id if self._call is not None else "", self.width())
        if room < fixed + words:
            self._below = here  # for the rest of the call: what one presses must not jump about
        beside = self._below != here
        buttons_fit = room >= fixed
        state = (beside, buttons_fit, self.note.isHidden())
        if state == self._arranged:
            return
        self._arranged = state
        for part in (self.legs, self._words, self._buttons, self.note):
            self._grid.removeWidget(part)
        if beside:
            self._grid.addWidget(self.legs, 0, 0)
            self._grid.addWidget(self._words, 0, 1)
            self._grid.addWidget(self._buttons, 0, 2)
        elif buttons_fit:
            self._grid.addWidget(self.legs, 0, 0, 1, 2)
            self._grid.addWidget(self._buttons, 0, 2)
            self._grid.addWidget(self._words, 1, 0, 1, 3)
        else:
            self._grid.addWidget(self.legs, 0, 0, 1, 3)
            self._grid.addWidget(self._words, 1, 0, 1, 3)
            self._grid.addWidget(self._buttons, 2, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        if not self.note.isHidden():
            self._grid.addWidget(self.note, 3, 0, 1, 3)
        self._grid.setColumnStretch(0, 3 if beside else 1)
        self._grid.setColumnStretch(1, 2 if beside else 0)

    def _two_line_width(self) -> int:
        """How wide the words must be to stand in two lines each."""
        widths = (
            label.fontMetrics().horizontalAdvance(label.text()) for label in (self.status, self._details)
        )
        # A word that does not fit any more goes to the next line, so two lines need more than half.
        return int(max(widths) / _LINES_BESIDE * 1.25)

    def minimumSizeHint(self) -> QSize:
        """As narrow as its buttons: names may be cut; with a wider least, its height would be wrong."""
        return QSize(self._buttons.sizeHint().width() + 2 * _MARGIN + 4, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it as a card."""
        paint_card(QPainter(self), self.rect(), self._stripe)
