"""What a telephone provider's integration offers to the calls room."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from enum import Flag, auto
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.errors import ApiError, ErrorKind
from dialer.core.provider import Provider

if TYPE_CHECKING:
    from dialer.calls.model import CallState, EndedBy, EndReason, LegState
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret


class TelephonyFeature(Flag):
    """What a provider can do; the window greys out the rest and says why."""

    HANG_UP = auto()
    STATUS = auto()
    BOTH_AT_ONCE = auto()
    CHOOSE_SOURCE = auto()
    RESUME = auto()


@dataclass(frozen=True, kw_only=True)
class DialOrder:
    """One press of Call, as the provider gets it.

    Attributes:
        attempt_id: the id of the call record that was written before.
        destination: the other party's number in E.164 form, with its plus sign.
        source: the user's own number to ring first; None means the account's first.
        both_at_once: ring both legs simultaneously; None means what the account is set to.
    """

    attempt_id: str
    destination: str
    source: str | None = None
    both_at_once: bool | None = None


@dataclass(frozen=True, kw_only=True)
class StatusUpdate:
    """What a provider tells about a running call; None means that it says nothing on that."""

    code: int | None = None
    state: CallState | None = None
    source_leg: LegState | None = None
    destination_leg: LegState | None = None
    reason: EndReason | None = None
    ended_by: EndedBy | None = None


class SessionGone(ApiError):
    """The provider no longer knows the session: the call can be neither seen nor ended from here."""

    def __init__(self, code: int | None = None) -> None:
        """Carry the provider's code."""
        super().__init__("calls.error.session_gone", ErrorKind.NOT_FOUND, code=code)


class TelephonyProvider(Provider):
    """Places one call at a time for one account; every feature that it declares has its methods overridden.

    Attributes:
        features: what it can do.
        poll_interval: seconds between an answer to a status request and the next request.
        sources: the user's own numbers of this account; the first one rings unless another is chosen.
    """

    kind = "telephony"
    features: TelephonyFeature
    poll_interval: float = 1.0
    sources: tuple[str, ...] = ()

    @abstractmethod
    async def async_dial(self, order: DialOrder) -> None:
        """Start a call; returning means that the provider accepted it.

        At most one request that can ring a phone is sent, save that a clear refusal because the session
        expired may be followed by one log-in as part of the same press (SAFETY 2.3, F20).

        Raises:
            NotSent: nothing reached the provider.
            Refused: the provider said no and rang nobody.
            OutcomeUnknown: it may have rung; nobody knows.
        """

    def sent_as(self, number: str) -> str:
        """Return an E.164 number as `async_dial` sends it, for the preview; it may load what is heavy."""
        return number

    async def async_status(self) -> StatusUpdate | None:
        """Ask how the call is; None means no change since the last answer. Needed for ``STATUS``.

        Raises:
            SessionGone: the provider does not know the call any more.
            ApiError: the question failed; the call may go on.
        """
        raise NotImplementedError

    async def async_hang_up(self) -> None:
        """End the running call; returning means that the provider confirmed it. Needed for ``HANG_UP``.

        Raises:
            ApiError: it is not confirmed.
        """
        raise NotImplementedError

    async def async_end_session(self) -> None:
        """Sign out and forget the session, whatever the provider answers; without sessions, do nothing."""

    @property
    def session(self) -> Secret | None:
        """The running session's bearer, with which a restarted Dialer finds its call again (``RESUME``)."""
        return None

    def resume(self, session: Secret) -> None:
        """Take up a session that an earlier run of Dialer began. Needed for ``RESUME``."""
        raise NotImplementedError

    def release(self) -> None:
        """Forget the session without signing out: the user left a call running."""


def telephony(hub: Hub) -> list[tuple[ConfigEntry, TelephonyProvider]]:
    """Return the accounts that can call, in their order."""
    return hub.providers(TelephonyProvider)  # type: ignore[type-abstract]  # only looked up, never made


def callers(hub: Hub) -> list[ConfigEntry]:
    """Return the accounts that are there for calling, ready or not, in their order."""
    found = ((entry, loader.find(entry.domain)) for entry in hub.entries.all)
    return [
        entry
        for entry, manifest in found
        if manifest is not None and TelephonyProvider.kind in manifest.kinds
    ]
