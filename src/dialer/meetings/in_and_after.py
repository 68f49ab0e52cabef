"""What a provider can do for a meeting that goes on, and tell of one that is over."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Presence:
    """One time that somebody was in a meeting.

    Attributes:
        since: when it began, with an offset.
        until: when it ended; None for who is still in it.
        by_phone: None where the provider does not tell.
    """

    since: datetime
    until: datetime | None = None
    by_phone: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who was in a meeting, or was invited and did not come.

    Attributes:
        name: as the provider has it; for a caller without a name, the number.
        leads: whether it was one of those who lead the meeting.
        times: when; empty for who did not come.
    """

    name: str
    email: str = ""
    leads: bool = False
    times: tuple[Presence, ...] = ()

    @property
    def minutes(self) -> int | None:
        """How many minutes it was in all, the begun ones too; None for who is still in it or did not come."""
        if not self.times or any(time.until is None for time in self.times):
            return None
        seconds = sum((time.until - time.since).total_seconds() for time in self.times if time.until)
        return max(0, math.ceil(seconds / 60))


class InAndAfter:
    """The part of a `MeetingProvider` that is about meetings which go on or are over.

    Each method sends its request once. What comes back is sorted as for a creation.
    """

    async def async_dial(self, provider_id: str, number: str, name: str, *, region: str) -> None:
        """Have a phone rung, and whoever answers brought into a meeting that goes on (DIAL_OUT).

        It costs money: whoever asks for it has taken the steps that a call needs. Returning means that the
        provider will ring; it does not mean that it rings, or that somebody answers.

        Args:
            provider_id: the meeting.
            number: E.164, with its plus sign.
            name: what the others in the meeting see; empty for the number.
            region: the number's country, two letters; empty where it belongs to none.

        Raises:
            InputError: the provider cannot ring this number; nothing was sent.
            ApiError: nobody is rung; `OutcomeUnknown` where nobody knows.
        """
        raise NotImplementedError

    async def async_message(self, provider_id: str, text: str) -> None:
        """Show everybody in a meeting that goes on a message (MESSAGE).

        Raises:
            ApiError: it was not shown; `OutcomeUnknown` where nobody knows.
        """
        raise NotImplementedError

    async def async_attendance(self, provider_id: str) -> Sequence[Attendee]:
        """Return who was in a meeting and when, and who was invited and did not come (ATTENDANCE).

        Raises:
            ApiError: it cannot be told.
        """
        raise NotImplementedError

    async def async_upload(self, provider_id: str, path: Path, progress: Callable[[int, int], None]) -> None:
        """Put a file where the host can show it in a meeting (UPLOAD); returning means that it is there.

        Args:
            provider_id: the meeting that somebody means to show it in.
            path: the file.
            progress: hears how many bytes are on their way, and of how many.

        Raises:
            InputError: the file cannot be read; nothing was sent.
            ApiError: it is not there; `OutcomeUnknown` where nobody knows.
        """
        raise NotImplementedError
