"""What a meeting provider's integration offers to the meetings room."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Flag, auto
from typing import TYPE_CHECKING, ClassVar, Protocol

from dialer.core import loader
from dialer.core.provider import Provider
from dialer.meetings.in_and_after import InAndAfter

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from dialer.core.entry import ConfigEntry
    from dialer.core.fields import Field
    from dialer.core.hub import Hub
    from dialer.meetings.document import MeetingDocument

SAME_TIME = timedelta(minutes=10)
"""How far apart the starts of a meeting may be that is read back, and still be the one that was asked for."""


class MeetingFeature(Flag):
    """What a provider can do besides creating a meeting; the window greys out the rest and says why.

    Attributes:
        SCHEDULE: a meeting can begin later; the provider keeps its time.
        ANY_TIME: the provider knows no time: a meeting made now can be held later, and Dialer keeps the time.
        CHANGE: a meeting can be changed.
        CANCEL: a meeting can be cancelled.
        END: a meeting that goes on can be ended for everybody.
        LIST: the account's meetings can be listed, so that a lost answer to a creation is settled.
        FETCH: one meeting can be read again, its links too.
        GUEST_LINK: there is a link for guests, which may be shared.
        DOCUMENTS: what a meeting leaves behind can be downloaded, such as signed documents and recordings.
        DIAL_OUT: a phone can be rung, and whoever answers comes into a meeting that goes on.
        MESSAGE: everybody in a meeting that goes on can be shown a message.
        ATTENDANCE: the provider tells who was in a meeting, and when.
        UPLOAD: a file can be put where the host can show it in a meeting.
    """

    SCHEDULE = auto()
    ANY_TIME = auto()
    CHANGE = auto()
    CANCEL = auto()
    END = auto()
    LIST = auto()
    FETCH = auto()
    GUEST_LINK = auto()
    DOCUMENTS = auto()
    DIAL_OUT = auto()
    MESSAGE = auto()
    ATTENDANCE = auto()
    UPLOAD = auto()


@dataclass(frozen=True, kw_only=True)
class MeetingPerson:
    """Somebody to meet.

    Attributes:
        contact_id: the contact's id in the address book.
        source: where the contact comes from: ``local``, or the id of a directory account.
        uid: the key by which that source knows the contact.
        private: nothing but the id may be kept of this person on this computer.
    """

    name: str
    email: str = ""
    number: str = ""
    contact_id: str | None = None
    source: str = "local"
    uid: str = ""
    private: bool = False


@dataclass(frozen=True, kw_only=True)
class MeetingOrder:
    """One press of Create meeting, as the provider gets it; for a change, the meeting as it shall be.

    Attributes:
        attempt_id: the id of the row that was written before; a provider that takes a reference gets it.
        start: when it begins, with an offset; None means now.
        people: who is invited besides the user.
        options: values of the provider's own option fields, as their fields read them; what was not given and
            has no default is not there. For a change, all that Dialer knows, with the new values: those that
            were given since the meeting was asked for, kept in the key ring. It knows none of a meeting that
            was made elsewhere, and after a restart none of a private provider's: only what is given now is
            there then, and the provider's own is to be left as it is.
    """

    attempt_id: str
    subject: str
    start: datetime | None
    minutes: int
    people: tuple[MeetingPerson, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class ProviderMeeting:
    """A meeting as the provider tells of it; None means that it says nothing on that.

    The links are what the server sent. The room checks them before anything is done with them.

    Attributes:
        provider_id: the provider's id, as text whatever it is on the wire.
        host_url: leads the user in as the host; it may sign in whoever has it.
        guest_url: leads a guest in.
        details: what people may need beside the links, such as a number to dial in, by a short name.
        recurrence: by which rule it repeats, as the value of an RRULE (RFC 5545); empty where it does not.
        zone: in whose time it repeats, such as ``Europe/Amsterdam``.
        unnamed: nobody gave it a subject at the provider, which shows one of its own: ours stays.
        unnamed_at_once: the same for one that began at once: the provider takes no subject for it.
        reference: the attempt's id, where the provider keeps one for us.
        cancelled: the provider still lists it, but it was called off.
    """

    provider_id: str
    subject: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    host_url: str | None = field(default=None, repr=False)
    guest_url: str | None = field(default=None, repr=False)
    details: Mapping[str, str | int | bool] = field(default_factory=dict, repr=False)
    people: tuple[str, ...] = ()
    recurrence: str | None = None
    zone: str | None = None
    unnamed: bool = False
    unnamed_at_once: bool = False
    reference: str | None = None
    cancelled: bool = False
    ended: bool = False


class Progress(Protocol):
    """Hears how far a creation is."""

    def step(self, key: str, **placeholders: object) -> None:
        """Say that a step is done; the key names its sentence, such as "Participant added"."""

    def made(self, provider_id: str) -> None:
        """Say that the meeting exists at the provider, although it is not complete yet.

        Without this, a creation of several requests that fails or is given up half-way leaves a meeting
        behind that nobody can clean up.
        """


class MeetingProvider(InAndAfter, Provider):
    """Creates meetings for one account, and knows what goes on in them.

    Every method takes one press of a button: it sends each request once. What comes back is sorted as for a
    call: `NotSent` (it surely did not leave), `Refused` (the provider said no and did nothing; of kind AUTH
    where it refused the sign-in), `OutcomeUnknown` (anything else: it may have been carried out).

    Attributes:
        features: what it can do.
        options: its own option fields. Their texts are the integration's strings ``meeting.field.KEY.label``,
            ``….hint`` and ``….option.VALUE``; ``--set KEY=value`` gives a value on the command line.
        open_options: option fields that take any number of values, each under a name that the user gives:
            ``--set KEY.NAME=value``; in an order the value of ``KEY.NAME`` is under that whole name.
        default_minutes: how long a meeting is planned to last where nobody says.
        link_fields: the account's fields whose addresses' hosts its links may lead to, and no others.
        lists_ahead: how far ahead its list reaches; None where that is as far as it is asked for.
        ours: what Dialer itself keeps of a meeting, where the provider has ANY_TIME and not CHANGE.
        private: nothing about people or the subject may be kept on this computer.
        nobody: the key of what to say to who asks for a new meeting with nobody; empty where that can be.
    """

    kind = "meetings"
    features: MeetingFeature
    options: tuple[Field, ...] = ()
    open_options: tuple[Field, ...] = ()
    default_minutes: int = 30
    link_fields: ClassVar[tuple[str, ...]] = ("base_url",)
    lists_ahead: timedelta | None = None
    ours: ClassVar[frozenset[str]] = frozenset({"start", "minutes"})
    private: ClassVar[bool] = False
    nobody: ClassVar[str] = ""

    def check(self, order: MeetingOrder) -> None:
        """Refuse an order that the provider cannot carry out, before anything is written or sent.

        Raises:
            InputError: what is missing or does not go together.
        """

    @abstractmethod
    async def async_create(self, order: MeetingOrder, progress: Progress) -> ProviderMeeting:
        """Create a meeting; returning means that it exists.

        A request that creates something is sent once. A clear refusal because the session expired may be
        followed by one new sign-in and the same request.

        Raises:
            NotSent: nothing reached the provider.
            Refused: the provider said no, and no meeting was made.
            OutcomeUnknown: it may have been made.
        """

    async def async_change(
        self, provider_id: str, order: MeetingOrder, changed: frozenset[str]
    ) -> ProviderMeeting:
        """Change a meeting (CHANGE); return it as it is then.

        Args:
            provider_id: which one.
            order: the whole meeting as it shall be, its options too; see `MeetingOrder`.
            changed: which of ``subject``, ``start``, ``minutes``, ``people`` and ``options`` are new.

        Raises:
            ApiError: it was not changed, or nobody knows; `OutcomeUnknown` where nobody knows.
        """
        raise NotImplementedError

    async def async_cancel(self, provider_id: str) -> None:
        """Call a meeting off (CANCEL); it may be asked for again.

        Raises:
            ApiError: it is not confirmed. Of kind NOT_FOUND where it is gone already, which counts as done.
        """
        raise NotImplementedError

    async def async_end(self, provider_id: str) -> None:
        """End a meeting for everybody in it (END); it may be asked for again.

        Raises:
            ApiError: it is not confirmed. Of kind NOT_FOUND where it is gone already, which counts as done.
        """
        raise NotImplementedError

    async def async_list(self, start: datetime, end: datetime) -> Sequence[ProviderMeeting]:
        """Return the account's meetings that begin in this time (LIST); more of them do no harm.

        Raises:
            ApiError: they cannot be listed, or not completely.
        """
        raise NotImplementedError

    async def async_fetch(self, provider_id: str) -> ProviderMeeting | None:
        """Read a meeting again (FETCH); None where there is no such meeting any more.

        Raises:
            ApiError: it cannot be read.
        """
        raise NotImplementedError

    async def async_documents(self, provider_id: str) -> Sequence[MeetingDocument]:
        """Return what a meeting has left behind so far (DOCUMENTS).

        Raises:
            ApiError: it cannot be listed.
        """
        raise NotImplementedError

    async def async_download(
        self, provider_id: str, document_id: str, take: Callable[[bytes], Awaitable[None]]
    ) -> None:
        """Download one of a meeting's documents (DOCUMENTS).

        Args:
            provider_id: the meeting.
            document_id: the document.
            take: takes it piece by piece; ``hub.http`` hands the pieces over with ``into=take``.

        Raises:
            ApiError: it cannot be had, or not completely.
        """
        raise NotImplementedError

    def is_same(self, order: MeetingOrder, asked_at: datetime, meeting: ProviderMeeting) -> bool:
        """Whether a meeting in the list is the one that an order without an answer was for.

        Args:
            order: the order, without its options; for a private provider without subject and people too.
            asked_at: when it was given.
            meeting: one of the list that no other row of ours stands for.
        """
        if meeting.reference is not None:
            return meeting.reference == order.attempt_id
        if meeting.start is None or abs(meeting.start - (order.start or asked_at)) > SAME_TIME:
            return False
        return not order.subject or meeting.subject == order.subject


def meeters(hub: Hub) -> list[ConfigEntry]:
    """Return the accounts that are there for meetings, ready or not, in their order."""
    found = ((entry, loader.find(entry.domain)) for entry in hub.entries.all)
    return [
        entry for entry, manifest in found if manifest is not None and MeetingProvider.kind in manifest.kinds
    ]


def meetings(hub: Hub) -> list[tuple[ConfigEntry, MeetingProvider]]:
    """Return the accounts that can meet, in their order."""
    return hub.providers(MeetingProvider)  # type: ignore[type-abstract]  # only looked up, never made
