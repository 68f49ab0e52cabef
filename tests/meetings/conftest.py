"""An app with one account whose provider follows a script."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from dialer.app import App
from dialer.core.home import Home
from dialer.core.secrets import MemorySecrets
from dialer.meetings.model import Meeting, MeetingChanged
from dialer.meetings.provider import MeetingPerson
from dialer.meetings.requests import MeetingRequest
from tests.fakes import FakeClock, integrate, settle
from tests.meetings.fakes import BASE_URL, FakeMeetings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.meetings.manager import MeetingManager

ENTRY = "e1"
ANNE = MeetingPerson(name="Anne Vermeer", email="anne@example.com", contact_id="c1")
ACCOUNT: dict[str, Any] = {
    "id": ENTRY, "domain": "scripted", "title": "Meet", "unique_id": "1", "data": {"base_url": BASE_URL},
    "options": {}, "disabled": False, "auth_refused": False,
}  # fmt: skip


@dataclass
class FakeIntegration:
    """Sets an account up with the scripted provider, unless it fails."""

    provider: FakeMeetings
    failure: Exception | None = None

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        if self.failure is not None:
            raise self.failure
        hub.provide(entry, self.provider)


class Desk:
    """One running program, as a test sees it: it can crash and start again on the same home."""

    def __init__(self, folder: Path) -> None:
        self.home = Home.open(folder)
        self.home.accounts_file.write_text(json.dumps({"version": 1, "accounts": [ACCOUNT]}))
        self.clock = FakeClock()
        self.provider = FakeMeetings(self.clock)
        self.integration = FakeIntegration(self.provider)
        self.secrets = MemorySecrets()
        self.seen: list[Meeting] = []

    async def start(self) -> None:
        """Start on the home, as after a log-in."""
        self.app = App(self.home, clock=self.clock, make_secrets=lambda: self.secrets)
        self.app.hub.bus.listen(MeetingChanged, self._note)
        await self.app.start()
        await self.app.hub.entries.settled()
        await self.app.recovery

    async def stop(self) -> None:
        """Stop in order."""
        await self.app.stop()

    async def crash(self) -> None:
        """Lose everything that was not written: no clean-up of a creation runs."""
        if "meetings" in self.app.__dict__:
            await self.meetings._scope.close()  # noqa: SLF001  # a crash asks nobody
            del self.app.__dict__["meetings"]
        await self.app.stop()

    @property
    def meetings(self) -> MeetingManager:
        """The manager."""
        return self.app.meetings

    async def press(self, subject: str = "Mortgage", **request: Any) -> Meeting:
        """Press Create meeting."""
        values = {"people": (ANNE,), **request}
        meeting = await self.meetings.create(MeetingRequest(entry_id=ENTRY, subject=subject, **values))
        await settle()
        return meeting

    async def made(self, subject: str = "Mortgage", **request: Any) -> Meeting:
        """Press Create meeting, and let time pass until it is known what became of it."""
        meeting = await self.press(subject, **request)
        finished = asyncio.ensure_future(self.meetings.finished(meeting.id))
        await settle()
        while not finished.done():
            await self.clock.advance(2)
        return finished.result()

    async def again(self) -> None:
        """Stop and start."""
        await self.stop()
        await self.start()

    def written(self) -> bytes:
        """Everything in the home's files."""
        return b"".join(file.read_bytes() for file in self.home.path.rglob("*") if file.is_file())

    def _note(self, event: MeetingChanged) -> None:
        self.seen.append(event.meeting)


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """A started program."""
    desk = Desk(tmp_path / "home")
    integrate(monkeypatch, "scripted", desk.integration, kinds=("meetings",))
    await desk.start()
    yield desk
    await desk.stop()


@pytest.fixture
def provider(desk: Desk) -> FakeMeetings:
    """The provider, whose script the test fills in."""
    return desk.provider
