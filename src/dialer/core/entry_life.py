"""The life of an account: how it is set up, tried again, refused, and taken down."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.entry import ConfigEntry, EntryChanged, EntryState
from dialer.core.entry_data import migrate, read_preset
from dialer.core.entry_secrets import SecretMissing
from dialer.core.errors import (
    ApiError,
    DialerError,
    EntryAuthFailed,
    EntryError,
    EntryNotReady,
    ErrorKind,
    SecretsUnavailable,
    StorageError,
)
from dialer.core.faults import fault
from dialer.core.scope import Scope

if TYPE_CHECKING:
    from dialer.core.config_flow import ConfigFlow
    from dialer.core.entry_secrets import EntrySecrets
    from dialer.core.entry_store import EntryStore
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)

SETUP_DEADLINE = 30.0
UNLOAD_DEADLINE = 5.0
SETTLE_PATIENCE = 10.0
FIRST_RETRY = 5.0
LONGEST_RETRY = 300.0

_MOST_DOUBLINGS = 6


class EntryLife:
    """Sets accounts up and takes them down; how that ended is the account's state."""

    def __init__(self, hub: Hub, store: EntryStore, secrets: EntrySecrets) -> None:
        """Work for the manager of accounts."""
        self._hub = hub
        self._store = store
        self._secrets = secrets
        self._scope = Scope("entries")
        self._blocked: set[str] = set()
        self._stopping = False

    def begin(self, entry: ConfigEntry) -> None:
        """Set an account up in the background."""
        self._scope.spawn(self.setup(entry), f"set up {entry.id}")

    async def settled(self, patience: float) -> None:
        """Wait until it is known how each account is doing, but not for longer than that."""
        if tasks := self._scope.tasks:
            await asyncio.wait(tasks, timeout=patience)

    async def setup(self, entry: ConfigEntry, attempt: int = 0) -> None:
        """Set an account up, in place of what an earlier set-up began."""
        if self._stopping or not await self._clear(entry) or self._stopping:
            return
        if entry.disabled or self._hub.safe_mode:
            self._move(entry, EntryState.NOT_LOADED)
        elif entry.held is not None:
            self._move(entry, EntryState.FAILED, entry.held)
        elif entry.auth_refused:
            self._move(entry, EntryState.AUTH_NEEDED, EntryAuthFailed("core.entry.auth_refused"))
        elif entry.domain in self._blocked:  # else each of its accounts would hold up the window in turn
            self._move(entry, EntryState.FAILED, _bug(entry, blocked=True))
        else:
            await self._attempt(entry, attempt)

    async def unload(self, entry: ConfigEntry, timeout: float = UNLOAD_DEADLINE) -> None:
        """Take an account down; its scope ends everything that it began."""
        if entry.state in {EntryState.LOADED, EntryState.LOADING, EntryState.RETRYING}:
            self._move(entry, EntryState.UNLOADING)
        if await self._clear(entry, timeout):
            self._move(entry, EntryState.NOT_LOADED)

    async def refuse(self, entry: ConfigEntry, error: DialerError) -> None:
        """Remember, across restarts, that the sign-in was refused: nothing is sent until a new one.

        Of an account that is down, or gone, it is late news: another sign-in may have come since.
        """
        if not self._is_up(entry):
            return
        scope = entry.scope
        self._count(entry, "refused")
        entry.auth_refused = True
        with contextlib.suppress(DialerError):  # a full disk must not hide the refusal itself
            await self._store.save()
        if entry.scope is scope:
            await self._end(entry, EntryState.AUTH_NEEDED, error)

    def forgive(self, domain: str) -> None:
        """Give an integration that blocked Dialer another chance: a person asked for it."""
        self._blocked.discard(domain)

    async def stop(self, timeout: float) -> None:
        """Set up nothing more."""
        self._stopping = True
        await self._scope.close(timeout)

    def _is_up(self, entry: ConfigEntry) -> bool:
        return self._is_there(entry) and entry.state in {EntryState.LOADING, EntryState.LOADED}

    def _is_there(self, entry: ConfigEntry) -> bool:
        return self._hub.entries.get(entry.id) is entry

    async def _attempt(self, entry: ConfigEntry, attempt: int) -> None:
        entry.scope = scope = self._new_scope(entry)
        self._move(entry, EntryState.LOADING)
        # A task of the account's scope: whoever takes the account down meanwhile ends it.
        setting_up = scope.spawn(self._set_up(entry), "set up")
        await asyncio.wait({setting_up}, timeout=SETUP_DEADLINE)
        if setting_up.cancelled() or entry.scope is not scope:
            return
        error: BaseException | None = EntryNotReady("core.entry.slow")
        if setting_up.done():
            error = setting_up.exception() or setting_up.result()
        match error:
            case None:
                self._count(entry, "set_up")
                self._move(entry, EntryState.LOADED)
            case SecretMissing():
                await self._end(entry, EntryState.AUTH_NEEDED, error)
            case EntryAuthFailed():
                await self.refuse(entry, error)
            case ApiError(kind=ErrorKind.AUTH):
                await self.refuse(entry, EntryAuthFailed("core.entry.auth_refused"))
            case EntryNotReady() | SecretsUnavailable() | StorageError() | ApiError():
                await self._retry(entry, error, attempt)
            case EntryError():
                await self._end(entry, EntryState.FAILED, error)
            case _:
                blocked = entry.domain in self._blocked
                await self._end(entry, EntryState.FAILED, _bug(entry, blocked=blocked))

    async def _set_up(self, entry: ConfigEntry) -> Exception | None:
        """Let the integration set an account up; return what went wrong."""
        try:
            await loader.prepare(entry.domain)
            flow = loader.load_flow(entry.domain)
            if entry.managed:
                read_preset(entry, flow)
            else:
                await migrate(entry, flow, self._store)
            await self._look_for_secrets(entry, flow)
            await loader.load(entry.domain).async_setup_entry(self._hub, entry)
        except DialerError as error:
            return error
        except Exception as error:  # the edge of an integration: its bug must not stop Dialer
            _LOGGER.exception("set-up of %s failed", entry.domain)
            return error
        return None

    async def _look_for_secrets(self, entry: ConfigEntry, flow: ConfigFlow) -> None:
        known = entry.secret_keys
        await self._secrets.look_for(entry, flow.secret_fields)
        if entry.secret_keys != known:  # an earlier Dialer did not note them
            with contextlib.suppress(StorageError):  # they are found again at the next set-up
                await self._store.save()

    async def _retry(self, entry: ConfigEntry, error: DialerError, attempt: int) -> None:
        if not await self._clear(entry):
            return
        self._count(entry, "retried")
        doublings = min(attempt, _MOST_DOUBLINGS)
        if error.key == "core.secrets.locked":
            doublings = _MOST_DOUBLINGS  # each attempt asks the user to unlock it, who has just said no
        wait = min(LONGEST_RETRY, FIRST_RETRY * 2**doublings) * random.uniform(0.9, 1.1)  # noqa: S311  # jitter
        entry.retry_at = self._hub.clock.later(wait)
        entry.scope = Scope(f"entry {entry.domain}")
        entry.scope.spawn(self._retry_after(entry, wait, attempt + 1), "retry")
        self._move(entry, EntryState.RETRYING, error)

    async def _retry_after(self, entry: ConfigEntry, wait: float, attempt: int) -> None:
        await self._hub.clock.sleep(wait)
        # Not in the entry's own scope: that one ends when the next attempt begins.
        self._scope.spawn(self.setup(entry, attempt), f"set up {entry.id} again")

    async def _end(self, entry: ConfigEntry, state: EntryState, error: DialerError) -> None:
        """Take down what a set-up began, for a reason; a refused sign-in matters more than any other."""
        if await self._clear(entry):
            if entry.auth_refused and state is EntryState.FAILED:
                state, error = EntryState.AUTH_NEEDED, EntryAuthFailed("core.entry.auth_refused")
            self._move(entry, state, error)

    async def _clear(self, entry: ConfigEntry, timeout: float = UNLOAD_DEADLINE) -> bool:
        """End what an account began; return False if it went, or was set up or taken down anew meanwhile."""
        # Until it is set up anew it begins nothing, also if something of it does not care that it is over.
        old, entry.scope = entry.scope, (mine := Scope(f"entry {entry.domain}", closed=True))
        await old.close(timeout)
        return entry.scope is mine and self._is_there(entry)

    def _new_scope(self, entry: ConfigEntry) -> Scope:
        name, manifest = f"entry {entry.domain}", loader.find(entry.domain)
        if manifest is None or not manifest.third_party:
            return Scope(name)
        from dialer.core.guard import GuardedScope  # hardly any desk has such an integration

        return GuardedScope(name, entry.domain, self._blocked)

    def _move(self, entry: ConfigEntry, state: EntryState, error: DialerError | None = None) -> None:
        entry.state, entry.error = state, error
        if state is not EntryState.RETRYING:
            entry.retry_at = None
        self._hub.bus.fire(EntryChanged(entry))

    def _count(self, entry: ConfigEntry, what: str) -> None:
        entry.counters[what] += 1
        self._hub.counters[f"entries.{what}"] += 1


def _bug(entry: ConfigEntry, *, blocked: bool) -> EntryError:
    """Return what to say of an error that no integration should raise."""
    theirs = "core.entry.blocked" if blocked else "core.entry.bug_of_package"
    return fault(entry.domain, ours="core.entry.bug", theirs=theirs)
