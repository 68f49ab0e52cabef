"""A room of directories: accounts whose providers follow a script, on a home that can be started again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dialer.app import migrations
from dialer.contacts.book import ContactBook
from dialer.contacts.directories.directories import DirectoryManager
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from tests.fakes import FakeClock, FakeDirectory, settle

if TYPE_CHECKING:
    import asyncio

    from dialer.contacts.directories.directories import Answer
    from dialer.contacts.directories.source import Source
    from dialer.contacts.directories.sync import SyncReport
    from dialer.core.entry import ConfigEntry
    from dialer.core.home import Home

COLLEAGUES, CLIENTS = "colleagues", "clients"
TITLES = {COLLEAGUES: "Company directory", CLIENTS: "Client list"}


def person(uid: str, name: str = "", *numbers: str, note: str = "", organisation: str = "") -> ContactDraft:
    """Return somebody as a directory sends them."""
    drafts = tuple(NumberDraft(raw=number, label="work") for number in numbers)
    return ContactDraft(
        uid=uid, name=name or f"Person {uid}", numbers=drafts, note=note, organisation=organisation
    )


def people(count: int, first: int = 0) -> tuple[ContactDraft, ...]:
    """Return so many people, each with a number."""
    return tuple(
        person(f"u{number}", f"Person {number:04}", f"020 555 {number:04}")
        for number in range(first, first + count)
    )


class Room:
    """One running program with a directory per account."""

    def __init__(self, home: Home, providers: dict[str, FakeDirectory]) -> None:
        self.home = home
        self.providers = providers
        self.secrets = MemorySecrets()
        self.broken: dict[str, Exception] = {}
        self.slow: dict[str, asyncio.Event] = {}
        common: dict[str, object] = {"data": {}, "options": {}, "disabled": False, "auth_refused": False}
        accounts = [
            {"id": name, "domain": name, "title": TITLES[name], "unique_id": name, **common}
            for name in providers
        ]
        home.accounts_file.write_text(json.dumps({"version": 1, "accounts": accounts}))

    async def start(self) -> None:
        """Start on the home, as after a log-in."""
        self.clock = FakeClock()
        self.hub = Hub(self.home, lambda: self.secrets, clock=self.clock)
        await self.hub.open(migrations())
        self.book = ContactBook(self.hub.database, self.hub.bus, lambda: self.hub.settings.region)
        self.directories = DirectoryManager(self.hub, self.book)
        await self.hub.entries.setup_all()
        await self.hub.entries.settled()

    async def stop(self) -> None:
        """Stop in order."""
        await self.directories.stop()
        await self.hub.stop()

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        """Be the integration of every account."""
        if entry.domain in self.slow:
            await self.slow[entry.domain].wait()
        if entry.domain in self.broken:
            raise self.broken[entry.domain]
        hub.provide(entry, self.providers[entry.domain])

    def entry(self, name: str = COLLEAGUES) -> ConfigEntry:
        """Return an account."""
        return self.hub.entries.find(name)

    def source(self, name: str = COLLEAGUES) -> Source:
        """Return the directory of an account."""
        return self.directories.copied(self.entry(name))

    async def sync(self, name: str = COLLEAGUES, *, allow_vanishing: bool = False) -> SyncReport:
        """Copy from an account's directory."""
        return await self.directories.copies.sync(self.source(name), allow_vanishing=allow_vanishing)

    async def ask(self, query: str = "jan", limit: int = 50) -> list[Answer]:
        """Search the directories, and wait for all of them."""
        answers: list[Answer] = []
        await self.directories.search(query, limit, answers.append)
        await settle()
        return answers

    async def names(self) -> list[str]:
        """Return the names of all stored contacts."""
        found = await self.book.search("", limit=0)
        return [hit.contact.name for hit in found.hits]
