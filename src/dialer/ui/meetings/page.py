"""The Meetings page: a new meeting, how it comes about, its links, and the list of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dialer.core.entry import EntryChanged
from dialer.core.hub import ProvidersChanged
from dialer.meetings.model import MeetingChanged, MeetingsListed, MeetingState
from dialer.meetings.provider import meetings
from dialer.ui.blocks.empty_card import EmptyCard
from dialer.ui.blocks.margins import side_margin
from dialer.ui.blocks.page import Head
from dialer.ui.blocks.slices import Slices
from dialer.ui.blocks.widgets import PrimaryButton
from dialer.ui.look.theme import px
from dialer.ui.meetings.parts import MeetingParts
from dialer.ui.meetings.reading import ListReading

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from dialer.app import App
    from dialer.core.errors import InputError
    from dialer.core.scope import Scope
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingPerson
    from dialer.ui.meetings.actions import MeetingActions
    from dialer.ui.meetings.card import MeetingCard
    from dialer.ui.meetings.form import MeetingForm

_REFRESH_MS = 60_000
_LIST, _WIDEST_LIST, _LIST_PART, _NARROW = 296, 400, 0.32, 760
_UNBOUNDED = 16_777_215  # as Qt has it


class MeetingsPage(MeetingParts):
    """Draws what the meeting manager says, and forwards what people do.

    Signals:
        account_wanted: the user wants to add an account.

    Attributes:
        slices: makes list, card and form.
    """

    account_wanted = Signal()

    def __init__(self, app: App, scope: Scope, parent: QWidget | None = None) -> None:
        """Build the page; the list is read when it is shown."""
        super().__init__(app, scope, parent)
        self._hub = app.hub
        self._strings = app.hub.strings
        self.setAccessibleName(self._text("title"))
        self._reading = ListReading(app, scope)
        self._focus_for = self._marked = ""
        self._not_drawn: tuple[MeetingPerson, str] | None = None
        self._is_busy = False
        self._build()
        bus = self._hub.bus
        self.destroyed.connect(bus.listen(MeetingChanged, self._on_meeting))
        self.destroyed.connect(bus.listen(MeetingsListed, self._on_listed))
        self.destroyed.connect(bus.listen(ProvidersChanged, self._show_accounts))
        self.destroyed.connect(bus.listen(EntryChanged, self._show_accounts))
        self._tick = QTimer(self)
        self._tick.setInterval(_REFRESH_MS)
        self._tick.timeout.connect(self._refresh)
        self._show_accounts()
        self.slices = Slices(self, scope, self.steps())

    def new_meeting(self, *people: MeetingPerson, later: bool = False) -> None:
        """Begin with a new meeting, with those who are known already."""
        if meetings(self._hub):
            self._mark("")
            self._not_drawn = None
            self.form.begin(*people, later=later)
            self._stack.setCurrentWidget(self.form)

    def meet_now(self, who: MeetingPerson, entry_id: str) -> None:
        """Make a meeting at once: one press. What is missing for that is asked in the form."""
        if meetings(self._hub):
            from dialer.meetings.requests import MeetingRequest

            # Drawing the form takes longer than all the rest of it, and hardly ever it is needed.
            self._not_drawn = who, entry_id
            self._on_wanted(MeetingRequest(entry_id=entry_id, people=(who,)))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_meetings.{key}", **placeholders)

    def wire_form(self, form: MeetingForm) -> None:
        """Hear what is wanted in the form, which has just been made."""
        form.wanted.connect(self._on_wanted)
        form.left.connect(self._on_left)
        form.refresh_accounts()
        form.set_busy(busy=self._is_busy)
        self._stack.addWidget(form)

    def wire_card(self, card: MeetingCard) -> None:
        """Put the card, which has just been made, on the page, and hear what is wanted there."""
        card.change_wanted.connect(self._on_change)
        card.again_wanted.connect(self._on_again)
        self._stack.addWidget(card)

    def wire_actions(self, actions: MeetingActions) -> None:
        """Show what comes of actions."""
        actions.shown.connect(self._put_on_card)
        actions.told.connect(self._tell)
        actions.asked.connect(self._on_asked)
        actions.refused.connect(self._on_refused)
        actions.answered.connect(self._on_answered)

    def show_list(self) -> None:
        """Put the list on the page."""
        self._body.addWidget(self.list)
        self._arrange()
        self._mark(self._marked)
        self._load()

    def _mark(self, meeting_id: str) -> None:
        """Mark what is shown, in the list too."""
        self._marked = meeting_id
        if self.has("list"):
            self.list.mark(meeting_id)

    def _build(self) -> None:
        self._no_account = EmptyCard(
            "video-outline",
            self._text("no_account.title"),
            self._text("no_account.text"),
            action=self._text("no_account.action"),
        )
        self._no_account.wanted.connect(self.account_wanted)
        self._idle = EmptyCard("video-outline", self._text("idle.title"), self._text("idle.text"))
        self._stack = QStackedWidget()
        for widget in (self._idle, self._no_account):
            self._stack.addWidget(widget)
        self._stack.currentChanged.connect(self._arrange)
        self._new = PrimaryButton(self._text("new"), "plus")
        self._new.clicked.connect(self._on_new)
        head = Head(self._text("title"))
        head.add(self._new)
        self._body = QHBoxLayout()
        self._body.setSpacing(14)
        self._body.addWidget(self._stack, 1)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addWidget(head)
        column.addLayout(self._body, 1)

    # --- what people do ---

    def show_meeting(self, meeting_id: str) -> None:
        """Show a meeting beside the list, with its links as the provider tells them now."""
        self._actions.show(meeting_id)

    def _on_new(self) -> None:
        self.new_meeting()

    def _on_left(self) -> None:
        self._stack.setCurrentWidget(self.card if self.card.meeting is not None else self._idle)
        self._mark(self.card.meeting.id if self.card.meeting is not None else "")

    def _on_again(self, _meeting_id: str) -> None:
        """Back to the form, with everything as it was typed."""
        self._show_form()

    def _show_form(self) -> None:
        if self._not_drawn is not None:
            (who, entry_id), self._not_drawn = self._not_drawn, None
            self.form.begin(who, account=entry_id)
        self._stack.setCurrentWidget(self.form)

    def _on_wanted(self, wanted: object) -> None:
        from dialer.meetings.requests import MeetingEdit, MeetingRequest

        # The pressed button goes; the focus must not wander off to the side bar.
        self.setFocus()
        self._set_busy(busy=True)
        if isinstance(wanted, MeetingRequest):
            self._actions.create(wanted)
        elif isinstance(wanted, MeetingEdit) and self.card.meeting is not None:
            self._actions.save(self.card.meeting.id, wanted)

    def _on_change(self, _meeting_id: str) -> None:
        if self.card.meeting is not None:
            self._not_drawn = None
            self.form.begin_change(self.card.meeting)
            self._stack.setCurrentWidget(self.form)

    def _on_asked(self, meeting: Meeting) -> None:
        self._focus_for = meeting.id
        self._put_on_card(meeting)
        self._follow_focus(meeting)

    def _on_refused(self, error: InputError | None, sentence: str) -> None:
        self._show_form()
        self.form.show_error(error, sentence)

    def _on_answered(self) -> None:
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        self._is_busy = busy
        if self.has("form"):
            self.form.set_busy(busy=busy)

    def _put_on_card(self, meeting: Meeting) -> None:
        self.card.show_meeting(meeting)
        self._inviting.find_language(meeting)
        self._stack.setCurrentWidget(self.card)
        self._mark(meeting.id)

    # --- what happens ---

    def _on_meeting(self, event: MeetingChanged) -> None:
        shown = self.card.meeting if self.has("card") else None
        if shown is not None and shown.id == event.meeting.id:
            self.card.show_meeting(event.meeting)
            self._follow_focus(event.meeting)
        if event.meeting.state is not MeetingState.REQUESTED or not event.meeting.steps:
            self._load()

    def _follow_focus(self, meeting: Meeting) -> None:
        """Whoever pressed Create goes on with what came of it, unless he went elsewhere meanwhile."""
        if meeting.id == self._focus_for and meeting.state is not MeetingState.REQUESTED:
            self._focus_for = ""
            focused = QApplication.focusWidget()
            if focused is None or focused is self or self.isAncestorOf(focused):
                self.card.take_focus()

    def _tell(self, *told: str) -> None:
        self.card.tell(*told)

    def _on_listed(self, _event: MeetingsListed) -> None:
        self._load()

    def _show_accounts(self, _event: object = None) -> None:
        can = bool(meetings(self._hub))
        self._new.setEnabled(can)
        current = self._stack.currentWidget()
        if can and self.has("form"):
            self.form.refresh_accounts()
        if can and current is self._no_account:
            self._stack.setCurrentWidget(self._idle)
        elif not can and (current is self._idle or self._is_form(current)):
            self._stack.setCurrentWidget(self._no_account)
        if self.has("card") and self.card.meeting is not None:
            self.card.show_meeting(self.card.meeting)
        self._load()

    def _is_form(self, shown: QWidget | None) -> bool:
        return self.has("form") and shown is self.form

    def _refresh(self) -> None:
        """Have the links of the meeting that is shown told anew."""
        if self.has("_actions"):
            self._actions.refresh()

    def _load(self) -> None:
        """Read the list again, where there is one to be seen."""
        if self.has("list") and self.isVisible():
            self._reading.read(self.list)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the lists, now and each minute."""
        super().showEvent(event)
        self._load()
        self._refresh()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nobody while nobody looks."""
        super().hideEvent(event)
        self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list goes below where there is little room beside."""
        super().resizeEvent(event)
        side = side_margin(self.width())
        self._column.setContentsMargins(side, 20, side, 16)
        self._arrange()

    def _arrange(self, _place: int = 0) -> None:
        """Beside each other; where there is little room, below, and a form or an empty card not both."""
        narrow = self.width() < px(_NARROW)
        shown = self._stack.currentWidget()
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self._body.setStretch(0, 3 if narrow else 1)
        self._body.setStretch(1, 2 if narrow else 0)
        if self.has("list"):
            wide = min(max(px(_LIST), round(self.width() * _LIST_PART)), px(_WIDEST_LIST))
            self.list.setMinimumWidth(0 if narrow else wide)
            self.list.setMaximumWidth(_UNBOUNDED if narrow else wide)
            self.list.setVisible(not (narrow and (shown is self._no_account or self._is_form(shown))))
        self._stack.setVisible(not (narrow and shown is self._idle))
