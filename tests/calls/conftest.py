"""A hub with one account whose provider follows a script."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from dialer.app import migrations
from dialer.calls.events import CallChanged
from dialer.calls.gate import DialRequest
from dialer.calls.manager import CallManager
from dialer.contacts.book import ContactBook
from dialer.core.home import Home
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from tests.fakes import FakeClock, FakeTelephony, integrate, settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from dialer.calls.model import Call
    from dialer.core.entry import ConfigEntry

JANSEN = "+31205550142"
ENTRY = "e1"


@dataclass
class FakeIntegration:
    """Sets up an account with the scripted provider."""

    provider: FakeTelephony

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        hub.provide(entry, self.provider)


class Desk:
    """One running program, as a test sees it: it can crash and start again on the same home."""

    def __init__(self, home: Home, provider: FakeTelephony) -> None:
        self.home = home
        self.provider = provider
        self.clock = FakeClock()
        self.secrets = MemorySecrets()
        self.seen: list[Call] = []

    async def start(self) -> None:
        """Start on the home, as after a log-in."""
        self.hub = Hub(self.home, lambda: self.secrets, clock=self.clock)
        await self.hub.open(migrations())
        self.contacts = ContactBook(self.hub.database, self.hub.bus, lambda: "NL")
        self.calls = CallManager(self.hub, self.contacts)
        self.hub.bus.listen(CallChanged, self._note)
        await self.hub.entries.setup_all()
        await self.hub.entries.settled()
        await self.calls.recover()

    async def stop(self, *, keep_call: bool = False) -> None:
        """Stop in order."""
        await self.calls.stop(keep_call=keep_call)
        await self.hub.stop()

    async def crash(self) -> None:
        """Lose everything that was not written: no clean-up of a call runs."""
        await self.calls._scope.close()  # noqa: SLF001  # a crash asks nobody
        await self.hub.stop()

    async def press(self, number: str = JANSEN, *confirmed: str, **request: str) -> Call:
        """Press Call."""
        call = await self.calls.dial(
            DialRequest(number=number, confirmed=frozenset(confirmed), **request)  # type: ignore[arg-type]  # some of its fields
        )
        await settle()
        return call

    @property
    def states(self) -> list[str]:
        """The states that were announced, each once."""
        states = [call.state.value for call in self.seen]
        return [state for i, state in enumerate(states) if i == 0 or states[i - 1] != state]

    def _note(self, event: CallChanged) -> None:
        self.seen.append(event.call)


@pytest.fixture
def provider() -> FakeTelephony:
    """The provider, whose script the test fills in."""
    return FakeTelephony()


@pytest.fixture
async def desk(
    tmp_path: Path, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    """A started program."""
    account = {
        "id": ENTRY, "domain": "scripted", "title": "Scripted", "unique_id": "1", "data": {}, "options": {},
        "disabled": False, "auth_refused": False,
    }  # fmt: skip
    home = Home.open(tmp_path / "home")
    home.accounts_file.write_text(json.dumps({"version": 1, "accounts": [account]}))
    integrate(monkeypatch, "scripted", FakeIntegration(provider))
    desk = Desk(home, provider)
    await desk.start()
    yield desk
    await desk.crash()
