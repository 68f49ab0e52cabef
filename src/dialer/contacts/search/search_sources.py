"""Where a search looks: this desk's own contacts and each account, switched on and off by who searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.contacts.model import LOCAL

if TYPE_CHECKING:
    from dialer.core.hub import Hub
    from dialer.core.settings import Settings

SETTING = "search_without"
"""The setting with the ids of the sources in which the window does not search, separated by commas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """A place where a search can look.

    Attributes:
        id: `LOCAL` for this desk's own contacts, else the account's.
        title: what people call the account; empty for this desk's own contacts.
        on: whether the window searches in it.
        count: how many of its contacts are stored here; None where it is asked while somebody types.
    """

    id: str
    title: str
    on: bool
    count: int | None


def switched_off(settings: Settings) -> frozenset[str]:
    """Return the sources in which the window does not search."""
    return frozenset(filter(None, str(settings.get(SETTING) or "").split(",")))


async def switch(settings: Settings, source: str, *, on: bool) -> None:
    """Have the window search in a source, or not; it is remembered.

    Raises:
        StorageError: it could not be kept.
    """
    off = switched_off(settings) - {source} if on else switched_off(settings) | {source}
    await settings.set(SETTING, ",".join(sorted(off)))


async def sources(hub: Hub) -> list[SearchSource]:
    """Return where a search can look: this desk's own contacts first, then the accounts in their order."""
    from dialer.contacts.directories import sync_store
    from dialer.contacts.directories.directory import (  # not needed to show a window
        DirectoryFeature,
        directories,
    )

    counts = await hub.database.read(sync_store.counts)
    asked = {
        entry.id
        for entry, provider in directories(hub)
        if DirectoryFeature.SYNC not in provider.features or provider.private
    }
    off = switched_off(hub.settings)
    found = [SearchSource(id=LOCAL, title="", on=LOCAL not in off, count=counts.get(LOCAL, 0))]
    for entry in hub.entries.all:
        if entry.id in asked or entry.id in counts:
            count = None if entry.id in asked else counts[entry.id]
            found.append(SearchSource(id=entry.id, title=entry.title, on=entry.id not in off, count=count))
    return found
