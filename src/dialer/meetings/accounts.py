"""The accounts that meetings are made with: which can be used now, and what follows when one refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.entry import EntryState
from dialer.core.errors import EntryAuthFailed, ErrorKind, InputError, NotSent, Refused
from dialer.meetings.provider import meetings

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.errors import ApiError
    from dialer.core.hub import Hub
    from dialer.meetings.provider import MeetingProvider


def ready_account(hub: Hub, entry_id: str) -> tuple[ConfigEntry, MeetingProvider]:
    """Return an account that can be used now.

    Raises:
        InputError: there is no such account, or it cannot meet.
        NotSent: it is not ready.
        Refused: its sign-in was refused before.
    """
    for entry, provider in meetings(hub):
        if entry.id == entry_id:
            return entry, provider
    wanted = hub.entries.get(entry_id)
    if wanted is None:
        raise InputError("meetings.error.no_account")
    if wanted.state is EntryState.AUTH_NEEDED:
        raise Refused("core.entry.auth_refused", ErrorKind.AUTH)
    if wanted.state in {EntryState.RETRYING, EntryState.LOADING}:
        raise NotSent("meetings.error.account_not_ready", account=wanted.title)
    raise InputError("meetings.error.cannot_meet", account=wanted.title)


async def note_failure(hub: Hub, entry_id: str, provider: MeetingProvider, error: ApiError) -> None:
    """Count a failure; a refused sign-in silences its account until a person signs in again."""
    hub.counters[f"meetings.{error.kind}"] += 1
    if error.kind is not ErrorKind.AUTH:
        return
    for entry, ready in meetings(hub):
        # Late news of a provider that was taken down since: the account may have another password by now.
        if entry.id == entry_id and ready is provider:
            await hub.entries.refuse(entry, EntryAuthFailed("core.entry.auth_refused"))
