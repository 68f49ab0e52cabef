"""What ALLOcloud answers, under the document's own names.

What the document shows empty or null may hold anything, and is passed on as it comes. ``data`` is an object
in some answers and an array in others: either is read, whichever the document shows.
"""

from __future__ import annotations

from typing import Any, TypeVar

from dialer.core.answers import Answer, Id

T = TypeVar("T", bound=Answer)


class Account(Answer, frozen=True, kw_only=True):
    """A customer's account, under which organisers are; ``id`` is its internal one."""

    id: Id
    name: str | None = None
    accountType: str | None = None
    numberOfMeetings: int | None = None
    numberOfMeetingOrganizers: int | None = None
    numberOfMeetingRooms: int | None = None
    paidUntil: str | None = None
    iceCandidatesToFilter: Any = None
    customDialInNumbers: Any = None
    displayStandardDialInNumbersInInvite: bool | None = None
    defaultMeetingPermissions: Any = None
    defaultMeetingType: str | None = None
    defaultMeetingHasDialin: bool | None = None
    defaultMeetingHasRecording: bool | None = None
    autoExtendMeetings: bool | None = None
    autoDeleteMeetingsAfterXDays: int | None = None
    canAddMeetingOrganizer: bool | None = None
    accountRooms: Any = None


class Admin(Answer, frozen=True, kw_only=True):
    """A meeting organiser; ``id`` is what goes into X-USER-ID."""

    id: Id
    email: str | None = None
    firstName: str | None = None
    lastName: str | None = None
    externalUserId: Id | None = None
    preferredLanguage: str | None = None
    timezone: str | None = None
    additionalTimezones: Any = None
    icsToken: str | None = None
    icsPath: str | None = None


class Meeting(Answer, frozen=True, kw_only=True):
    """A meeting. It has two ids: ``id`` is internal, ``meetingId`` is the public one that people type.

    ``duration``, in minutes, comes as text; ``isClosed`` is also true before a meeting begins.
    """

    id: Id
    meetingId: Id | None = None
    topic: str | None = None
    startTime: str | None = None
    endTime: str | None = None
    duration: int | None = None
    type: str | None = None
    roomId: Id | None = None
    invitedParticipants: Any = None
    isRecurring: bool | None = None
    isDialin: bool | None = None
    recurring: Any = None
    isRecorded: bool | None = None
    agenda: Any = None
    documents: Any = None
    meetingPermissionId: Id | None = None
    videoResolution: str | None = None
    dtClosedAt: str | None = None
    whitelabelId: Id | None = None
    addedByUserId: Id | None = None
    addedByUserEmail: str | None = None
    accountId: Id | None = None
    addedByUserName: str | None = None
    timezone: str | None = None
    privateDataVisible: bool | None = None
    icalSequence: int | None = None
    icsToken: str | None = None
    isActive: bool | None = None
    isClosed: bool | None = None
    isOpen: bool | None = None
    dialInConferenceRoom: Any = None
    dialInNumbers: Any = None
    dialInPin: Any = None
    sipProxy: Any = None
    sipDomain: Any = None
    isDemo: bool | None = None
    isPromo: bool | None = None


class Verdict(Answer, frozen=True, kw_only=True):
    """What every answer begins with: zero is success, whatever the HTTP status says."""

    responseCode: int


class AccountAnswer(Verdict, frozen=True, kw_only=True):
    """The answer to ``account.create``."""

    data: Account | list[Account]


class AdminsAnswer(Verdict, frozen=True, kw_only=True):
    """The answer to ``account.admin``."""

    data: list[Admin] | Admin


class MeetingAnswer(Verdict, frozen=True, kw_only=True):
    """The answer to ``meeting.create``, and to ``meeting.update`` where it tells of the meeting."""

    data: Meeting | list[Meeting]


class UpdateAnswer(Verdict, frozen=True, kw_only=True):
    """The answer to ``meeting.update``, of which the document shows nothing."""

    data: Any = None


def only(data: T | list[T]) -> T | None:
    """Return the first of what an answer holds; None where it holds nothing."""
    if isinstance(data, list):
        return data[0] if data else None
    return data
