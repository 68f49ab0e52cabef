"""The rows of a contact's card: numbers, mail, what to know at the door, tags, earlier calls and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.contacts.door import sentences
from dialer.contacts.labels import label_text
from dialer.contacts.model import NO_INSTRUCTIONS
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import Chip, IconButton, IconLabel, PlainLabel, capital, ltr, one_line
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.call.words import outcome_icon, outcome_line
from dialer.ui.look.moments import clock_time
from dialer.ui.look.theme import TextStyle, Tone, colour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dialer.calls.model import Call
    from dialer.contacts.model import Contact, Instructions, PhoneNumber
    from dialer.contacts.numbers.local_time import LocalTime
    from dialer.core.strings import Strings
    from dialer.meetings.model import Meeting

_ICONS = {
    "mobile": "cellphone",
    "home": "home-outline",
    "fax": "fax",
    "work fax": "fax",
    "home fax": "fax",
    "work": "deskphone",
}


class NumberRow(QWidget):
    """One number: how it is written, what it is called, and a button that calls it.

    Signals:
        call_wanted: number and contact.
    """

    call_wanted = Signal(str, object)

    def __init__(
        self, number: PhoneNumber, contact: Contact, strings: Strings, *, filled: bool, times: int
    ) -> None:
        """Show a number that was reached so many times; one of the buttons is filled."""
        super().__init__()
        self._number, self._contact = number, contact
        row, words = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        words.setSpacing(1)
        label = capital(label_text(number.label, strings))
        shown = one_line(number.display or number.raw)
        words.addWidget(PlainLabel(ltr(shown), elide=True))
        why = strings.text(number.reason) if number.reason and not number.callable else ""
        used = strings.text("ui_contacts.used", count=times) if times > 1 else ""
        if below := " · ".join(part for part in (label, why, used) if part):
            words.addWidget(PlainLabel(below, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        row.addWidget(IconLabel(_ICONS.get(number.label, "phone"), size=18))
        row.addLayout(words, 1)
        if number.callable:
            spoken = strings.text("ui.call.number", label=label, number=shown).replace("  ", " ")
            button = IconButton("phone", spoken, kind="filled" if filled else "outlined")
            button.clicked.connect(self._call)
            row.addWidget(button)

    def _call(self) -> None:
        self.call_wanted.emit(self._number.e164 or self._number.raw, self._contact)


class Line(QWidget):
    """A thin line between rows."""

    def __init__(self) -> None:
        """Make a line."""
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _event: object) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), colour("line"))


def door_strip(instructions: Instructions, strings: Strings) -> Strip | None:
    """What to know before somebody is put through; None where there is nothing."""
    lines = map(one_line, sentences(instructions, strings))
    return Strip("warning", "\n".join(lines)) if instructions != NO_INSTRUCTIONS else None


def mail_row(address: str) -> QHBoxLayout:
    """An e-mail address, to be selected and copied."""
    label = PlainLabel(one_line(address), elide=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return _row("email-outline", label)


def note_row(note: str) -> QHBoxLayout:
    """The note."""
    return _row("note-edit-outline", PlainLabel(note.strip(), style=TextStyle.SMALL, wrap=True))


def time_row(local: LocalTime, strings: Strings) -> QHBoxLayout:
    """What time it is there; of another colour where people may be asleep."""
    if local.is_one:
        words = strings.text("ui_contacts.time.one", time=clock_time(local.earliest, strings))
    else:
        first, last = clock_time(local.earliest, strings), clock_time(local.latest, strings)
        words = strings.text("ui_contacts.time.between", first=first, last=last)
    if local.may_be_asleep:
        words = strings.text("ui_contacts.time.asleep", time=words)
    tone = Tone.WARNING if local.may_be_asleep else Tone.DIM
    label = PlainLabel(words, style=TextStyle.SMALL, tone=tone, wrap=True)
    return _row("clock-outline", label, tint="warning" if local.may_be_asleep else "dim")


def tag_rows(tags: Sequence[str]) -> WrapLayout:
    """The tags, side by side."""
    row = WrapLayout(spacing=6)
    for tag in tags:
        row.addWidget(Chip(one_line(tag), icon="tag-outline"))
    return row


def moment_rows(
    calls: Sequence[Call], meetings: Sequence[Meeting], now: datetime, strings: Strings
) -> list[QHBoxLayout]:
    """Calls and meetings together, the latest first."""
    rows: list[tuple[datetime, QHBoxLayout]] = []
    for call in calls:
        icon, tint = outcome_icon(call)
        rows.append((call.started_at, _earlier(icon, tint, outcome_line(call, now, strings))))
    if meetings:
        from dialer.ui.meetings.words import earlier_line, look  # most people were never met

        for meeting in meetings:
            _, tint = look(meeting)
            rows.append((meeting.start, _earlier("video-outline", tint, earlier_line(meeting, now, strings))))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0], reverse=True)]


def _earlier(icon: str, tint: str, words: str) -> QHBoxLayout:
    return _row(icon, PlainLabel(words, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True), tint=tint, space=4)


def _row(icon: str, label: PlainLabel, *, tint: str = "dim", space: int = 6) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, space, 0, space)
    row.setSpacing(12)
    row.addWidget(IconLabel(icon, tint=tint, size=18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row
