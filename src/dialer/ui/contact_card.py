"""The card of one contact: its numbers, mail, note and earlier calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dialer.contacts.labels import label_text
from dialer.contacts.model import LOCAL
from dialer.ui.call_words import outcome_icon, outcome_line
from dialer.ui.strip import Strip
from dialer.ui.theme import TextStyle, Tone, colour
from dialer.ui.widgets import (
    Avatar,
    Card,
    IconButton,
    IconLabel,
    PlainLabel,
    SecondaryButton,
    SectionHeading,
    capital,
    ltr,
    one_line,
)
from dialer.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from dialer.calls.model import Call
    from dialer.contacts.model import Contact, PhoneNumber
    from dialer.core.strings import Strings

_ICONS = {
    "mobile": "cellphone",
    "home": "home-outline",
    "fax": "fax",
    "work fax": "fax",
    "home fax": "fax",
    "work": "deskphone",
}


class ContactCard(Card):
    """Shows one contact at a time.

    Signals:
        call_wanted: number and contact.
        edit_wanted, remove_wanted, favourite_wanted, meet_wanted: the contact.
    """

    call_wanted = Signal(str, object)
    edit_wanted = Signal(object)
    remove_wanted = Signal(object)
    favourite_wanted = Signal(object)
    meet_wanted = Signal(object)

    def __init__(
        self, strings: Strings, title_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        """Start empty; `title_of` names a contact's source."""
        super().__init__(parent, margin=0)
        self._strings, self._title_of = strings, title_of
        self._contact: Contact | None = None
        self._calls: Sequence[Call] = ()
        self._calls_at: datetime | None = None
        self._can_meet = False
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setContentsMargins(2, 4, 2, 4)
        self.body.addWidget(self._scroll)

    @property
    def contact(self) -> Contact | None:
        """The contact that is shown."""
        return self._contact

    def show_contact(self, contact: Contact | None) -> None:
        """Show a contact, or an empty card; earlier calls follow with `show_calls`."""
        if contact == self._contact:
            return
        if contact is None or self._contact is None or contact.id != self._contact.id:
            self._calls = ()
        self._contact = contact
        self.setAccessibleName(contact.name if contact else "")
        self._build()

    def set_can_meet(self, *, can: bool) -> None:
        """Offer a meeting, where an account can create one."""
        if can != self._can_meet:
            self._can_meet = can
            self._build(self._calls_at)

    def show_calls(self, calls: Sequence[Call], now: datetime) -> None:
        """Show the earlier calls of the contact."""
        self._calls, self._calls_at = calls, now
        self._build(now)

    def _build(self, now: datetime | None = None) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(0)
        if self._contact is not None:
            self._fill(layout, self._contact, now)
        layout.addStretch(1)
        place = self._scroll.verticalScrollBar().value() if now else 0
        self._scroll.setWidget(page)
        self._scroll.verticalScrollBar().setValue(place)

    def _fill(self, layout: QVBoxLayout, contact: Contact, now: datetime | None) -> None:
        layout.addLayout(self._head(contact))
        layout.addSpacing(14)
        if contact.note:
            layout.addWidget(Strip("warning", contact.note.strip()))
            layout.addSpacing(10)
        filled = False
        for number in contact.numbers:
            layout.addLayout(self._number_row(number, contact, filled=number.callable and not filled))
            filled = filled or number.callable
            layout.addWidget(_Line())
        for address in contact.emails:
            layout.addLayout(self._mail_row(address))
        layout.addSpacing(10)
        layout.addLayout(self._actions(may_change=contact.source == LOCAL))
        if contact.source != LOCAL:
            words = self._strings.text("directories.card.read_only", title=self._source(contact))
            layout.addSpacing(6)
            layout.addWidget(PlainLabel(words, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        if self._calls and now:
            layout.addSpacing(18)
            layout.addWidget(SectionHeading(self._strings.text("ui.contact.earlier")))
            layout.addSpacing(6)
            for call in self._calls:
                layout.addLayout(self._call_row(call, now))

    def _head(self, contact: Contact) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(12)
        words.setSpacing(2)
        name = PlainLabel(one_line(contact.name), style=TextStyle.SUBTITLE, wrap=True)
        words.addWidget(name)
        parts = (contact.title, contact.department, contact.organisation)
        if subtitle := " · ".join(one_line(part) for part in parts if part and part != contact.name):
            words.addWidget(PlainLabel(subtitle, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        if contact.source != LOCAL:
            source = self._strings.text("directories.from", title=self._source(contact))
            words.addWidget(PlainLabel(source, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        row.addWidget(Avatar(contact.name, size=40), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if contact.is_stored:
            key = "ui.contact.unstar" if contact.favourite else "ui.contact.star"
            star = IconButton(
                "star" if contact.favourite else "star-outline", self._strings.text(key), kind="bare"
            )
            star.clicked.connect(self._want_favourite)
            row.addWidget(star, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _number_row(self, number: PhoneNumber, contact: Contact, *, filled: bool) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        words.setSpacing(1)
        label = capital(label_text(number.label, self._strings))
        shown = one_line(number.display or number.raw)
        words.addWidget(PlainLabel(ltr(shown), elide=True))
        why = self._strings.text(number.reason) if number.reason and not number.callable else ""
        if below := " · ".join(part for part in (label, why) if part):
            words.addWidget(PlainLabel(below, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        row.addWidget(IconLabel(_ICONS.get(number.label, "phone"), size=18))
        row.addLayout(words, 1)
        if number.callable:
            spoken = self._strings.text("ui.call.number", label=label, number=shown).replace("  ", " ")
            button = _CallButton(number.e164 or number.raw, contact, spoken, filled=filled)
            button.call_wanted.connect(self.call_wanted)
            row.addWidget(button)
        return row

    def _mail_row(self, address: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 6)
        row.setSpacing(12)
        label = PlainLabel(one_line(address), elide=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(IconLabel("email-outline", size=18))
        row.addWidget(label, 1)
        return row

    def _source(self, contact: Contact) -> str:
        return one_line(self._title_of(contact.source))

    def _actions(self, *, may_change: bool) -> WrapLayout:
        row = WrapLayout()
        if self._can_meet:
            meet = SecondaryButton(self._strings.text("ui_meetings.meet"), "video-outline")
            meet.clicked.connect(self._want_meet)
            row.addWidget(meet)
        edit = SecondaryButton(self._strings.text("ui.contact.edit"), "pencil-outline")
        edit.clicked.connect(self._want_edit)
        remove = SecondaryButton(self._strings.text("ui.contact.remove"), "delete-outline")
        remove.clicked.connect(self._want_remove)
        for button in (edit, remove):
            button.setEnabled(may_change)
            row.addWidget(button)
        return row

    def _call_row(self, call: Call, now: datetime) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(10)
        icon, tint = outcome_icon(call)
        words = outcome_line(call, now, self._strings)
        row.addWidget(IconLabel(icon, tint=tint, size=18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(words, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True), 1)
        return row

    def _want_edit(self) -> None:
        self.edit_wanted.emit(self._contact)

    def _want_remove(self) -> None:
        self.remove_wanted.emit(self._contact)

    def _want_meet(self) -> None:
        self.meet_wanted.emit(self._contact)

    def _want_favourite(self) -> None:
        self.favourite_wanted.emit(self._contact)


class _CallButton(IconButton):
    """Calls one number of the contact."""

    call_wanted = Signal(str, object)

    def __init__(self, number: str, contact: Contact, name: str, *, filled: bool) -> None:
        super().__init__("phone", name, kind="filled" if filled else "outlined")
        self._number, self._contact = number, contact
        self.clicked.connect(self._call)

    def _call(self) -> None:
        self.call_wanted.emit(self._number, self._contact)


class _Line(QWidget):
    """A thin line between rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _event: object) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), colour("line"))
