"""In a meeting and after it, in the real program: phone, write, share, who was there, recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.screen import Window, until
from tests.e2e.test_meetings import _add

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.sandbox import Sandbox
    from tests.e2e.program import Program

PERSON = ("--name", "Anne Vermeer", "--email", "anne@vermeer.example", "--number", "work=020 555 0142")
HALF = "Half past ten"


@pytest.fixture
def speed() -> float:
    """Whoever is phoned answers at once, and a recording is there soon."""
    return 20.0


def _asked(sandbox: Sandbox, command: str) -> list[dict[str, object]]:
    return [entry.params for entry in sandbox.journal if entry.command == command]


async def test_from_the_card_of_a_meeting_that_goes_on(
    program: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF" * 1000)
    await _add(program, "iotum")
    assert (await program.run("contacts", "add", *PERSON)).code == 0
    meet = ("meet", "iotum", "--with", "Anne Vermeer", "--subject", HALF)
    assert (await program.run(*meet)).code == 0
    async with Window(program) as window:
        await window.focus("Phone")
        await window.press("Down", "Return")
        await window.reads(HALF)
        row = next(node.name for node in await window.nodes() if HALF in node.name)
        await window.focus(row)
        await window.press("Return")
        await window.focus("Phone somebody in")
        await window.press("Return")
        await window.in_front(f"Phone somebody into “{HALF}”")
        await window.type("verm")
        await window.reads("Phone Anne Vermeer, +31 20 555 0142")
        await window.press("Return", "Return", "Return")
        await window.reads("was asked to phone Anne Vermeer")
        await window.focus("Message to everybody in it")
        await window.type("We begin")
        await window.press("Return", "Return")
        await window.reads("Shown to everybody in the meeting.")
        await window.focus("Share a document")
        await window.press("Return")
        await window.in_front("Choose a document")
        await window.type(str(file))
        await window.press("Return")
        await window.reads("is on the host’s drive")
        assert [node for node in await window.nodes() if node.nameless] == []
        await window.press("Escape")
    [dialled] = _asked(sandbox, "conference/dial_number")
    assert (dialled["country_code"], dialled["phone_number"]) == ("NL", "31205550142")
    assert [one["message"] for one in _asked(sandbox, "conference/message/create")] == ["We begin"]
    assert [one["filename"] for one in _asked(sandbox, "drive/create")] == ["plan.pdf"]
    assert "20 555 0142" not in (program.home / "logs" / "dialer.log").read_text()


async def test_recordings_and_who_was_there_afterwards(program: Program, tmp_path: Path) -> None:
    await _add(program, "iotum")
    assert (await program.run("contacts", "add", *PERSON)).code == 0
    options = ("--set", "auto_record=video", "--set", "auto_transcribe=true")
    made = (await program.run("meet", "iotum", "--with", "Anne Vermeer", *options, "--json")).json
    assert (await program.run("meetings", "dial", made["id"], "Anne Vermeer")).code == 0

    async def she_is_in_it() -> bool:
        told = (await program.run("meetings", "attendance", made["id"], "--json")).json
        return ("Anne Vermeer", True) in [(one["name"], one["came"]) for one in told["people"]]

    await until(she_is_in_it, "somebody who answered")
    assert (await program.run("meetings", "end", made["id"])).code == 0
    folder = tmp_path / "left behind"
    folder.mkdir()

    async def are_published() -> bool:
        return len((await program.run("meetings", "documents", made["id"], "--json")).json) == 2

    await until(are_published, "the recording")
    saved = await program.run("meetings", "documents", made["id"], "--to", str(folder), "--json")
    assert saved.code == 0
    assert sorted(file.suffix for file in folder.iterdir()) == [".mp4", ".txt"]
    assert "Goedemorgen" in next(folder.glob("*.txt")).read_text()
