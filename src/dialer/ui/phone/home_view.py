"""The Phone page before anything is typed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dialer.ui.blocks.columns import Columns
from dialer.ui.blocks.widgets import (
    Button,
    Card,
    IconLabel,
    PlainLabel,
    PrimaryButton,
    SecondaryButton,
    SectionHeading,
)
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.phone.recent import Recent
from dialer.ui.phone.speed_dial import SpeedDial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dialer.calls.model import Call
    from dialer.contacts.model import Contact
    from dialer.core.strings import Strings
    from dialer.journal.rows import JournalRow
    from dialer.ui.history.rows import Shown


class HomeView(QScrollArea):
    """Speed dial and what was there lately, and where there is nothing yet, what to do next.

    Signals:
        call_wanted: number and contact.
        call_again_wanted: an earlier `Call`.
        meeting_wanted: a `Meeting` to look at.
        favourites_ordered: the ids of the speed dial's contacts, in a new order.
        account_wanted, import_wanted, contact_wanted: what the empty page offers.
    """

    call_wanted = Signal(str, object)
    call_again_wanted = Signal(object)
    meeting_wanted = Signal(object)
    favourites_ordered = Signal(list)
    account_wanted = Signal()
    import_wanted = Signal()
    contact_wanted = Signal()

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start with nothing shown; the data follow once the app has started."""
        super().__init__(parent)
        self._strings = strings
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._build()
        self._column.addStretch(1)
        self.setWidget(page)

    def show_above(self, line: QWidget) -> None:
        """Put a line above everything else."""
        self._column.insertWidget(0, line)
        first = next((stop for part in self._parts for stop in part.findChildren(QAbstractButton)), None)
        if first is not None:
            self.setTabOrder(line, first)

    def show_favourites(self, contacts: Sequence[Contact]) -> None:
        """Show the speed dial."""
        self._speed_dial.show_contacts(contacts)
        self._speed_dial_heading.setVisible(bool(contacts))
        self._speed_dial.setVisible(bool(contacts))
        self._order()

    @property
    def favourites(self) -> list[str]:
        """The ids of the contacts on the speed dial."""
        return self._speed_dial.ids

    def show_attempts(self, attempts: Mapping[str, Call], now: datetime) -> None:
        """Show on the speed dial what became of the last call to each contact, by its id."""
        self._speed_dial.show_attempts(attempts, now)

    def show_recent(self, rows: Sequence[tuple[JournalRow, Shown]]) -> None:
        """Show the newest calls and meetings."""
        self._recent.show_rows(rows)
        self._earlier.setVisible(bool(rows))
        self._order()

    def put_beside(self, card: QWidget) -> None:
        """Put a part beside what was there lately, which shows and hides itself."""
        self._below.put_beside(card)
        self._order()

    def show_lacks(self, *, account: bool, contacts: bool) -> None:
        """Say what is missing before one can call."""
        self._no_account.setVisible(account)
        self._no_contacts.setVisible(contacts)
        self._more.setVisible(not contacts)

    def _order(self) -> None:
        """Have Tab go from top to bottom; Qt goes through what was made last at the end."""
        stops = [stop for part in self._parts for stop in part.findChildren(QAbstractButton)]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _build(self) -> None:
        text = self._strings.text
        add_account = PrimaryButton(text("ui.empty.account.action"), "plus")
        add_account.clicked.connect(self.account_wanted)
        self._no_account = self._empty("deskphone", "account", [add_account])
        self._no_contacts = self._empty(
            "account-plus-outline",
            "contacts",
            self._contact_buttons(PrimaryButton(text("ui.import"), "file-import-outline")),
        )
        self._speed_dial_heading = SectionHeading(text("ui.home.speed_dial"))
        self._speed_dial = SpeedDial(self._strings)
        self._speed_dial.call_wanted.connect(self.call_wanted)
        self._speed_dial.ordered.connect(self.favourites_ordered)
        self._recent_heading = SectionHeading(text("ui.home.recent"))
        self._recent = Recent(self._strings)
        self._recent.call_wanted.connect(self.call_again_wanted)
        self._recent.meeting_wanted.connect(self.meeting_wanted)
        self._earlier = QWidget()
        earlier = QVBoxLayout(self._earlier)
        earlier.setContentsMargins(0, 0, 0, 0)
        earlier.setSpacing(10)
        earlier.addWidget(self._recent_heading)
        earlier.addWidget(self._recent)
        earlier.addStretch(1)
        self._below = Columns(self._earlier)
        self._more = QWidget()
        more = WrapLayout(self._more)
        for button in self._contact_buttons(SecondaryButton(text("ui.import"), "file-import-outline")):
            more.addWidget(button)
        self._parts = (
            self._no_account,
            self._no_contacts,
            self._speed_dial_heading,
            self._speed_dial,
            self._below,
            self._more,
        )
        for part in self._parts:
            if part is not self._below:  # what is in it shows and hides itself
                part.hide()
            self._column.addWidget(part)
        self._earlier.hide()
        self._more.setContentsMargins(0, 8, 0, 0)
        self._below.setContentsMargins(0, 8, 0, 0)

    def _contact_buttons(self, importing: Button) -> list[Button]:
        importing.clicked.connect(self.import_wanted)
        adding = SecondaryButton(self._strings.text("ui.contact.add"), "account-plus-outline")
        adding.clicked.connect(self.contact_wanted)
        return [importing, adding]

    def _empty(self, icon: str, what: str, buttons: Sequence[Button]) -> Card:
        card = Card(margin=20)
        row, words, actions = QHBoxLayout(), QVBoxLayout(), WrapLayout()
        row.setSpacing(16)
        row.addWidget(IconLabel(icon, tint="accent", size=32), 0, Qt.AlignmentFlag.AlignTop)
        words.setSpacing(4)
        title = self._strings.text(f"ui.empty.{what}.title")
        words.addWidget(PlainLabel(title, style=TextStyle.SUBTITLE, wrap=True))
        words.addWidget(PlainLabel(self._strings.text(f"ui.empty.{what}.text"), tone=Tone.DIM, wrap=True))
        words.addSpacing(8)
        for button in buttons:
            actions.addWidget(button)
        words.addLayout(actions)
        row.addLayout(words, 1)
        card.body.addLayout(row)
        return card
