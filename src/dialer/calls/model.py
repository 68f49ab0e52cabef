"""A call: what is known of it at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class CallState(StrEnum):
    """Where a call is. It only moves forward, may skip steps, and ``ENDED`` is final."""

    REQUESTED = "requested"
    SOURCE_RINGING = "source_ringing"
    SOURCE_CONNECTED = "source_connected"
    DESTINATION_RINGING = "destination_ringing"
    DESTINATION_CONNECTED = "destination_connected"
    CONNECTED = "connected"
    ENDED = "ended"

    @property
    def rank(self) -> int:
        """The place in the order, for comparing."""
        return _ORDER.index(self)


_ORDER = tuple(CallState)


class EndReason(StrEnum):
    """Why a call is over."""

    COMPLETED = "completed"
    HUNG_UP = "hung_up"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    WRONG_SOURCE = "wrong_source"
    WRONG_DESTINATION = "wrong_destination"
    NO_FUNDS = "no_funds"
    AUTH_FAILED = "auth_failed"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    LOST = "lost"

    @property
    def in_doubt(self) -> bool:
        """Whether the call itself may go on: nobody saw its end."""
        return self in {EndReason.UNKNOWN, EndReason.LOST}


class EndedBy(StrEnum):
    """Who ended a call."""

    SOURCE = "source"
    DESTINATION = "destination"
    USER = "user"


class LegState(StrEnum):
    """Where one leg of a call is; ``UNKNOWN`` is one that was there when the call was lost sight of."""

    IDLE = "idle"
    RINGING = "ringing"
    CONNECTED = "connected"
    ENDED = "ended"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call record: one press of Call and what became of it.

    Attributes:
        id: the attempt's own id, made before anything is sent.
        entry_id: the account that pays.
        number: the destination in E.164 form; the number shown is the number sent.
        source: the user's own number that rings, as configured, or None for the account's first.
        stale: the last status is older than it should be; the call itself may go on.
        code: the provider's own code of the last status.
        error_key: the sentence for a failure, where the reason alone does not tell enough.
        hanging_up: hang-up was asked for and is not confirmed yet.
        hang_up_failed: the provider did not confirm the hang-up after all tries.
        stale_since: when the last good status came, while stale.
        found_again: the call was started by an earlier run of Dialer and is still there.
        followed: whether the provider tells how the call goes; else its end is never seen.
        outcome: what the user says that it came to, one of `outcomes.OUTCOMES`, or empty.
        private: the record keeps neither whom it was made to nor what about; while the program runs, the
            current call has its number still.
        rang_at: when the user's own phone was first seen to ring, or to be picked up.
    """

    id: str
    entry_id: str
    account: str
    number: str
    started_at: datetime
    source: str | None = None
    both_at_once: bool = False
    contact_id: str | None = None
    name: str | None = None
    state: CallState = CallState.REQUESTED
    reason: EndReason | None = None
    ended_by: EndedBy | None = None
    stale: bool = False
    code: int | None = None
    error_key: str | None = None
    source_leg: LegState = LegState.IDLE
    destination_leg: LegState = LegState.IDLE
    both_connected: bool = False
    accepted_at: datetime | None = None
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    talk_seconds: float | None = None
    note: str = ""
    hanging_up: bool = False
    hang_up_failed: bool = False
    stale_since: datetime | None = None
    found_again: bool = False
    followed: bool = True
    outcome: str = ""
    tags: tuple[str, ...] = ()
    private: bool = False
    rang_at: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether the call is not over yet."""
        return self.state is not CallState.ENDED

    @property
    def reached(self) -> bool | None:
        """Whether somebody was reached; None while it runs, and where nobody saw how it ended.

        Of such a call the user may have said it.
        """
        if self.both_connected or self.live:
            return self.both_connected or None
        if self.reason is None or self.reason.in_doubt:
            return True if self.outcome == "reached" else None
        return False
