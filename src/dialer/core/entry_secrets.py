"""The secrets of accounts: one item of the key ring each, found by the account's id and the field's key."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.errors import EntryAuthFailed, EntryError, SecretsUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dialer.core.entry import ConfigEntry
    from dialer.core.fields import SecretField
    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret


API_SESSION = "api_session"
"""The session that `dialer api` began with an account and has not ended yet, beside the account's fields."""

# Anything else, such as no answer in time, may have kept it all the same.
_NOTHING_KEPT = {"core.secrets.missing", "core.secrets.locked", "core.secrets.too_long"}


class SecretMissing(EntryAuthFailed):
    """The key ring has no such secret: signing in brings it, and nobody has refused anything."""


class EntrySecrets:
    """Reads, keeps and forgets accounts' secrets."""

    def __init__(self, hub: Hub) -> None:
        """Belong to a hub."""
        self._hub = hub

    async def get(self, entry: ConfigEntry, key: str) -> Secret | None:
        """Return one of an account's secrets.

        Raises:
            SecretsUnavailable: it could not be read.
        """
        return await self._hub.secrets.get(f"{entry.id}/{key}")

    async def look_for(self, entry: ConfigEntry, fields: Iterable[SecretField]) -> None:
        """See that the account has the secrets that it cannot do without.

        Raises:
            SecretMissing: it lacks one.
            SecretsUnavailable: they could not be read.
        """
        for field in fields:
            if not field.required:
                continue
            if await self.get(entry, field.key) is None:
                raise SecretMissing("core.entry.no_secret")
            _note(entry, field.key)

    async def keep(self, entry: ConfigEntry, secrets: Mapping[str, Secret | None]) -> None:
        """Keep secrets in place of the old ones; None forgets one.

        Raises:
            SecretsUnavailable: one could not be kept.
        """
        for key, secret in secrets.items():
            if secret is None:
                await self._hub.secrets.delete(f"{entry.id}/{key}")
                entry.secret_keys = [each for each in entry.secret_keys if each != key]
            else:
                await self._keep_one(entry, key, secret)

    async def _keep_one(self, entry: ConfigEntry, key: str, secret: Secret) -> None:
        before = entry.secret_keys
        _note(entry, key)
        try:
            await self._hub.secrets.set(f"{entry.id}/{key}", secret)
        except SecretsUnavailable as error:
            if error.key in _NOTHING_KEPT:
                entry.secret_keys = before
            raise

    async def restore(self, entry: ConfigEntry, secrets: Mapping[str, Secret | None]) -> None:
        """Put the old ones back: an address must not be sent the password meant for another."""
        with contextlib.suppress(SecretsUnavailable):  # what cannot be reached was not replaced either
            await self.keep(entry, secrets)

    async def keys(self, entry: ConfigEntry) -> list[str]:
        """Return the keys of all secrets that an account may have: those noted, and those asked for."""
        declared: list[str] = []
        with contextlib.suppress(EntryError):  # the integration is gone
            await loader.prepare(entry.domain)
            declared = [field.key for field in loader.load_flow(entry.domain).secret_fields]
        return list(dict.fromkeys([*entry.secret_keys, *declared, API_SESSION]))

    async def forget(self, entry_id: str, keys: Iterable[str]) -> bool:
        """Delete secrets; return whether all of them are gone."""
        gone = True
        for key in keys:
            try:
                await self._hub.secrets.delete(f"{entry_id}/{key}")
            except SecretsUnavailable:
                gone = False
        return gone


def _note(entry: ConfigEntry, key: str) -> None:
    if key not in entry.secret_keys:
        entry.secret_keys = [*entry.secret_keys, key]
