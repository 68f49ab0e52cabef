"""The call bar: both legs of the call, the one plain sentence, and what can be done now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QGroupBox, QWidget

from dialer.calls.provider import TelephonyFeature
from dialer.calls.sentences import phone_label
from dialer.core.capabilities import lacks
from dialer.ui.blocks.widgets import ltr, one_line, paint_card
from dialer.ui.call.buttons import CallButtons, number_label
from dialer.ui.call.legs import Legs
from dialer.ui.call.note_line import NoteLine, TagsLine
from dialer.ui.call.said import CallSaid, marked
from dialer.ui.look.theme import Styled, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.contacts.model import PhoneNumber
    from dialer.ui.blocks.buttons import Button
    from dialer.ui.call.note_line import CallLine

_MARGIN = 16
_LEAST_WORDS = 200
_LEAST_LEGS = 230


class CallBar(QGroupBox, Styled):
    """Shows the current call from the press of Call until it is put away.

    Attributes:
        said: the sentence and the details.
        buttons: what can be done now.
        following: the number of the same person that comes next, if there is one.

    Signals:
        hang_up_wanted: end the call.
        redial_wanted: call the same party again (a `Call`).
        meet_wanted: make a meeting with the other party (a `Call`).
        note_written: a note (call id, text).
        tags_written: tags, with commas between them (call id, text).
        outcomes_wanted: offer what the call can have come to, below this button.
        more_wanted: offer everything else.
        next_wanted: call the next number of the same person (a `Call`, a `PhoneNumber`).
        shown: it shows something else than before.
        put_away: the call was dismissed, which has ended or cannot be followed.
    """

    hang_up_wanted = Signal()
    redial_wanted = Signal(object)
    meet_wanted = Signal(object)
    note_written = Signal(str, str)
    tags_written = Signal(str, str)
    outcomes_wanted = Signal()
    more_wanted = Signal()
    next_wanted = Signal(object, object)
    shown = Signal()
    put_away = Signal()

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._app = app
        self._strings = app.hub.strings
        self._call: Call | None = None
        self.following: PhoneNumber | None = None
        self._dismissed = ""
        self._low = False
        self._number = ""
        self._arranged: tuple[bool, bool, bool, bool] | None = None
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
    def number(self) -> str:
        """The other party's number, as people write it."""
        return self._number

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
            self.tags.belong_to(call)
            self._number, self.following = call.number, None
        self._call = call
        self.note.follow(call)
        self.tags.follow(call)
        you = phone_label(call, self._app.hub.settings) or self._strings.text("ui.call.you")
        self.legs.source.name.setText(one_line(you))
        self.legs.show_call(replace(call, number=ltr(self._number)), self._strings)
        self._say(call)
        self.buttons.show_call(call, self._why_no_hang_up(call), self.following)
        ticks = call.live and call.followed
        if ticks and not self._timer.isActive():
            self._timer.start()
        elif not ticks:
            self._timer.stop()
        self.show()
        self._arrange()
        self._show_details()
        self.shown.emit()

    def show_number(self, call_id: str, number: str) -> None:
        """Show a call's number as people write it, once that is known."""
        if self._call is not None and self._call.id == call_id and number != self._number:
            self._number = number
            if not self._call.name:
                self.legs.show_number(ltr(number))
            self._say(self._call)
            self._show_details()
            self._arrange()
            self.shown.emit()

    def offer_next(self, call_id: str, number: PhoneNumber | None) -> None:
        """Offer another number of the person who is called."""
        if self._call is not None and self._call.id == call_id and number != self.following:
            self.following = number
            self.show_call(self._call)

    def put_away_ended(self) -> None:
        """Put the call away if it is over."""
        if self._call is not None and not self._call.live:
            self.dismiss()

    def dismiss(self) -> None:
        """Put the call away."""
        self.note.belong_to(None)
        self.tags.belong_to(None)
        self._dismissed = self._call.id if self._call is not None else ""
        self._call = None
        self.hide()
        self.put_away.emit()

    def _build(self) -> None:
        self.legs = Legs(self._strings.text("ui.call.you"), self)
        self.said = CallSaid(self._app, self)
        self.status = self.said.status
        self.buttons = buttons = CallButtons(self._app.hub, self)
        buttons.note.clicked.connect(self.write_note)
        buttons.meet.clicked.connect(self.meet)
        buttons.redial.clicked.connect(self.redial_now)
        buttons.next.clicked.connect(self.call_next)
        buttons.outcome.clicked.connect(self.outcomes_wanted)
        buttons.more.clicked.connect(self.more_wanted)
        buttons.close_button.clicked.connect(self.dismiss)
        self.note_button, self.redial, self.hang_up = buttons.note, buttons.redial, buttons.hang_up
        self.hang_up.clicked.connect(self.hang_up_wanted)
        self.note, self.tags = NoteLine(self._strings, self), TagsLine(self._strings, self)
        self.note.written.connect(self.note_written)
        self.note.left.connect(lambda: self._on_left(buttons.note))
        self.tags.written.connect(self.tags_written)
        self.tags.left.connect(lambda: self._on_left(None))
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(16)

    def _say(self, call: Call) -> None:
        # Where no name is known, the sentence names the number as people write it.
        following = self.following
        self.said.say(call, self._number, number_label(following, self._strings) if following else "")
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
        more = "" if self.buttons.says_outcome else marked(call, self._app)
        why = self._why_no_hang_up(call) if call.live and not call.hang_up_failed else ""
        self.said.detail(call, self._number, more, why)  # not everybody sees a tooltip

    def write_note(self) -> None:
        """Open the note and put the cursor there."""
        if self._call is not None and not self._call.private:
            self._open(self.note)

    def write_tags(self) -> None:
        """Open the tags and put the cursor there."""
        if self._call is not None and not self._call.private:
            self._open(self.tags)

    def _open(self, line: CallLine) -> None:
        line.open()
        self._arrange()

    def _on_left(self, button: Button | None) -> None:
        self._arrange()
        back = button if button is not None and not button.isHidden() else self.buttons.more
        back.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def meet(self) -> None:
        """Make a meeting with the other party, where that is offered."""
        if self._call is not None and self.buttons.offers(self.buttons.meet):
            self.meet_wanted.emit(self._call)

    def redial_now(self) -> None:
        """Call the same party again, once the call is over."""
        if self._call is not None and not self._call.live:
            self.redial_wanted.emit(self._call)

    def call_next(self) -> None:
        """Call the next number of the same person, if there is one."""
        if self._call is not None and self.following is not None:
            self.next_wanted.emit(self._call, self.following)

    def set_low(self, *, low: bool) -> None:
        """Take little height, or what is needed."""
        if low != self._low:
            self._low = low
            self._arrange()

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
        """Put the sentence between legs and buttons if there is room, else below them; the lines last."""
        room = self.width() - 2 * _MARGIN - 4
        self.buttons.fit(room)
        readable = max(px(_LEAST_LEGS), self.legs.minimumSizeHint().width())
        # Where they could not be read, or take the room of all else, the sentence says it.
        self.legs.setVisible(room >= readable and not self._low)
        fixed = self.legs.minimumSizeHint().width() + self.buttons.full_width + 2 * 16
        words = max(px(_LEAST_WORDS), self.said.two_line_width)
        here = (self._call.id if self._call is not None else "", self.width())
        if room < fixed + words:
            self._below = here  # for the rest of the call: what one presses must not jump about
        beside = self._below != here
        buttons_fit = room >= fixed
        state = (beside, buttons_fit, self.note.isHidden(), self.tags.isHidden())
        if state == self._arranged:
            return
        self._arranged = state
        self._grid.setContentsMargins(_MARGIN + 4, *((14, _MARGIN, 14) if buttons_fit else (10, _MARGIN, 10)))
        self._grid.setVerticalSpacing(12 if buttons_fit else 8)
        self.said.set_brief(brief=not buttons_fit)
        self._show_details()
        for part in (self.legs, self.said, self.buttons, self.note, self.tags):
            self._grid.removeWidget(part)
        if beside:
            self._grid.addWidget(self.legs, 0, 0)
            self._grid.addWidget(self.said, 0, 1)
            self._grid.addWidget(self.buttons, 0, 2)
        elif buttons_fit:
            self._grid.addWidget(self.legs, 0, 0, 1, 2)
            self._grid.addWidget(self.buttons, 0, 2)
            self._grid.addWidget(self.said, 1, 0, 1, 3)
        else:
            self._grid.addWidget(self.legs, 0, 0, 1, 3)
            self._grid.addWidget(self.said, 1, 0, 1, 3)
            self._grid.addWidget(self.buttons, 2, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        for row, line in enumerate((self.note, self.tags), start=3):
            if not line.isHidden():
                self._grid.addWidget(line, row, 0, 1, 3)
        self._grid.setColumnStretch(0, 3 if beside else 1)
        self._grid.setColumnStretch(1, 2 if beside else 0)

    def minimumSizeHint(self) -> QSize:
        """As narrow as its least buttons: names may be cut; with a wider least, its height would be wrong."""
        return QSize(self.buttons.least_width + 2 * _MARGIN + 4, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it as a card."""
        paint_card(QPainter(self), self.rect(), self.said.stripe)
