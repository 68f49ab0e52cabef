"""Meetings that come again: by which rule, when next, and when for the last time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from dialer.meetings.recurrence import Frequency, Recurrence, RecurrenceField, RuleError, dates, parse
from dialer.meetings.zones import zone

if TYPE_CHECKING:
    from datetime import tzinfo

    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingProvider

_ZONE = "time_zone"
_ENDLESS = timedelta(days=3660)
# At most; a month that has no 31st, or no fifth Thursday, is left out.
_DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.MONTHLY: 124}


def repeating(meeting: Meeting, provider: MeetingProvider) -> Meeting:
    """Return a meeting with the rule and the zone that its options give it."""
    options = meeting.options or {}
    rules = [options.get(field.key) for field in provider.options if isinstance(field, RecurrenceField)]
    rule = next((str(rule) for rule in rules if rule), "")
    return replace(meeting, recurrence=rule, zone=str(options.get(_ZONE) or "") if rule else "")


def rule_of(meeting: Meeting) -> Recurrence | None:
    """Return by which rule a meeting comes again; None where it does not, or by an unknown one."""
    if not meeting.recurrence:
        return None
    try:
        return parse(meeting.recurrence)
    except RuleError:
        return None


def next_start(meeting: Meeting, now: datetime) -> datetime:
    """Return when a meeting begins that goes on or comes next; of one that is over, when it began last."""
    rule = rule_of(meeting)
    begins = meeting.start
    if rule is None or meeting.end > now:
        return begins
    for start in dates(rule, meeting.start.astimezone(_home(meeting))):
        begins = start
        if start + timedelta(minutes=meeting.minutes) > now:
            break
    return begins


def last_end(meeting: Meeting) -> datetime:
    """Return a moment at which a meeting is surely over, however often it comes again."""
    rule = rule_of(meeting)
    if rule is None:
        return meeting.end
    if rule.until is not None:
        last = datetime.combine(rule.until, time.max, _home(meeting)).astimezone(UTC)
        return max(meeting.end, last + timedelta(minutes=meeting.minutes))
    if rule.count is None:
        return meeting.end + _ENDLESS
    return meeting.end + timedelta(days=rule.count * rule.interval * _DAYS[rule.frequency])


def _home(meeting: Meeting) -> tzinfo:
    return zone(meeting.zone) or UTC
