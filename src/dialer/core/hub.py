"""The hub: the root object that is passed around; it owns what lives as long as the program.

A window is shown before most of it is needed: the parts are imported and made when they are asked for.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from dialer.core.bus import EventBus
from dialer.core.clock import Clock
from dialer.core.policy import Policy
from dialer.core.settings import Settings
from dialer.core.strings import Strings

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from dialer.core.blocking import Blocking
    from dialer.core.database import Database, Migration
    from dialer.core.deadline import Deadline
    from dialer.core.entries import EntryManager
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow_manager import FlowManager
    from dialer.core.home import Home
    from dialer.core.http import HttpClient
    from dialer.core.issues import IssueManager
    from dialer.core.log import Log
    from dialer.core.network import Network
    from dialer.core.scope import Scope
    from dialer.core.secrets import SecretStore
    from dialer.core.updates import Updates

P = TypeVar("P")

STOP_DEADLINE = 3.9
"""Seconds for which stopping may take, whatever hangs."""

_LAST_STEP = 0.15


class ProvidersChanged:
    """An account's abilities appeared or went."""


class Hub:
    """Owns bus, settings, strings, secrets, http, database, accounts, flows, issues and providers.

    Attributes:
        policy: what the organisation decided.
        safe_mode: whether no account is set up, so that a broken one cannot get in the way.
        counters: how often what happened since the start, for diagnostics.
        log: the running log, once there is one.
    """

    def __init__(
        self,
        home: Home,
        make_secrets: Callable[[], SecretStore],
        *,
        clock: Clock | None = None,
        policy: Policy | None = None,
        safe_mode: bool = False,
    ) -> None:
        """Read the settings; nothing is started.

        Raises:
            StorageError: the settings are damaged, or a newer Dialer wrote them.
        """
        self.home = home
        self.clock = clock or Clock()
        self.policy = policy or Policy()
        self.safe_mode = safe_mode
        self.counters: Counter[str] = Counter()
        self.log: Log | None = None
        self.bus = EventBus()
        self.settings = Settings(home.settings_file, self.bus, self.policy)
        self.strings = Strings(self.settings.language)
        self.strings.log_file = home.log_file
        self._make_secrets = make_secrets
        self._database: Database | None = None
        self._providers: list[tuple[ConfigEntry, object]] = []

    @cached_property
    def scope(self) -> Scope:
        """Tasks that live as long as the program."""
        from dialer.core.scope import Scope

        return Scope("hub")

    @cached_property
    def counting(self) -> asyncio.Lock:
        """Held from counting a day's calls until the next one is written down: each counts those before."""
        import asyncio

        return asyncio.Lock()

    @cached_property
    def secrets(self) -> SecretStore:
        """Where passwords are kept."""
        from dialer.core.watched_secrets import WatchedSecrets

        return WatchedSecrets(self._make_secrets(), self.issues)

    @cached_property
    def network(self) -> Network:
        """What makes the ways to the providers."""
        from dialer.core.network import Network

        return Network(self)

    @cached_property
    def http(self) -> HttpClient:
        """The way to the providers."""
        return self.network.client()

    @cached_property
    def blocking(self) -> Blocking:
        """The way to providers for libraries that block, such as one for LDAP."""
        return self.network.blocking()

    @cached_property
    def entries(self) -> EntryManager:
        """The accounts.

        Raises:
            StorageError: they cannot be read.
        """
        from dialer.core.entries import EntryManager

        return EntryManager(self)

    @cached_property
    def flows(self) -> FlowManager:
        """Adding and changing accounts."""
        from dialer.core.flow_manager import FlowManager

        return FlowManager(self)

    @cached_property
    def issues(self) -> IssueManager:
        """What is wrong and needs a person."""
        from dialer.core.issues import IssueManager

        return IssueManager(self.bus)

    @cached_property
    def updates(self) -> Updates:
        """Whether there is a newer Dialer; made where somebody wants to know."""
        from dialer.core.updates import Updates

        return Updates(self)

    @property
    def database(self) -> Database:
        """The open database."""
        if self._database is None:
            msg = "the database is not open"
            raise RuntimeError(msg)
        return self._database

    async def open(self, migrations: Sequence[Migration]) -> None:
        """Open the database.

        Raises:
            StorageError: it cannot be opened; nothing was changed.
        """
        from dialer.core.database import Database

        self._database = await Database.open(self.home.database_file, migrations)

    async def stop(self, deadline: Deadline | None = None) -> None:
        """Take everything down, in order and in bounded time; the rooms above have stopped before."""
        from dialer.core.deadline import Deadline

        deadline = deadline or Deadline(STOP_DEADLINE)
        if "entries" in self.__dict__:
            # A part of it for tasks that do not end, so that clean-ups run as well.
            stopping = self.entries.stop(deadline.left / 4)
            await deadline.run(stopping, "stopping the accounts", keep=3 * _LAST_STEP)
        await deadline.run(self.scope.close(_LAST_STEP), "ending the tasks", keep=2 * _LAST_STEP)
        if "http" in self.__dict__:
            await deadline.run(self.http.close(), "closing the connections", keep=_LAST_STEP)
        if self._database is not None:
            await deadline.run(self._database.close(), "closing the database")

    def provide(self, entry: ConfigEntry, provider: object) -> None:
        """Let an account's ability appear, until the account is taken down.

        Raises:
            RuntimeError: it has been taken down already.
        """
        item = (entry, provider)

        def withdraw() -> None:
            self._providers.remove(item)
            self.bus.fire(ProvidersChanged())

        entry.scope.on_close(withdraw)
        entry.scope.adopt(provider)
        self._providers.append(item)
        self.bus.fire(ProvidersChanged())

    def providers(self, kind: type[P]) -> list[tuple[ConfigEntry, P]]:
        """Return the accounts' abilities of one kind, in the order of the accounts."""
        found = [(entry, provider) for entry, provider in self._providers if isinstance(provider, kind)]
        order = {entry.id: place for place, entry in enumerate(self.entries.all)}
        return sorted(found, key=lambda item: order.get(item[0].id, len(order)))
