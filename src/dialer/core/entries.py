"""Config entries: one per account, with a life cycle."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import uuid
from typing import TYPE_CHECKING, Any

from dialer.core import loader
from dialer.core.entry import ConfigEntry, EntryChanged, EntryRemoved, EntryState
from dialer.core.errors import (
    DialerError,
    EntryAuthFailed,
    EntryError,
    EntryNotReady,
    InputError,
    SecretsUnavailable,
)
from dialer.core.scope import Scope
from dialer.core.storage import JsonStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret

_LOGGER = logging.getLogger(__name__)

VERSION = 2
"""1 had neither the version of an account's data nor the keys of its secrets."""
SETUP_DEADLINE = 30.0
UNLOAD_DEADLINE = 5.0
SETTLE_PATIENCE = 10.0
FIRST_RETRY = 5.0
LONGEST_RETRY = 300.0


class EntryManager:
    """Keeps the accounts, sets them up, and takes them down."""

    def __init__(self, hub: Hub) -> None:
        """Read the accounts; none is set up yet.

        Raises:
            StorageError: the file is damaged or a newer Dialer wrote it.
        """
        self._hub = hub
        self._store = JsonStore(hub.home.accounts_file, VERSION)
        self._entries = {item["id"]: ConfigEntry(**item) for item in self._store.load().get("accounts", [])}
        self._scope = Scope("entries")

    @property
    def all(self) -> list[ConfigEntry]:
        """The accounts in the order in which they were added."""
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
        """Return one of an account's secrets from the key ring."""
        return await self._hub.secrets.get(f"{entry.id}/{key}")

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
            id=uuid.uuid4().hex, domain=domain, title=title, unique_id=unique_id, data=data, options=options
        )
        self._entries[entry.id] = entry
        try:
            await self._keep_secrets(entry, secrets)
            await self._save()
        except BaseException:
            del self._entries[entry.id]
            await self._forget_secrets(entry, secrets)
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
        secrets: Mapping[str, Secret],
    ) -> None:
        """Keep what was changed and set the account up anew; given secrets replace the old ones.

        Raises:
            SecretsUnavailable, StorageError: it could not be kept, and the account is as it was.
        """
        async with entry.changing:
            await self.unload(entry)
            before = entry.data, entry.options, entry.title, entry.auth_refused
            old_secrets: dict[str, Secret | None] = {}
            try:
                for key in secrets:
                    old_secrets[key] = await self.secret(entry, key)
                await self._keep_secrets(entry, secrets)
                entry.data, entry.options, entry.title = data, options, title
                if secrets:
                    entry.auth_refused = False
                await self._save()
            except BaseException:
                entry.data, entry.options, entry.title, entry.auth_refused = before
                await self._restore_secrets(entry, old_secrets)
                raise
            finally:
                await self.setup(entry)

    async def remove(self, entry: ConfigEntry) -> None:
        """Take an account down and forget it, its secrets in the key ring too.

        Raises:
            StorageError: it could not be forgotten, and the account is as it was.
        """
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
            fields = loader.load_flow(entry.domain).secret_fields
            await self._forget_secrets(entry, [field.key for field in fields])
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
                await self.setup(entry)

    async def setup_all(self) -> None:
        """Begin to set up every account; a slow one holds up nobody."""
        for entry in self.all:
            self._scope.spawn(self.setup(entry), f"set up {entry.id}")

    async def settled(self, patience: float = SETTLE_PATIENCE) -> None:
        """Wait until it is known how each account is doing; a slow one is not waited for longer than that."""
        if tasks := self._scope.tasks:
            await asyncio.wait(tasks, timeout=patience)

    async def setup(self, entry: ConfigEntry, attempt: int = 0) -> None:
        """Set an account up, in place of what an earlier set-up began; how that ended is its state."""
        if not await self._clear(entry) or self._entries.get(entry.id) is not entry:
            return
        if entry.disabled:
            self._move(entry, EntryState.NOT_LOADED)
            return
        if entry.auth_refused:
            self._move(entry, EntryState.AUTH_NEEDED, EntryAuthFailed("core.entry.auth_refused"))
            return
        self._move(entry, EntryState.LOADING)
        # A task of the account's scope: whoever takes the account down meanwhile ends it.
        setting_up = entry.scope.spawn(self._set_up(entry), "set up")
        await asyncio.wait({setting_up}, timeout=SETUP_DEADLINE)
        if setting_up.cancelled():
            return
        error = setting_up.result() if setting_up.done() else EntryNotReady("core.entry.slow")
        match error:
            case None:
                self._move(entry, EntryState.LOADED)
            case EntryAuthFailed():
                await self.refuse(entry, error)
            case EntryNotReady() | SecretsUnavailable():
                await self._retry(entry, error, attempt)
            case EntryError():
                await self._fail(entry, error)
            case _:
                await self._fail(entry, EntryError("core.entry.bug"))

    async def unload(self, entry: ConfigEntry) -> None:
        """Take an account down; its scope ends everything that it began."""
        if entry.state in {EntryState.LOADED, EntryState.LOADING, EntryState.RETRYING}:
            self._move(entry, EntryState.UNLOADING)
        if await self._clear(entry):
            self._move(entry, EntryState.NOT_LOADED)

    async def refuse(self, entry: ConfigEntry, error: DialerError) -> None:
        """Remember, across restarts, that the sign-in was refused: nothing is sent until a new one."""
        entry.auth_refused = True
        with contextlib.suppress(DialerError):  # a full disk must not hide the refusal itself
            await self._save()
        if await self._clear(entry):
            self._move(entry, EntryState.AUTH_NEEDED, error)

    async def stop(self) -> None:
        """Take every account down at once, in bounded time."""
        await self._scope.close()
        await asyncio.gather(*(self.unload(entry) for entry in self.all))

    async def _set_up(self, entry: ConfigEntry) -> Exception | None:
        """Let the integration set an account up; return what went wrong."""
        try:
            await loader.load(entry.domain).async_setup_entry(self._hub, entry)
        except DialerError as error:
            return error
        except Exception as error:  # the edge of an integration: its bug must not stop Dialer
            _LOGGER.exception("set-up of %s failed", entry.domain)
            return error
        return None

    async def _clear(self, entry: ConfigEntry) -> bool:
        """End what an account began; return False if it was set up or taken down anew meanwhile."""
        old, entry.scope = entry.scope, (mine := Scope(f"entry {entry.domain}"))
        await old.close(UNLOAD_DEADLINE)
        return entry.scope is mine

    async def _retry(self, entry: ConfigEntry, error: DialerError, attempt: int) -> None:
        if not await self._clear(entry):
            return
        wait = min(LONGEST_RETRY, FIRST_RETRY * 2**attempt) * random.uniform(0.9, 1.1)  # noqa: S311  # jitter
        entry.retry_at = self._hub.clock.later(wait)
        entry.scope.spawn(self._retry_after(entry, wait, attempt + 1), "retry")
        self._move(entry, EntryState.RETRYING, error)

    async def _retry_after(self, entry: ConfigEntry, wait: float, attempt: int) -> None:
        await self._hub.clock.sleep(wait)
        # Not in the entry's own scope: that one ends when the next attempt begins.
        self._scope.spawn(self.setup(entry, attempt), f"set up {entry.id} again")

    async def _fail(self, entry: ConfigEntry, error: DialerError) -> None:
        if await self._clear(entry):
            self._move(entry, EntryState.FAILED, error)

    def _move(self, entry: ConfigEntry, state: EntryState, error: DialerError | None = None) -> None:
        entry.state, entry.error = state, error
        if state is not EntryState.RETRYING:
            entry.retry_at = None
        self._hub.bus.fire(EntryChanged(entry))

    async def _save(self) -> None:
        accounts = [entry.stored() for entry in self.all]
        await asyncio.to_thread(self._store.save, {"accounts": accounts})

    async def _keep_secrets(self, entry: ConfigEntry, secrets: Mapping[str, Secret]) -> None:
        for key, secret in secrets.items():
            await self._hub.secrets.set(f"{entry.id}/{key}", secret)

    async def _restore_secrets(self, entry: ConfigEntry, secrets: Mapping[str, Secret | None]) -> None:
        """Put the old ones back: an address must not be sent the password meant for another."""
        with contextlib.suppress(SecretsUnavailable):  # what cannot be reached was not replaced either
            for key, secret in secrets.items():
                if secret is None:
                    await self._hub.secrets.delete(f"{entry.id}/{key}")
                else:
                    await self._hub.secrets.set(f"{entry.id}/{key}", secret)

    async def _forget_secrets(self, entry: ConfigEntry, keys: Mapping[str, Secret] | list[str]) -> None:
        for key in keys:
            with contextlib.suppress(SecretsUnavailable):  # what cannot be reached was not written either
                await self._hub.secrets.delete(f"{entry.id}/{key}")
