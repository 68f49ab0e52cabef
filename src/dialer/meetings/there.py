"""The meetings that are known at their provider, and what that provider can do for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.core.errors import InputError
from dialer.meetings.accounts import ready_account
from dialer.meetings.model import ACCOUNT_GONE, THERE

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.core.hub import Hub
    from dialer.meetings.ledger import Ledger
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingFeature, MeetingProvider

_EARLY, _LATE = timedelta(hours=1), timedelta(hours=12)


def may_go_on(meeting: Meeting, now: datetime) -> bool:
    """Whether people may be in a meeting now: they come early, and stay longer than was planned."""
    known = meeting.state in THERE and not meeting.account_gone
    return known and meeting.start - _EARLY <= now < meeting.end + _LATE


async def at_provider(
    hub: Hub, ledger: Ledger, meeting_id: str, feature: MeetingFeature, cannot: str
) -> tuple[Meeting, MeetingProvider]:
    """Return a meeting that was made, over or not, and whom to ask about it.

    Args:
        hub: the platform.
        ledger: where meetings are known.
        meeting_id: ours.
        feature: what the provider is to be asked for.
        cannot: the key of the sentence where it does not have that.

    Raises:
        InputError: there is no such meeting, or its provider cannot do that.
        NotSent: the account is not ready, and why.
        Refused: its sign-in was refused before.
    """
    meeting = await ledger.get(meeting_id)
    if meeting is None:
        raise InputError("meetings.error.no_such", id=meeting_id)
    if meeting.account_gone:
        raise InputError(ACCOUNT_GONE, account=meeting.account)
    if meeting.provider_id is None:
        raise InputError("meetings.error.not_there")
    _, provider = ready_account(hub, meeting.entry_id)
    if feature not in provider.features:
        raise InputError(cannot, account=meeting.account)
    return meeting, provider
