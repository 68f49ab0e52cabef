"""A call as a receptionist has it: busy, the other number, note, tag, outcome; and what others hear of it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.program import Program
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from dialer.sandbox import Sandbox

BUSY, MOBILE = "+31205559010", "+31612345678"
NAME = 'Karel "KB" Bakker & Zn.'
PERSON = f"""BEGIN:VCARD
VERSION:4.0
FN:{NAME}
TEL;TYPE=work:{BUSY}
TEL;TYPE=cell:{MOBILE}
END:VCARD
"""


class Company:
    """A company's own systems: one takes events, the other is a page that is opened."""

    def __init__(self, folder: Path) -> None:
        self.events: list[dict[str, Any]] = []
        self._opened = folder / "opened.txt"
        self._folder = folder
        self.port = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next(line for line in head.splitlines() if line.startswith("content-length"))
        self.events.append(json.loads(await reader.readexactly(int(length.partition(":")[2]))))
        writer.write(b"HTTP/1.1 204 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    def spy_opener(self, environment: dict[str, str]) -> dict[str, str]:
        """Return an environment in which the desktop's own opener only notes what it is given."""
        opener = self._folder / "bin" / "xdg-open"
        opener.parent.mkdir()
        opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{self._opened}"\n')
        opener.chmod(0o755)
        return {**environment, "PATH": f"{opener.parent}:{environment['PATH']}"}

    @property
    def opened(self) -> list[str]:
        return self._opened.read_text().splitlines() if self._opened.exists() else []

    def states(self, number: str) -> list[str]:
        return [event["state"] for event in self.events if event["number"] == number]


@pytest.fixture
async def company(tmp_path: Path) -> AsyncIterator[Company]:
    company = Company(tmp_path)
    server = await asyncio.start_server(company.take, "127.0.0.1", 0)
    company.port = server.sockets[0].getsockname()[1]
    yield company
    server.close()


@pytest.mark.parametrize("speed", [1.5])
async def test_a_call_and_what_is_said_of_it(program: Program, sandbox: Sandbox, company: Company) -> None:
    program = Program(program.home, company.spy_opener(program.environment), sandbox)
    people = program.home.parent / "people.vcf"
    people.write_text(PERSON)
    _, imported = await asyncio.gather(program.add_account(), program.run("contacts", "import", str(people)))
    assert imported.code == 0, imported.err
    settings = {
        "version": 1,
        "welcomed": True,
        "call_window": "always",
        "pop_up_url": "https://crm.example/find?n={number}&who={name}",
        "webhook_url": f"http://127.0.0.1:{company.port}/calls",
    }
    (program.home / "settings.json").write_text(json.dumps(settings))
    async with Window(program) as window:
        await window.search("karel", "Karel")
        await window.press("Return")
        await window.says("Try again in a few minutes, or call the other number: mobile.")
        assert await window.title() == "Dialer", "the small window leaves the keys alone"
        await window.press("ctrl+shift+n")
        await window.says("Talking with Karel")
        await window.reads("Call in the small window")
        await window.press("ctrl+n")
        await window.type("contract ready")
        await window.press("Return")
        await window.focus("More for this call")
        await window.press("Return", "Down", "Down", "Return")
        await window.type("vip, invoice")
        await window.press("Return", "Escape")
        await window.says("You hung up")
        await window.press("ctrl+o", "Return")
        await window.reads("Outcome: Reached")
        assert await window.title() == "Dialer"
        unnamed = [node for node in await window.nodes() if node.nameless]
        assert unnamed == []

        async def is_told() -> bool:
            return "ended" in company.states(MOBILE)

        await until(is_told, "the event of the end")
        await window.press("alt+F4")
        assert await window.ended() == 0
    newest, first = await program.history()
    assert (first["number"], first["reason"]) == (BUSY, "busy")
    assert {key: newest[key] for key in ("number", "name", "note", "outcome", "tags")} == {
        "number": MOBILE,
        "name": NAME,
        "note": "contract ready",
        "outcome": "reached",
        "tags": ["vip", "invoice"],
    }
    assert sandbox.journal.placed == 2
    assert company.opened == [
        "https://crm.example/find?n=31612345678&who=Karel%20%22KB%22%20Bakker%20%26%20Zn."
    ]
    for number in (BUSY, MOBILE):
        states = company.states(number)
        assert (states[0], states[-1]) == ("requested", "ended")
        assert len(states) == len(set(states)) or number == MOBILE
    last = company.events[-1]
    assert (last["reason"], last["ended_by"], last["name"], last["contact"]) == (
        "hung_up", "user", NAME, newest["contact"],
    )  # fmt: skip
