"""One meeting: how far its creation is, its two links, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from dialer.core.capabilities import lacks
from dialer.core.readable import named
from dialer.meetings.model import THERE, MeetingState, NotMade
from dialer.meetings.provider import MeetingFeature, meetings
from dialer.meetings.sentences import named_details, sentence
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import Card, IconLabel, PlainLabel, SecondaryButton, one_line
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.meetings.doings import MeetingDoings
from dialer.ui.meetings.links import LinkCards
from dialer.ui.meetings.steps import Steps
from dialer.ui.meetings.words import how_often, look, title, when, who

if TYPE_CHECKING:
    from dialer.core.hub import Hub
    from dialer.meetings.model import Meeting

_BAD = frozenset({MeetingState.NOT_MADE})
_LEFT_BEHIND = THERE | {MeetingState.ENDED}
_ACTIONS = (
    ("change", "pencil-outline", MeetingFeature.CHANGE),
    ("end", "power", MeetingFeature.END),
    ("cancel", "delete-outline", MeetingFeature.CANCEL),
)


class MeetingCard(Card):
    """Shows one meeting at a time.

    Signals:
        open_wanted, change_wanted, end_wanted, cancel_wanted, again_wanted, look_wanted: the meeting's id.
        documents_wanted: likewise.
        invite_wanted: in which way guests are to be invited, the meeting's id, and the language.

    Attributes:
        doings: what is done in it and asked about it.
    """

    open_wanted = Signal(str)
    change_wanted = Signal(str)
    end_wanted = Signal(str)
    cancel_wanted = Signal(str)
    again_wanted = Signal(str)
    look_wanted = Signal(str)
    documents_wanted = Signal(str)
    invite_wanted = Signal(str, str, str)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        """Start without a meeting."""
        super().__init__(parent, margin=0)
        self._hub, self._strings = hub, hub.strings
        self.meeting: Meeting | None = None
        self._icon = IconLabel("video-outline", tint="accent", size=28)
        self._title = PlainLabel(style=TextStyle.SUBTITLE, wrap=True)
        self._about = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._strip = Strip("bad")
        self._steps = Steps(self._strings)
        self._links = LinkCards(self._strings)
        self._links.open_wanted.connect(self._want_open)
        self._links.invite_wanted.connect(self._want_invite)
        self._people = PlainLabel(tone=Tone.DIM, wrap=True)
        self._details = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.doings = MeetingDoings(hub)
        self._buttons = QWidget()
        self._row = WrapLayout(self._buttons)
        self._why = QWidget()
        self._reasons = QVBoxLayout(self._why)
        self._reasons.setContentsMargins(0, 0, 0, 0)
        self._reasons.setSpacing(4)
        self._said = ""
        self.body.setContentsMargins(2, 4, 2, 4)
        self.body.addWidget(self._build())

    def show_meeting(self, meeting: Meeting) -> None:
        """Show a meeting as it is now."""
        same = self.meeting is not None and self.meeting.id == meeting.id
        self.meeting = meeting
        self._icon.show_icon(*look(meeting))
        name, names = title(meeting, self._strings), who(meeting)
        self._title.setText(name)
        self.setAccessibleName(name)
        about = (
            one_line(meeting.account),
            when(meeting, self._hub.clock.now(), self._strings),
            how_often(meeting, self._strings),
        )
        self._about.setText(" · ".join(filter(None, about)))
        self._people.setText(names)
        # Beside the guests' link, their names stand there.
        has_links = meeting.state in THERE and not meeting.account_gone
        self._people.setVisible(bool(names) and names not in name and not has_links)
        self._say(meeting, same=same)
        self._steps.show_steps(meeting)
        self._links.show_links(meeting)
        details = [
            named(one_line(name), one_line(value), self._strings)
            for name, value in named_details(meeting, self._strings)
        ]
        self._details.setText("\n".join(details))
        self._details.setVisible(bool(details))
        self.doings.show_meeting(meeting)
        self._show_actions(meeting)

    def take_focus(self) -> None:
        """Put the focus on what is done next."""
        stops = [self._links.open, *self._all_buttons()]
        for stop in stops:
            if stop.isVisibleTo(self) and stop.isEnabled():
                stop.setFocus()
                return

    def set_guests_language(self, meeting_id: str, language: str) -> None:
        """Invite the guests of a meeting in their language."""
        self._links.invite.set_language(meeting_id, language)

    def tell(self, tone: str, words: str) -> None:
        """Say what became of an action."""
        self._strip.say(tone, words)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_meetings.card.{key}", **placeholders)

    def _build(self) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(14)
        column.addLayout(self._build_head())
        for widget in (
            self._strip,
            self._people,
            self._steps,
            self._links,
            self._details,
            self.doings,
            self._buttons,
            self._why,
        ):
            column.addWidget(widget)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        return scroll

    def _build_head(self) -> QLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(12)
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _say(self, meeting: Meeting, *, same: bool) -> None:
        """The plain sentence, where a meeting is not simply there; an action's outcome stays until then."""
        words = sentence(meeting, self._strings)
        if meeting.state is MeetingState.READY and meeting.refused_links:
            words = self._text("refused_link", account=meeting.account)
        elif meeting.state in {MeetingState.READY, MeetingState.REQUESTED} and not meeting.account_gone:
            if not same or words != self._said:
                self._strip.hide()
                if same:
                    announce(self, words)
            self._said = words
            return
        if not same or words != self._said:
            self._strip.say("bad" if meeting.state in _BAD else "warning", words)
        self._said = words

    def _show_actions(self, meeting: Meeting) -> None:
        """What can be done; what the provider cannot do is greyed out, and the reason stands below."""
        focused = next((each.objectName() for each in self._all_buttons() if each.hasFocus()), "")
        empty(self._row)
        empty(self._reasons)
        if meeting.state in THERE and not meeting.account_gone:
            entry = self._hub.entries.get(meeting.entry_id)
            for name, icon, feature in _ACTIONS:
                missing = lacks(self._hub, feature, entry)
                if name == "change" and lacks(self._hub, MeetingFeature.ANY_TIME, entry) is None:
                    missing = None  # Dialer keeps the time itself
                self._add_action(name, icon, meeting, missing)
        elif meeting.state is MeetingState.NOT_MADE:
            if meeting.reason is not NotMade.AUTH_FAILED:
                self._add_action("again", "redo", meeting, None)
        elif meeting.state is MeetingState.UNKNOWN:
            self._add_action("look", "refresh", meeting, None)
        if meeting.state in _LEFT_BEHIND and not meeting.account_gone and self._has_documents(meeting):
            self._add_action("documents", "file-document-outline", meeting, None)
        self._buttons.setVisible(self._row.count() > 0)
        self._why.setVisible(self._reasons.count() > 0)
        for button in self._all_buttons():
            if button.objectName() == focused:
                button.setFocus()

    def _has_documents(self, meeting: Meeting) -> bool:
        ready = meetings(self._hub)
        return any(
            one.id == meeting.entry_id and MeetingFeature.DOCUMENTS in has.features for one, has in ready
        )

    def _add_action(self, name: str, icon: str, meeting: Meeting, missing: str | None) -> None:
        button = SecondaryButton(self._text(name), icon)
        button.setObjectName(name)
        button.setEnabled(missing is None and not meeting.busy)
        wanted = {
            "change": self.change_wanted,
            "end": self.end_wanted,
            "cancel": self.cancel_wanted,
            "again": self.again_wanted,
            "look": self.look_wanted,
            "documents": self.documents_wanted,
        }[name]
        button.clicked.connect(lambda _checked=False, id_=meeting.id: wanted.emit(id_))
        if missing is not None:
            words = self._strings.text(missing, account=one_line(meeting.account))
            button.setAccessibleDescription(words)
            reason = self._text("why", action=self._text(name), why=words)
            self._reasons.addWidget(PlainLabel(reason, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        self._row.addWidget(button)

    def _all_buttons(self) -> list[QWidget]:
        items = [self._row.itemAt(place) for place in range(self._row.count())]
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    def _want_open(self) -> None:
        if self.meeting is not None:
            self.open_wanted.emit(self.meeting.id)

    def _want_invite(self, way: str, language: str) -> None:
        if self.meeting is not None:
            self.invite_wanted.emit(way, self.meeting.id, language)
