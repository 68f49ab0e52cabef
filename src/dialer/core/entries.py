"""Config entries: the accounts, one entry each. This file keeps them; entry_life.py has their life cycle."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from dialer.core import loader
from dialer.core.entry import ConfigEntry, EntryRemoved, named, refuse_twin
from dialer.core.entry_change import all_or_nothing
from dialer.core.entry_data import check_preset
from dialer.core.entry_life import SETTLE_PATIENCE, UNLOAD_DEADLINE, EntryLife
from dialer.core.entry_secrets import EntrySecrets
from dialer.core.entry_store import EntryStore
from dialer.core.errors import InputError, SecretsUnavailable, StorageError
from dialer.core.ids import new_id
from dialer.core.operations import Operations, whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

    from dialer.core.errors import DialerError
    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret

SAFE_MODE_ISSUE = "safe-mode"


class EntryManager:
    """Keeps the accounts, sets them up, and takes them down.

    Attributes:
        operations: what is being done to the accounts.
    """

    def __init__(self, hub: Hub) -> None:
        """Read the accounts; none is set up yet.

        Raises:
            StorageError: the file is damaged or a newer Dialer wrote it.
        """
        self._hub = hub
        loader.allow_others(allowed=not hub.safe_mode)
        self._store = EntryStore(hub.home, hub.policy)
        self._store.load()
        self._secrets = EntrySecrets(hub)
        self._life = EntryLife(hub, self._store, self._secrets)
        self.operations = Operations()

    @property
    def all(self) -> list[ConfigEntry]:
        """The accounts: the organisation's, then the others in the order in which they were added."""
        return list(self._store.entries.values())

    def get(self, entry_id: str) -> ConfigEntry | None:
        """Return the account with this id."""
        return self._store.entries.get(entry_id)

    def find(self, text: str) -> ConfigEntry:
        """Return the account of this id, title, or domain where only one account has it.

        Raises:
            InputError: there is none, or more than one.
        """
        return named(self.all, text)

    async def secret(self, entry: ConfigEntry, key: str) -> Secret | None:
        """Return one of an account's secrets from the key ring.

        Raises:
            SecretsUnavailable: it could not be read.
        """
        return await self._secrets.get(entry, key)

    @whole
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
            InputError: it is there already.
            SecretsUnavailable, StorageError: it could not be kept, and nothing of it is.
        """
        refuse_twin(self.all, domain, unique_id)  # before anything is done for it
        entry = ConfigEntry(
            id=new_id(),
            domain=domain,
            title=title,
            unique_id=unique_id,
            data=data,
            options=options,
            version=loader.load_flow(domain).VERSION,
        )
        try:
            await self._secrets.keep(entry, secrets)
            async with self._store.kept():
                refuse_twin(self.all, domain, unique_id)
                self._store.entries[entry.id] = entry
        except BaseException as error:
            # A key ring that has just kept somebody waiting in vain is asked at the next start.
            waited = isinstance(error, SecretsUnavailable) and error.key == "core.secrets.timeout"
            await self._forget({entry.id: entry.secret_keys}, now=not waited)
            raise
        await self._life.setup(entry)
        return entry

    @whole
    async def change(
        self,
        entry: ConfigEntry,
        *,
        data: dict[str, Any],
        options: dict[str, Any],
        title: str,
        secrets: Mapping[str, Secret | None],
        unique_id: str | None = None,
        basis: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep what was changed and set the account up anew; given secrets replace the old ones.

        Args:
            entry: the account.
            data: how to reach it from now on.
            options: how it behaves from now on.
            title: what people see.
            secrets: the new ones; None forgets one.
            unique_id: the provider's view of it, if it changed.
            basis: its data as it was for whoever changed it, if another change in between must not be lost.

        Raises:
            InputError: the organisation decides it, or it is gone, was changed, or is another account.
            SecretsUnavailable, StorageError: it could not be kept, and the account is as it was.
        """
        found = check_preset(entry, self._store.preset(entry), data, options) if entry.managed else {}
        title = (entry.managed and self._store.preset(entry).title) or title
        async with self._changing(entry, basis):
            await self._life.unload(entry)
            try:
                async with all_or_nothing(self._store, self._secrets, entry, secrets, found):
                    if unique_id is not None:
                        refuse_twin(self.all, entry.domain, unique_id, but=entry)
                        entry.unique_id = unique_id
                    entry.data, entry.options, entry.title = data, options, title
                    if any(secrets.values()):
                        entry.auth_refused = False
            finally:
                self._life.forgive(entry.domain)
                await self._life.setup(entry)

    @whole
    async def remove(self, entry: ConfigEntry) -> None:
        """Take an account down and forget it, its secrets in the key ring too.

        Raises:
            InputError: the organisation presets it, or it is gone.
            StorageError: it could not be forgotten, and the account is as it was.
        """
        if entry.managed:
            raise InputError("core.entry.managed", title=entry.title)
        async with self._changing(entry):
            await self._life.unload(entry)
            keys = await self._secrets.keys(entry)
            try:
                async with self._store.kept():
                    del self._store.entries[entry.id]
                    self._store.forget_later(entry.id, keys)  # Dialer may end before they are forgotten
            except BaseException:
                self._store.forget(entry.id)
                await self._life.setup(entry)
                raise
            await self._forget({entry.id: keys})
        self._hub.bus.fire(EntryRemoved(entry))

    @whole
    async def set_disabled(self, entry: ConfigEntry, disabled: bool) -> None:  # noqa: FBT001  # the value itself
        """Switch an account off or on.

        Raises:
            InputError: it is gone.
            StorageError: it could not be kept, and the account is as it was.
        """
        async with self._changing(entry):
            await self._life.unload(entry)
            before = entry.disabled
            try:
                async with self._store.kept():
                    entry.disabled = disabled
            except BaseException:
                entry.disabled = before
                raise
            finally:
                self._life.forgive(entry.domain)
                await self._life.setup(entry)

    @whole
    async def reload(self, entry: ConfigEntry) -> None:
        """Take an account down and set it up anew, now: a person asked for it.

        Raises:
            InputError: it is gone.
        """
        async with self._changing(entry):
            manifest = loader.find(entry.domain)
            if manifest is None or manifest.third_party:
                loader.look_again()  # its package may have been installed or mended
            await self._life.unload(entry)
            self._life.forgive(entry.domain)
            await self._life.setup(entry)

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

    def begin(self, entry: ConfigEntry) -> None:
        """Begin to set an account up, in place of an earlier set-up; how that ended is its state."""
        self._life.begin(entry)

    @whole
    async def setup(self, entry: ConfigEntry) -> None:
        """Set an account up, in place of an earlier set-up; how that ended is its state."""
        await self._life.setup(entry)

    @whole
    async def unload(self, entry: ConfigEntry) -> None:
        """Take an account down; its scope ends everything that it began."""
        await self._life.unload(entry)

    @whole
    async def refuse(self, entry: ConfigEntry, error: DialerError) -> None:
        """Remember, across restarts, that the sign-in was refused: nothing is sent until a new one."""
        await self._life.refuse(entry, error)

    async def stop(self, timeout: float = UNLOAD_DEADLINE) -> None:
        """Take every account down at once; tasks that do not end by then are left behind."""
        await asyncio.gather(
            self._life.stop(timeout),
            *(self._life.unload(entry, timeout) for entry in self.all),
            self.operations.finish(timeout),
        )
        loader.allow_others(allowed=True)

    @contextlib.asynccontextmanager
    async def _changing(
        self, entry: ConfigEntry, basis: Mapping[str, Any] | None = None
    ) -> AsyncIterator[None]:
        """One change after the other, and none of an account that is gone."""
        async with entry.changing:
            if self._store.entries.get(entry.id) is not entry:
                raise InputError("core.entry.not_found", name=entry.title)
            if basis is not None and entry.data is not basis:
                raise InputError("core.entry.changed", title=entry.title)
            yield

    async def _forget(self, gone: Mapping[str, Iterable[str]], *, now: bool = True) -> None:
        """Forget the secrets of accounts that are gone; those that cannot be reached, at the next start."""
        news = False
        for entry_id, keys in gone.items():
            if now and await self._secrets.forget(entry_id, keys):
                news |= self._store.forget(entry_id)
            else:
                news |= self._store.forget_later(entry_id, keys)
        if news:
            with contextlib.suppress(StorageError):  # it is written with the next change
                await self._store.save()
