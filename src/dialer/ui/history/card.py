"""The card of a row of the history: what became of it, what people say of it, and what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialer.calls.outcomes import OUTCOMES, outcome_text
from dialer.calls.sentences import sentence as call_sentence
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.widgets import Card, PlainLabel, PrimaryButton, SecondaryButton, isolate, ltr
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.call.menu import add_item, new_menu, open_below
from dialer.ui.call.note_line import NoteLine, TagsLine
from dialer.ui.history.rows import sentence_of
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from dialer.core.strings import Strings
    from dialer.journal.rows import JournalRow
    from dialer.ui.history.rows import Shown


class HistoryCard(Card):
    """Follows the marked row.

    Signals:
        call_wanted, call_back_wanted, find_wanted: a `Call`, to be called again, promised, or looked up.
        private_wanted, forget_wanted: a `Call` that is to be private, or whose other party to be forgotten.
        meeting_wanted: a `Meeting`, to be shown.
        note_written, tags_written: the call's id, and the text.
        outcome_chosen: the call's id, and one of `OUTCOMES` or the empty text.
    """

    call_wanted = Signal(object)
    call_back_wanted = Signal(object)
    find_wanted = Signal(object)
    private_wanted = Signal(object)
    meeting_wanted = Signal(object)
    forget_wanted = Signal(object)
    note_written = Signal(str, str)
    tags_written = Signal(str, str)
    outcome_chosen = Signal(str, str)

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start without a row."""
        super().__init__(parent)
        self._strings = strings
        self.row: JournalRow | None = None
        self.setAccessibleName(self._text("card"))
        self._title = PlainLabel(style=TextStyle.SUBTITLE, wrap=True)
        self._number = PlainLabel(tone=Tone.DIM, wrap=True)
        self._sentence = PlainLabel(wrap=True)
        self._details = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        for label in (self._title, self._number, self._sentence, self._details):
            self.body.addWidget(label)
        self._build_buttons()
        self._build_words()
        self.body.addStretch(1)

    def _build_buttons(self) -> None:
        self._again = PrimaryButton(self._text("again"), "phone")
        self._again.clicked.connect(lambda: self._emit_call(self.call_wanted))
        self._call_back = SecondaryButton(self._text("call_back"), "phone-clock")
        self._call_back.clicked.connect(lambda: self._emit_call(self.call_back_wanted))
        self._show = PrimaryButton(self._text("show_meeting"), "video-outline")
        self._show.clicked.connect(self._on_show)
        self._more = SecondaryButton(self._text("more"), "dots-horizontal-circle-outline")
        self._more.clicked.connect(self._on_more)
        row = WrapLayout()
        for button in (self._again, self._call_back, self._show, self._more):
            row.addWidget(button)
        self.body.addSpacing(4)
        self.body.addLayout(row)

    def _build_words(self) -> None:
        self._said = QWidget()
        column = QVBoxLayout(self._said)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        self._outcome = ComboBox()
        self._outcome.setAccessibleName(self._text("outcome"))
        self._outcome.addItem(self._text("outcome.none"), "")
        for outcome in OUTCOMES:
            self._outcome.addItem(outcome_text(outcome, self._strings), outcome)
        self._outcome.activated.connect(self._on_outcome)
        self._note, self._tags = NoteLine(self._strings), TagsLine(self._strings)
        self._note.written.connect(self.note_written)
        self._tags.written.connect(self.tags_written)
        for key, line in (("outcome", self._outcome), ("note", self._note), ("tags", self._tags)):
            label = PlainLabel(self._text(key), style=TextStyle.SMALL, tone=Tone.DIM)
            label.setBuddy(line)
            column.addWidget(label)
            column.addWidget(line)
        self.body.addWidget(self._said)

    def show_row(self, row: JournalRow | None, shown: Shown | None, number: str) -> None:
        """Show a row as it is now; its number as people write it."""
        same = row is not None and self.row is not None and row.id == self.row.id
        self.row = row
        self.setVisible(row is not None)
        if row is None or shown is None:
            self._note.belong_to(None)
            self._tags.belong_to(None)
            return
        call, meeting = row.call, row.meeting
        self._title.setText(shown.title)
        self._number.setText(ltr(number) if call is not None and call.name else "")
        self._number.setVisible(bool(self._number.text()))
        self._sentence.setText(
            call_sentence(call, self._strings) if call else sentence_of(row, self._strings)
        )
        account = call.account if call else meeting.account if meeting else ""
        through = self._strings.text("ui.call.through", account=isolate(account)) if account else ""
        self._details.setText(" · ".join(part for part in (shown.when, shown.result, through) if part))
        known = call is not None and bool(call.number)
        self._again.setVisible(known and call is not None and not call.live)
        self._call_back.setVisible(known)
        self._more.setVisible(call is not None and (known or not call.private))
        self._show.setVisible(meeting is not None)
        self._said.setVisible(call is not None and not call.private)
        if call is None:
            return
        self._outcome.setCurrentIndex(max(self._outcome.findData(call.outcome), 0))
        for line in (self._note, self._tags):
            if same:
                line.follow(call)
            else:
                line.belong_to(call)
            line.show()

    def keep(self) -> None:
        """Keep what is being written."""
        self._note.keep()
        self._tags.keep()

    def _on_outcome(self, _place: int) -> None:
        if self.row is not None and self.row.call is not None:
            self.outcome_chosen.emit(self.row.call.id, self._outcome.currentData())

    def _on_show(self) -> None:
        if self.row is not None and self.row.meeting is not None:
            self.meeting_wanted.emit(self.row.meeting)

    def _on_more(self) -> None:
        call = self.row.call if self.row is not None else None
        if call is None:
            return
        menu = new_menu(self._more)
        if call.name:
            add_item(menu, self._text("find"), lambda: self._emit_call(self.find_wanted))
        if not call.private:
            add_item(menu, self._text("private"), lambda: self._emit_call(self.private_wanted))
        if call.number:
            add_item(menu, self._text("forget"), lambda: self._emit_call(self.forget_wanted))
        open_below(menu, self._more)

    def _emit_call(self, signal: SignalInstance) -> None:
        if self.row is not None and self.row.call is not None:
            signal.emit(self.row.call)

    def _text(self, key: str) -> str:
        return self._strings.text(f"ui_history.{key}")
