"""The hub: the root object that is passed around, and owns everything that lives as long as the program."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from dialer.core.bus import EventBus
from dialer.core.clock import Clock
from dialer.core.database import Database
from dialer.core.entries import EntryManager
from dialer.core.flow import FlowManager
from dialer.core.http import HttpClient
from dialer.core.scope import Scope
from dialer.core.settings import Settings
from dialer.core.strings import Strings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.database import Migration
    from dialer.core.entries import ConfigEntry
    from dialer.core.home import Home
    from dialer.core.secrets import SecretStore

_LOGGER = logging.getLogger(__name__)

P = TypeVar("P")


@dataclass(frozen=True)
class ProvidersChanged:
    """An account's abilities appeared or went."""


class Hub:
    """Owns bus, settings, strings, secrets, http, database, accounts, flows and the providers they add."""

    def __init__(self, home: Home, secrets: SecretStore, *, clock: Clock | None = None) -> None:
        """Read settings and accounts; nothing is started and nothing heavy is imported.

        Raises:
            StorageError: the home cannot be used as it is.
        """
        self.home = home
        self.clock = clock or Clock()
        self.bus = EventBus()
        self.settings = Settings(home.settings_file, self.bus)
        self.strings = Strings(self.settings.language)
        self.secrets = secrets
        self.http = HttpClient()
        self._database: Database | None = None
        self.entries = EntryManager(self)
        self.flows = FlowManager(self)
        self.scope = Scope("hub")
        self._providers: list[tuple[ConfigEntry, object]] = []

    async def open(self, migrations: Sequence[Migration]) -> None:
        """Open the database.

        Raises:
            StorageError: it cannot be opened; nothing was changed.
        """
        self._database = await Database.open(self.home.database_file, migrations)

    @property
    def database(self) -> Database:
        """The open database."""
        if self._database is None:
            msg = "the database is not open"
            raise RuntimeError(msg)
        return self._database

    async def stop(self) -> None:
        """Take everything down, in order and in bounded time; the rooms above have stopped before."""
        await self.entries.stop()
        await self.scope.close()
        await self.http.close()
        if self._database is not None:
            await self._database.close()

    def provide(self, entry: ConfigEntry, provider: object) -> None:
        """Let an account's ability appear, until the account is taken down."""
        item = (entry, provider)
        self._providers.append(item)
        self.bus.fire(ProvidersChanged())

        def withdraw() -> None:
            self._providers.remove(item)
            self.bus.fire(ProvidersChanged())

        entry.scope.on_close(withdraw)

    def providers(self, kind: type[P]) -> list[tuple[ConfigEntry, P]]:
        """Return the accounts' abilities of one kind, in the order of the accounts."""
        found = [(entry, provider) for entry, provider in self._providers if isinstance(provider, kind)]
        order = [entry.id for entry in self.entries.all]
        return sorted(found, key=lambda item: order.index(item[0].id))
