"""The card of one contact: what to know of it, its numbers, mail, note, earlier calls and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dialer.contacts.model import LOCAL
from dialer.ui.blocks.widgets import (
    Avatar,
    Card,
    IconButton,
    PlainLabel,
    SecondaryButton,
    SectionHeading,
    one_line,
)
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.contacts.rows import (
    Line,
    NumberRow,
    door_strip,
    mail_row,
    moment_rows,
    note_row,
    tag_rows,
    time_row,
)
from dialer.ui.look.photos import Photo
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dialer.contacts.model import Contact
    from dialer.core.strings import Strings
    from dialer.ui.contacts.details import Details


_MINUTE = 60_000  # milliseconds


class ContactCard(Card):
    """Shows one contact at a time.

    Signals:
        call_wanted: number and contact.
        edit_wanted, remove_wanted, favourite_wanted, schedule_wanted: the contact.
        call_back_wanted, slip_wanted: the contact who is to be called, or who called for somebody.
        meet_wanted: the contact, and the id of the account to meet with now.
        details_wanted: the contact, whose clock has moved on since its details were read.
    """

    call_wanted = Signal(str, object)
    edit_wanted = Signal(object)
    remove_wanted = Signal(object)
    favourite_wanted = Signal(object)
    schedule_wanted = Signal(object)
    call_back_wanted = Signal(object)
    slip_wanted = Signal(object)
    meet_wanted = Signal(object, str)
    details_wanted = Signal(object)

    def __init__(
        self, strings: Strings, title_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        """Start empty; `title_of` names a contact's source."""
        super().__init__(parent, margin=0)
        self._strings, self._title_of = strings, title_of
        self._contact: Contact | None = None
        self._details: Details | None = None
        self._minute = QTimer(self, interval=_MINUTE)
        self._minute.timeout.connect(self._on_minute)
        self._meets_with: tuple[str, str] | None = None
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
        """Show a contact, or an empty card; the rest follows with `show_details`."""
        if contact == self._contact:
            return
        if contact is None or self._contact is None or contact.id != self._contact.id:
            self._details = None
            self._minute.stop()
        self._contact = contact
        self.setAccessibleName(contact.name if contact else "")
        self._build()

    def set_meeting_account(self, entry_id: str, title: str = "") -> None:
        """Offer a meeting with an account, which is named where there are several; with none, offer none."""
        meets_with = (entry_id, title) if entry_id else None
        if meets_with != self._meets_with:
            self._meets_with = meets_with
            self._build()

    def show_details(self, details: Details) -> None:
        """Show what is known of the contact from elsewhere."""
        self._details = details
        if details.local is not None:
            self._minute.start()
        self._build()

    def _build(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(0)
        if self._contact is not None:
            self._fill(layout, self._contact, self._details)
        layout.addStretch(1)
        place = self._scroll.verticalScrollBar().value() if self._details else 0
        self._scroll.setWidget(page)
        self._scroll.verticalScrollBar().setValue(place)

    def _fill(self, layout: QVBoxLayout, contact: Contact, details: Details | None) -> None:
        layout.addLayout(self._head(contact, details))
        if contact.tags:
            layout.addSpacing(10)
            layout.addLayout(tag_rows(contact.tags))
        layout.addSpacing(14)
        if (strip := door_strip(contact.instructions, self._strings)) is not None:
            layout.addWidget(strip)
            layout.addSpacing(6)
        if details is not None and details.local is not None:
            layout.addLayout(time_row(details.local, self._strings))
        self._add_numbers(layout, contact, details)
        if details is not None and details.team:
            layout.addSpacing(6)
            layout.addWidget(PlainLabel(details.team, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        for address in contact.emails:
            layout.addLayout(mail_row(address))
        if contact.note:
            layout.addLayout(note_row(contact.note))
        layout.addSpacing(10)
        writable = details is not None and details.writable
        layout.addLayout(self._actions(contact, writable=writable))
        if through := self._meets_through():
            layout.addSpacing(6)
            layout.addWidget(PlainLabel(through, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        if contact.source != LOCAL:
            key = "directories.card.writable" if writable else "directories.card.read_only"
            words = self._strings.text(key, title=self._source(contact))
            layout.addSpacing(6)
            layout.addWidget(PlainLabel(words, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        if details is not None and details.also_in:
            titles = ", ".join(map(self._title, details.also_in))
            also = self._strings.text("ui_contacts.also_in", titles=titles)
            layout.addSpacing(6)
            layout.addWidget(PlainLabel(also, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        if details is not None:
            coming = moment_rows((), details.coming, details.at, self._strings)
            self._add_section(layout, "ui_contacts.coming", coming[::-1])
            earlier = moment_rows(details.calls, details.earlier, details.at, self._strings)
            self._add_section(layout, "ui.contact.earlier", earlier)

    def _add_section(self, layout: QVBoxLayout, heading: str, rows: Sequence[QHBoxLayout]) -> None:
        if rows:
            layout.addSpacing(18)
            layout.addWidget(SectionHeading(self._strings.text(heading)))
            layout.addSpacing(6)
        for row in rows:
            layout.addLayout(row)

    def _add_numbers(self, layout: QVBoxLayout, contact: Contact, details: Details | None) -> None:
        times = details.times_called if details is not None else {}
        first = contact.number_to_call
        for number in contact.numbers:
            row = NumberRow(
                number,
                contact,
                self._strings,
                filled=number is first,
                times=times.get(number.e164 or "", 0),
            )
            row.call_wanted.connect(self.call_wanted)
            layout.addWidget(row)
            layout.addWidget(Line())

    def _head(self, contact: Contact, details: Details | None) -> QHBoxLayout:
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
        photo = details.photo if details is not None else None
        face = Avatar(contact.name, size=40) if photo is None else Photo(photo, size=40)
        row.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if contact.is_stored:
            key = "ui.contact.unstar" if contact.favourite else "ui.contact.star"
            star = IconButton(
                "star" if contact.favourite else "star-outline", self._strings.text(key), kind="bare"
            )
            star.clicked.connect(self._want_favourite)
            row.addWidget(star, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _source(self, contact: Contact) -> str:
        return one_line(self._title_of(contact.source))

    def _title(self, source: str) -> str:
        return one_line(self._title_of(source)) or self._strings.text("ui_contacts.sources.local")

    def _actions(self, contact: Contact, *, writable: bool) -> WrapLayout:
        row = WrapLayout()
        if self._meets_with is not None:
            self._add_meetings(row)
        edit = SecondaryButton(self._strings.text("ui.contact.edit"), "pencil-outline")
        edit.clicked.connect(self._want_edit)
        edit.setEnabled(contact.is_stored)
        remove = SecondaryButton(self._strings.text("ui.contact.remove"), "delete-outline")
        remove.clicked.connect(self._want_remove)
        remove.setEnabled(contact.source == LOCAL or writable)
        if contact.number_to_call is not None:
            self._add_promises(row)
        row.addWidget(edit)
        row.addWidget(remove)
        return row

    def _add_promises(self, row: WrapLayout) -> None:
        later = SecondaryButton(self._strings.text("callbacks.action"), "phone-clock")
        later.clicked.connect(lambda: self.call_back_wanted.emit(self._contact))
        slip = SecondaryButton(self._strings.text("slips.action"), "message-text-outline")
        slip.clicked.connect(lambda: self.slip_wanted.emit(self._contact))
        row.addWidget(later)
        row.addWidget(slip)

    def _add_meetings(self, row: WrapLayout) -> None:
        now = SecondaryButton(self._strings.text("ui_meetings.meet.now"), "video-outline")
        now.setAccessibleDescription(self._meets_through())
        now.clicked.connect(self._want_meet)
        schedule = SecondaryButton(self._strings.text("ui_meetings.meet.schedule"), "calendar-plus")
        schedule.clicked.connect(self._want_schedule)
        row.addWidget(now)
        row.addWidget(schedule)

    def _meets_through(self) -> str:
        """With which account it is met now; empty where there is but one."""
        title = self._meets_with[1] if self._meets_with is not None else ""
        return self._strings.text("ui_meetings.meet.through", account=one_line(title)) if title else ""

    def _on_minute(self) -> None:
        if self.isVisible():
            self.details_wanted.emit(self._contact)

    def _want_edit(self) -> None:
        self.edit_wanted.emit(self._contact)

    def _want_remove(self) -> None:
        self.remove_wanted.emit(self._contact)

    def _want_meet(self) -> None:
        if self._meets_with is not None:
            self.meet_wanted.emit(self._contact, self._meets_with[0])

    def _want_schedule(self) -> None:
        self.schedule_wanted.emit(self._contact)

    def _want_favourite(self) -> None:
        self.favourite_wanted.emit(self._contact)
