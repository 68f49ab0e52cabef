"""How a row of the history looks, and how it is read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.calls.outcomes import outcome_text
from dialer.calls.sentences import who as who_called
from dialer.ui.blocks.widgets import ltr, one_line
from dialer.ui.call.words import outcome, outcome_icon
from dialer.ui.look.moments import day_and_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dialer.core.strings import Strings
    from dialer.journal.rows import JournalRow
    from dialer.meetings.model import Meeting


@dataclass(frozen=True)
class Shown:
    """A row in words.

    Attributes:
        icon: the picture of what became of it, with its colour's token.
        title: who it was with.
        below: number, what it came to, note.
        result: how long, or why not.
        when: the time.
    """

    icon: tuple[str, str]
    title: str
    below: str
    result: str
    when: str

    def spoken(self) -> str:
        """Return all of it."""
        return ", ".join(part for part in (self.title, self.below, self.result, self.when) if part)


def shown(row: JournalRow, numbers: Mapping[str, str], now: datetime, strings: Strings) -> Shown:
    """Return a row in words; `numbers` has E.164 numbers as people write them."""
    when = day_and_time(row.at, now, strings)
    if row.call is not None:
        call = row.call
        number = ltr(numbers.get(call.number, call.number)) if call.number else ""
        name = one_line(call.name or "")
        parts = [
            number if name else "",
            outcome_text(call.outcome, strings),
            *(f"#{tag}" for tag in call.tags),
        ]
        below = " · ".join(filter(None, [*parts, one_line(call.note)]))
        heading = name or number or who_called(call, strings)
        return Shown(outcome_icon(call), heading, below, outcome(call, strings), when)
    if row.meeting is None:
        return Shown(("history", "dim"), "", "", "", when)
    return _shown_meeting(row.meeting, when, strings)


def _shown_meeting(meeting: Meeting, when: str, strings: Strings) -> Shown:
    from dialer.ui.meetings.words import look, state_word, title, who  # many have no meetings

    about, people = title(meeting, strings), who(meeting)
    below = " · ".join(filter(None, [people if people != about else "", one_line(meeting.account)]))
    icon, tint = look(meeting)
    if tint == "ok":
        icon, tint = "video-outline", "accent"
    return Shown((icon, tint), about, below, state_word(meeting, strings), when)


def sentence_of(row: JournalRow, strings: Strings) -> str:
    """Return the plain sentence about a meeting; a call has its own."""
    from dialer.meetings.sentences import sentence

    return sentence(row.meeting, strings) if row.meeting is not None else ""
