"""By which rule a meeting repeats, as its own options say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.meetings.recurrence import RecurrenceField

if TYPE_CHECKING:
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingProvider

_ZONE = "time_zone"


def repeating(meeting: Meeting, provider: MeetingProvider) -> Meeting:
    """Return a meeting with the rule and the zone that its options give it."""
    options = meeting.options or {}
    rules = [options.get(field.key) for field in provider.options if isinstance(field, RecurrenceField)]
    rule = next((str(rule) for rule in rules if rule), "")
    return replace(meeting, recurrence=rule, zone=str(options.get(_ZONE) or "") if rule else "")
