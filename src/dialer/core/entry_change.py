"""A change to an account: all of it is kept, or none of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from dialer.core.entry import ConfigEntry
    from dialer.core.entry_secrets import EntrySecrets
    from dialer.core.entry_store import EntryStore
    from dialer.core.secrets import Secret


@asynccontextmanager
async def all_or_nothing(
    store: EntryStore,
    secrets: EntrySecrets,
    entry: ConfigEntry,
    new_secrets: Mapping[str, Secret | None],
    found: Mapping[str, Any],
) -> AsyncIterator[None]:
    """Keep new secrets, then what is changed of the account inside; where something fails, all is as it was.

    Args:
        store: where accounts are kept.
        secrets: where their secrets are.
        entry: the account.
        new_secrets: what replaces the old ones; None forgets one.
        found: what was found out of an account of the organisation's, kept beside what it decides.

    Raises:
        SecretsUnavailable, StorageError: it could not be kept.
    """
    before = entry.data, entry.options, entry.title, entry.unique_id, entry.auth_refused
    old_found = store.found(entry)
    old_secrets: dict[str, Secret | None] = {}
    try:
        old_secrets = {key: await secrets.get(entry, key) for key in new_secrets}
        await secrets.keep(entry, new_secrets)
        async with store.kept():
            yield
            if found:
                store.keep_found(entry, {**old_found, **found})
    except BaseException:
        entry.data, entry.options, entry.title, entry.unique_id, entry.auth_refused = before
        if found:
            store.keep_found(entry, old_found)
        await secrets.restore(entry, old_secrets)
        raise
