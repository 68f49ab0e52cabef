"""The real program in processes of its own, as its users run it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import pytest

from tests.copier import copier

if TYPE_CHECKING:
    import signal
    from pathlib import Path

    from dialer.sandbox import Sandbox

# Differs in its raw, quoted, plus-quoted, HTML, JSON and base64 form.
PASSWORD = 'p@ss/w&rd +é"<%'
SOURCE = "+31205550112"
PATIENCE = 60.0
# An installed build is tried by naming its program: TEST_PROGRAM=/opt/dialer/dialer.
BUILD = os.environ.get("TEST_PROGRAM")
PROGRAM = [BUILD] if BUILD else [sys.executable, "-m", "dialer"]


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as one JSON document."""
        return json.loads(self.out)

    @property
    def events(self) -> list[dict[str, Any]]:
        """What it printed, as a JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def states(self) -> list[str]:
        """The states that a call went through, each once."""
        states = [event["state"] for event in self.events]
        return [state for place, state in enumerate(states) if state not in states[:place]]


class Running:
    """A command that still runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self._lines: list[str] = []

    async def line(self, *wanted: str) -> str:
        """Wait for a line of output that holds all of this."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while line := (await self.process.stdout.readline()).decode():
                self._lines.append(line)
                if all(part in line for part in wanted):
                    return line
        msg = f"no line with {wanted} in {self._lines}"
        raise AssertionError(msg)

    async def done(self, stdin: str = "") -> Done:
        """Wait for its end."""
        async with asyncio.timeout(PATIENCE):
            out, err = await self.process.communicate(stdin.encode())
        code = await self.process.wait()
        return Done(code, "".join(self._lines) + out.decode(), err.decode())

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)


class Program:
    """Dialer on one home."""

    def __init__(self, home: Path, environment: dict[str, str], sandbox: Sandbox) -> None:
        self.home = home
        self.environment = environment
        self.sandbox = sandbox

    def beside(self, name: str) -> Program:
        """Return the program on another home."""
        return Program(self.home.parent / name, self.environment, self.sandbox)

    def with_packages(self, folder: Path) -> Program:
        """Return the program with the packages of others that are installed in a folder."""
        if BUILD:
            pytest.skip("an installed build looks for integrations among its own packages only")
        return Program(self.home, {**self.environment, "PYTHONPATH": str(folder)}, self.sandbox)

    def copied(self, name: str) -> Program:
        """Return the program on a copy of its home; a secret is found by its account, wherever that is."""
        copy = self.beside(name)
        shutil.copytree(self.home, copy.home)
        return copy

    async def start(self, *arguments: str) -> Running:
        """Start a command."""
        pipe = asyncio.subprocess.PIPE
        command = (*PROGRAM, "--home", str(self.home), *arguments)
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=pipe, env=self.environment
        )
        return Running(process)

    async def run(self, *arguments: str, stdin: str = "") -> Done:
        """Run a command to its end."""
        if BUILD or "PYTHONPATH" in self.environment:
            return await (await self.start(*arguments)).done(stdin)
        async with asyncio.timeout(PATIENCE):
            command = ("--home", str(self.home), *arguments)
            return Done(*await copier(self.environment).run(command, self.environment, stdin))

    async def run_in_a_row(self, *commands: tuple[str, ...], stdin: str = "") -> list[Done]:
        """Run commands in one process, one after the other, each to its end; a build is started for each."""
        if BUILD:
            return [await self.run(*command, stdin=stdin) for command in commands]
        asked = [{"arguments": ("--home", str(self.home), *command), "stdin": stdin} for command in commands]
        async with asyncio.timeout(PATIENCE * len(commands)):
            code, out, err = await copier(self.environment).run((), self.environment, json.dumps(asked))
        assert code == 0, err
        return [Done(*json.loads(line)) for line in out.splitlines()]

    async def add_account(self, *more: str, password: str = PASSWORD, login: str = "demo") -> Self:
        """Add an account at the sandbox."""
        values = {"base_url": self.sandbox.base_url, "login": login, "source": SOURCE}
        settings = [part for key, value in values.items() for part in ("--set", f"{key}={value}")]
        done = await self.run(
            "accounts", "add", "connect_call", *settings, *more, "--secret", "password", stdin=password + "\n"
        )
        assert done.code == 0, done.err
        return self

    async def call(self, number: str, *more: str) -> Done:
        """Call a number to the end of the call, taking every second step."""
        return await self.run("call", number, "--json", "--yes", *more)

    async def history(self) -> list[dict[str, Any]]:
        """Return the call records, the newest first."""
        done = await self.run("history", "list", "--json")
        assert done.code == 0, done.err
        records: list[dict[str, Any]] = done.json
        return records
