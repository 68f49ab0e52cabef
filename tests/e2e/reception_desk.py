"""What both hands need for an hour at the reception: a furnished desk, Dutch words, what must come of it."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from dialer.core.strings import Strings
from tests.desktop.x_program import XProgram
from tests.e2e.program import Program
from tests.e2e.screen import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from dialer.sandbox import Sandbox
    from tests.e2e.screen import Window

BUSY, MOBILE = "+31205559010", "+31612345678"
LINKED, MARKED, COPIED = "+31205559026", "+31205559027", "+31205559028"
PEOPLE = f"""BEGIN:VCARD
VERSION:4.0
FN:Karel Bakker
TEL;TYPE=work:{BUSY}
TEL;TYPE=cell:{MOBILE}
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Sanne de Vries
TEL;TYPE=work:+31205550142
EMAIL:sanne@klant.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Noor Peters
TEL;TYPE=work:+31205550150
EMAIL:noor@firma.example
END:VCARD
"""
SETTINGS = {"version": 1, "welcomed": True, "language": "nl", "hotkey_dial": "Ctrl+Alt+D"}
NOTE, TAG = "offerte dakkapel", "vip"
KAREL, SANNE, NOOR = "Karel Bakker", "Sanne de Vries", "noor@firma.example"
SCREENS = 22
_WORDS = Strings("nl")
_PLAIN = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


class Reception:
    """A desk with accounts and people; another program beside it, and a spy for what is opened.

    Attributes:
        program: Dialer.
        other: the other program.
    """

    def __init__(self, program: Program, other: XProgram, folder: Path) -> None:
        self.program, self.other, self._opened = program, other, folder / "opened.txt"

    @property
    def opened(self) -> list[str]:
        """What was handed to the desktop's own programs."""
        return self._opened.read_text().splitlines() if self._opened.exists() else []

    async def was_opened(self, *beginnings: str) -> None:
        """Wait until so much was handed over."""

        async def is_opened() -> bool:
            return len(self.opened) >= len(beginnings)

        await until(is_opened, f"{beginnings}")
        pairs = zip(self.opened, beginnings, strict=True)
        assert [link[: len(begin)] for link, begin in pairs] == [*beginnings]

    async def is_set(self, key: str, value: object) -> None:
        """Wait until a setting is kept."""

        async def is_kept() -> bool:
            kept: dict[str, Any] = json.loads((self.program.home / "settings.json").read_text())
            return bool(kept.get(key, False) == value)

        await until(is_kept, f"{key} = {value}")

    async def browse(self, window: Window) -> None:
        """Bring the other program to the front, and wait until it gets the keys."""
        self.other.show()
        before = self.other.letters

        async def has_keys() -> bool:
            title = "^Another program$"
            await window.tool("search", "--sync", "--name", title, "windowactivate", "--sync", "key", "x")
            return self.other.letters > before

        await until(has_keys, "the other program in front")

    async def list_opened(self, window: Window) -> None:
        """Wait until a list hangs below the line of a dialog: a window more than these two."""

        async def is_open() -> bool:
            shown = await window.tool("search", "--onlyvisible", "--pid", str(window.pid)) or ""
            return len(shown.split()) > 2

        await until(is_open, "a list to choose from")


@asynccontextmanager
async def furnish(program: Program, folder: Path) -> AsyncIterator[Reception]:
    """Give a desk its accounts, its people, a spy in place of the desktop's own opener, and a neighbour."""
    sandbox = program.sandbox
    opener = folder / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{folder}/opened.txt"\n')
    opener.chmod(0o755)
    environment = {**program.environment, "PATH": f"{opener.parent}:{program.environment['PATH']}"}
    program = Program(program.home, environment, sandbox)
    people = folder / "people.vcf"
    people.write_text(PEOPLE)
    account = sandbox.accounts["iotum"]
    given = [f"{key}={value}" for key, value in account.items() if key != "api_token"]
    meeting = ["accounts", "add", "iotum", *(part for each in given for part in ("--set", each))]
    _, imported = await asyncio.gather(program.add_account(), program.run("contacts", "import", str(people)))
    added = await program.run(*meeting, "--secret", "api_token", stdin=account["api_token"] + "\n")
    assert (added.code, imported.code) == (0, 0), (added.err, imported.err)
    (program.home / "settings.json").write_text(json.dumps(SETTINGS))
    async with XProgram(environment["DISPLAY"]) as other:
        yield Reception(program, other, folder)


def own(key: str, **placeholders: object) -> str:
    """What Dialer says in Dutch."""
    return _WORDS.text(key, **placeholders)


async def says(window: Window, key: str, **placeholders: str) -> None:
    """Wait until the call bar says this."""
    words, name = own(key, **placeholders), own("ui.a11y.call_status")

    async def is_said() -> bool:
        nodes = await window.nodes(name=name)
        return any(node.description.translate(_PLAIN) == words for node in nodes)

    await until(is_said, f"the status {words!r}")


async def rings(window: Window) -> None:
    """Wait until a phone rings, or was answered already."""
    words = {own("ui.leg.ringing"), own("ui.leg.connected")}

    async def is_ringing() -> bool:
        return any(node.name in words for node in await window.nodes())

    await until(is_ringing, "a phone that rings")


async def assert_done(reception: Reception, sandbox: Sandbox) -> None:
    """Exactly these numbers were dialled, in this order, and every call is remembered."""
    dialled = [f"+{entry.params['dest'].lstrip('+')}" for entry in sandbox.journal if entry.placed]
    assert dialled == [BUSY, MOBILE, MOBILE, LINKED, MARKED, COPIED]
    records = list(reversed(await reception.program.history()))
    assert [record["number"] for record in records] == dialled
    assert [record["reason"] for record in records] == ["busy"] + ["hung_up"] * 5
    assert {key: records[1][key] for key in ("name", "note", "outcome", "tags")} == {
        "name": KAREL, "note": NOTE, "outcome": "reached", "tags": [TAG],
    }  # fmt: skip
    done = await reception.program.run("--json", "call-backs", "list", "--done")
    assert [call_back["number"] for call_back in done.json] == [MOBILE]
