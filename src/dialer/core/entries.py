"""Config entries: the accounts, one entry each. This file keeps them; entry_life.py has their life cycle."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from typing import TYPE_CHECKING, Any

from dialer.core import loader
from dialer.core.entry import ConfigEntry, EntryRemoved
from dialer.core.entry_life import SETTLE_PATIENCE, UNLOAD_DEADLINE, EntryLife
from dialer.core.entry_secrets import EntrySecrets
from dialer.core.entry_store import EntryStore
from dialer.core.errors import EntryError, InputError, StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.errors import DialerError
    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret

SAFE_MODE_ISSUE = "safe-mode"


class EntryManager:
    """Keeps the accounts, sets them up, and takes them down."""

    def __init__(self, hub: Hub) -> None:
        """Read the accounts; none is set up yet.

        Raises:
            StorageError: the file is damaged or a newer Dialer wrote it.
        """
        self._hub = hub
        loader.allow_others(allowed=not hub.safe_mode)
        self._store = EntryStore(hub.home, hub.policy)
        self._entries = self._store.load()
        self._secrets = EntrySecrets(hub)
        self._life = EntryLife(hub, self._store, self._secrets, self._save)

    @property
    def all(self) -> list[ConfigEntry]:
        """The accounts: the organisation's, then the others in the order in which they were added."""
        return list(self._entries.values())

    def get(self, entry_id: str) -> ConfigEntry | None:
        """Return the account with this id."""
        return self._entries.get(entry_id)

    def find(self, text: str) -> ConfigEntry:
        """Return the account of this id, title, or domain where only one account has it.

        Raises:
            InputError: there is none, or more than one.
        """
        if (entry := self._entries.get(text)) is not None:
            return entry
        for attribute in ("title", "domain"):
            fitting = [entry for entry in self.all if getattr(entry, attribute) == text]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                raise InputError("core.entry.ambiguous", name=text)
        raise InputError("core.entry.not_found", name=text)

    async def secret(self, entry: ConfigEntry, key: str) -> Secret | None:
        """Return one of an account's secrets from the key ring.

        Raises:
            SecretsUnavailable: it could not be read.
        """
        return await self._secrets.get(entry, key)

    async def add(
        self,
        *,
        domain: str,
        title: str,
        unique_id: str,
        data: dict[str, Any],
        options: dict[str, Any],
        secrets: Mapping[str, Secret],
    ) -> ConfigEntry:
        """Keep a new account, its secrets first, and set it up.

        Raises:
            SecretsUnavailable, StorageError: it could not be kept, and nothing of it is.
        """
        entry = ConfigEntry(
            id=uuid.uuid4().hex,
            domain=domain,
            title=title,
            unique_id=unique_id,
            data=data,
            options=options,
            version=loader.load_flow(domain).VERSION,
        )
        self._entries[entry.id] = entry
        try:
            await self._secrets.keep(entry, secrets)
            await self._save()
        except BaseException:
            del self._entries[entry.id]
            await self._secrets.forget(entry.id, secrets)
            raise
        await self.setup(entry)
        return entry

    async def change(
        self,
        entry: ConfigEntry,
        *,
        data: dict[str, Any],
        options: dict[str, Any],
        title: str,
        secrets: Mapping[str, Secret | None],
        unique_id: str | None = None,
    ) -> None:
        """Keep what was changed and set the account up anew; given secrets replace the old ones.

        Args:
            entry: the account.
            data: how to reach it from now on.
            options: how it behaves from now on.
            title: what people see.
            secrets: the new ones; None forgets one.
            unique_id: the provider's view of it, if that has changed.

        Raises:
            InputError: the organisation decides what would be changed.
            SecretsUnavailable, StorageError: it could not be kept, and the account is as it was.
        """
        if entry.managed:
            title = self._check_managed(entry, data, options, title)
        async with entry.changing:
            await self.unload(entry)
            before = entry.data, entry.options, entry.title, entry.unique_id, entry.auth_refused
            old_secrets: dict[str, Secret | None] = {}
            try:
                for key in secrets:
                    old_secrets[key] = await self.secret(entry, key)
                await self._secrets.keep(entry, secrets)
                entry.data, entry.options, entry.title = data, options, title
                entry.unique_id = entry.unique_id if unique_id is None else unique_id
                if any(secrets.values()):
                    entry.auth_refused = False
                await self._save()
            except BaseException:
                entry.data, entry.options, entry.title, entry.unique_id, entry.auth_refused = before
                await self._secrets.restore(entry, old_secrets)
                raise
            finally:
                self._life.forgive(entry.domain)
                await self.setup(entry)

    async def remove(self, entry: ConfigEntry) -> None:
        """Take an account down and forget it, its secrets in the key ring too.

        Raises:
            InputError: the organisation presets it.
            StorageError: it could not be forgotten, and the account is as it was.
        """
        if entry.managed:
            raise InputError("core.entry.managed", title=entry.title)
        async with entry.changing:
            await self.unload(entry)
            before = dict(self._entries)
            del self._entries[entry.id]
            try:
                await self._save()
            except BaseException:
                self._entries = before
                await self.setup(entry)
                raise
            await self._secrets.forget(entry.id, [*entry.secret_keys, *await self._declared_secrets(entry)])
        self._hub.bus.fire(EntryRemoved(entry))

    async def set_disabled(self, entry: ConfigEntry, disabled: bool) -> None:  # noqa: FBT001  # the value itself
        """Switch an account off or on.

        Raises:
            StorageError: it could not be kept, and the account is as it was.
        """
        async with entry.changing:
            await self.unload(entry)
            before, entry.disabled = entry.disabled, disabled
            try:
                await self._save()
            except BaseException:
                entry.disabled = before
                raise
            finally:
                self._life.forgive(entry.domain)
                await self.setup(entry)

    async def reload(self, entry: ConfigEntry) -> None:
        """Take an account down and set it up anew, now: a person asked for it."""
        async with entry.changing:
            manifest = loader.find(entry.domain)
            if manifest is None or manifest.third_party:
                loader.look_again()  # its package may have been installed or mended
            await self.unload(entry)
            self._life.forgive(entry.domain)
            await self.setup(entry)

    async def setup_all(self) -> None:
        """Begin to set up every account; a slow one holds up nobody. In safe mode none is."""
        if self._hub.safe_mode:
            return
        for entry in self.all:
            self._life.begin(entry)
        if gone := self._store.gone():
            self._hub.scope.spawn(self._forget(gone), "forget accounts that are preset no more")

    async def leave_safe_mode(self) -> None:
        """Set the accounts up after all."""
        self._hub.safe_mode = False
        loader.allow_others(allowed=True)
        self._hub.issues.clear(SAFE_MODE_ISSUE)
        await self.setup_all()

    async def settled(self, patience: float = SETTLE_PATIENCE) -> None:
        """Wait until it is known how each account is doing; a slow one is not waited for longer than that."""
        await self._life.settled(patience)

    async def setup(self, entry: ConfigEntry) -> None:
        """Set an account up, in place of what an earlier set-up began; how that ended is its state."""
        await self._life.setup(entry)

    async def unload(self, entry: ConfigEntry) -> None:
        """Take an account down; its scope ends everything that it began."""
        await self._life.unload(entry)

    async def refuse(self, entry: ConfigEntry, error: DialerError) -> None:
        """Remember, across restarts, that the sign-in was refused: nothing is sent until a new one."""
        await self._life.refuse(entry, error)

    async def stop(self, timeout: float = UNLOAD_DEADLINE) -> None:
        """Take every account down at once; tasks that do not end by then are left behind."""
        await asyncio.gather(
            self._life.stop(timeout), *(self._life.unload(entry, timeout) for entry in self.all)
        )
        loader.allow_others(allowed=True)

    async def _save(self) -> None:
        await self._store.save(self._entries.values())

    def _check_managed(
        self, entry: ConfigEntry, data: Mapping[str, Any], options: Mapping[str, Any], title: str
    ) -> str:
        """Let a sign-in add what it found out, and nothing else; return the title to use."""
        found = {key: value for key, value in data.items() if entry.data.get(key) != value}
        preset = self._store.preset(entry)
        declared = {field.key for field in loader.load_flow(entry.domain).FIELDS}
        if found.keys() & (declared | preset.data.keys()) or dict(options) != entry.options:
            raise InputError("core.entry.managed", title=entry.title)
        self._store.keep_found(entry, found)
        return preset.title or title

    async def _declared_secrets(self, entry: ConfigEntry) -> list[str]:
        """Return the keys of the secrets that the integration asks for; none where it is gone."""
        try:
            await loader.prepare(entry.domain)
            return [field.key for field in loader.load_flow(entry.domain).secret_fields]
        except EntryError:
            return []

    async def _forget(self, gone: Mapping[str, list[str]]) -> None:
        for entry_id, keys in gone.items():
            if await self._secrets.forget(entry_id, keys):
                self._store.forget(entry_id)
        with contextlib.suppress(StorageError):  # they are forgotten again at the next start
            await self._save()
