"""What guests may know, as the tests of invitations need it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dialer.meetings.links import GuestLink
from dialer.meetings.provider import MeetingPerson
from dialer.meetings.shared import Shared

GUEST = "https://meet.example.com/guest/m1?a=1,2;3&b=%20"
START = datetime(2026, 3, 12, 13, 0, tzinfo=UTC)
END = datetime(2026, 3, 12, 13, 30, tzinfo=UTC)


def share(**changes: Any) -> Shared:
    """Return a meeting with Anne, but for the changes."""
    values: dict[str, Any] = {
        "id": "ab12",
        "subject": "Mortgage",
        "start": START,
        "end": END,
        "people": (MeetingPerson(name="Anne Vermeer", email="anne@example.com"),),
        "guest": GuestLink(GUEST),
    }
    return Shared(**{**values, **changes})
