"""A meeting: what is known of it at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dialer.meetings.links import GuestLink, HostLink
    from dialer.meetings.provider import MeetingPerson


class MeetingState(StrEnum):
    """Where a meeting is.

    Attributes:
        REQUESTED: it is being created.
        READY: it is there.
        INCOMPLETE: it is there, but its creation broke off half-way.
        UNKNOWN: it may be there; nobody knows yet.
        NOT_MADE: there is no such meeting; `Meeting.reason` says why.
        CANCELLED: it was called off.
        ENDED: it is over.
        GONE: the provider does not know it any more: it was removed elsewhere.
    """

    REQUESTED = "requested"
    READY = "ready"
    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"
    NOT_MADE = "not_made"
    CANCELLED = "cancelled"
    ENDED = "ended"
    GONE = "gone"


class NotMade(StrEnum):
    """Why a meeting was not made."""

    REFUSED = "refused"
    AUTH_FAILED = "auth_failed"
    NOT_SENT = "not_sent"
    NOT_FOUND = "not_found"


THERE = frozenset({MeetingState.READY, MeetingState.INCOMPLETE})
"""The states in which there is a meeting to go to."""

OPEN = frozenset({MeetingState.REQUESTED, MeetingState.UNKNOWN})
"""The states that are not settled."""


ACCOUNT_GONE = "meetings.state.account_gone"
"""The sentence for a meeting whose account was removed."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that is done of a creation.

    Attributes:
        key: the key of its sentence.
        seconds: how long it took.
    """

    key: str
    seconds: float
    placeholders: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One meeting: one press of Create meeting and what became of it, or one that was made elsewhere.

    Attributes:
        id: ours, made before anything is sent.
        domain: the provider's integration.
        start: when it begins; for one that begins at once, when it was asked for.
        immediate: whether it was to begin at once.
        minutes: how long it is planned to last.
        reason: why it was not made.
        provider_id: the provider's id, once it is known.
        error_key: the sentence for what went wrong last.
        private: nothing about people or the subject may be kept on this computer.
        listed: it was made elsewhere and is known from the provider's list only: there is no row of it.
        steps: what is done of its creation.
        busy: a change of it is on its way.
        host: leads the user in.
        guest: leads a guest in.
        details: what people may need beside the links.
        recurrence: by which rule it repeats, as the value of an RRULE; empty where it does not.
        zone: in whose time it repeats; empty where nobody said.
        options: values of the provider's own options, as they were given last; None where that was not
            looked up yet.
        refused_links: the provider sent a link that may not be opened.
        account_gone: its account was removed, and its links with it: nobody can be asked about it here.
    """

    id: str
    entry_id: str
    domain: str
    account: str
    subject: str
    start: datetime
    minutes: int
    requested_at: datetime
    immediate: bool = False
    people: tuple[MeetingPerson, ...] = ()
    state: MeetingState = MeetingState.REQUESTED
    reason: NotMade | None = None
    provider_id: str | None = None
    error_key: str | None = None
    private: bool = False
    listed: bool = False
    steps: tuple[Step, ...] = ()
    busy: bool = False
    host: HostLink | None = None
    guest: GuestLink | None = None
    details: Mapping[str, str | int | bool] = field(default_factory=dict, repr=False)
    recurrence: str = ""
    zone: str = ""
    options: Mapping[str, object] | None = field(default=None, repr=False)
    refused_links: bool = False
    account_gone: bool = False

    @property
    def end(self) -> datetime:
        """When it is planned to be over."""
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class MeetingChanged:
    """A meeting was asked for, or something about it changed."""

    meeting: Meeting


@dataclass(frozen=True)
class MeetingsListed:
    """The accounts' lists were read again."""
