"""The two links of a meeting, kept apart: the host's is opened, only the guests' can be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from dialer.meetings.model import THERE
from dialer.meetings.shared import CALLED_OFF
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.widgets import Card, IconLabel, PlainLabel, PrimaryButton, SecondaryButton, ltr
from dialer.ui.look.theme import TextStyle, Tone, px
from dialer.ui.meetings.invite import InviteRow
from dialer.ui.meetings.words import who

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from dialer.core.strings import Strings
    from dialer.meetings.links import GuestLink
    from dialer.meetings.model import Meeting
    from dialer.ui.blocks.buttons import Button

_PAD = 14
_WORDS = 200


class LinkCards(QWidget):
    """A card for the host and one for the guests.

    Signals:
        open_wanted: the host wants in.
        invite_wanted: in which way guests are to be invited, and in which language.

    Attributes:
        open: the button that leads the host in.
        invite: the ways to invite guests.
    """

    open_wanted = Signal()
    invite_wanted = Signal(str, str)

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start without links."""
        super().__init__(parent)
        self._strings = strings
        self._guest: GuestLink | None = None
        self.open = PrimaryButton(self._text("open"), "open-in-new")
        self.open.clicked.connect(self.open_wanted)
        self._copy = SecondaryButton(self._text("copy"), "content-copy")
        self._copy.clicked.connect(self._take)
        self._host_words = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._host_words.setAccessibleName(self._text("host"))
        self._guest_title = PlainLabel(style=TextStyle.STRONG, wrap=True)
        self._guest_words = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._guest_words.setAccessibleName(self._text("guest"))
        self.invite = InviteRow(strings)
        self.invite.wanted.connect(self.invite_wanted)
        self._note = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        host = PlainLabel(self._text("you"), style=TextStyle.STRONG, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._host_card = _LinkCard("account-tie", "accent", host, self._host_words, self.open)
        column.addWidget(self._host_card)
        self._guest_card = _LinkCard(
            "account-outline", "ok", self._guest_title, self._guest_words, self._copy
        )
        self._guest_card.body.setSpacing(10)
        self._guest_card.body.addWidget(self.invite)
        self._guest_card.body.addWidget(self._note)
        column.addWidget(self._guest_card)

    def show_links(self, meeting: Meeting) -> None:
        """Show the links of a meeting; one that there is not is said to be missing."""
        self._guest = meeting.guest
        host = (
            self._text("host_words", host=ltr(meeting.host.host)) if meeting.host else self._text("no_host")
        )
        self._host_words.setText(host)
        self._host_words.setAccessibleDescription(host)
        self.open.setEnabled(meeting.host is not None)
        names = who(meeting)
        self._guest_title.setText(
            self._text("guest_named", who=names) if names else self._text("guest_title")
        )
        there = meeting.state in THERE and not meeting.account_gone
        off = meeting.state in CALLED_OFF and bool(meeting.people)
        guest = self._text("called_off") if off else self._text("no_guest")
        if meeting.guest is not None:
            guest = ltr(_short(meeting.guest.text))
        self._guest_words.setText(guest)
        self._guest_words.setAccessibleDescription(meeting.guest.text if meeting.guest else guest)
        self._copy.setEnabled(meeting.guest is not None)
        self._copy.setVisible(there)
        self._host_card.setVisible(there)
        self.invite.show_meeting(meeting)
        self._say("")
        self.setVisible(there or off)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_meetings.link.{key}", **placeholders)

    def _take(self) -> None:
        if self._guest is not None:
            QGuiApplication.clipboard().setText(self._guest.text)
            self._say(self._text("copied"))

    def _say(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))
        if words:
            announce(self, words)


class _LinkCard(Card):
    """Icon, title, words, and the button beside them, or below where there is no room."""

    def __init__(self, icon: str, tint: str, title: PlainLabel, words: PlainLabel, button: Button) -> None:
        super().__init__(margin=_PAD)
        self._button = button
        column, said = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(2)
        column.addWidget(title)
        column.addWidget(words)
        said.setSpacing(12)
        said.addWidget(IconLabel(icon, tint=tint, size=22), 0, Qt.AlignmentFlag.AlignVCenter)
        said.addLayout(column, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self._row.addLayout(said, 1)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(self._row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        beside = self.width() >= self._button.full_width + px(_WORDS) + 2 * _PAD
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if beside else ways.TopToBottom)


def _short(link: str) -> str:
    """A link as people read it: without https, and with places where it may be broken."""
    shown = link.removeprefix("https://").removeprefix("http://")
    return "\u200b".join(shown[place : place + 20] for place in range(0, len(shown), 20))
