"""What a directory's integration offers to the contacts room: people of a company's own, found or copied."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Flag, auto
from typing import TYPE_CHECKING

from dialer.core.errors import ErrorKind, Refused
from dialer.core.provider import Provider

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from dialer.contacts.model import ContactDraft
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


class DirectoryFeature(Flag):
    """What a directory can do; a search asks the rest in the way that there is.

    Attributes:
        SEARCH: it is asked while people search, and its answers are shown beside the stored contacts.
        SYNC: its people are copied into the store, and found there without asking.
        WRITE: people can be added to it, changed and removed from here.
    """

    SEARCH = auto()
    SYNC = auto()
    WRITE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """What a directory found.

    Attributes:
        people: those who match, best first; the `uid` of each is the directory's own key for it.
        complete: False where the directory gave fewer than it has, because of a limit of its own.
    """

    people: tuple[ContactDraft, ...]
    complete: bool = True

    def __post_init__(self) -> None:
        """Take people as they are listed now."""
        object.__setattr__(self, "people", tuple(self.people))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a directory tells of its people: all of them, or what became of them since the last token.

    Attributes:
        people: the new and changed ones, or everybody; the `uid` of each is the directory's own key for it.
        removed: the keys of those who are gone; not looked at where ``full``.
        full: whether ``people`` is everybody, so that whoever is not among them is gone.
        complete: False where something is missing that the directory has: nobody is removed then.
        token: what to ask with the next time; empty where the next answer is to be a full one.
        versions: in which version the directory has somebody, by key, such as an ETag: of the people of this
            answer, also of those who cannot be read. `DirectoryProvider.copied` gives them back.
    """

    people: tuple[ContactDraft, ...] = ()
    removed: tuple[str, ...] = ()
    full: bool = True
    complete: bool = True
    token: str = ""
    versions: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Take people and keys as they are listed now."""
        object.__setattr__(self, "people", tuple(self.people))
        object.__setattr__(self, "removed", tuple(self.removed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Somebody as the directory has him now.

    Attributes:
        person: what it says; the `uid` is its own key.
        version: in which version; empty where it has none.
    """

    person: ContactDraft
    version: str = ""


class WriteConflict(Refused):
    """Somebody else has changed or removed the same person meanwhile; nothing was written.

    Attributes:
        theirs: what the directory has now; None if the person is gone.
    """

    def __init__(self, theirs: Written | None) -> None:
        """Take what the directory has now."""
        super().__init__("directories.error.conflict", ErrorKind.VALIDATION)
        self.theirs = theirs


async def _nobody() -> Mapping[str, str]:
    return {}


class DirectoryProvider(Provider):
    """The people of one account, which Dialer reads, and changes where that is declared.

    A declared feature has its method; whatever a method returns is checked and cleaned before it is shown
    or stored. Every method raises an `ApiError` where it cannot answer: `ErrorKind.AUTH` for a refused
    sign-in, after which nothing is asked until a person signs in again.

    Attributes:
        features: what it can do.
        private: whether its people may never be written to this computer's disk, such as patients. They are
            then kept in memory, and a call to one of them is recorded with its number alone.
        search_deadline: seconds after which a search does without this directory.
        sync_interval: seconds between two rounds of copying while the window is open.
        sync_deadline: seconds after which a round is given up.
        copied: tells of everybody who was copied key and version, which is empty where there was none. Dialer
            sets it; a directory that cannot tell changes by a token compares with it.
    """

    kind = "directory"
    features: DirectoryFeature
    private: bool = False
    search_deadline: float = 5.0
    sync_interval: float = 3600.0
    sync_deadline: float = 300.0
    copied: Callable[[], Awaitable[Mapping[str, str]]] = staticmethod(_nobody)

    async def async_search(self, query: str, limit: int) -> Matches:
        """Return the people who match what was typed, at most so many; cancelled when more is typed.

        The text is what somebody typed, to be taken literally: whoever builds a filter of it escapes it.

        Raises:
            ApiError: there is no answer.
        """
        raise NotImplementedError

    async def async_sync(self, token: str) -> Changes:
        """Return what changed since this token, or everybody where it is empty or no longer known.

        Returning means that the whole answer is there: one that was cut off is an error.

        Raises:
            ApiError: there is no answer.
        """
        raise NotImplementedError

    async def async_create(self, person: ContactDraft) -> Written:
        """Add somebody, once: after a lost answer, find out whether it was done before doing it again.

        Raises:
            ApiError: nobody was added; `OutcomeUnknown` where nobody knows.
        """
        raise NotImplementedError

    async def async_change(self, person: ContactDraft, before: ContactDraft, version: str) -> Written:
        """Change somebody, only if nobody else has done so since.

        Args:
            person: how somebody shall be; the `uid` is the directory's key.
            before: how somebody was when this was typed. What is the same in both is left as it is there.
            version: the one that ``before`` was copied in; empty where there was none.

        Raises:
            WriteConflict: it is another version by now.
            ApiError: nothing was changed; `OutcomeUnknown` where nobody knows.
        """
        raise NotImplementedError

    async def async_remove(self, key: str, version: str) -> None:
        """Remove somebody, only if nobody else has changed him since; who is gone already needs nothing.

        Raises:
            WriteConflict: it is another version by now.
            ApiError: nobody was removed; `OutcomeUnknown` where nobody knows.
        """
        raise NotImplementedError


def directories(hub: Hub) -> list[tuple[ConfigEntry, DirectoryProvider]]:
    """Return the accounts that have people, in their order."""
    return hub.providers(DirectoryProvider)
