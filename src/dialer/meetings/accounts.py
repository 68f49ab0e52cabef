"""The accounts that meetings are made with: which can be used now, and what follows when one refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.entry import EntryState
from dialer.core.entry_words import held_up
from dialer.core.errors import EntryAuthFailed, EntryError, ErrorKind, InputError, NotSent, Refused
from dialer.meetings.provider import meeters, meetings

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.errors import ApiError, DialerError
    from dialer.core.hub import Hub
    from dialer.meetings.provider import MeetingProvider


def ready_account(hub: Hub, entry_id: str) -> tuple[ConfigEntry, MeetingProvider]:
    """Return an account that can be used now.

    Raises:
        InputError: there is no such account, it is switched off, or it cannot meet.
        NotSent: it is not ready, and why.
        Refused: its sign-in was refused before.
    """
    for entry, provider in meetings(hub):
        if entry.id == entry_id:
            return entry, provider
    wanted = hub.entries.get(entry_id)
    if wanted is None:
        raise InputError("meetings.error.no_account")
    if wanted not in meeters(hub) and loader.find(wanted.domain) is not None:
        raise InputError("meetings.error.cannot_meet", account=wanted.title)
    if wanted.disabled:
        raise InputError("meetings.error.account_off", account=wanted.title)
    why = why_not_ready(hub, wanted)
    if wanted.state is EntryState.AUTH_NEEDED:
        raise Refused("meetings.error.account_not_ready", ErrorKind.AUTH, account=wanted.title, why=why)
    raise NotSent("meetings.error.account_not_ready", account=wanted.title, why=why)


def why_not_ready(hub: Hub, entry: ConfigEntry) -> DialerError:
    """Return why an account that is not switched off cannot be asked now."""
    if hub.safe_mode:
        return EntryError("core.entry.safe_mode")
    if entry.error is not None:
        return entry.error
    if entry.state is EntryState.AUTH_NEEDED:
        return EntryAuthFailed("core.entry.auth_refused")
    return held_up(hub, entry) or NotSent("meetings.error.account_starting", account=entry.title)


async def note_failure(hub: Hub, entry_id: str, provider: MeetingProvider, error: ApiError) -> None:
    """Count a failure; a refused sign-in silences its account until a person signs in again."""
    hub.counters[f"meetings.{error.kind}"] += 1
    if error.kind is not ErrorKind.AUTH:
        return
    for entry, ready in meetings(hub):
        # Late news of a provider that was taken down since: the account may have another password by now.
        if entry.id == entry_id and ready is provider:
            await hub.entries.refuse(entry, EntryAuthFailed("core.entry.auth_refused"))
