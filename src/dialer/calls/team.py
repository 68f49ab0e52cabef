"""What an integration offers that lets colleagues share: earlier calls, and who is to be called back."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from enum import Flag, auto
from typing import TYPE_CHECKING

from dialer.core.provider import Provider

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dialer.calls.call_back import CallBack
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


class TeamFeature(Flag):
    """What a team's provider can do."""

    SHARE_CALLS = auto()
    SHARE_CALLBACKS = auto()


@dataclass(frozen=True, kw_only=True)
class TeamCall:
    """A call as colleagues may know it: neither whom it reached nor what was said.

    Attributes:
        id: the call record's.
        number: in E.164 form.
        at: when it was begun.
        who: the name of the colleague; empty in what this desk shares, which the provider fills in.
    """

    id: str
    number: str
    at: datetime
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class TeamNews:
    """What colleagues shared since it was read last. What comes twice, or in another order, does no harm.

    Attributes:
        calls: calls of others.
        withdrawn: the ids of calls that are no longer shared.
        call_backs: versions of call-backs, to be joined with what is here.
    """

    calls: Sequence[TeamCall] = ()
    withdrawn: Sequence[str] = ()
    call_backs: Sequence[CallBack] = ()


class TeamProvider(Provider):
    """What a team shares, of one account; every feature that it declares has its methods overridden.

    Only what may be known gets here: no private call, nobody of a private directory.

    Attributes:
        features: what it can do.
        poll_interval: seconds between two readings.
    """

    kind = "team"
    features: TeamFeature
    poll_interval: float = 5.0

    @abstractmethod
    async def async_read(self) -> TeamNews:
        """Return what is new since the last reading of this object, all of it at the first.

        Raises:
            ApiError: it cannot be read now. The account is then set up again, with growing pauses.
        """

    async def async_share_call(self, call: TeamCall) -> None:
        """Tell colleagues of a call, once: the same id again does nothing. Needed for ``SHARE_CALLS``.

        Raises:
            ApiError: it is not known whether they can read it; it will be shared again.
        """
        raise NotImplementedError

    async def async_withdraw_call(self, call_id: str) -> None:
        """Take back what was shared of a call, if it was shared. Needed for ``SHARE_CALLS``.

        Raises:
            ApiError: it is not known whether that was done; it will be tried again.
        """
        raise NotImplementedError

    async def async_share_call_back(self, call_back: CallBack) -> None:
        """Tell colleagues of a call-back as it is now. Needed for ``SHARE_CALLBACKS``.

        Raises:
            ApiError: it is not known whether they can read it; it will be shared again.
        """
        raise NotImplementedError


def teams(hub: Hub) -> list[tuple[ConfigEntry, TeamProvider]]:
    """Return the accounts that share something, in their order."""
    return hub.providers(TeamProvider)  # type: ignore[type-abstract]  # only looked up, never made
