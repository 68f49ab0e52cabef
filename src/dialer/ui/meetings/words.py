"""Meetings in words: when, with whom, how they are doing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.core.conventions import row_time_words
from dialer.core.entry import EntryState
from dialer.meetings.model import MeetingState
from dialer.meetings.recurrence_words import words
from dialer.meetings.repeats import next_start, rule_of
from dialer.ui.blocks.widgets import one_line
from dialer.ui.look.moments import date_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from dialer.core.errors import DialerError
    from dialer.core.hub import Hub
    from dialer.core.strings import Strings
    from dialer.meetings.model import Meeting

_LOOKS = {
    MeetingState.REQUESTED: ("sync", "accent"),
    MeetingState.READY: ("check-decagram", "ok"),
    MeetingState.INCOMPLETE: ("alert-outline", "warning"),
    MeetingState.UNKNOWN: ("alert-outline", "warning"),
    MeetingState.NOT_MADE: ("alert-circle-outline", "bad"),
    MeetingState.CANCELLED: ("close", "dim"),
    MeetingState.ENDED: ("check", "dim"),
    MeetingState.GONE: ("close", "dim"),
}


def look(meeting: Meeting) -> tuple[str, str]:
    """Icon and tone of how a meeting is."""
    return _LOOKS[meeting.state]


def how_often(meeting: Meeting, strings: Strings) -> str:
    """By which rule a meeting comes again, such as "every week on Thursday"; empty where it does not."""
    rule = rule_of(meeting)
    return words(rule, strings) if rule is not None else ""


def state_word(meeting: Meeting, strings: Strings) -> str:
    """One or two words for how a meeting is; none where it is simply there."""
    if meeting.state is MeetingState.READY:
        return ""
    return strings.text(f"ui_meetings.state.{meeting.state}")


def day_name(day: date, today: date, strings: Strings) -> str:
    """A day as people say it: Today, Tomorrow, Thu 12 Mar."""
    days = (day - today).days
    if days in {0, 1}:
        return strings.text("ui_meetings.day.tomorrow" if days else "ui_meetings.day.today")
    return date_words(day, "ddd d MMM" if day.year == today.year else "d MMM yyyy", strings)


def time_of(moment: datetime, strings: Strings) -> str:
    """The time of day here as the language's country writes it, such as 09:30."""
    return row_time_words(moment.astimezone(), strings.language)


def when(meeting: Meeting, now: datetime, strings: Strings) -> str:
    """When a meeting is, such as "now" or "Tomorrow 14:00 to 14:30"."""
    if meeting.immediate and meeting.start <= now < meeting.start + timedelta(minutes=meeting.minutes):
        return strings.text("ui_meetings.when.now")
    begins = next_start(meeting, now)
    day = day_name(begins.astimezone().date(), now.astimezone().date(), strings)
    start = time_of(begins, strings)
    end = time_of(begins + timedelta(minutes=meeting.minutes), strings)
    return strings.text("ui_meetings.when.later", day=day, start=start, end=end)


def earlier_line(meeting: Meeting, now: datetime, strings: Strings) -> str:
    """When a meeting was or is to be, what it was about, over which account, and what became of it."""
    day = when(meeting, now, strings)
    about = one_line(meeting.subject)
    parts = (day, about, one_line(meeting.account), state_word(meeting, strings))
    return " · ".join(part for part in parts if part)


def who(meeting: Meeting) -> str:
    """The people's names."""
    return ", ".join(one_line(person.name) for person in meeting.people if person.name)


def title(meeting: Meeting, strings: Strings) -> str:
    """What a meeting is called; its subject may be unknown after a restart."""
    return one_line(meeting.subject) or who(meeting) or strings.text("meetings.subject.plain")


def trouble_words(hub: Hub, unheard: Mapping[str, DialerError]) -> str:
    """Return why accounts, by their ids, have not told their meetings; not of those that tell in a moment."""
    sentences = []
    for entry_id, error in unheard.items():
        entry = hub.entries.get(entry_id)
        if entry is not None and entry.state is EntryState.LOADING:
            continue
        why = hub.strings.text(error.key, **error.placeholders)
        title = one_line(entry.title) if entry is not None else ""
        sentences.append(hub.strings.text("ui_meetings.list.trouble", account=title, why=why))
    return " ".join(sentences)
