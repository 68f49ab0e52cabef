"""The provider goes down while people work, and comes back: nothing waits to be dialled."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.sandbox import Sandbox, serve
from tests.e2e.program import PASSWORD, Program
from tests.e2e.screen import Window

if TYPE_CHECKING:
    from pathlib import Path

SANNE = "+31205550142"
PERSON = f"BEGIN:VCARD\nVERSION:4.0\nFN:Sanne de Vries\nTEL:{SANNE}\nEND:VCARD\n"


@pytest.mark.parametrize("speed", [1.0])  # no state is shorter than the program's look at it
async def test_down_and_back(program: Program, sandbox: Sandbox, tmp_path: Path, speed: float) -> None:
    people = tmp_path / "people.vcf"
    people.write_text(PERSON)
    _, imported = await asyncio.gather(program.add_account(), program.run("contacts", "import", str(people)))
    assert imported.code == 0
    (program.home / "settings.json").write_text('{"version": 1, "welcomed": true}')
    port = sandbox.port
    await sandbox.close()
    async with Window(program) as window:
        await window.search("san", "Sanne de Vries")
        await window.press("Return")
        await window.reads("Another way to reach", "The call was not sent: nothing rings.")
        await window.reads("The telephone is down")
        await window.focus("Show number large")
        await window.press("Return")
        await window.in_front("Dial by hand")
        await window.reads("+31 20 555 0142")
        await window.press("Escape")
        await window.in_front("Dialer")
        await window.search("vries", "Sanne de Vries")  # contacts stay searchable

        again = await serve(port=port, speed=speed, password=PASSWORD)
        try:
            await window.reads("The telephone works again. Nothing was dialled meanwhile.")
            assert again.journal.placed == 0
            await window.press("Return")
            await window.says("Your phone rings: pick up")
            assert again.journal.placed == 1
            await window.press("Escape")
            await window.says("You hung up")
            status = await program.run("status", "--json")
            assert status.json["phone"]["state"] == "ok"
            assert "ring" in [fact["name"] for fact in status.json["phone"]["facts"]]
            await window.press("alt+F4")
            assert await window.ended() == 0
        finally:
            await again.close()
