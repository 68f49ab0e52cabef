"""A started app with a scripted provider, and a shell whose commands act on it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from dialer.app import App
from dialer.calls.model import CallState, EndedBy, EndReason, LegState
from dialer.calls.provider import StatusUpdate
from dialer.cli.console import Console
from dialer.cli.parser import parse
from dialer.cli.session import run_command
from dialer.core.home import Home
from dialer.core.secrets import MemorySecrets
from dialer.core.strings import Strings
from tests.cli.programs import Program
from tests.fakes import FakeClock, FakeTelephony, integrate, settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

ENTRY = "e1"
JANSEN = "+31205550142"
RINGING = StatusUpdate(code=27, state=CallState.SOURCE_RINGING)
CONNECTED = StatusUpdate(
    code=9, state=CallState.CONNECTED, source_leg=LegState.CONNECTED, destination_leg=LegState.CONNECTED
)
OVER = StatusUpdate(code=30, reason=EndReason.COMPLETED, ended_by=EndedBy.DESTINATION)
BUSY = StatusUpdate(code=10, reason=EndReason.BUSY)
STRINGS = Strings("en")


@dataclass
class FakeLink:
    """A terminal that remembers what it showed, and answers from a list."""

    answers: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: list[tuple[str, bool]] = field(default_factory=list)
    interrupted: asyncio.Event = field(default_factory=asyncio.Event)
    left: bool = False

    def out(self, line: str) -> None:
        self.shown.append(line)

    def err(self, line: str) -> None:
        self.errors.append(line)

    async def ask(self, prompt: str, *, secret: bool) -> str | None:
        self.asked.append((prompt, secret))
        return self.answers.pop(0) if self.answers else None

    @property
    def document(self) -> Any:
        """The one JSON document that was printed."""
        [line] = self.shown
        return json.loads(line)

    @property
    def documents(self) -> list[Any]:
        """The JSON lines that were printed."""
        return [json.loads(line) for line in self.shown]


@dataclass
class FakeIntegration:
    """Sets an account up with the scripted provider, after as many failures as it is told."""

    provider: FakeTelephony
    failures: list[Exception] = field(default_factory=list)

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        if self.failures:
            raise self.failures.pop(0)
        hub.provide(entry, self.provider)


class Shell:
    """Types commands."""

    def __init__(self, app: App, cwd: Path) -> None:
        self.app = app
        self.cwd = cwd
        self.link = FakeLink()

    async def __call__(self, *argv: str, answers: list[str] | None = None, lines: Sequence[str] = ()) -> int:
        """Run a command to its end; a person sits there where there are answers, else a file with lines."""
        self.link = FakeLink(answers=list(answers or lines))
        args = parse(argv, STRINGS)
        interactive = answers is not None
        console = Console(self.link, self.app.hub.strings, self.cwd, interactive=interactive, json=args.json)
        return await run_command(self.app, args, console)


class Typed:
    """A command that is running."""

    def __init__(
        self,
        shell: Shell,
        clock: FakeClock,
        *argv: str,
        answers: list[str] | None = None,
        lines: Sequence[str] = (),
    ) -> None:
        self.shell = Shell(shell.app, shell.cwd)  # its own terminal
        self.clock = clock
        self.task = asyncio.ensure_future(self.shell(*argv, answers=answers, lines=lines))

    async def ended(self, seconds: int = 60) -> int:
        """Let time pass until the command is over; return its exit code."""
        for _ in range(seconds * 2):
            await settle()
            if self.task.done():
                break
            await self.clock.advance(0.5)
        assert self.task.done()
        return self.task.result()

    @property
    def states(self) -> list[str]:
        """The states that were printed as JSON, each once."""
        states = [event["state"] for event in self.shell.link.documents]
        return [state for i, state in enumerate(states) if i == 0 or states[i - 1] != state]


@pytest.fixture
def provider() -> FakeTelephony:
    """The provider, whose script the test fills in."""
    return FakeTelephony()


@pytest.fixture
def clock() -> FakeClock:
    """The time, which the test lets pass."""
    return FakeClock()


@pytest.fixture
def integration(provider: FakeTelephony) -> FakeIntegration:
    """The integration of the one account."""
    return FakeIntegration(provider)


@pytest.fixture
async def app(
    tmp_path: Path, integration: FakeIntegration, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[App]:
    """A started app with one account."""
    account = {
        "id": ENTRY, "domain": "scripted", "title": "Office", "unique_id": "1", "data": {}, "options": {},
        "disabled": False, "auth_refused": False,
    }  # fmt: skip
    home = Home.open(tmp_path / "home")
    home.accounts_file.write_text(json.dumps({"version": 1, "accounts": [account]}))
    integrate(monkeypatch, "scripted", integration)
    app = App(home, clock=clock, make_secrets=MemorySecrets)
    await app.start()
    await app.hub.entries.settled()
    yield app
    await app.stop(keep_call=True)


@pytest.fixture
def shell(app: App, tmp_path: Path) -> Shell:
    """A shell whose commands act on the app."""
    return Shell(app, tmp_path)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The real program on an empty home."""
    return Program(tmp_path / "home")
