"""The app: the rooms put together, without a window."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.calls import history
from dialer.calls.manager import CallManager
from dialer.contacts import schema
from dialer.contacts.book import ContactBook
from dialer.core.config_flow import FlowKind
from dialer.core.hub import Hub
from dialer.core.log import Log, setup_logging
from dialer.core.secrets import KeyringSecrets, MemorySecrets, Secret

if TYPE_CHECKING:
    import asyncio

    from dialer.core.clock import Clock
    from dialer.core.home import Home
    from dialer.core.secrets import SecretStore
    from dialer.sandbox import Sandbox

MIGRATIONS = (*schema.MIGRATIONS, *history.MIGRATIONS)

_PEOPLE = Path(__file__).resolve().parent / "resources" / "demo" / "people.vcf"
_FAVOURITES = (
    "Sanne de Vries",
    "Gemeente Utrecht",
    "Karel Bakker",
    "Nachtdienst",
    "Anne Vermeer",
    "Taxi Centrale",
)
_DEMO_SOURCE = "+31205550112"
_DEMO_PASSWORD = "demo"  # noqa: S105  # the simulated provider's, known to everybody


class App:
    """One home with everything that works on it.

    Attributes:
        hub: the platform.
        contacts: the address book, once the app has started.
        calls: the call manager, once the app has started.
        recovery: settles what a crash left open, once the app has started.
        demo: whether the providers are simulated.
    """

    contacts: ContactBook
    calls: CallManager
    recovery: asyncio.Task[None]

    def __init__(
        self,
        home: Home,
        secrets: SecretStore | None = None,
        *,
        demo: bool = False,
        clock: Clock | None = None,
    ) -> None:
        """Read settings and accounts; nothing is opened yet, so that a window can be shown first.

        Raises:
            StorageError: the home cannot be used as it is.
        """
        self._log: Log = setup_logging(home.log_file)
        if secrets is None:
            secrets = MemorySecrets() if demo else KeyringSecrets()
        self.hub = Hub(home, secrets, clock=clock)
        self.demo = demo
        self.started = False
        self._sandbox: Sandbox | None = None

    async def start(self) -> None:
        """Open the database, set the accounts up, and settle what a crash left open.

        Raises:
            StorageError: the database cannot be opened; nothing was changed.
        """
        hub = self.hub
        await hub.open(MIGRATIONS)
        self.contacts = ContactBook(hub.database, hub.bus, lambda: hub.settings.region)
        self.calls = CallManager(hub, self.contacts)
        if self.demo:
            await self._start_demo()
        else:
            await hub.entries.setup_all()
        self.started = True
        self.recovery = hub.scope.spawn(self.calls.recover(), "settle open calls")

    async def stop(self, *, keep_call: bool = False) -> None:
        """Stop in order and in bounded time: calls first, then accounts, connections and the database."""
        if self.started:
            await self.calls.stop(keep_call=keep_call)
        await self.hub.stop()
        if self._sandbox is not None:
            await self._sandbox.close()
        self._log.close()

    async def _start_demo(self) -> None:
        """Serve the simulated provider, let an account use it, and fill an empty address book."""
        from dialer.sandbox import serve  # only the demo needs it

        self._sandbox = await serve()
        await self.hub.settings.set("welcomed", "true")
        await self._add_demo_account(self._sandbox.base_url)
        if await self.contacts.count() == 0:
            await self.contacts.import_files([_PEOPLE])
            for name in _FAVOURITES:
                for contact in await self.contacts.resolve(name):
                    await self.contacts.change(contact.id, replace(contact.draft(), favourite=True))

    async def _add_demo_account(self, base_url: str) -> None:
        hub = self.hub
        known = [entry for entry in hub.entries.all if entry.domain == "connect_call"]
        if known:  # a demo home that was used before: the simulated provider has a new address
            entry = known[0]
            secrets = {"password": Secret(_DEMO_PASSWORD)}
            await hub.entries.change(
                entry,
                data={**entry.data, "base_url": base_url},
                options=entry.options,
                title=entry.title,
                secrets=secrets,
            )
            return
        flow = hub.flows.start("connect_call", FlowKind.USER)
        await flow.submit(
            {"base_url": base_url, "login": "demo", "password": _DEMO_PASSWORD, "source": _DEMO_SOURCE}
        )


def throw_away_home() -> tempfile.TemporaryDirectory[str]:
    """Return a new empty folder for a demo, which goes when the demo ends."""
    return tempfile.TemporaryDirectory(prefix="dialer-demo-", ignore_cleanup_errors=True)
