"""From a contact to a meeting in one press, and the guests' invitation, in the real window and program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import vobject

from tests.e2e.screen import Window, until
from tests.e2e.test_outside_meeting import Outside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.e2e.program import Program

CANARY = "canary-3b9e"


@dataclass
class Desktop:
    """The package, installed, on a desktop whose own opener writes down what it is to open."""

    outside: Outside
    log: Path

    async def opened(self, scheme: str) -> str:
        """Wait for a link of a scheme."""

        async def is_there() -> bool:
            return any(link.startswith(scheme) for link in self._links())

        await until(is_there, f"a link of {scheme}")
        return next(link for link in self._links() if link.startswith(scheme))

    def _links(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
async def desk(desktop: dict[str, str], tmp_path: Path, program: Program) -> AsyncIterator[Desktop]:
    opener, log = tmp_path / "bin" / "xdg-open", tmp_path / "opened"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{log}"\n')
    opener.chmod(0o755)
    async with Outside.beside(program, tmp_path / "site") as outside:
        environment = outside.program.environment
        outside.program.environment = {**environment, "PATH": f"{opener.parent}:{environment['PATH']}"}
        yield Desktop(outside, log)


async def test_one_press_meets_and_guests_are_invited(desk: Desktop, tmp_path: Path) -> None:
    outside = desk.outside
    await outside.furnish()
    guest = f"{outside.server.base_url}in/17"
    async with Window(outside.program) as window:
        await window.search("verm", "Anne Vermeer")
        await window.reads("Meet now", "Schedule")
        await window.focus("Meet now")
        await window.press("Return")
        await window.reads("Room opened", "Anne Vermeer, guest")
        assert len(outside.server.acts) == 1

        await window.focus("E-mail invitation")
        await window.press("Return")
        mail = await desk.opened("mailto:")
        assert mail.startswith("mailto:anne@vermeer.example?subject=Invitation%3A%20")
        assert guest in unquote(mail)

        await window.focus("QR code")
        await window.press("Return")
        await window.in_front("QR code: Meeting with Anne Vermeer")
        await window.press("Escape")
        await window.in_front("Dialer")

        [meeting] = await outside.meetings()
        shown = await outside.program.run("meetings", "show", meeting["id"], "--ics", str(tmp_path / "a.ics"))
        assert shown.code == 0, shown.err
        written = vobject.readOne((tmp_path / "a.ics").read_bytes().decode()).vevent
        assert (written.url.value, written.attendee.value) == (guest, "mailto:anne@vermeer.example")

        await window.focus("Open as host")
        await window.press("Return")
        assert CANARY in await desk.opened("http")
    everything = b"".join(file.read_bytes() for file in outside.program.home.rglob("*") if file.is_file())
    assert CANARY.encode() not in everything
    assert CANARY not in unquote(mail)
    assert CANARY.encode() not in (tmp_path / "a.ics").read_bytes().replace(b"\r\n ", b"")
