"""A desk with a CardDAV account on a server of others, and the doors that the window and commands use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.app import migrations
from dialer.contacts.book import ContactBook
from dialer.contacts.directories.directories import DirectoryManager
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from tests.fakes import FakeClock
from tests.servers.radicale import PASSWORD, USER

if TYPE_CHECKING:
    from dialer.contacts.directories.source import Source
    from dialer.contacts.directories.sync import SyncReport
    from dialer.contacts.model import Contact
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow import Flow
    from dialer.core.home import Home


class Desk:
    """One running program."""

    hub: Hub
    book: ContactBook
    directories: DirectoryManager

    def __init__(self, home: Home) -> None:
        self._home = home
        self._secrets = MemorySecrets()

    async def start(self) -> None:
        """Start on the home, as after a log-in."""
        self.hub = Hub(self._home, lambda: self._secrets, clock=FakeClock())
        await self.hub.open(migrations())
        self.book = ContactBook(self.hub.database, self.hub.bus, lambda: self.hub.settings.region)
        self.directories = DirectoryManager(self.hub, self.book)
        await self.hub.entries.setup_all()
        await self.hub.entries.settled()

    async def stop(self) -> None:
        """Stop in order."""
        await self.directories.stop()
        await self.hub.stop()

    async def submit(self, url: str, **values: object) -> tuple[ConfigEntry | None, Flow]:
        """Fill in the form for an account, every page with the same values."""
        flow = self.hub.flows.start("carddav")
        given = {"url": url, "username": USER, "password": PASSWORD, **values}
        entry = await flow.submit(given)
        while entry is None and not flow.errors:
            entry = await flow.submit(given)
        return entry, flow

    async def add(self, url: str, **values: object) -> ConfigEntry:
        """Add an account."""
        entry, flow = await self.submit(url, **values)
        assert entry is not None, flow.errors
        return entry

    @property
    def source(self) -> Source:
        """The directory of the only account."""
        [source] = self.directories.loaded
        return source

    async def sync(self, *, allow_vanishing: bool = False) -> SyncReport:
        """Copy from the only account."""
        return await self.directories.copies.sync(self.source, allow_vanishing=allow_vanishing)

    async def counts(self) -> tuple[int, int, int, int]:
        """Copy from the only account, and return what that did: new, changed, removed, unchanged."""
        report = await self.sync()
        return report.new, report.changed, report.removed, report.unchanged

    async def everybody(self) -> list[Contact]:
        """Return all contacts."""
        return [hit.contact for hit in (await self.book.search("", limit=0)).hits]

    async def names(self) -> list[str]:
        """Return the names of all contacts."""
        return [contact.name for contact in await self.everybody()]

    def requests(self) -> int:
        """Return how many requests were sent so far."""
        counters = self.hub.counters
        return sum(count for what, count in counters.items() if what.startswith("http."))


def card(uid: str, name: str, *more: str) -> str:
    """Return a card with further lines."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", f"FN:{name}", f"N:{name};;;;", *more, "END:VCARD"]
    return "".join(f"{line}\r\n" for line in lines)
